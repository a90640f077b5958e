import { assertEquals } from "../support/assert.ts";
import { runScript, type ScriptRun, type ScriptRunOptions } from "../support/run_script.ts";

const DEFAULT = "export default function () {}\n";
const HERE = "file:///test/script.js";
/** What comes before the place of an option in the script. */
const FROM_SCRIPT = ", from the script's options: ";

/** Runs a script that must be refused before anything of it runs, and gives the one error that says why. */
async function refused(source: string, options?: ScriptRunOptions): Promise<ScriptRun & { frame: string | undefined }> {
  const result = await runScript(source, options);
  assertEquals([result.errors.length, result.lines, result.summary, result.stdout], [1, [], undefined, ""]);
  return { ...result, frame: result.records.find(({ level }) => level === "error")?.detail };
}

Deno.test("a script that cannot be loaded ends with 107, its place and the lines around it", async (t) => {
  const unknown = (specifier: string): string =>
    `The moduleSpecifier "${specifier}" couldn't be recognised as something k6 supports.`;
  const cases: [name: string, source: string, place: string, message: string][] = [
    ["a syntax error", "let a = ;\n" + DEFAULT, "1:9", 'Unexpected token ";"'],
    ["a text without end", `${DEFAULT}let a = "x\n`, "2:9", "Unterminated string constant"],
    ["a file that ends too early", "export default function () {\n", "2:1", "Unexpected token end of file"],
    ["an unknown package", 'import "lodash";\n' + DEFAULT, "1:8", unknown("lodash")],
    ["an unknown module of k6", 'import "k6/nope";\n' + DEFAULT, "1:8", "unknown module: k6/nope"],
    [
      "a missing file",
      'import a from "./nope.js";\n' + DEFAULT,
      "1:15",
      `The moduleSpecifier "./nope.js" couldn't be found on local disk. Make sure that you've specified the right ` +
      "path to the file.",
    ],
    [
      "a missing name",
      'import { nope } from "k6";\n' + DEFAULT,
      "1:10",
      'The requested module "k6" does not provide an export named "nope": it has check, fail, group, randomSeed, sleep',
    ],
    [
      "a setup that is no function",
      `export const setup = 5;\n${DEFAULT}`,
      "1:22",
      "exported 'setup' must be a function",
    ],
    [
      "a teardown that is no function",
      `const a = {};\n${DEFAULT}export { a as teardown };\n`,
      "1:11",
      "exported 'teardown' must be a function",
    ],
  ];
  for (const [name, source, place, message] of cases) {
    await t.step(name, async () => {
      const { exitCode, errors, frame } = await refused(source);
      assertEquals([exitCode, errors], [107, [`${HERE}:${place}: ${message}`]]);
      const [line] = place.split(":");
      const marked = frame?.split("\n").find((row) => row.startsWith(">"));
      assertEquals(marked, `> ${line} | ${source.split("\n")[Number(line) - 1]}`.trimEnd());
    });
  }
});

Deno.test("a script without functions ends with 107", async (t) => {
  for (const source of ["", "const a = 1;", "export const options = {};", "export default 5;"]) {
    await t.step(JSON.stringify(source), async () => {
      const { exitCode, errors } = await refused(source);
      assertEquals([exitCode, errors], [107, [`${HERE}:1:1: no exported functions in script`]]);
    });
  }
});

/** Options that are wrong: what is said of them after k6's headline, and what the caret points to. */
const WRONG_OPTIONS: [options: string, problems: string[], marked: string | undefined][] = [
  ['{ vus: "x" }', ['expected a whole number (options.vus is "x") at 1:31'], '"x"'],
  ['{ VUs: "x" }', ['expected a whole number (options.VUs is "x") at 1:31'], '"x"'],
  ["5", ["expected an object (options is 5) at 1:24"], "5"],
  [
    '{ duration: "5x", iterations: {} }',
    [
      'expected a duration such as 30s, 1m30s or 500ms (options.duration is "5x") at 1:36',
      "expected a whole number (options.iterations is {}) at 1:54",
    ],
    '"5x"',
  ],
  [
    '{ scenarios: { a: { executor: "nope" }, b: {} } }',
    [
      `unknown executor type 'nope' (options.scenarios.a.executor is "nope") at 1:54`,
      "scenario 'b' doesn't have a specified executor type (options.scenarios.b) at 1:67",
    ],
    '"nope"',
  ],
  [
    '{ scenarios: { a: { executor: "constant-vus", vus: 0 } } }',
    [
      "scenario a has configuration errors: the number of VUs must be more than 0 (scenarios.a.vus is 0) at 1:75, " +
      "the duration is unspecified (scenarios.a.duration) at 1:42",
    ],
    "0 }",
  ],
  [
    '{ scenarios: { a: { executor: "shared-iterations", exec: "nope" } } }',
    [`executor a: function 'nope' not found in exports (scenarios.a.exec is "nope") at 1:81`],
    '"nope"',
  ],
  ["{ stages: [{ duration: [] }] }", [
    "expected a duration such as 30s, 1m30s or 500ms (options.stages[0].duration is []) at 1:47",
  ], "[]"],
  ["{ setupTimeout: 0 }", ["setupTimeout must be positive (setupTimeout is 0) at 1:40"], "0 }"],
  [
    "{ iterations: 1, stages: [{ duration: 1000, target: 1 }] }",
    ["using `iterations` and `stages` options simultaneously is not allowed at 1:49"],
    "[{ duration",
  ],
  [
    '{ thresholds: { checks: ["x"] } }',
    [
      'failed parsing threshold expression "x"; reason: malformed threshold expression ' +
      '(options.thresholds.checks[0] is "x") at 1:49',
    ],
    '"x"',
  ],
];

