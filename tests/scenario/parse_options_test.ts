import {
  type OptionChecks,
  type OptionValues,
  parseEnvironment,
  parseOptions,
  type Problem,
} from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";

/** Problems as `path: message`. */
function told(problems: readonly Problem[]): string[] {
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

Deno.test("parseOptions reads every option of a script", async (t) => {
  const cases: [name: string, given: unknown, read: unknown][] = [
    ["vus", 5, 5],
    ["vus", "5", 5],
    ["vus", 1e3, 1000],
    ["duration", "1m30s", 90_000],
    ["duration", "1d1h", 90_000_000],
    ["duration", 1500, 1500],
    ["duration", "1500", 1500],
    ["iterations", 10, 10],
    ["stages", [{ duration: "1s", target: 5 }, { target: 0 }], [{ duration: 1000, target: 5 }, { target: 0 }]],
    ["executionSegment", "50%", "0:1/2"],
    ["executionSegmentSequence", "0,50%,1", "0,1/2,1"],
    ["paused", false, false],
    ["noSetup", true, true],
    ["setupTimeout", "2m", 120_000],
    ["noTeardown", true, true],
    ["teardownTimeout", 10, 10],
    ["handleSummaryTimeout", "1s", 1000],
    ["rps", 5, 5],
    ["dns", { ttl: "inf", select: "first" }, { ttl: "inf", select: "first" }],
    ["dns", { ttl: 500, policy: "any" }, { ttl: "500", policy: "any" }],
    ["dns", { ttl: "0", policy: null }, { ttl: "0" }],
    ["maxRedirects", 0, 0],
    ["userAgent", "", ""],
    ["batch", 1, 1],
    ["batchPerHost", 1, 1],
    ["httpDebug", "full", "full"],
    ["insecureSkipTLSVerify", true, true],
    ["tlsCipherSuites", ["TLS_RSA_WITH_RC4_128_SHA"], ["TLS_RSA_WITH_RC4_128_SHA"]],
    ["tlsVersion", "tls1.2", { min: "tls1.2", max: "tls1.2" }],
    ["tlsVersion", { min: "tls1.2", max: "" }, { min: "tls1.2" }],
    ["tlsVersion", { max: "tls1.3" }, { max: "tls1.3" }],
    ["tlsAuth", [{ cert: "C", key: "K", domains: ["a.com"] }], [{ cert: "C", key: "K", domains: ["a.com"] }]],
    ["throw", true, true],
    ["thresholds", { checks: ["rate>0.9"] }, { checks: ["rate>0.9"] }],
    ["blacklistIPs", ["10.0.0.0/8"], ["10.0.0.0/8"]],
    ["blockHostnames", ["*.example.com"], ["*.example.com"]],
    ["hosts", { "a.com": "1.2.3.4:80" }, { "a.com": "1.2.3.4:80" }],
    ["noConnectionReuse", true, true],
    ["noVUConnectionReuse", true, true],
    ["minIterationDuration", "1s", 1000],
    ["cloud", { projectID: 1 }, { projectID: 1 }],
    ["ext", { loadimpact: {} }, { loadimpact: {} }],
    ["summaryTrendStats", ["avg", "count", "p(99.9)"], ["avg", "count", "p(99.9)"]],
    ["summaryTimeUnit", "us", "us"],
    ["systemTags", ["url", "check", "url"], ["check", "url"]],
    ["tags", { a: "b", c: null }, { a: "b", c: "" }],
    ["metricSamplesBufferSize", 5, 5],
    ["noCookiesReset", true, true],
    ["discardResponseBodies", true, true],
  ];
  for (const [name, given, read] of cases) {
    await t.step(`${name}: ${JSON.stringify(given)}`, () => {
      const layer = parseOptions({ [name]: given }, { level: "script" });
      assertEquals(layer, { level: "script", values: { [name]: read }, problems: [], warnings: [] });
    });
  }
});

Deno.test("parseOptions takes null and undefined for not set", () => {
  for (const raw of [undefined, null, {}, { vus: null, duration: undefined, scenarios: null, iterations: "" }]) {
    assertEquals(parseOptions(raw, { level: "script" }).values, {});
  }
});

Deno.test("parseOptions takes names in any case, as k6 does", () => {
  const { values } = parseOptions({ VUS: 3, insecureSkipTlsVerify: true }, { level: "script" });
  assertEquals(values, { vus: 3, insecureSkipTLSVerify: true });
});

Deno.test("parseOptions warns of options that do not exist, and goes on", () => {
  const layer = parseOptions({ vus: 1, vu: 2, consoleOutput: "x", localIPs: "127.0.0.1" }, { level: "script" });
  assertEquals(layer.values, { vus: 1 });
  assertEquals(layer.problems, []);
  assertEquals(layer.warnings, [
    "unknown field, did you mean vus? (options.vu is 2)",
    'unknown field (options.consoleOutput is "x")',
    'unknown field (options.localIPs is "127.0.0.1")',
  ]);
});

Deno.test("parseOptions refuses wrong values, each with its path and all at once", () => {
  const { problems } = parseOptions({
    vus: 1.5,
    iterations: true,
    duration: "soon",
    setupTimeout: {},
    stages: [{ duration: "1s", goal: 5 }, 7],
    throw: "yes",
    userAgent: 5,
    dns: { ttl: "x", select: "last", policy: 4 },
    tlsVersion: "ssl3",
    tlsAuth: [{ cert: "C" }, { cert: "C", key: "K", file: "f" }],
    thresholds: [],
    blacklistIPs: "10.0.0.0/8",
    blockHostnames: ["a.com", 5],
    hosts: { "a.com": 5 },
    summaryTrendStats: ["avg", "p(101)", "p(x)", "mean"],
    summaryTimeUnit: "h",
    systemTags: [5],
    tags: { a: 1 },
    executionSegment: "x",
    executionSegmentSequence: "0",
  }, { level: "script" });
  assertEquals(told(problems), [
    "options.vus: expected a whole number",
    "options.iterations: expected a whole number",
    "options.duration: expected a duration such as 30s, 1m30s or 500ms",
    "options.setupTimeout: expected a duration such as 30s, 1m30s or 500ms",
    "options.stages[0].goal: unknown field",
    "options.stages[1]: expected an object",
    "options.throw: expected true or false",
    "options.userAgent: expected a text",
    "options.dns.ttl: invalid DNS TTL: x",
    'options.dns.select: expected one of "first", "random", "roundRobin"',
    'options.dns.policy: expected one of "preferIPv4", "preferIPv6", "onlyIPv4", "onlyIPv6", "any"',
    'options.tlsVersion: expected one of "tls1.0", "tls1.1", "tls1.2", "tls1.3"',
    "options.tlsAuth[0]: expected both cert and key, as PEM text",
    "options.tlsAuth[1].file: unknown field",
    "options.thresholds: expected an object",
    "options.blacklistIPs: expected a list",
    "options.blockHostnames[1]: expected a text",
    "options.hosts.a.com: expected a text",
    "options.summaryTrendStats[1]: invalid percentile trend stat value 'p(101)', provide a number between 0 and 100",
    "options.summaryTrendStats[2]: invalid percentile trend stat value 'p(x)', provide a number between 0 and 100",
    "options.summaryTrendStats[3]: invalid trend stat 'mean', unknown format",
    'options.summaryTimeUnit: expected one of "s", "ms", "us"',
    "options.systemTags[0]: expected a text",
    "options.tags.a: expected a text",
    "options.executionSegment: 'x' is not a valid percentage, decimal, fraction or interval value",
    "options.executionSegmentSequence: at least 2 points are needed for an execution segment sequence, 1 given",
  ]);
});

Deno.test("parseOptions refuses options that are not an object", () => {
  for (const raw of [5, "x", true, [1]]) {
    assertEquals(parseOptions(raw, { level: "script" }).problems, [
      { message: "expected an object", path: "options", keys: [], value: raw },
    ]);
  }
});

Deno.test("parseOptions refuses objects that JSON cannot hold", () => {
  const thresholds: Record<string, unknown> = {};
  thresholds.itself = thresholds;
  const { values, problems } = parseOptions({ thresholds }, { level: "script" });
  assertEquals(values, {});
  assertEquals(problems.map(({ path, message }) => [path, message.slice(0, 35)]), [
    ["options.thresholds", "expected an object that JSON can ho"],
  ]);
});

Deno.test("parseOptions warns of system tags and DNS settings that do not exist", () => {
  const layer = parseOptions({ systemTags: ["url", "colour"], dns: { server: "8.8.8.8" } }, { level: "script" });
  assertEquals(layer.values, { systemTags: ["url"], dns: {} });
  assertEquals(layer.warnings, [
    'unknown system tag (options.systemTags is "colour")',
    'unknown field (options.dns.server is "8.8.8.8")',
  ]);
});

const CHECKS: OptionChecks = {
  hosts: (hosts) => "bad.com" in hosts ? [{ message: "no such address" }, { message: "nor port" }] : [],
  blacklistIPs: (ranges) =>
    ranges.flatMap((range, index) =>
      range.startsWith("x") ? [{ message: `invalid CIDR address: ${range}`, keys: [index] }] : []
    ),
};

Deno.test("parseOptions and parseEnvironment ask the checks of other rooms", () => {
  assertEquals(parseOptions({ hosts: { "good.com": "::1" } }, { level: "script", checks: CHECKS }).problems, []);
  const { problems } = parseOptions({ hosts: { "bad.com": "?" }, blacklistIPs: ["x", "::/0", "xy"] }, {
    level: "json",
    checks: CHECKS,
  });
  assertEquals(told(problems), [
    "hosts: no such address",
    "hosts: nor port",
    "blacklistIPs[0]: invalid CIDR address: x",
    "blacklistIPs[2]: invalid CIDR address: xy",
  ]);
  assertEquals(parseEnvironment({ K6_BLACKLIST_IPS: "x" }, CHECKS).problems, [
    { message: "invalid CIDR address: x", path: "K6_BLACKLIST_IPS[0]", keys: ["blacklistIPs", "0"], value: "x" },
  ]);
});

Deno.test("parseEnvironment reads k6's variables", async (t) => {
  const cases: [variable: string, text: string, values: OptionValues][] = [
    ["K6_VUS", "5", { vus: 5 }],
    ["K6_DURATION", "5", { duration: 5 }],
    ["K6_DURATION", "1d", { duration: 86_400_000 }],
    ["K6_ITERATIONS", "10", { iterations: 10 }],
    ["K6_STAGES", "5s:10, 10s:0", { stages: [{ duration: 5000, target: 10 }, { duration: 10_000, target: 0 }] }],
    ["K6_NO_SETUP", "true", { noSetup: true }],
    ["K6_NO_TEARDOWN", "0", { noTeardown: false }],
    ["K6_THROW", "T", { throw: true }],
    ["K6_DNS", "ttl=1m,policy=any", { dns: { ttl: "1m", policy: "any" } }],
    ["K6_TAGS", "a:b,c:d", { tags: { a: "b", c: "d" } }],
    ["K6_TAGS", '{"a":"b:c,d"}', { tags: { a: "b:c,d" } }],
    ["K6_HOSTS", "a.com:1.2.3.4", { hosts: { "a.com": "1.2.3.4" } }],
    ["K6_BLACKLIST_IPS", "10.0.0.0/8,fd::/8", { blacklistIPs: ["10.0.0.0/8", "fd::/8"] }],
    ["K6_BLOCK_HOSTNAMES", "*.a.com", { blockHostnames: ["*.a.com"] }],
    ["K6_SUMMARY_TREND_STATS", "avg,p(99)", { summaryTrendStats: ["avg", "p(99)"] }],
    ["K6_SUMMARY_TIME_UNIT", "ms", { summaryTimeUnit: "ms" }],
    ["K6_SYSTEM_TAGS", "url,name", { systemTags: ["name", "url"] }],
    ["K6_THRESHOLDS", '{"checks":["rate>0.9"]}', { thresholds: { checks: ["rate>0.9"] } }],
    ["K6_TLSAUTH", '[{"cert":"C","key":"K"}]', { tlsAuth: [{ cert: "C", key: "K" }] }],
    ["K6_TLS_CIPHER_SUITES", "A,B", { tlsCipherSuites: ["A", "B"] }],
    ["K6_INSECURE_SKIP_TLS_VERIFY", "true", { insecureSkipTLSVerify: true }],
    ["K6_USER_AGENT", "me", { userAgent: "me" }],
    ["K6_MIN_ITERATION_DURATION", "1s", { minIterationDuration: 1000 }],
    ["K6_CONSOLE_OUTPUT", "out.log", { consoleOutput: "out.log" }],
    ["K6_LOCAL_IPS", "127.0.0.1", { localIPs: "127.0.0.1" }],
    ["K6_RPS", "5", { rps: 5 }],
    ["K6_VUS", "", {}],
    ["K6_TAGS", "", {}],
    ["K6_SCENARIOS", "{}", {}],
    ["VUS", "5", {}],
  ];
  for (const [variable, text, values] of cases) {
    await t.step(`${variable}=${text}`, () => {
      assertEquals(parseEnvironment({ [variable]: text }), { level: "env", values, problems: [], warnings: [] });
    });
  }
});

Deno.test("parseEnvironment refuses wrong texts, each with its variable and all at once", () => {
  const { values, problems } = parseEnvironment({
    K6_VUS: "x",
    K6_ITERATIONS: "1.5",
    K6_DURATION: "abc",
    K6_STAGES: "1s:x,soon:1",
    K6_NO_SETUP: "maybe",
    K6_DNS: "foo",
    K6_TAGS: "a",
    K6_THRESHOLDS: "x",
  });
  assertEquals(values.vus, undefined);
  assertEquals(problems.map(({ path, value, message }) => `${path}: ${message}: ${value}`), [
    "K6_VUS: expected a whole number: x",
    "K6_DURATION: expected a duration such as 30s, 1m30s or 500ms: abc",
    "K6_ITERATIONS: expected a whole number: 1.5",
    "K6_STAGES[0].target: expected a whole number: x",
    "K6_STAGES[1].duration: expected a duration such as 30s, 1m30s or 500ms: soon",
    "K6_NO_SETUP: expected true or false: maybe",
    "K6_DNS: expected ttl=VALUE, select=VALUE or policy=VALUE: foo",
    "K6_THRESHOLDS: expected JSON: x",
    "K6_TAGS: expected JSON or name:value,name:value: a",
  ]);
});
