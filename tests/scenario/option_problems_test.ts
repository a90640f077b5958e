import { ExitCode } from "../../src/base/mod.ts";
import { findMissingFunctions, formatProblems, type OptionValues, problemsError } from "../../src/scenario/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { consolidate, optionsOf } from "./scenarios.ts";

const ONE = { a: { executor: "shared-iterations" } };

Deno.test("consolidateOptions refuses options that contradict each other", () => {
  const cases: [OptionValues, string[]][] = [
    [{ iterations: 2, stages: [{ duration: 1000, target: 1 }] }, ["iterations stages"]],
    [{ iterations: 2, scenarios: {} }, ["iterations scenarios"]],
    [{ duration: 1000, stages: [{ duration: 1000, target: 1 }] }, ["duration stages"]],
    [{ duration: 1000, scenarios: ONE }, ["duration scenarios"]],
    [{ stages: [{ duration: 1000, target: 1 }], scenarios: ONE }, ["stages scenarios"]],
    [{ duration: 1000, iterations: 1, scenarios: ONE }, ["iterations scenarios", "duration scenarios"]],
  ];
  for (const [cli, pairs] of cases) {
    const conflicts = consolidate({ cli }).problems.map(({ message }) => message).filter((text) =>
      text.startsWith("using")
    );
    assertEquals(
      conflicts,
      pairs.map((pair) => {
        const [one, other] = pair.split(" ");
        return `using \`${one}\` and \`${other}\` options simultaneously is not allowed`;
      }),
    );
  }
});

/** The texts of all problems of a script's options. */
function problemsOf(script: unknown): string[] {
  return consolidate({ script }).problems.map(({ message }) => message);
}

