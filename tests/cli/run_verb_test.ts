/** `squall run` as a process: what it exits with, and which stream says what. */

import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { type CommandOptions, runCommand } from "../support/run_command.ts";

const SCRIPT = { "s.js": 'export default function () { console.log("ran"); }\n' };
const RAN = "level=info msg=ran source=console\n";

Deno.test("a run writes what it does and what came of it to stdout, its log to stderr", async () => {
  const { code, stdout, stderr } = await runCommand(["run", "s.js"], { files: SCRIPT });
  assertEquals([code, stderr], [0, RAN]);
  assertMatch(
    stdout,
    /execution: local\n +script: s\.js\n +output: -\n\n +scenarios: \(100\.00%\) 1 scenario, 1 max VUs, 10m30s max /,
  );
  assertMatch(stdout, /\* default: 1 iterations for each of 1 VUs \(maxDuration: 10m0s, gracefulStop: 30s\)\n/);
  assertMatch(stdout, /█ TOTAL RESULTS[^]*iterations\.+: 1 /);
  assertMatch(
    stdout,
    /running \(00m0\d\.\ds\), 0\/1 VUs, 1 complete and 0 interrupted iterations\ndefault ✓ \[ 100% \]/,
  );
});

Deno.test("--quiet leaves the summary alone on stdout", async () => {
  const { code, stdout, stderr } = await runCommand(["run", "--quiet", "s.js"], { files: SCRIPT });
  assertEquals([code, stderr], [0, RAN]);
  assertMatch(stdout, /^\n\n {2}█ TOTAL RESULTS/);
  assertMatch(stdout, /B\/s\n\n\n\n$/);
});

Deno.test("what cannot run says why in one line, with k6's exit code and without a stack", async (t) => {
  const cases: {
    args: string[];
    files?: Record<string, string>;
    env?: Record<string, string>;
    code: number;
    line: string;
  }[] = [
    { args: ["run", "--nope", "s.js"], code: 255, line: 'msg="unknown flag: --nope"' },
    {
      args: ["run", "-u", "x", "s.js"],
      code: 255,
      line: 'msg="invalid argument \\"x\\" for \\"-u, --vus\\" flag: expected a whole number"',
    },
    {
      args: ["run", "s.js"],
      env: { K6_NO_THRESHOLDS: "x" },
      code: 255,
      line: 'msg="invalid argument \\"x\\" for environment variable K6_NO_THRESHOLDS: expected true or false"',
    },
    {
      args: ["run", "-q", "s.js"],
      env: { K6_VUS: "x" },
      code: 104,
      line: 'msg="There were problems with the specified script configuration:' +
        '\\n\\t- expected a whole number (\\"x\\"), from the environment: K6_VUS"',
    },
    { args: ["run", "no.js"], code: 255, line: 'msg="There is no such script: no.js" hint="Looked for DIR/no.js"' },
    { args: ["run", "."], code: 255, line: 'msg="The script is not a file: ."' },
    {
      args: ["run", "-c", "no.json", "s.js"],
      code: 104,
      line: 'msg="Cannot read the config file: no.json: No such file or directory"',
    },
    {
      args: ["run", "--log-output", "nope", "s.js"],
      code: 255,
      line: 'msg="Unknown log output: nope" hint="Use stderr, stdout, none or file=PATH[,level=LEVEL]"',
    },
    {
      args: ["run", "--log-output", "file=no/x.log", "s.js"],
      code: 255,
      line: 'msg="Cannot open the file to append to: no/x.log: No such file or directory"',
    },
    {
      args: ["run", "--console-output", "no/x.log", "s.js"],
      code: 255,
      line: 'msg="Cannot open the file to append to: no/x.log: No such file or directory"',
    },
  ];
  for (const { args, code, line, ...rest } of cases) {
    await t.step([...args, JSON.stringify(rest.env ?? {})].join(" "), async () => {
      const result = await runCommand(args, { files: SCRIPT, ...rest });
      assertEquals([result.code, result.stdout, result.stderr], [code, "", `level=error ${line}\n`]);
    });
  }
});

Deno.test("a script that is wrong says where, with the lines around the place", async () => {
  const { code, stdout, stderr } = await runCommand(["run", "-q", "s.ts"], {
    files: { "s.ts": "export default function (): void {\n  const a: number = ;\n}\n" },
  });
  assertEquals([code, stdout], [107, ""]);
  assertEquals(stderr.split("\n").slice(0, 4), [
    'level=error msg="file://DIR/s.ts:2:21: Expression expected"',
    "  1 | export default function (): void {",
    "> 2 |   const a: number = ;",
    "    |                     ^",
  ]);
});

