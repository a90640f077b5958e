/** Scripts that meet hostile servers: what they are told, what is counted, and that their other sockets do not notice. */

import type { RunSettings } from "../../src/engine/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { startWsPeer } from "../support/echo_peers.ts";
import { RawPeer } from "../support/raw_peer.ts";
import { runScript, type ScriptRun } from "../support/run_script.ts";
import { HOSTILE_PEERS, type HostilePeer, STRICTLY_HOSTILE_PEERS } from "./hostile_peers.ts";

type Module = "websockets" | "ws";

const GROUPS: [standard: string, peers: readonly HostilePeer[], settings: Partial<RunSettings>][] = [
  ["by any standard", HOSTILE_PEERS, {}],
  ["where texts must be UTF-8 and messages small", STRICTLY_HOSTILE_PEERS, { strictUtf8: true, maxMessageSize: 1000 }],
];

/** Meets all servers at once, and asks an ordinary one for an echo whenever one of them is done. */
const WEBSOCKETS_SCRIPT = `
import { WebSocket } from "k6/websockets";

const peers = JSON.parse(__ENV.PEERS);

function meet({ id, url, params, answers }, done) {
  const say = (...words) => console.log([id, ...words].filter((word) => word !== "").join(" "));
  const ws = new WebSocket(url, null, { ...params, tags: { peer: id } });
  ws.onopen = () => say("open");
  ws.onmessage = (e) => { say("message", e.data); if (answers) ws.send("hello"); };
  ws.onping = () => say("ping");
  ws.onerror = (e) => say("error", e.error);
  ws.onclose = (e) => { say("close", e.code ?? "-", e.reason); done(id); };
}

export default function () {
  const steady = new WebSocket(__ENV.STEADY, null, { tags: { peer: "steady" } });
  const done = (id) => steady.send(id);
  let echoes = 0;
  steady.onopen = () => { for (const peer of peers) meet(peer, done); };
  steady.onmessage = () => { if (++echoes === peers.length) steady.close(); };
  steady.onclose = (e) => console.log("steady", echoes, e.code);
}`;

/** Meets one server after the other, while another VU talks to an ordinary one. */
const WS_SCRIPT = `
import ws from "k6/ws";

const peers = JSON.parse(__ENV.PEERS);

function meet({ id, url, params, answers }) {
  const say = (...words) => console.log([id, ...words].filter((word) => word !== "").join(" "));
  const response = ws.connect(url, { ...params, tags: { peer: id } }, (socket) => {
    socket.on("open", () => say("open"));
    socket.on("message", (data) => { say("message", data); if (answers) socket.send("hello"); });
    socket.on("binaryMessage", (data) => say("message", data));
    socket.on("ping", () => say("ping"));
    socket.on("error", (e) => say("error", e.error()));
    socket.on("close", (code) => say("close", code));
  });
  say("returned", response.status, response.body, response.error);
}

export function hostile() {
  for (const peer of peers) meet(peer);
}

export function steady() {
  let echoes = 0;
  ws.connect(__ENV.STEADY, { tags: { peer: "steady" } }, (socket) => {
    socket.on("open", () => socket.send("echo"));
    socket.on("message", () => { if (++echoes === peers.length) socket.close(1000); else socket.send("echo"); });
    socket.on("close", (code) => console.log("steady", echoes, code));
  });
}`;

/** A server of the table with its address. */
interface Listening {
  readonly id: string;
  readonly peer: HostilePeer;
  readonly server: RawPeer | undefined;
  readonly url: string;
}

async function listen(peers: readonly HostilePeer[], stack: AsyncDisposableStack): Promise<Listening[]> {
  const listening: Listening[] = [];
  for (const [index, peer] of peers.entries()) {
    const server = peer.script && stack.use(await RawPeer.listen(peer.script, peer.options));
    listening.push({ id: `p${index}`, peer, server, url: server?.url ?? "ws://127.0.0.1:1" });
  }
  return listening;
}

function run(
  module: Module,
  peers: readonly Listening[],
  steady: string,
  settings: Partial<RunSettings>,
): Promise<ScriptRun> {
  const described = peers.map(({ id, url, peer }) => ({
    id,
    url,
    answers: peer.answers === true,
    params: peer.compresses ? { compression: "deflate" } : {},
  }));
  const metrics = ["ws_sessions", "ws_msgs_received", "ws_session_duration", "ws_connecting"];
  const ids = [...peers.map(({ id }) => id), "steady"];
  const thresholds = Object.fromEntries(
    ids.flatMap((id) => metrics.map((name) => [`${name}{peer:${id}}`, []])),
  );
  const scenario = { executor: "per-vu-iterations", vus: 1, iterations: 1 };
  const scenarios = module === "websockets"
    ? { hostile: scenario }
    : { hostile: { ...scenario, exec: "hostile" }, steady: { ...scenario, exec: "steady" } };
  return runScript(module === "websockets" ? WEBSOCKETS_SCRIPT : WS_SCRIPT, {
    options: { scenarios, thresholds, summaryTrendStats: ["count"] },
    env: { PEERS: JSON.stringify(described), STEADY: steady },
    settings,
  });
}

/** How many samples of a metric were tagged with a peer; for counters their sum. */
function count({ summary }: ScriptRun, metric: string, id: string): number {
  const values: Record<string, number> = summary?.metrics[`${metric}{peer:${id}}`]?.values ?? {};
  return values.count ?? 0;
}

for (const module of ["websockets", "ws"] as const) {
  for (const [standard, peers, settings] of GROUPS) {
    Deno.test(`k6/${module} tells scripts of servers that are hostile ${standard}, and nothing else suffers`, async (t) => {
      await using stack = new AsyncDisposableStack();
      const listening = await listen(peers, stack);
      const steady = stack.use(await startWsPeer());
      const result = await run(module, listening, steady.url, settings);
      assertEquals([result.errors, result.warnings], [[], []]);
      assert(result.lines.includes(`steady ${peers.length} 1000`), "the ordinary socket did not get through");
      assertEquals(count(result, "ws_msgs_received", "steady"), peers.length);
      for (const each of listening) await t.step(each.peer.name, () => check(module, each, result));
    });
  }
}

async function check(module: Module, { id, peer, server }: Listening, result: ScriptRun): Promise<void> {
  const { ending, lines = [], closeFrame } = peer;
  const said = result.lines.filter((line) => line.startsWith(`${id} `)).map((line) => line.slice(id.length + 1));
  assertEquals(said.map((line) => line.replaceAll(/127\.0\.0\.1:\d+/g, "ADDRESS")), [
    ...ending.opens ? ["open"] : [],
    ...lines,
    ...ending[module],
  ]);
  const messages = lines.filter((line) => line.startsWith("message")).length;
  const metrics = ["ws_sessions", "ws_connecting", "ws_msgs_received", "ws_session_duration"];
  // A session of k6/ws has a duration even if there never was one.
  const durations = ending.opens || module === "ws" ? 1 : 0;
  assertEquals(metrics.map((name) => count(result, name, id)), [1, 1, messages, durations]);
  if (server === undefined || !ending.opens) return;
  const connection = await server.connection();
  if (closeFrame !== undefined) {
    await connection.until(({ over }) => over !== undefined || connection.closeFrame !== undefined);
  }
  assertEquals(connection.closeFrame, closeFrame);
}