Deno.test("consolidateOptions refuses wrong scenarios in k6's words", async (t) => {
  const cases: { name: string; fields: unknown; problems: string[] }[] = [
    { name: "no executor", fields: {}, problems: ["scenario 'it' doesn't have a specified executor type"] },
    { name: "null", fields: null, problems: ["scenario 'it' doesn't have a specified executor type"] },
    { name: "unknown executor", fields: { executor: "foo" }, problems: ["unknown executor type 'foo'"] },
    { name: "no object", fields: 5, problems: ["expected an object"] },
    {
      name: "unknown fields",
      fields: { executor: "constant-vus", duration: "1s", iterations: 5, rate: 1 },
      problems: ["unknown field", "unknown field"],
    },
    {
      name: "wrong types",
      fields: { executor: "shared-iterations", vus: 1.5, exec: 5, env: { A: 1 }, tags: "x", options: { foo: 1 } },
      problems: [
        "expected a whole number",
        "expected a text",
        "expected a text",
        "expected an object of texts",
        "unknown field",
      ],
    },
    {
      name: "common fields",
      fields: { executor: "constant-vus", duration: "1s", startTime: "-1s", gracefulStop: "-2s", exec: "" },
      problems: [
        "exec value cannot be empty",
        "the startTime can't be negative",
        "the gracefulStop timeout can't be negative",
      ],
    },
    {
      name: "shared-iterations",
      fields: { executor: "shared-iterations", vus: 0, iterations: -1, maxDuration: "0.5s" },
      problems: [
        "the number of VUs must be more than 0",
        "the number of iterations (-1) can't be less than the number of VUs (0)",
        "the maxDuration must be at least 1s, but is 500ms",
      ],
    },
    {
      name: "shared-iterations with fewer iterations than VUs",
      fields: { executor: "shared-iterations", vus: 3, iterations: 2 },
      problems: ["the number of iterations (2) can't be less than the number of VUs (3)"],
    },
    {
      name: "per-vu-iterations",
      fields: { executor: "per-vu-iterations", vus: -1, iterations: 0, maxDuration: 999 },
      problems: [
        "the number of VUs must be more than 0",
        "the number of iterations must be more than 0",
        "the maxDuration must be at least 1s, but is 999ms",
      ],
    },
    {
      name: "constant-vus",
      fields: { executor: "constant-vus", vus: 0 },
      problems: ["the number of VUs must be more than 0", "the duration is unspecified"],
    },
    {
      name: "constant-vus for a moment",
      fields: { executor: "constant-vus", duration: 500 },
      problems: ["the duration must be at least 1s, but is 500ms"],
    },
    { name: "ramping-vus", fields: { executor: "ramping-vus" }, problems: ["at least one stage has to be specified"] },
    {
      name: "ramping-vus below nothing",
      fields: { executor: "ramping-vus", startVUs: -1, stages: [], gracefulRampDown: "-1s" },
      problems: [
        "the number of start VUs can't be negative",
        "either startVUs or one of the stages' target values must be greater than 0",
        "at least one stage has to be specified",
        "the gracefulRampDown timeout can't be negative",
      ],
    },
    {
      name: "ramping-vus of nothing",
      fields: { executor: "ramping-vus", startVUs: 0, stages: [{ duration: "1s", target: 0 }] },
      problems: ["either startVUs or one of the stages' target values must be greater than 0"],
    },
    {
      name: "ramping-vus with half stages",
      fields: {
        executor: "ramping-vus",
        stages: [{ duration: "1s" }, { target: 5 }, { duration: "-1s", target: -2 }, {}],
      },
      problems: [
        "stage 1 doesn't have a target",
        "stage 2 doesn't have a duration",
        "the duration for stage 3 can't be negative",
        "the target for stage 3 can't be negative",
        "stage 4 doesn't have a duration",
        "stage 4 doesn't have a target",
      ],
    },
    {
      name: "ramping-vus beyond all bounds",
      fields: { executor: "ramping-vus", startVUs: 100000001, stages: [{ duration: "1s", target: 200000000 }] },
      problems: [
        "the startVUs exceed max limit of 100000000",
        "target for stage 1 exceeds max limit of 100000000",
      ],
    },
    {
      name: "constant-arrival-rate",
      fields: { executor: "constant-arrival-rate" },
      problems: [
        "the iteration rate isn't specified",
        "the duration is unspecified",
        "the number of preAllocatedVUs isn't specified",
      ],
    },
    {
      name: "constant-arrival-rate below nothing",
      fields: {
        executor: "constant-arrival-rate",
        rate: 0,
        timeUnit: "0s",
        duration: "0.5s",
        preAllocatedVus: -1,
        maxVUs: -5,
      },
      problems: [
        "the iteration rate must be more than 0",
        "the timeUnit must be more than 0",
        "the duration must be at least 1s, but is 500ms",
        "the number of preAllocatedVUs can't be negative",
        "maxVUs can't be less than preAllocatedVUs",
      ],
    },
    {
      name: "constant-arrival-rate with maxVUs alone",
      fields: { executor: "constant-arrival-rate", rate: 1, duration: "1s", maxVUs: 3 },
      problems: ["the number of preAllocatedVUs isn't specified"],
    },
    {
      name: "ramping-arrival-rate",
      fields: { executor: "ramping-arrival-rate", startRate: 5, stages: [], preAllocatedVUs: "x" },
      problems: [
        "expected a whole number",
        "at least one stage has to be specified",
      ],
    },
    {
      name: "ramping-arrival-rate below nothing",
      fields: {
        executor: "ramping-arrival-rate",
        startRate: -1,
        timeUnit: "-1s",
        stages: [{ target: 1 }],
        preAllocatedVUs: 5,
        maxVUs: 4,
      },
      problems: [
        "the startRate value can't be negative",
        "the timeUnit must be more than 0",
        "stage 1 doesn't have a duration",
        "maxVUs can't be less than preAllocatedVUs",
      ],
    },
    {
      name: "externally-controlled",
      fields: { executor: "externally-controlled" },
      problems: ["the duration must be specified, for infinite duration use 0"],
    },
    {
      name: "externally-controlled with too many VUs",
      fields: { executor: "externally-controlled", vus: 5, maxVUs: 3, duration: 0 },
      problems: ["the number of active VUs (5) must be less than or equal to the number of maxVUs (3)"],
    },
    {
      name: "externally-controlled below nothing",
      fields: { executor: "externally-controlled", vus: -5, maxVUs: -3, duration: "-10s", gracefulStop: "1s" },
      problems: [
        "the number of VUs can't be negative",
        "the duration can't be negative, for infinite duration use 0",
        "gracefulStop is not supported by the externally controlled executor",
      ],
    },
  ];
  for (const { name, fields, problems } of cases) {
    await t.step(name, () => assertEquals(problemsOf({ scenarios: { it: fields } }), problems));
  }
});

