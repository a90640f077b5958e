/** What the flags of `squall run` change, seen from outside the process. */

import { DemoServer } from "../../src/cli/demo/mod.ts";
import { assertEquals, assertMatch, assertNotMatch } from "../support/assert.ts";
import { startWsPeer } from "../support/echo_peers.ts";
import { type CommandOptions, type CommandResult, runCommand } from "../support/run_command.ts";
import { SELF_SIGNED } from "../support/tls_fixtures.ts";

/** Runs a script quietly. */
function run(source: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runCommand(["run", "-q", ...args, "s.js"], { ...options, files: { "s.js": source, ...options.files } });
}

/** What the script printed, without quotes and fields. */
function printed({ stderr }: CommandResult): string[] {
  return stderr.split("\n").map((line) => /msg="?(.*?)"? source=console$/.exec(line)?.[1] ?? line).filter(Boolean);
}

Deno.test("options come from defaults, config file, script, environment and flags, the last one strongest", async (t) => {
  const source = (options: string): string =>
    `export const options = ${options}; export default function () { console.log("ran"); }`;
  const config = { "config.json": '{ "iterations": 2, "vus": 2 }' };
  const cases: [name: string, options: string, args: string[], env: Record<string, string>, runs: number][] = [
    ["default", "{}", [], {}, 1],
    ["config file", "{}", ["-c", "config.json"], {}, 2],
    ["config file by environment", "{}", [], { K6_CONFIG: "config.json" }, 2],
    ["script over config file", "{ iterations: 3 }", ["-c", "config.json"], {}, 3],
    ["environment over script", "{ iterations: 3 }", ["-c", "config.json"], { K6_ITERATIONS: "4" }, 4],
    ["flag over environment", "{ iterations: 3 }", ["-c", "config.json", "-i", "5"], { K6_ITERATIONS: "4" }, 5],
    ["vus alone", "{}", ["--vus", "3"], {}, 3],
    ["--env sets no option", "{ iterations: 2 }", ["-e", "K6_ITERATIONS=4"], {}, 2],
  ];
  for (const [name, options, args, env, runs] of cases) {
    await t.step(name, async () => {
      const result = await run(source(options), args, { env, files: config });
      assertEquals([result.code, printed(result)], [0, Array(runs).fill("ran")]);
    });
  }
});

Deno.test("flags that replace scenarios say so", async () => {
  const source =
    `export const options = { scenarios: { a: { executor: "shared-iterations" } } }; export default () => {};`;
  const [iterations, vus] = await Promise.all([run(source, ["-i", "2"]), run(source, ["-u", "2"])]);
  assertEquals(
    [iterations.stderr, vus.stderr],
    [
      'level=warning msg="\\"cli\\" level configuration overrode scenarios configuration entirely"\n',
      'level=warning msg="`vus=2` overrides scenarios configuration"\n',
    ],
  );
});

Deno.test("__ENV has the environment of the process under what --env sets", async (t) => {
  const source = "export default function () { console.log(__ENV.A, __ENV.B, __ENV.C, __ENV.OUTER); }";
  const env = { OUTER: "outer", A: "outer" };
  const flags = ["-e", "A=1", "--env", "B=2=3", "-e", "C"];
  await t.step("by default", async () => {
    assertEquals(printed(await run(source, flags, { env })), ["1 2=3  outer"]);
  });
  await t.step("not where that is switched off", async () => {
    const off = await run(source, [...flags, "--include-system-env-vars=false"], { env });
    assertEquals(printed(off), ["1 2=3  undefined"]);
  });
});

Deno.test("- reads the script from standard input, which may be TypeScript and import what is near", async () => {
  const { code, stdout, stderr } = await runCommand(["run", "-q", "-"], {
    stdin: 'import { a } from "./a.js"; const b: number = a; export default function () { console.log("got", b); }',
    files: { "a.js": "export const a = 1;" },
  });
  assertEquals([code, stderr], [0, 'level=info msg="got 1" source=console\n']);
  assertMatch(stdout, /iterations\.+: 1 /);
});

const TALKING =
  'export default function () { console.log("a", 1); console.warn("w"); console.debug("d"); throw "boo"; }';
