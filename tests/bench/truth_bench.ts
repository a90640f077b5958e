/**
 * Whether the round trips that a script measures are those on the wire: percentiles of both, from one run.
 * By hand: `deno task bench truth [seconds, default 10]`. It needs Linux, `tcpdump` and the right to use it, and the
 * server of the comparison (`BUN_BIN`); k6 (`K6_BIN`) is left out where there is none.
 */

import { Capture } from "./compare/capture.ts";
import { type Contender, findContenders } from "./compare/contenders.ts";
import { startServer } from "./compare/servers.ts";
import type { Work } from "./compare/works.ts";

const SECONDS = Number(Deno.args[0] ?? 10);
const PERCENTILES = [50, 95, 99] as const;
const INTERVAL_MS = 10;
/** Sockets that load each contender to about half of what it can do on one core, with one message every 10 ms. */
const SOCKETS: Readonly<Record<string, number>> = { "squall wire": 300, "squall native": 300, "k6": 100 };
const SIZES = [64, 4096];

/** k6 has no clock finer than a millisecond; its own `ws_ping`, which both have, is measured inside. */
function work(size: number, sockets: number): Work {
  return {
    doc: "",
    script: `import { WebSocket } from "k6/websockets";
import { Trend } from "k6/metrics";
const roundTrip = new Trend("round_trip", true);
const clock = typeof performance === "undefined" ? Date : performance;
const message = "a".repeat(${size});
export default function () {
  const socket = new WebSocket(__ENV.URL + "/echo");
  let sent = 0;
  const send = () => { sent = clock.now(); socket.send(message); };
  socket.onopen = () => {
    setTimeout(send, Math.random() * ${INTERVAL_MS});
    setTimeout(() => socket.close(), ${SECONDS * 1000});
  };
  socket.onmessage = () => {
    roundTrip.add(clock.now() - sent);
    setTimeout(send, ${INTERVAL_MS});
  };
}`,
    measure: { kind: "time" },
    flags: ["-u", String(sockets), "-i", String(sockets), "--summary-trend-stats", "p(50),p(95),p(99)"],
  };
}

interface Comparison {
  readonly wire: readonly number[];
  readonly script: readonly number[];
}

/** Runs a contender once while the wire is watched. Milliseconds. */
async function compare(contender: Contender, size: number, folder: string): Promise<Comparison | undefined> {
  const [script, report] = [`${folder}/script.js`, `${folder}/summary.json`];
  const job = work(size, SOCKETS[contender.name] ?? 100);
  await using server = await startServer("bun", false, folder);
  const command = contender.command(job, { script, port: server.port });
  if (command === undefined || !(contender.name in SOCKETS)) return undefined;
  await Deno.writeTextFile(script, job.script);
  const capture = await Capture.start(server.port, `${folder}/capture`);
  const [program = "", ...args] = command;
  args.splice(-1, 0, "--summary-export", report);
  await new Deno.Command(program, { args, stdout: "null", stderr: "null" }).output();
  const wire = (await capture.roundTrips()).toSorted((a, b) => a - b);
  const { metrics } = JSON.parse(await Deno.readTextFile(report));
  return {
    wire: PERCENTILES.map((percent) => wire[Math.floor(wire.length * percent / 100)] ?? NaN),
    script: PERCENTILES.map((percent) => metrics.round_trip[`p(${percent})`]),
  };
}

function cell(wire: number, script: number): string {
  const difference = script - wire;
  const share = 100 * difference / wire;
  return `${script.toFixed(3)} (wire ${wire.toFixed(3)}, ${Math.round(difference * 1000)} µs, ${share.toFixed(1)} %)`;
}

const folder = await Deno.makeTempDir();
try {
  const { contenders, missing } = await findContenders(folder);
  for (const sentence of missing) console.error(`left out: ${sentence}`);
  console.log(
    `| Contender | Message | ${PERCENTILES.map((percent) => `p(${percent}) of the script, ms`).join(" | ")} |`,
  );
  console.log(`| --- | --- |${" --- |".repeat(PERCENTILES.length)}`);
  for (const contender of contenders) {
    for (const size of SIZES) {
      const figures = await compare(contender, size, folder);
      if (figures === undefined) continue;
      const cells = figures.wire.map((wire, index) => cell(wire, figures.script[index]!));
      console.log(`| ${contender.name} | ${size} bytes | ${cells.join(" | ")} |`);
    }
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
