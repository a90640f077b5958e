/**
 * What a message costs in a script, against a client that does nothing but count, in the same run: the ratios count.
 * By hand: `deno run -A tests/bench/script_echo_bench.ts [name of a script] [connections]`
 *
 * The thread runs in this process, so `--cpu-prof` shows where the time goes.
 */

import { type MetricsDelta, MetricStore } from "../../src/metrics/mod.ts";
import type { ThreadConfiguration } from "../../src/runtime/thread_protocol.ts";
import { runScript } from "../support/run_script.ts";
import { MinimalClient } from "./minimal_client.ts";
import { hostThreadsHere } from "./worker_here.ts";

const SIZE = 64;
const WARM_UP_MS = 2000;
const SECONDS = 4;
const ROUNDS = 3;
/** A thread that is flooded reports late. */
const LEAST_READINGS = 3;

/** Each VU of a script has one socket. */
const SCRIPTS: Readonly<Record<string, { server: "frame_echo_server" | "push_server"; source: string }>> = {
  "k6/websockets": {
    server: "frame_echo_server",
    source: `
      import { WebSocket } from "k6/websockets";
      const text = "a".repeat(${SIZE});
      export default function () {
        const socket = new WebSocket(__ENV.URL);
        socket.onopen = () => socket.send(text);
        socket.onmessage = () => socket.send(text);
      }`,
  },
  "k6/websockets, a listener": {
    server: "frame_echo_server",
    source: `
      import { WebSocket } from "k6/websockets";
      export default function () {
        const socket = new WebSocket(__ENV.URL);
        socket.addEventListener("open", () => {
          socket.addEventListener("message", (event) => socket.send(event.data));
          socket.send("a".repeat(${SIZE}));
        });
      }`,
  },
  "k6/websockets, binary": {
    server: "frame_echo_server",
    source: `
      import { WebSocket } from "k6/websockets";
      export default function () {
        const socket = new WebSocket(__ENV.URL);
        socket.binaryType = "arraybuffer";
        socket.onopen = () => socket.send(new Uint8Array(${SIZE}));
        socket.onmessage = (event) => socket.send(event.data);
      }`,
  },
  "k6/websockets, async": {
    server: "frame_echo_server",
    source: `
      import { WebSocket } from "k6/websockets";
      export default function () {
        const socket = new WebSocket(__ENV.URL);
        socket.onopen = () => socket.send("a".repeat(${SIZE}));
        socket.onmessage = async (event) => {
          await null;
          socket.send(event.data);
        };
      }`,
  },
  "k6/ws": {
    server: "frame_echo_server",
    source: `
      import ws from "k6/ws";
      const text = "a".repeat(${SIZE});
      export default function () {
        ws.connect(__ENV.URL, null, (socket) => {
          socket.on("open", () => socket.send(text));
          socket.on("message", () => socket.send(text));
        });
      }`,
  },
  "push, JSON and check": {
    server: "push_server",
    source: `
      import { WebSocket } from "k6/websockets";
      import { check } from "k6";
      import { Trend } from "k6/metrics";
      const trend = new Trend("seq");
      export default function () {
        const socket = new WebSocket(__ENV.URL);
        socket.onmessage = (event) => {
          const message = JSON.parse(event.data);
          trend.add(message.seq);
          check(message, { "is a chat message": ({ type }) => type === "CHAT_MSG", "has a text": ({ text }) => text !== "" });
        };
      }`,
  },
};

interface Reading {
  readonly cpu: NodeJS.CpuUsage;
  readonly messages: number;
}

/** Adds up what the thread of a run reports. */
class MessageCount {
  #store: MetricStore | undefined;

  begin({ views }: ThreadConfiguration): void {
    this.#store = new MetricStore(views);
  }

  merge(delta: MetricsDelta): void {
    this.#store?.merge(0, delta);
  }

  get total(): number {
    const sink = this.#store?.total("ws_msgs_received");
    return sink?.kind === "counter" ? sink.sum : 0;
  }
}

