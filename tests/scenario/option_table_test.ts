import { consolidateOptions, type OptionName, OPTIONS, parseOptions } from "../../src/scenario/mod.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";

const NAMES = Object.keys(OPTIONS) as OptionName[];

Deno.test("OPTIONS has every option of k6, in the order of its JSON", () => {
  // `exec.test.options` of k6 2.2.0, with the options that a run has resolved into scenarios put back in front.
  const k6 = "paused vus duration iterations stages scenarios executionSegment executionSegmentSequence noSetup " +
    "setupTimeout noTeardown teardownTimeout handleSummaryTimeout rps dns maxRedirects userAgent batch batchPerHost " +
    "httpDebug insecureSkipTLSVerify tlsCipherSuites tlsVersion tlsAuth throw thresholds blacklistIPs blockHostnames " +
    "hosts noConnectionReuse noVUConnectionReuse minIterationDuration cloud ext summaryTrendStats summaryTimeUnit " +
    "systemTags tags metricSamplesBufferSize noCookiesReset discardResponseBodies consoleOutput localIPs";
  assertEquals(NAMES, k6.split(" "));
});

Deno.test("OPTIONS names an environment variable at most once, in k6's style", () => {
  const variables = NAMES.map((name) => OPTIONS[name].env).filter((env) => env !== undefined);
  assertEquals(new Set(variables).size, variables.length);
  for (const variable of variables) assertMatch(variable, /^K6_[A-Z0-9_]+$/);
});

Deno.test("OPTIONS says of every option what it is for, in one sentence without a period", () => {
  for (const name of NAMES) assertMatch(OPTIONS[name].doc, /^[a-zA-Z].*[^.]$/, name);
});

Deno.test("options that nobody sets have the defaults of k6", () => {
  const { options, problems } = consolidateOptions([parseOptions({}, { level: "script" })]);
  assertEquals(problems, []);
  const { scenarios: _, ...others } = options;
  assertEquals(others, {
    noSetup: false,
    setupTimeout: 60_000,
    noTeardown: false,
    teardownTimeout: 60_000,
    handleSummaryTimeout: 120_000,
    dns: { ttl: "5m", select: "random", policy: "preferIPv4" },
    insecureSkipTLSVerify: false,
    tlsAuth: [],
    throw: false,
    thresholds: {},
    blacklistIPs: [],
    blockHostnames: [],
    hosts: {},
    noConnectionReuse: false,
    noVUConnectionReuse: false,
    batch: 20,
    batchPerHost: 6,
    minIterationDuration: 0,
    summaryTrendStats: ["avg", "min", "med", "max", "p(90)", "p(95)"],
    systemTags: [
      "check",
      "error",
      "error_code",
      "expected_response",
      "group",
      "method",
      "name",
      "proto",
      "scenario",
      "service",
      "status",
      "subproto",
      "tls_version",
      "url",
    ],
    tags: {},
    noCookiesReset: false,
    discardResponseBodies: false,
  });
});