const BOO = { executor: "per-vu-iterations", level: "error", msg: "boo", scenario: "default", source: "stacktrace" };
const BOO_LINE = "level=error msg=boo executor=per-vu-iterations scenario=default source=stacktrace\n";
const A_LINE = 'level=info msg="a 1" source=console\n';
const W_LINE = "level=warning msg=w source=console\n";

Deno.test("the log goes where --log-output says, in the form of --log-format", async (t) => {
  const cases: { args: string[]; stderr: string; log?: string; env?: Record<string, string> }[] = [
    { args: [], stderr: A_LINE + W_LINE + BOO_LINE },
    { args: ["--log-output", "none"], stderr: "" },
    { args: ["--log-format", "raw"], stderr: "a 1\nw\nboo\n" },
    { args: [], env: { K6_LOG_FORMAT: "raw" }, stderr: "a 1\nw\nboo\n" },
    { args: ["--log-format", "what"], stderr: A_LINE + W_LINE + BOO_LINE },
    { args: ["--log-output", "file=x.log"], stderr: "", log: A_LINE + W_LINE + BOO_LINE },
    { args: ["--log-output", "file=x.log,level=warn"], stderr: "", log: W_LINE + BOO_LINE },
    { args: ["--log-output", "file=x.log,level=error", "--log-format", "raw"], stderr: "", log: "boo\n" },
  ];
  for (const { args, env = {}, stderr, log } of cases) {
    await t.step(JSON.stringify([...args, env]), async () => {
      const result = await run(TALKING, args, { env });
      const file = result.written["x.log"]?.replaceAll(/time="?[^" ]*"? /g, "");
      assertEquals([result.code, result.stderr, file], [0, stderr, log]);
    });
  }
});

Deno.test("an empty line has no message", async () => {
  const { stderr } = await run("export default () => console.log();", []);
  assertEquals(stderr, "level=info source=console\n");
});

Deno.test("--log-output stdout leaves stderr empty", async () => {
  const { stdout, stderr } = await run(TALKING, ["--log-output", "stdout"]);
  assertEquals([stdout.startsWith(A_LINE + W_LINE + BOO_LINE), stderr], [true, ""]);
});

Deno.test("--log-format json writes one object a line", async () => {
  const { stderr } = await run(TALKING, ["--log-format", "json"]);
  const lines = stderr.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.map(({ time: _, ...rest }) => rest), [
    { level: "info", msg: "a 1", source: "console" },
    { level: "warning", msg: "w", source: "console" },
    BOO,
  ]);
  assertEquals(lines.every(({ time }) => !Number.isNaN(Date.parse(time))), true);
});

Deno.test("--verbose shows debug lines, the runner's own among them", async () => {
  const { stderr } = await run(TALKING, ["--verbose"]);
  assertMatch(stderr, /^level=debug msg="Initialized 1 VUs on 1 threads"$/m);
  assertMatch(stderr, /^level=debug msg=d source=console$/m);
});

