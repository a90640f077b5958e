import { assert, assertEquals } from "../support/assert.ts";
import { startWsPeer } from "../support/echo_peers.ts";
import { RawPeer } from "../support/raw_peer.ts";
import { runScript } from "../support/run_script.ts";

const SAYS_METRICS = `
  export function handleSummary(data) {
    return { stdout: Object.keys(data.metrics).filter((name) => !name.startsWith("vus")).join(" ") };
  }`;

Deno.test("a run that keeps up has the metrics of k6, and no word about the generator", async () => {
  const script = `import { sleep } from "k6"; export default function () { sleep(0.25); }`;
  const { stdout, warnings } = await runScript(script + SAYS_METRICS);
  assertEquals(stdout, "iterations iteration_duration data_sent data_received");
  assertEquals(warnings, []);
});

Deno.test("generator_lag is there for a threshold that names it, and for the outputs then", async () => {
  const folder = await Deno.makeTempDir();
  const script = `import { sleep } from "k6"; export default function () { sleep(0.25); }`;
  const outputs = [`json=${folder}/out.json`];
  const cases: [thresholds: Record<string, string[]>, metrics: string, exitCode: number, isInOutput: boolean][] = [
    [{}, "iterations iteration_duration data_sent data_received", 0, false],
    [
      { generator_lag: ["max<100000"] },
      "iterations iteration_duration data_sent data_received generator_lag",
      0,
      true,
    ],
    [
      { generator_lag: ["max<0"] },
      "iterations iteration_duration data_sent data_received generator_lag",
      99,
      true,
    ],
  ];
  try {
    for (const [thresholds, metrics, exitCode, isInOutput] of cases) {
      const result = await runScript(script + SAYS_METRICS, { options: { thresholds }, settings: { outputs } });
      assertEquals(result.stdout, metrics);
      assertEquals(result.exitCode, exitCode);
      const written = await Deno.readTextFile(`${folder}/out.json`);
      assertEquals(written.includes("generator_lag"), isInOutput);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a script that keeps its thread busy is named as the bottleneck, once, in the summary or in the log", async (t) => {
  // Far more than the two seconds that the threshold asks for.
  const busy = `export default function () { for (const end = Date.now() + 2500; Date.now() < end;); }`;
  const line = /the load generator was the bottleneck: event loop up to 2\d\d\d ms late on 1 of 1 thread, CPU/g;
  await t.step("in the summary, with the metric", async () => {
    const { stdout, warnings } = await runScript(busy);
    assertEquals(stdout.match(line)?.length, 1);
    assertEquals(stdout.match(/^ {4}generator_lag\.+:/m)?.length, 1);
    assertEquals(warnings, []);
  });
  await t.step("in the log, where the script writes the summary", async () => {
    const { stdout, warnings } = await runScript(busy + SAYS_METRICS);
    assertEquals(stdout, "iterations iteration_duration data_sent data_received generator_lag");
    assertEquals(warnings.map((text) => text.match(line)?.length), [1]);
  });
  await t.step("in the log, where there is no summary", async () => {
    const { stdout, warnings } = await runScript(busy, { settings: { summaryMode: "disabled" } });
    assertEquals(stdout, "");
    assertEquals(warnings.map((text) => text.match(line)?.length), [1]);
  });
});

Deno.test("the status tells of open sockets, their traffic, and of servers that read less than they are sent", async () => {
  await using echo = await startWsPeer();
  await using deaf = await RawPeer.listen((connection) => {
    connection.accept();
    connection.pause();
  });
  const script = `
    import { WebSocket } from "k6/websockets";
    import { Trend } from "k6/metrics";
    const rtt = new Trend("rtt", true);
    export default function () {
      const echo = new WebSocket(__ENV.ECHO);
      echo.onopen = () => echo.send("x");
      echo.onmessage = () => { rtt.add(5); setTimeout(() => echo.send("x"), 10); };
      const deaf = new WebSocket(__ENV.DEAF);
      deaf.onopen = () => { for (let i = 0; i < 200; i++) deaf.send("x".repeat(100000)); };
    }`;
  let seen;
  const { exitCode } = await runScript(script, {
    env: { ECHO: echo.url, DEAF: deaf.url },
    options: { scenarios: { only: { executor: "constant-vus", vus: 1, duration: "60s", gracefulStop: "0s" } } },
    started: (run) => {
      const look = setInterval(() => {
        const { pulse } = run.status;
        if ((pulse?.traffic?.received ?? 0) === 0 || pulse!.generator.waitingSockets === 0) return;
        seen = pulse;
        clearInterval(look);
        run.stop({ exitCode: 105, message: "seen enough" });
      }, 50);
    },
  });
  assertEquals(exitCode, 105);
  const { traffic, generator } = seen!;
  assertEquals([traffic.open, generator.openSockets, generator.waitingSockets], [2, 2, 1]);
  assertEquals(traffic.trend, { name: "rtt", contains: "time", median: 5, p95: 5 });
  assert(generator.waitingBytes > 1_000_000 && generator.waitingBytes <= 200 * 100_014);
  assert(generator.cores > 0 && traffic.sent > 0);
});