Deno.test("consolidateOptions refuses wrong options in k6's words", async (t) => {
  const cases: { name: string; options: unknown; problems: string[] }[] = [
    {
      name: "a scenario's name",
      options: { scenarios: { "a b": { executor: "shared-iterations" } } },
      problems: ["the scenario name should contain only numbers, latin letters, underscores, and dashes"],
    },
    { name: "zero duration", options: { duration: 0 }, problems: ["the duration must be at least 1s, but is 0s"] },
    {
      name: "negative duration",
      options: { duration: "-5s" },
      problems: ["the duration must be at least 1s, but is -5s"],
    },
    { name: "short duration", options: { duration: 5 }, problems: ["the duration must be at least 1s, but is 5ms"] },
    { name: "no VUs", options: { vus: 0, duration: "1s" }, problems: ["the number of VUs must be more than 0"] },
    {
      name: "no iterations",
      options: { iterations: 0 },
      problems: ["the number of iterations (0) can't be less than the number of VUs (1)"],
    },
    {
      name: "stages",
      options: { vus: -1, stages: [{ duration: "1s" }, { duration: "1s", target: 0 }] },
      problems: [
        "the number of start VUs can't be negative",
        "either startVUs or one of the stages' target values must be greater than 0",
        "stage 1 doesn't have a target",
      ],
    },
    {
      name: "timeouts",
      options: { setupTimeout: 0, teardownTimeout: "-1s", handleSummaryTimeout: 0 },
      problems: [
        "setupTimeout must be positive",
        "teardownTimeout must be positive",
        "handleSummaryTimeout must be positive",
      ],
    },
    {
      name: "segments",
      options: { executionSegment: "0:1/2", executionSegmentSequence: "0,1/3,1" },
      problems: ["provided segment 0:1/2 can't be found in sequence 0,1/3,1"],
    },
  ];
  for (const { name, options, problems } of cases) {
    await t.step(name, () => assertEquals(problemsOf(options), problems));
  }
});

Deno.test("formatProblems tells all problems in k6's layout, each with its path and value", () => {
  const { problems } = consolidate({
    script: {
      throw: "yes",
      setupTimeout: 0,
      scenarios: {
        a: { executor: "shared-iterations", vus: 0, iterations: 0, exec: "" },
        b: { executor: "constant-vus" },
      },
    },
    env: { K6_VUS: "many" },
  });
  assertEquals(
    formatProblems(problems),
    [
      "There were problems with the specified script configuration:",
      '\t- expected true or false (options.throw is "yes"), from the script\'s options',
      '\t- expected a whole number ("many"), from the environment: K6_VUS',
      "\t- setupTimeout must be positive (setupTimeout is 0), from the script's options",
      '\t- scenario a has configuration errors: exec value cannot be empty (scenarios.a.exec is ""), from the script\'s options, ' +
      "the number of VUs must be more than 0 (scenarios.a.vus is 0), from the script's options",
      "\t- scenario b has configuration errors: the duration is unspecified (scenarios.b.duration), from the script's options",
    ].join("\n"),
  );
  const error = problemsError(problems);
  assertEquals([error.code, error.exitCode, error.message], [
    "INVALID_OPTIONS",
    ExitCode.InvalidConfig,
    formatProblems(problems),
  ]);
});

Deno.test("formatProblems cuts long values short", () => {
  const text = formatProblems([{ message: "expected a whole number", path: "options.vus", value: "x".repeat(200) }]);
  assertEquals(text.endsWith(`(options.vus is "${"x".repeat(78)}…)`), true, text);
});

Deno.test("problems of shortcuts name the option, not the scenario it stands for", () => {
  const paths = (cli: OptionValues) => consolidate({ cli }).problems.map(({ path, value }) => [path, value]);
  assertEquals(paths({ vus: 0, duration: 5 }), [["vus", 0], ["duration", 5]]);
  assertEquals(paths({ iterations: 1, duration: 5 }), [["duration", 5]]);
  assertEquals(paths({ vus: -1, stages: [{ duration: 1, target: 1 }] }), [["vus", -1]]);
  assertEquals(paths({ stages: [{ target: 1 }] }), [["stages", [{ target: 1 }]]]);
});

Deno.test("findMissingFunctions names scenarios whose function is not exported", () => {
  const { scenarios } = optionsOf({
    scenarios: { a: { executor: "shared-iterations", exec: "nope" }, b: { executor: "shared-iterations" } },
  });
  assertEquals(findMissingFunctions(scenarios, new Set(["default", "nope"])), []);
  assertEquals(findMissingFunctions(scenarios, new Set(["nope"])), [
    { message: "executor b: function 'default' not found in exports" },
  ]);
  assertEquals(findMissingFunctions(scenarios, new Set(["default"])), [
    { message: "executor a: function 'nope' not found in exports", path: "scenarios.a.exec", value: "nope" },
  ]);
});