Deno.test("--console-output takes what the script prints, and nothing else", async (t) => {
  const cases: [args: string[], env: Record<string, string>, file: string][] = [
    [["--console-output", "c.log"], {}, 'level=info msg="a 1"\nlevel=warning msg=w\n'],
    [[], { K6_CONSOLE_OUTPUT: "c.log" }, 'level=info msg="a 1"\nlevel=warning msg=w\n'],
    [["--console-output", "c.log", "--log-format", "raw"], {}, "a 1\nw\n"],
  ];
  for (const [args, env, file] of cases) {
    await t.step(JSON.stringify([...args, env]), async () => {
      const { stderr, written } = await run(TALKING, args, { env });
      assertEquals(written["c.log"]?.replaceAll(/time="?[^" ]*"? /g, ""), file);
      assertEquals(stderr, args.includes("raw") ? "boo\n" : BOO_LINE);
    });
  }
});

Deno.test("flags shape the summary", async (t) => {
  const source = `
    import { Trend } from "k6/metrics";
    import { group } from "k6";
    const trend = new Trend("trend", true);
    export default function () { group("one", () => { trend.add(1500); }); }
  `;
  const cases: [args: string[], env: Record<string, string>, expected: RegExp][] = [
    [["--summary-trend-stats", "max,p(99.9),count"], {}, /trend\.+: max=1\.5s +p\(99\.9\)=1\.5s +count=1\n/],
    [[], { K6_SUMMARY_TREND_STATS: "min,count" }, /trend\.+: min=1\.5s +count=1\n/],
    [["--summary-time-unit", "ms", "--summary-trend-stats", "max"], {}, /trend\.+: max=1500\.00ms\n/],
    [[], { K6_SUMMARY_TIME_UNIT: "us", K6_SUMMARY_TREND_STATS: "max" }, /trend\.+: max=1500000\.00µs\n/],
    [["--summary-mode", "full"], {}, /█ GROUP: one/],
    [["--summary-mode", "disabled"], {}, /^$/],
  ];
  for (const [args, env, expected] of cases) {
    await t.step(
      JSON.stringify([...args, env]),
      async () => assertMatch((await run(source, args, { env })).stdout, expected),
    );
  }
  await t.step("--summary-export", async () => {
    const { written, stdout } = await run(source, ["--summary-export", "s.json"]);
    assertEquals(JSON.parse(written["s.json"]!).metrics.trend.max, 1500);
    assertMatch(stdout, /TOTAL RESULTS/);
  });
});

Deno.test("--tag replaces the tags of the script and reaches all samples", async () => {
  const thresholds = "{ 'iterations{a:z}': ['count==1'], 'iterations{b:y}': ['count==0'] }";
  const source =
    `export const options = { tags: { a: "x", b: "y" }, thresholds: ${thresholds} }; export default () => {};`;
  assertEquals((await run(source, ["--tag", "a=z"])).code, 0);
  assertEquals((await run(source, [])).code, 99);
});

Deno.test("--throw turns warnings into exceptions", async () => {
  const source = `
    import { Counter } from "k6/metrics";
    const count = new Counter("count");
    export default function () { count.add(NaN); console.log("went on"); }
  `;
  const [lenient, strict] = await Promise.all([run(source, []), run(source, ["--throw"])]);
  assertMatch(lenient.stderr, /^level=warning .*\nlevel=info msg="went on" source=console\n$/);
  assertMatch(strict.stderr, /^level=error .*source=stacktrace\n$/);
});

Deno.test("--threads spreads VUs, the results are the same", async () => {
  const source = "export const options = { vus: 6, iterations: 60 }; export default () => {};";
  const { stderr, stdout } = await run(source, ["--threads", "3", "--verbose"]);
  assertMatch(stderr, /Initialized 6 VUs on 3 threads/);
  assertMatch(stdout, /iterations\.+: 60 /);
});

const HELLO = `
  import ws from "k6/ws";
  export default function () {
    const { status, error } = ws.connect(__ENV.WS_URL, {}, (socket) => {
      socket.on("message", (text) => { console.log(JSON.parse(text).headers?.["user-agent"] ?? text); socket.close(); });
      socket.on("open", () => socket.send('"hello"'));
    });
    console.log(status, error ?? "");
  }
`;

Deno.test("--user-agent and --transport reach the handshake", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const env = { WS_URL: `${server.url}/headers` };
  await t.step(
    "as squall by default",
    async () => assertMatch(printed(await run(HELLO, [], { env }))[0]!, /squall\/\d/),
  );
  await t.step("--user-agent", async () => {
    assertMatch(printed(await run(HELLO, ["--user-agent", "mine/1"], { env }))[0]!, /mine\/1/);
  });
  await t.step("K6_USER_AGENT", async () => {
    assertMatch(printed(await run(HELLO, [], { env: { ...env, K6_USER_AGENT: "mine/2" } }))[0]!, /mine\/2/);
  });
  await t.step("--transport native", async () => {
    const { stderr, stdout } = await run(HELLO, ["--transport", "native"], { env });
    assertMatch(stderr, /level=warning msg="The transport native cannot do everything/);
    assertMatch(stdout, /ws_sessions\.+: 1 /);
  });
});

Deno.test("--insecure-skip-tls-verify takes any certificate", async () => {
  await using peer = await startWsPeer({ tls: SELF_SIGNED });
  const env = { WS_URL: peer.url };
  const [strict, lenient] = await Promise.all([
    run(HELLO, [], { env }),
    run(HELLO, ["--insecure-skip-tls-verify"], { env }),
  ]);
  assertNotMatch(strict.stderr, /101/);
  assertEquals(printed(lenient), ['"hello"', "101 "].map((line) => line.replaceAll('"', '\\"')));
});
