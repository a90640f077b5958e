import { assertEquals } from "../support/assert.ts";
import { consolidate } from "./scenarios.ts";

Deno.test("script options are what k6 shows as exec.test.options", () => {
  // The same script under k6 2.2.0, with its `features: null` left out.
  const { scriptOptions } = consolidate({
    script: {
      scenarios: {
        a: { executor: "per-vu-iterations", vus: 1, iterations: 1, tags: { x: "y" }, env: { A: "b" } },
        b: { executor: "constant-vus", duration: "1s", startTime: "1s" },
        c: { executor: "shared-iterations", maxDuration: 1500 },
      },
      dns: { ttl: "1m" },
      tags: { q: "z" },
      thresholds: { iterations: ["count>0", { threshold: "rate>0", abortOnFail: true, delayAbortEval: "1s" }] },
      tlsVersion: { min: "tls1.2" },
      setupTimeout: "90s",
      systemTags: ["url", "name"],
      blockHostnames: ["*.x.com"],
    },
  });
  const none = { startTime: null, gracefulStop: null, env: null, exec: null, tags: null };
  const expected = {
    paused: null,
    scenarios: {
      a: {
        executor: "per-vu-iterations",
        ...none,
        env: { A: "b" },
        tags: { x: "y" },
        vus: 1,
        iterations: 1,
        maxDuration: null,
      },
      b: { executor: "constant-vus", ...none, startTime: "1s", vus: null, duration: "1s" },
      c: { executor: "shared-iterations", ...none, vus: null, iterations: null, maxDuration: "1.5s" },
    },
    executionSegment: null,
    executionSegmentSequence: null,
    noSetup: null,
    setupTimeout: "1m30s",
    noTeardown: null,
    teardownTimeout: null,
    handleSummaryTimeout: null,
    rps: null,
    dns: { ttl: "1m", select: null, policy: null },
    maxRedirects: null,
    userAgent: null,
    batch: null,
    batchPerHost: null,
    httpDebug: null,
    insecureSkipTLSVerify: null,
    tlsCipherSuites: null,
    tlsVersion: { min: "tls1.2", max: "" },
    tlsAuth: null,
    throw: null,
    thresholds: { iterations: ["count>0", { threshold: "rate>0", abortOnFail: true, delayAbortEval: "1s" }] },
    blacklistIPs: null,
    blockHostnames: ["*.x.com"],
    hosts: null,
    noConnectionReuse: null,
    noVUConnectionReuse: null,
    minIterationDuration: null,
    ext: null,
    summaryTrendStats: ["avg", "min", "med", "max", "p(90)", "p(95)"],
    summaryTimeUnit: null,
    systemTags: ["name", "url"],
    tags: { q: "z" },
    metricSamplesBufferSize: null,
    noCookiesReset: null,
    discardResponseBodies: null,
    consoleOutput: null,
    localIPs: null,
  };
  assertEquals(JSON.stringify(scriptOptions), JSON.stringify(expected));
});

Deno.test("script options show the scenario that shortcuts stand for", () => {
  const { scriptOptions } = consolidate({ cli: { vus: 2, duration: 1000 } });
  assertEquals(scriptOptions.scenarios, {
    default: {
      executor: "constant-vus",
      startTime: null,
      gracefulStop: null,
      env: null,
      exec: null,
      tags: null,
      vus: 2,
      duration: "1s",
    },
  });
  assertEquals(["vus", "duration", "iterations", "stages"].filter((name) => name in scriptOptions), []);
});
