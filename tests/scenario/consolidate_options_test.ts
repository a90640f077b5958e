import type { ConsolidatedOptions } from "../../src/scenario/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { consolidate, type Levels } from "./scenarios.ts";

/** The scenarios in short: name, executor and numbers. */
function summaryOf({ options }: ConsolidatedOptions): string[] {
  return options.scenarios.map((scenario) => {
    const { name, executor, vus } = scenario;
    const iterations = "iterations" in scenario ? ` ${scenario.iterations}` : "";
    const limit = "stages" in scenario
      ? scenario.stages.map(({ duration, target }) => `${duration}:${target}`).join()
      : "duration" in scenario
      ? scenario.duration
      : scenario.maxDuration;
    return `${name}: ${executor} ${vus}${iterations} ${limit}`;
  });
}

const ONE = { a: { executor: "shared-iterations" } };

Deno.test("consolidateOptions lets a higher level win, option by option", () => {
  const { options } = consolidate({
    json: { userAgent: "json", throw: true, tags: { level: "json", only: "json" }, setupTimeout: "1s" },
    script: { userAgent: "script", tags: { level: "script" }, teardownTimeout: "2s" },
    env: { K6_USER_AGENT: "env", K6_SUMMARY_TIME_UNIT: "s" },
    cli: { userAgent: "cli" },
  });
  assertEquals(options.userAgent, "cli");
  assertEquals(options.throw, true);
  assertEquals(options.tags, { level: "script" });
  assertEquals([options.setupTimeout, options.teardownTimeout, options.summaryTimeUnit], [1000, 2000, "s"]);
});

Deno.test("consolidateOptions merges dns part by part", () => {
  const { options } = consolidate({
    script: { dns: { ttl: "1m", select: "first" } },
    env: { K6_DNS: "select=roundRobin" },
  });
  assertEquals(options.dns, { ttl: "1m", select: "roundRobin", policy: "preferIPv4" });
});

Deno.test("consolidateOptions derives what runs as k6 does", async (t) => {
  const cases: { name: string; levels: Levels; runs: string[]; warnings?: string[] }[] = [
    { name: "nothing", levels: {}, runs: ["default: per-vu-iterations 1 1 600000"] },
    {
      name: "stages",
      levels: { script: { stages: [{ duration: "5s", target: 3 }, { duration: 500, target: 0 }] } },
      runs: ["default: ramping-vus 3 5000:3,500:0"],
    },
    {
      name: "stages of the environment, from a script's vus, over its scenarios",
      levels: { script: { vus: 7, scenarios: ONE }, env: { K6_STAGES: "5s:3,10s:0" } },
      runs: ["default: ramping-vus 7 5000:3,10000:0"],
      warnings: ['"env" level configuration overrode scenarios configuration entirely'],
    },
    {
      name: "stages of flags over a duration",
      levels: { script: { duration: "1m" }, cli: { stages: [{ duration: 1000, target: 2 }] } },
      runs: ["default: ramping-vus 2 1000:2"],
    },
    { name: "iterations", levels: { script: { iterations: 5 } }, runs: ["default: shared-iterations 1 5 600000"] },
    {
      name: "iterations, vus and duration",
      levels: { script: { vus: 2, iterations: 5, duration: "90s" } },
      runs: ["default: shared-iterations 2 5 90000"],
    },
    { name: "duration", levels: { script: { duration: "5s" } }, runs: ["default: constant-vus 1 5000"] },
    {
      name: "vus and duration",
      levels: { script: { vus: 3, duration: "5s" } },
      runs: ["default: constant-vus 3 5000"],
    },
    { name: "vus alone", levels: { script: { vus: 3 } }, runs: ["default: shared-iterations 3 3 600000"] },
    {
      name: "scenarios",
      levels: { script: { scenarios: { b: { executor: "constant-vus", duration: 1000 }, ...ONE } } },
      runs: ["a: shared-iterations 1 1 600000", "b: constant-vus 1 1000"],
    },
    {
      name: "vus over scenarios of the same level",
      levels: { script: { vus: 2, scenarios: ONE } },
      runs: ["default: shared-iterations 2 2 600000"],
      warnings: ["`vus=2` overrides scenarios configuration"],
    },
    {
      name: "vus over scenarios of a lower level",
      levels: { script: { scenarios: ONE }, cli: { vus: 3 } },
      runs: ["default: shared-iterations 3 3 600000"],
      warnings: ["`vus=3` overrides scenarios configuration"],
    },
    {
      name: "duration over scenarios",
      levels: { script: { scenarios: ONE }, cli: { duration: 1000 } },
      runs: ["default: constant-vus 1 1000"],
      warnings: ['"cli" level configuration overrode scenarios configuration entirely'],
    },
    {
      name: "scenarios over scenarios, then a variable, then a flag",
      levels: {
        json: { scenarios: ONE },
        script: { scenarios: { b: { executor: "shared-iterations" } } },
        env: { K6_DURATION: "1s" },
        cli: { iterations: 2 },
      },
      runs: ["default: shared-iterations 1 2 600000"],
      warnings: [
        '"script" level configuration overrode scenarios configuration entirely',
        '"env" level configuration overrode scenarios configuration entirely',
      ],
    },
    {
      name: "a shortcut clears those below, but not vus",
      levels: { json: { vus: 2, iterations: 5 }, script: { duration: "1s" } },
      runs: ["default: constant-vus 2 1000"],
    },
    {
      name: "empty stages clear the shortcuts below",
      levels: { json: { vus: 2, iterations: 5 }, script: { stages: [] } },
      runs: ["default: per-vu-iterations 1 1 600000"],
      warnings: ["`stages` was explicitly set to an empty value, running the script with 1 iteration in 1 VU"],
    },
    {
      name: "a stage that says nothing is no stage",
      levels: { script: { stages: [{}] } },
      runs: ["default: per-vu-iterations 1 1 600000"],
      warnings: ["`stages` was explicitly set to an empty value, running the script with 1 iteration in 1 VU"],
    },
    {
      name: "empty scenarios",
      levels: { script: { scenarios: {} } },
      runs: ["default: per-vu-iterations 1 1 600000"],
      warnings: ["`scenarios` was explicitly set to an empty value, running the script with 1 iteration in 1 VU"],
    },
    {
      name: "vus next to empty scenarios",
      levels: { script: { vus: 3, scenarios: {} } },
      runs: ["default: shared-iterations 3 3 600000"],
      warnings: ["`vus=3` overrides scenarios configuration"],
    },
    {
      name: "empty stages next to a duration",
      levels: { script: { stages: [], duration: "1s" } },
      runs: ["default: constant-vus 1 1000"],
    },
    {
      name: "empty stages next to scenarios",
      levels: { script: { stages: [], scenarios: ONE } },
      runs: ["a: shared-iterations 1 1 600000"],
    },
  ];
  for (const { name, levels, runs, warnings = [] } of cases) {
    await t.step(name, () => {
      const consolidated = consolidate(levels);
      assertEquals(consolidated.problems, []);
      assertEquals(summaryOf(consolidated), runs);
      assertEquals(consolidated.warnings, warnings);
    });
  }
});

