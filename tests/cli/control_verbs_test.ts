/** The verbs that ask a run, and the flags that let it be asked, as processes. */

import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";
import { ServedCommand } from "../support/served_command.ts";

const CONTROLLED = `
  import { sleep } from "k6"; import { Trend } from "k6/metrics";
  export const options = {
    scenarios: { e: { executor: "externally-controlled", vus: 1, maxVUs: 2, duration: 0 } },
    thresholds: { rtt: ["avg<1"] },
  };
  const rtt = new Trend("rtt", true);
  export default function () { rtt.add(5); sleep(0.01); }`;

function statusText(status: number, paused: boolean, vus: number, max: number, tainted = false): string {
  return `status: ${status}
paused: "${paused}"
vus: "${vus}"
vus-max: "${max}"
stopped: false
running: ${status === 7}
tainted: ${tainted}
`;
}

Deno.test("pause, resume, scale, status and stats steer a run, and print YAML as k6 does", async () => {
  await using run = await ServedCommand.start(CONTROLLED, ["--quiet", "--paused"]);
  const squall = async (...args: string[]): Promise<[code: number, stdout: string, stderr: string]> => {
    const { code, stdout, stderr } = await runCommand(args, { env: { K6_ADDRESS: run.address } });
    return [code, stdout, stderr];
  };
  await run.api.untilStatus(4);
  assertEquals(await squall("status"), [0, statusText(4, true, 0, 2), ""]);
  assertEquals(await squall("pause"), [255, "", 'level=error msg="Pause error: execution is already paused"\n']);
  const [code, , stderr] = await squall("resume");
  assertEquals([code, stderr], [0, ""]);
  await run.api.until(() => run.api.status(), ({ vus, tainted }) => vus === 1 && tainted);
  assertEquals(await squall("scale", "-u", "2"), [0, statusText(7, false, 2, 2, true), ""]);
  assertEquals(await squall("scale", "--vus=9"), [
    255,
    "",
    'level=error msg="Config update error: invalid configuration supplied: the number of active VUs (9) must be less ' +
    'than or equal to the number of maxVUs (2)"\n',
  ]);
  assertEquals(await squall("scale"), [255, "", 'level=error msg="Specify either -u/--vus or -m/--max"\n']);
  assertEquals((await squall("pause"))[0], 0);
  await run.api.until(() => run.api.status(), ({ vus }) => vus === 0);
  assertEquals(await squall("status", "-a", run.address), [0, statusText(7, true, 0, 2, true), ""]);
  const [, stats] = await squall("stats");
  const trend = { avg: 5, max: 5, med: 5, min: 5, "p(90)": 5, "p(95)": 5 };
  assertStringIncludes(
    stats,
    `- name: rtt
  type:
    type: trend
    valid: true
  contains:
    type: time
    valid: true
  tainted: "true"
  sample:
${Object.entries(trend).map(([name, value]) => `    ${name}: ${value}\n`).join("")}`,
  );
  assertStringIncludes(stats, "- name: vus\n  type:\n    type: gauge\n    valid: true\n");
  assertMatch(stats, /contains:\n {4}type: default\n {4}valid: true\n {2}tainted: ""\n {2}sample:\n {4}value: /);
  await run.api.patch({ stopped: true });
  assertEquals((await run.result()).code, 103);
});

Deno.test("where no run is, the verbs say so and what to do", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = `127.0.0.1:${listener.addr.port}`;
  listener.close();
  const { code, stdout, stderr } = await runCommand(["status", "-a", address]);
  assertEquals([code, stdout, stderr], [
    255,
    "",
    `level=error msg="No test answers at ${address}: Connection refused" ` +
    'hint="A test that is to be steered is run with --address; give the same address here"\n',
  ]);
});