async function startServer(name: string): Promise<{ port: number; stop(): void }> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL(`./${name}.ts`, import.meta.url).href],
    stdout: "piped",
  }).spawn();
  const { value } = await server.stdout.getReader().read();
  return { port: Number(new TextDecoder().decode(value)), stop: () => server.kill() };
}

/** Microseconds of this process's CPU per message. */
function costBetween(from: Reading, to: Reading): number {
  const cpu = to.cpu.user + to.cpu.system - from.cpu.user - from.cpu.system;
  return cpu / (to.messages - from.messages);
}

/** Reads at the thread's own reports, which are the moments when its count is exact. */
async function measureScript(source: string, url: string, connections: number): Promise<number> {
  const count = new MessageCount();
  const readings: Reading[] = [];
  let warm = Infinity;
  hostThreadsHere({
    asked({ name, body }) {
      if (name === "configure") count.begin(body as ThreadConfiguration);
      if (name === "run") warm = performance.now() + WARM_UP_MS;
    },
    said(message) {
      if (message.kind !== "metrics" || message.delta === undefined) return;
      count.merge(message.delta);
      if (performance.now() >= warm) readings.push({ cpu: process.cpuUsage(), messages: count.total });
    },
  });
  const duration = `${WARM_UP_MS / 1000 + SECONDS + 1.5}s`;
  const options = {
    scenarios: { bench: { executor: "constant-vus", vus: connections, duration, gracefulStop: "0s" } },
  };
  // The thread and its host share this event loop: what they say to each other comes late under full load.
  const patience = { init: Infinity, end: Infinity, stop: Infinity };
  const run = await runScript(source, { options, env: { URL: url }, settings: { patience } });
  if (readings.length < LEAST_READINGS) {
    throw new Error(`The thread reported ${readings.length} times: ${run.errors.join("\n")}`);
  }
  return costBetween(readings[0]!, readings.at(-1)!);
}

async function measureMinimal(port: number, connections: number): Promise<number> {
  const clients: MinimalClient[] = [];
  await Promise.all(Array.from({ length: connections }, () =>
    new Promise<void>((resolve) => {
      clients.push(new MinimalClient(port, SIZE, 1, resolve));
    })));
  for (const client of clients) {
    client.running = true;
    client.send();
  }
  const read = (): Reading => ({
    cpu: process.cpuUsage(),
    messages: clients.reduce((sum, { count }) => sum + count, 0),
  });
  await sleep(WARM_UP_MS);
  const from = read();
  await sleep(SECONDS * 1000);
  const cost = costBetween(from, read());
  for (const client of clients) client.close();
  return cost;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function describe(cost: number, minimal: number): string {
  const perSecond = Math.round(1e6 / cost).toLocaleString("en");
  return `${cost.toFixed(2)} µs, ${perSecond} per CPU second, ${
    Math.round(100 * minimal / cost)
  } % of the minimal client`;
}

const [only, size = "256"] = Deno.args;
const connections = Number(size);
const servers = {
  frame_echo_server: await startServer("frame_echo_server"),
  push_server: await startServer("push_server"),
};
const names = Object.keys(SCRIPTS).filter((name) => only === undefined || name === only);
const costs = new Map<string, number[]>(["minimal", ...names].map((name) => [name, []]));
for (let round = 0; round < (only === undefined ? ROUNDS : 1); round++) {
  costs.get("minimal")!.push(await measureMinimal(servers.frame_echo_server.port, connections));
  for (const name of names) {
    const { server, source } = SCRIPTS[name]!;
    costs.get(name)!.push(await measureScript(source, `ws://127.0.0.1:${servers[server].port}/`, connections));
    await sleep(300);
  }
}
const minimal = median(costs.get("minimal")!);
console.log(
  `${connections} connections, ${SIZE} bytes, one message in flight; median of ${costs.get("minimal")!.length}`,
);
for (const [name, values] of costs) console.log(`${name.padEnd(28)} ${describe(median(values), minimal)}`);
for (const { stop } of Object.values(servers)) stop();
Deno.exit();