Deno.test("consolidateOptions orders scenarios by their start, then by their names", () => {
  const executor = "shared-iterations";
  const { options } = consolidate({
    script: { scenarios: { c: { executor }, b: { executor, startTime: "1s" }, Z: { executor }, a: { executor } } },
  });
  assertEquals(options.scenarios.map(({ name }) => name), ["Z", "a", "c", "b"]);
});

Deno.test("consolidateOptions fills in the defaults of scenarios", () => {
  const common = { startTime: 0, gracefulStop: 30_000, exec: "default", env: {}, tags: {}, vus: 1 };
  const { options } = consolidate({
    script: {
      scenarios: {
        a: { executor: "shared-iterations" },
        b: { executor: "per-vu-iterations" },
        c: { executor: "constant-vus", duration: "1s" },
        d: {
          executor: "constant-vus",
          vus: 7,
          duration: "1m",
          startTime: "5s",
          gracefulStop: 0,
          exec: "chat",
          env: { A: "b" },
          tags: { c: "d" },
          options: { browser: { type: "chromium" } },
        },
      },
    },
  });
  assertEquals(options.scenarios, [
    { ...common, name: "a", executor: "shared-iterations", iterations: 1, maxDuration: 600_000 },
    { ...common, name: "b", executor: "per-vu-iterations", iterations: 1, maxDuration: 600_000 },
    { ...common, name: "c", executor: "constant-vus", duration: 1000 },
    {
      name: "d",
      executor: "constant-vus",
      vus: 7,
      duration: 60_000,
      startTime: 5000,
      gracefulStop: 0,
      exec: "chat",
      env: { A: "b" },
      tags: { c: "d" },
    },
  ]);
});

Deno.test("consolidateOptions leaves the objects of the script alone", () => {
  const script = { thresholds: { checks: ["rate>0.9"] }, tags: { a: "b" }, scenarios: ONE, hosts: {} };
  const { options } = consolidate({ script });
  script.thresholds.checks.push("rate>0.8");
  script.tags.a = "c";
  assertEquals([options.thresholds, options.tags], [{ checks: ["rate>0.9"] }, { a: "b" }]);
});

Deno.test("consolidated options are frozen and survive the way to a thread", () => {
  const { options, scriptOptions } = consolidate({ script: { tags: { a: "b" }, scenarios: ONE } });
  assertThrows(() => Object.assign(options, { throw: true }), TypeError);
  assertThrows(() => Object.assign(options.tags, { a: "c" }), TypeError);
  assertThrows(() => Object.assign(options.scenarios[0]!, { vus: 2 }), TypeError);
  assertThrows(() => Object.assign(scriptOptions, { throw: true }), TypeError);
  assertEquals(structuredClone(options), options);
});
