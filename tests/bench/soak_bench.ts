/**
 * Whether memory stays flat: steady traffic with a sample of a custom Trend for every message, and thresholds on it.
 * By hand: `deno run -A tests/bench/soak_bench.ts [minutes, default 10] [VUs, default 50]` (Linux only)
 */

import { readProcess, startDemoServer, startSquall } from "./process_watch.ts";

/** Each VU sends a message so often. */
const INTERVAL_MS = 20;
const READ_EVERY_MS = 10_000;
/** Until then the compiler and the allocator are still finding their size. */
const WARM_UP_READINGS = 6;

const SOURCE = `
  import { WebSocket } from "k6/websockets";
  import { Trend } from "k6/metrics";
  const roundTrip = new Trend("round_trip", true);
  export const options = { thresholds: { round_trip: ["p(95)<60000"], "round_trip{kind:echo}": ["max>=0"] } };
  export default function () {
    const socket = new WebSocket(__ENV.WS_URL + "/echo");
    socket.onopen = () => setInterval(() => socket.send(JSON.stringify({ sent: Date.now(), text: "hello" })), ${INTERVAL_MS});
    socket.onmessage = (event) => roundTrip.add(Date.now() - JSON.parse(event.data).sent, { kind: "echo" });
  }`;

const minutes = Number(Deno.args[0] ?? 10);
const vus = Number(Deno.args[1] ?? 50);
const server = await startDemoServer();
const script = await Deno.makeTempFile({ suffix: ".js" });
await Deno.writeTextFile(script, SOURCE);
const args = ["run", "-q", "-e", `WS_URL=${server.url}`, "-u", String(vus), "-d", `${minutes + 1}m`, script];
const run = startSquall(args);
const readings: number[] = [];
try {
  for (let i = 0; i < minutes * 60_000 / READ_EVERY_MS; i++) {
    await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
    const { memory, cpu } = await readProcess(run.pid);
    readings.push(memory);
    console.log(
      `${(i + 1) * READ_EVERY_MS / 1000} s: ${(memory / 1024).toFixed(1)} MB, ${(cpu / 1000).toFixed(1)} s of CPU`,
    );
  }
} finally {
  run.kill("SIGKILL");
  await run.status;
  await server.stop();
  await Deno.remove(script);
}
const settled = readings.slice(WARM_UP_READINGS);
const half = settled.length >> 1;
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length / 1024;
}

console.log(
  `${vus} VUs, ${vus * 1000 / INTERVAL_MS} messages a second each way, after the first minute: ` +
    `first half ${mean(settled.slice(0, half)).toFixed(1)} MB, second half ${mean(settled.slice(half)).toFixed(1)} MB`,
);
