/** Bad input from every layer, told all at once by the command. */

import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";

const SCRIPT = "export default function () {}\n";

/** The lines that a run with exit code 104 gives as its reasons. */
async function reasons(
  args: readonly string[],
  { options = "{}", config, env = {} }: { options?: string; config?: string; env?: Record<string, string> },
): Promise<string[]> {
  const files = {
    "s.js": `export const options = ${options};\n${SCRIPT}`,
    ...(config === undefined ? {} : { "c.json": config }),
  };
  const { code, stdout, stderr } = await runCommand(["run", "-q", "--log-format", "json", ...args, "s.js"], {
    files,
    env,
  });
  assertEquals([code, stdout], [104, ""], stderr);
  const records = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  const [error, ...others] = records.filter(({ level }) => level === "error");
  assertEquals(others, []);
  const [headline, ...lines] = error.msg.replaceAll("file://DIR/", "").split("\n\t- ");
  assertEquals(headline, "There were problems with the specified script configuration:");
  return lines;
}

Deno.test("what is wrong in all layers is told at once, each with where it comes from", async () => {
  const lines = await reasons(["-c", "c.json", "--stage", "1s", "--tag", "a=b"], {
    config: '{ "userAgent": 5, "stages": [{ "duration": "1s" }, { "target": "x" }], "out": 3 }',
    env: { K6_VUS: "many", K6_STAGES: "1s:1,2s:x", K6_SETUP_TIMEOUT: "0" },
    options: '{ throw: "yes" }',
  });
  assertEquals(lines, [
    "expected a text (5), from the config file c.json: userAgent",
    'expected a whole number ("x"), from the config file c.json: stages[1].target',
    "expected a list (3), from the config file c.json: out",
    'expected true or false (options.throw is "yes"), from the script\'s options: s.js:1:33',
    'expected a whole number ("many"), from the environment: K6_VUS',
    'expected a whole number (K6_STAGES[1].target is "x"), from the environment: K6_STAGES',
    "setupTimeout must be positive (0), from the environment: K6_SETUP_TIMEOUT",
    "scenario default has configuration errors: stage 1 doesn't have a target " +
    '([{"duration":1000}]), from --stage',
  ]);
});

Deno.test("a config file that is not JSON says where, together with everything else", async () => {
  const lines = await reasons(["-c", "c.json"], { config: '{\n  "vus": 3,\n  "tags": yes\n}', options: "{ vus: -1 }" });
  assertEquals([lines.length, lines[0]?.startsWith("the file is not JSON: Unexpected token 'y'")], [2, true]);
  assertStringIncludes(lines[0]!, ", from the config file c.json: 3:11");
  assertStringIncludes(
    lines[1]!,
    "the number of VUs must be more than 0 (vus is -1), from the script's options: s.js:1:31",
  );
});

Deno.test("options of one layer that contradict each other name what sets them", async (t) => {
  const stages = "`stages` options simultaneously is not allowed";
  const cases: [name: string, args: string[], rest: Parameters<typeof reasons>[1], line: string][] = [
    ["flags", ["-d", "5s", "-s", "1s:1"], {}, `using \`duration\` and ${stages}, from --duration and --stage`],
    [
      "the environment",
      [],
      { env: { K6_ITERATIONS: "1", K6_STAGES: "1s:1" } },
      `using \`iterations\` and ${stages}, from the environment: K6_ITERATIONS and K6_STAGES`,
    ],
    [
      "the config file",
      ["-c", "c.json"],
      { config: '{ "duration": "5s", "stages": [{ "duration": "1s", "target": 1 }] }' },
      `using \`duration\` and ${stages}, from the config file c.json`,
    ],
  ];
  for (const [name, args, rest, line] of cases) {
    await t.step(name, async () => assertEquals((await reasons(args, rest))[0], line));
  }
});
