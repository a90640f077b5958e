/**
 * What the transports cost. By hand: `deno run -A tests/bench/transport_bench.ts [echo|idle|codec] [connections]`
 *
 * `echo`: messages there and back, against a client that does nothing but count, in the same run: the ratios count.
 * `idle`: memory of open connections. `codec`: the parts without a network.
 */

import { SystemClock, TimerQueue } from "../../src/base/mod.ts";
import {
  type Connection,
  type ConnectionHandler,
  NetworkPolicy,
  parseWebSocketUrl,
  TlsSettings,
  type Transport,
  type TransportName,
} from "../../src/transport/mod.ts";
import { createTransport } from "../../src/transport/create_transport.ts";
import { benchCodec } from "./codec_bench.ts";
import { MinimalClient } from "./minimal_client.ts";

/** Milliseconds of one load at a time, so short that a machine that is not ours alone treats all loads alike. */
const SLICE = 250;
const ROUNDS = 24;
/** Rounds in which the compiler is still at work. */
const WARM_UP_ROUNDS = 8;

/** Connections that are kept busy on demand. */
interface Load {
  start(): void;
  stop(): void;
  count(): number;
  close(): void;
}

type Open = (port: number, connections: number, size: number, depth: number) => Promise<Load>;

const clock = new SystemClock();
const timers = new TimerQueue(clock);
const network = new NetworkPolicy();
const tls = new TlsSettings();

/** A connection that answers every echo with the next message. */
class EchoHandler implements ConnectionHandler {
  readonly #text: string;
  readonly #depth: number;
  readonly #onOpen: () => void;
  #pending = 0;
  connection!: Connection;
  count = 0;
  running = false;

  constructor(size: number, depth: number, onOpen: () => void) {
    this.#text = "a".repeat(size);
    this.#depth = depth;
    this.#onOpen = onOpen;
  }

  send(): void {
    this.#pending = this.#depth;
    for (let i = 0; i < this.#depth; i++) this.connection.sendText(this.#text);
  }

  open(): void {
    this.#onOpen();
  }

  text(): void {
    this.count++;
    if (--this.#pending === 0 && this.running) this.send();
  }

  binary(): void {}
  ping(): void {}
  pong(): void {}
  flushed(): void {}
  end(): void {}
}

function open(transport: Transport, port: number, handler: ConnectionHandler): Connection {
  return transport.connect({
    url: parseWebSocketUrl(`ws://127.0.0.1:${port}/`),
    headers: [],
    protocols: [],
    compression: undefined,
    handshakeTimeout: 60_000,
    closeTimeout: 1000,
    maxMessageSize: 2 ** 30,
    strictUtf8: false,
    network,
    tls,
    meter: { sent: 0, received: 0 },
  }, handler);
}

function openTransport(name: TransportName): Open {
  return async (port, connections, size, depth) => {
    const transport = createTransport(name, { clock, timers, reportDefect: (error) => console.error(error) });
    const handlers: EchoHandler[] = [];
    await Promise.all(Array.from({ length: connections }, () =>
      new Promise<void>((resolve) => {
        const handler = new EchoHandler(size, depth, resolve);
        handler.connection = open(transport, port, handler);
        handlers.push(handler);
      })));
    return {
      start() {
        for (const handler of handlers) handler.running = true;
        for (const handler of handlers) handler.send();
      },
      stop() {
        for (const handler of handlers) handler.running = false;
      },
      count: () => handlers.reduce((sum, handler) => sum + handler.count, 0),
      close() {
        for (const handler of handlers) handler.connection.destroy(false);
        transport.dispose();
      },
    };
  };
}

async function openMinimal(port: number, connections: number, size: number, depth: number): Promise<Load> {
  const clients: MinimalClient[] = [];
  await Promise.all(
    Array.from(
      { length: connections },
      () => new Promise<void>((resolve) => clients.push(new MinimalClient(port, size, depth, resolve))),
    ),
  );
  return {
    start() {
      for (const client of clients) client.running = true;
      for (const client of clients) client.send();
    },
    stop() {
      for (const client of clients) client.running = false;
    },
    count: () => clients.reduce((sum, client) => sum + client.count, 0),
    close() {
      for (const client of clients) client.close();
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Microseconds of this process's CPU per message, in one slice. */
async function measure(load: Load): Promise<number> {
  load.start();
  const before = { cpu: process.cpuUsage(), count: load.count() };
  await sleep(SLICE);
  const cpu = process.cpuUsage(before.cpu);
  const cost = (cpu.user + cpu.system) / (load.count() - before.count);
  load.stop();
  await sleep(SLICE / 10);
  return cost;
}

async function startServer(): Promise<{ port: number; stop(): void }> {
  const script = new URL("./frame_echo_server.ts", import.meta.url);
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script.href],
    stdout: "piped",
  }).spawn();
  const reader = server.stdout.getReader();
  const { value } = await reader.read();
  return { port: Number(new TextDecoder().decode(value)), stop: () => server.kill() };
}

async function benchEcho(connections: number): Promise<void> {
  const { port, stop } = await startServer();
  console.log(`echo, ${connections} connections: CPU of the client per message, medians of ${ROUNDS} rounds`);
  const kinds: Record<string, Open> = {
    minimal: openMinimal,
    wire: openTransport("wire"),
    native: openTransport("native"),
  };
  for (const [size, depth] of [[64, 1], [1024, 1], [65_536, 1], [64, 32]] as const) {
    const loads = await Promise.all(Object.values(kinds).map((open) => open(port, connections, size, depth)));
    const rounds: number[][] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      const costs = [];
      for (const load of loads) costs.push(await measure(load));
      if (round >= WARM_UP_ROUNDS) rounds.push(costs);
    }
    const columns = Object.keys(kinds).map((kind, i) => {
      const cost = median(rounds.map((costs) => costs[i]!));
      return `${kind} ${cost.toFixed(2)} µs (${percent(median(rounds.map((costs) => costs[0]! / costs[i]!)))})`;
    });
    console.log(`${String(size).padStart(6)} B, ${String(depth).padStart(2)} in flight: ${columns.join(", ")}`);
    for (const load of loads) load.close();
    await sleep(300);
  }
  stop();
}

async function benchIdle(connections: number): Promise<void> {
  const { port, stop } = await startServer();
  for (const name of ["wire", "native"] as const) {
    const before = resident();
    const started = performance.now();
    const load = await openTransport(name)(port, connections, 64, 1);
    const opened = performance.now() - started;
    await sleep(2000);
    const each = (resident() - before) / connections;
    console.log(
      `${name}: ${connections} open in ${opened.toFixed(0)} ms, ${(each / 1024).toFixed(1)} KB resident each`,
    );
    load.close();
    await sleep(1000);
  }
  stop();
}

function resident(): number {
  return Deno.memoryUsage().rss;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

const [what = "echo", count] = Deno.args;
if (what === "echo") await benchEcho(Number(count ?? 256));
else if (what === "idle") await benchIdle(Number(count ?? 5000));
else await benchCodec();
Deno.exit();