Deno.test("the exit code is k6's", async (t) => {
  const cases: [name: string, source: string, args: string[], code: number][] = [
    ["exceptions in iterations do not count", "export default function () { throw 1; }", [], 0],
    [
      "crossed thresholds",
      "export const options = { thresholds: { iterations: ['count>1'] } }; export default function () {}",
      [],
      99,
    ],
    [
      "thresholds are off",
      "export const options = { thresholds: { iterations: ['count>1'] } }; export default function () {}",
      ["--no-thresholds"],
      0,
    ],
    [
      "setup takes too long",
      "export const options = { setupTimeout: 50 }; export const setup = () => setTimeout(() => {}, 1e6); export default setup;",
      [],
      100,
    ],
    [
      "teardown takes too long",
      "export const options = { teardownTimeout: 50 }; export const teardown = () => setTimeout(() => {}, 1e6); export default () => {};",
      [],
      101,
    ],
    ["setup throws", "export function setup() { throw 1; } export default setup;", [], 107],
    ["setup is left out", "export function setup() { throw 1; } export default () => {};", ["--no-setup"], 0],
    ["teardown throws", "export function teardown() { throw 1; } export default () => {};", [], 107],
    ["teardown is left out", "export function teardown() { throw 1; } export default () => {};", ["--no-teardown"], 0],
    ["an unknown option value", "export const options = { vus: [] }; export default () => {};", [], 104],
  ];
  for (const [name, source, args, code] of cases) {
    await t.step(name, async () => {
      assertEquals((await runCommand(["run", "-q", ...args, "s.js"], { files: { "s.js": source } })).code, code);
    });
  }
});

/** Says `now` in its second iteration, and would go on for an hour. */
const ENDLESS = `
  import { sleep } from "k6";
  export const options = { vus: 2, duration: "1h" };
  export function setup() { return "data"; }
  export default function () { if (__ITER === 1) console.log("now"); if (__ITER > 0) sleep(3600); }
`;

Deno.test({
  name: "the first signal ends the run in good order with 105",
  // There are no such signals on Windows.
  ignore: Deno.build.os === "windows",
  async fn(t) {
    const cases: [signal: Deno.Signal, name: string][] = [["SIGINT", "interrupt"], ["SIGTERM", "terminated"]];
    for (const [signal, name] of cases) {
      await t.step(signal, async () => {
        const source = `${ENDLESS}
          export function teardown(data) { console.log("torn down", data); }
          export function handleSummary(data) { return { stdout: data.metrics.iterations.values.count + " iterations" }; }
        `;
        const options: CommandOptions = { files: { "s.js": source }, signals: [{ at: "msg=now", signal }] };
        const { code, stdout, stderr } = await runCommand(["run", "-q", "s.js"], options);
        assertEquals([code, stdout], [105, "2 iterations"]);
        assertEquals(
          stderr.replaceAll("level=info msg=now source=console\n", ""),
          [
            `level=error msg="test run was aborted because squall received a '${name}' signal"\n`,
            'level=info msg="torn down data" source=console\n',
          ].join(""),
        );
      });
    }
  },
});

Deno.test({
  name: "the second signal ends the process at once with 105",
  ignore: Deno.build.os === "windows",
  async fn() {
    const source = `${ENDLESS}
      export function teardown() { console.log("tearing down"); sleep(3600); }
    `;
    const { code, stdout, stderr } = await runCommand(["run", "-q", "s.js"], {
      files: { "s.js": source },
      signals: [{ at: "msg=now", signal: "SIGINT" }, { at: "tearing down", signal: "SIGINT" }],
    });
    assertEquals([code, stdout], [105, ""]);
    assertEquals(
      stderr.replaceAll("level=info msg=now source=console\n", ""),
      [
        "level=error msg=\"test run was aborted because squall received a 'interrupt' signal\"\n",
        'level=info msg="tearing down" source=console\n',
        'level=error msg="Aborting squall in response to signal" sig=interrupt\n',
      ].join(""),
    );
  },
});

Deno.test({
  name: "the process ends without a word when nobody reads its output any more, as k6 does",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { code, stderr } = await runCommand(["run", "-q", "--log-output", "stdout", "s.js"], {
      files: {
        "s.js": `export const options = { vus: 1, duration: "1h" };
        import { sleep } from "k6";
        export default function () { console.log("ran"); sleep(0.01); }`,
      },
      closeStdoutAt: "msg=ran",
    });
    assertEquals([code, stderr], [141, ""]);
  },
});

Deno.test({
  name: "an output on stdout that nobody reads any more ends with one warning, and the run goes on to its end",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { code, stderr } = await runCommand(["run", "-q", "--out", "json=-", "s.js"], {
      files: {
        "s.js": `import { sleep } from "k6";
        export const options = { iterations: 300 };
        export default function () { sleep(0.01); }
        export function teardown() { console.log("torn down"); }
        export function handleSummary({ metrics }) { return { stderr: "iterations: " + metrics.iterations.values.count }; }`,
      },
      closeStdoutAt: "Point",
    });
    assertEquals(code, 255);
    assertEquals(stderr.match(/level=warning/g)?.length, 1);
    assertStringIncludes(stderr, "torn down");
    assertStringIncludes(stderr, "iterations: 300");
  },
});