Deno.test("wrong options end with 104, all told at once with their places", async (t) => {
  for (const [options, problems, marked] of WRONG_OPTIONS) {
    await t.step(options, async () => {
      const { exitCode, errors, warnings, frame } = await refused(`export const options = ${options};\n${DEFAULT}`);
      assertEquals([exitCode, warnings], [104, []]);
      const [headline, ...lines] = errors[0]!.replaceAll(`${FROM_SCRIPT}${HERE}:`, " at ").split("\n\t- ");
      assertEquals([headline, lines], ["There were problems with the specified script configuration:", problems]);
      const [first, caret] = frame?.split("\n") ?? [];
      assertEquals(
        caret && first!.slice(caret.indexOf("^")).startsWith(marked!),
        marked === undefined ? undefined : true,
      );
    });
  }
});

Deno.test("the place of an option is found where it is written", async (t) => {
  const cases: [name: string, source: string, place: string | undefined][] = [
    ["in a constant", 'const count = "x";\nexport const options = { vus: count };', "1:15"],
    ["in an object of its own", 'const options = {\n  vus: "x",\n};\nexport { options };', "2:8"],
    ["under another name", 'const mine = { vus: "x" };\nexport { mine as options };', "1:21"],
    ["in parentheses", 'export let options = ({ "vus": ("x") });', "1:33"],
    ["in a call, nearest to it", 'export const options = Object.assign({}, { vus: "x" });', "1:24"],
    ["behind a spread, nearest to it", 'const a = { vus: "x" };\nexport const options = { ...a };', "2:24"],
    ["nowhere", 'export const { options } = { options: { vus: "x" } };', undefined],
  ];
  for (const [name, source, place] of cases) {
    await t.step(name, async () => {
      const { errors } = await refused(`${source}\n${DEFAULT}`);
      assertEquals(errors[0]?.split(`${FROM_SCRIPT}${HERE}:`)[1], place);
    });
  }
  await t.step("in CommonJS", async () => {
    for (const left of ["exports.options = ", "module.exports.options = "]) {
      const { errors } = await refused(`exports.default = function () {};\n${left}{ vus: "x" };`);
      assertEquals(errors[0]?.split(":").slice(-2), ["2", `${left.length + 8}`]);
    }
    const { errors } = await refused('module.exports = { default() {}, options: { vus: "x" } };');
    assertEquals(errors[0]?.split(":").slice(-2), ["1", "50"]);
  });
  await t.step("in TypeScript", async () => {
    const source = "enum Load { Low }\ninterface O { vus: number }\nexport const options: O = {\n  vus: -1,\n};\n" +
      DEFAULT;
    const { errors } = await refused(source);
    assertEquals(errors[0]?.split(FROM_SCRIPT)[1], `${HERE}:4:8`);
  });
});

Deno.test("an option that the script does not set is not blamed on it", async () => {
  const { errors } = await refused(`export const options = { vus: 5 };\n${DEFAULT}`, {
    options: { vus: 0, duration: "1s" },
  });
  assertEquals(
    errors[0]?.split("\n\t- ")[1],
    "scenario default has configuration errors: the number of VUs must be more than 0 (vus is 0), from the program's " +
      "options",
  );
});

Deno.test("options that are no plain data end with 104", async (t) => {
  const cases: [options: string, reason: string][] = [
    ["() => ({ vus: 1 })", "they are a function"],
    ["{ vus: 1n }", "Do not know how to serialize a BigInt"],
    ["(() => { const a = {}; a.a = a; return a; })()", "Converting circular structure to JSON"],
  ];
  for (const [options, reason] of cases) {
    await t.step(options, async () => {
      const { exitCode, errors } = await refused(`export const options = ${options};\n${DEFAULT}`);
      assertEquals([exitCode, errors], [104, [`The exported options are not plain data: ${reason}`]]);
    });
  }
});

Deno.test("thresholds that cannot be judged end with 104 in k6's words, with their places", async (t) => {
  const cases: [thresholds: string, message: string, place: string][] = [
    ['{ nope: ["rate<1"] }', 'invalid threshold defined on nope; reason: no metric name "nope" found', "1:46"],
    [
      '{ "nope{a:b}": ["rate<1"] }',
      'invalid threshold defined on nope{a:b}; reason: no metric name "nope{a:b}" found',
      "1:53",
    ],
    [
      '{ iterations: ["p(95)<1"] }',
      'invalid threshold "p(95)<1" applied on metric iterations; reason: unsupported aggregation method p on metric ' +
      "of type counter. supported aggregation methods for this metric are: count, rate",
      "1:53",
    ],
  ];
  for (const [thresholds, message, place] of cases) {
    await t.step(thresholds, async () => {
      const { exitCode, errors } = await refused(`export const options = { thresholds: ${thresholds} };\n${DEFAULT}`);
      const text = `There were problems with the specified script configuration:\n\t- ${message}`;
      assertEquals([exitCode, errors], [104, [`${text}${FROM_SCRIPT}${HERE}:${place}`]]);
    });
  }
});

Deno.test("unknown options are warned of, and the run goes on", async () => {
  const { exitCode, warnings } = await runScript(`export const options = { iteration: 1 };\n${DEFAULT}`);
  assertEquals([exitCode, warnings], [0, ["unknown field, did you mean iterations? (options.iteration is 1)"]]);
});