Deno.test("an API that cannot be served ends the run with 106 where a flag wants it, and is a warning elsewhere", async (t) => {
  const files = { "s.js": 'export default function () { console.log("ran"); }' };
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken = `127.0.0.1:${listener.addr.port}`;
  const inUse = `Cannot listen on ${taken}: Address already in use`;
  const noPort = 'msg="The address must be a host and a port: nonsense"';
  const cases: [name: string, args: string[], env: Record<string, string>, code: number, stderr: string][] = [
    ["taken", ["-a", taken], {}, 106, `level=error msg="${inUse}" hint="Choose another port or address"\n`],
    [
      "no address",
      ["--address", "nonsense"],
      {},
      106,
      `level=error ${noPort} hint="For example localhost:6565, or :6565 for all interfaces"\n`,
    ],
    [
      "taken, from the environment",
      [],
      { K6_ADDRESS: taken },
      0,
      `level=warning msg="${inUse}" source=K6_ADDRESS\nlevel=info msg=ran source=console\n`,
    ],
    [
      "no address, from the environment",
      [],
      { K6_ADDRESS: "nonsense" },
      0,
      `level=warning ${noPort} source=K6_ADDRESS\nlevel=info msg=ran source=console\n`,
    ],
    ["none", ["--address="], { K6_ADDRESS: taken }, 0, "level=info msg=ran source=console\n"],
  ];
  for (const [name, args, env, code, stderr] of cases) {
    await t.step(name, async () => {
      const result = await runCommand(["run", "-q", ...args, "s.js"], { files, env });
      assertEquals([result.code, result.stderr], [code, stderr]);
    });
  }
});

Deno.test("--profiling-enabled is refused by name", async () => {
  const { code, stderr } = await runCommand(["run", "--profiling-enabled", "s.js"]);
  assertEquals([code, stderr], [
    255,
    'level=error msg="flag --profiling-enabled is not in squall: it profiles the Go code of k6; run deno with --inspect to look into squall"\n',
  ]);
});

Deno.test("the screen says that a run is paused, and that it lingers; Ctrl+C ends that with its verdict", async () => {
  await using run = await ServedCommand.start("export default function () {}", ["--paused", "--linger"]);
  await run.api.untilStatus(4);
  await run.untilPrinted("[ 100% ] paused");
  await run.api.patch({ paused: false });
  await run.api.untilStatus(9);
  run.signal("SIGINT");
  const { code, stdout, stderr } = await run.result();
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /\nRun +\[ 100% \] paused\n/);
  const text = "The test is done, but --linger was enabled, so squall is waiting for Ctrl+C to continue...";
  const [before, after] = stdout.split(`\n${text}\n`);
  assertMatch(before!, /1 complete and 0 interrupted iterations\n/);
  assertMatch(after!, /█ TOTAL RESULTS/);
});

Deno.test("Ctrl+C while a run is paused aborts it; K6_PAUSED and K6_LINGER do as the flags", async () => {
  const script = 'export function teardown() { console.log("teardown"); } export default function () {}';
  await using run = await ServedCommand.start(script, ["--quiet", "--paused"]);
  await run.api.untilStatus(4);
  run.signal("SIGINT");
  const { code, stderr } = await run.result();
  assertEquals(code, 105);
  assertStringIncludes(stderr, "test run was aborted because squall received a 'interrupt' signal");
  const { code: lingered } = await runCommand(["run", "s.js"], {
    files: { "s.js": "export default function () {}" },
    env: { K6_LINGER: "true" },
    signals: [{ at: "waiting for Ctrl+C", signal: "SIGINT" }],
  });
  assertEquals(lingered, 0);
  const paused = await runCommand(["run", "s.js"], {
    files: { "s.js": "export default function () {}" },
    env: { K6_PAUSED: "true" },
    signals: [{ at: "nothing can resume it", signal: "SIGINT" }],
  });
  assertEquals(paused.code, 105);
  assertStringIncludes(
    paused.stderr,
    'level=warning msg="The test is paused, and nothing can resume it" hint="Give it an --address"\n',
  );
});
