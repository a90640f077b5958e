/**
 * What VUs cost that hold one open socket each, in the real command against the demo server, both in processes of their
 * own. By hand: `deno run -A tests/bench/idle_bench.ts [VUs, default 10000]` (Linux only: it reads `/proc`)
 */

import { readProcess, startDemoServer, startSquall } from "./process_watch.ts";

const READ_EVERY_MS = 50;
/** How long all sockets stay open before the memory is read. */
const SETTLE_MS = 4000;
/** Nobody waits longer for all sockets to open. */
const PATIENCE_MS = 60_000;

const SOURCE = `
  import { WebSocket } from "k6/websockets";
  export default function () {
    const socket = new WebSocket(__ENV.WS_URL + "/echo");
    socket.onopen = () => setInterval(() => socket.ping(), 10_000);
  }`;

/** Starts a run whose VUs hold one socket each; with no VUs that connect, what the command itself takes. */
async function measure(vus: number, url: string): Promise<void> {
  const script = await Deno.makeTempFile({ suffix: ".js" });
  await Deno.writeTextFile(script, SOURCE);
  const args = ["run", "-q", "--summary-mode", "disabled", "-e", `WS_URL=${url}`, "-u", String(vus), "-d", "10m"];
  const started = performance.now();
  const run = startSquall([...args, script]);
  try {
    const opened = await openedAll(run.pid, vus, started);
    await pause(SETTLE_MS);
    const { memory, peakMemory, cpu } = await readProcess(run.pid);
    const each = (kilobytes: number) => (kilobytes / vus).toFixed(1);
    console.log(
      `${vus} VUs: all open ${(opened / 1000).toFixed(1)} s after the start of the process, with ` +
        `${(cpu / 1000).toFixed(1)} s of CPU until now; ${each(memory)} KB resident memory per VU, everything ` +
        `included (${Math.round(memory / 1024)} MB), at the peak ${each(peakMemory)} KB`,
    );
  } finally {
    run.kill("SIGKILL");
    await run.status;
    await Deno.remove(script);
  }
}

/** Waits until the process has as many sockets as VUs. Returns milliseconds since the start. */
async function openedAll(pid: number, vus: number, started: number): Promise<number> {
  while (performance.now() - started < PATIENCE_MS) {
    if ((await readProcess(pid)).files >= vus) return performance.now() - started;
    await pause(READ_EVERY_MS);
  }
  throw new Error(`Not all of ${vus} sockets were open after ${PATIENCE_MS / 1000} s`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const server = await startDemoServer();
try {
  await measure(Number(Deno.args[0] ?? 10_000), server.url);
} finally {
  await server.stop();
}
