/** How sessions of `k6/ws` end: each cause with its events, its close code and what the server gets of it. */

import { assertEquals } from "../../support/assert.ts";
import { EVENT_LOG } from "../../support/event_log.ts";
import { type PeerScript, RawPeer } from "../../support/raw_peer.ts";
import { recordSamples } from "../../support/recorded_run.ts";
import { checkRows } from "../../support/script_table.ts";

/** A cause: what the peer does after the handshake, what the script does, and what comes of it. */
interface Cause {
  readonly name: string;
  /** Default: nothing. */
  readonly peer?: PeerScript;
  /** Code with `socket` and `log`. Default: nothing. */
  readonly code?: string;
  readonly log: readonly unknown[];
  /** The frames that the server gets, in hexadecimal digits: the first byte, a colon, the payload. */
  readonly frames: readonly string[];
}

function sends(hex: string): PeerScript {
  return (connection) => connection.writeHex(hex);
}

function closeError(code: number, text: string, meaning: string): unknown[] {
  return ["error", { error: `websocket: close ${code} ${meaning}${text && `: ${text}`}`, code, text }];
}

const UNEXPECTED_EOF = closeError(1006, "unexpected EOF", "(abnormal closure)");
const AFTER_CLOSE = [["error", { error: "websocket: close sent" }]];

const CAUSES: Cause[] = [
  {
    name: "close() sends 1001",
    code: "socket.close()",
    log: [["close", 1001], ["open"], ["returned", 101]],
    frames: ["88:03e9"],
  },
  {
    name: "close with a code",
    code: "socket.close(1000)",
    log: [["close", 1000], ["open"], ["returned", 101]],
    frames: ["88:03e8"],
  },
  {
    name: "close with a code of one's own",
    code: "socket.close(4999)",
    log: [["close", 4999], ["open"], ["returned", 101]],
    frames: ["88:1387"],
  },
  {
    name: "close with a fraction",
    code: "socket.close(1002.9)",
    log: [["close", 1002], ["open"], ["returned", 101]],
    frames: ["88:03ea"],
  },
  {
    name: "close with text that is a number",
    code: `socket.close("3000")`,
    log: [["close", 3000], ["open"], ["returned", 101]],
    frames: ["88:0bb8"],
  },
  {
    name: "a code without a place in a close frame",
    code: "socket.close(70000)",
    log: [["close", 70000], ["open"], ["returned", 101]],
    frames: ["88:1170"],
  },
  {
    name: "a negative code",
    code: "socket.close(-1)",
    log: [["close", -1], ["open"], ["returned", 101]],
    frames: ["88:ffff"],
  },
  {
    name: "a code that is no number",
    code: `socket.close("x")`,
    log: [["close", 0], ["open"], ["returned", 101]],
    frames: ["88:0000"],
  },
  {
    name: "close with 1005 has no payload",
    code: "socket.close(1005)",
    log: [["close", 1005], ["open"], ["returned", 101]],
    frames: ["88:"],
  },
  {
    name: "only the first close counts",
    code: `socket.on("open", () => { socket.close(1000); socket.close(1001) })`,
    log: [["open"], ["close", 1000], ["returned", 101]],
    frames: ["88:03e8"],
  },
  {
    name: "what is sent before a close goes before it",
    code: `socket.on("open", () => { socket.send("a"); socket.close(1000) })`,
    log: [["open"], ["close", 1000], ["returned", 101]],
    frames: ["81:61", "88:03e8"],
  },
  {
    name: "after a close each send is an error event",
    code:
      `socket.on("open", () => { socket.close(); log.push(["closed"]); socket.send("a"); socket.sendBinary(new ArrayBuffer(1)); socket.ping() })`,
    log: [["open"], ["close", 1001], ["closed"], ...AFTER_CLOSE, ...AFTER_CLOSE, ...AFTER_CLOSE, ["returned", 101]],
    frames: ["88:03e9"],
  },
  {
    name: "the rest of a handler and the other handlers run after a close, further messages do not come",
    peer: sends("8101 61 8101 62"),
    code:
      `socket.on("message", (m) => { socket.close(); log.push(["rest", m]) }); socket.on("message", (m) => log.push(["other", m]))`,
    log: [["open"], ["message", "a"], ["close", 1001], ["rest", "a"], ["other", "a"], ["returned", 101]],
    frames: ["88:03e9"],
  },
  {
    name: "the server closes with 1000",
    peer: sends("8802 03e8"),
    log: [["open"], ["close", 1000], ["returned", 101]],
    frames: ["88:03e8"],
  },
  {
    name: "the server closes with 1001 and a reason",
    peer: sends("8805 03e9 627965"),
    log: [["open"], ["close", 1001], ["returned", 101]],
    frames: ["88:03e9"],
  },
  {
    name: "the server closes with another code",
    peer: sends("8802 03f3"),
    log: [["open"], closeError(1011, "", "(internal server error)"), ["close", 1011], ["returned", 101]],
    frames: ["88:03f3"],
  },
  {
    name: "the server closes with a code of its own and a reason",
    peer: sends("8805 0fa0 627965"),
    log: [["open"], ["error", { error: "websocket: close 4000: bye", code: 4000, text: "bye" }], ["close", 4000], [
      "returned",
      101,
    ]],
    frames: ["88:0fa0"],
  },
  {
    name: "the server closes without a code",
    peer: sends("8800"),
    log: [["open"], closeError(1005, "", "(no status)"), ["close", 1005], ["returned", 101]],
    frames: ["88:"],
  },
  {
    name: "TCP ends without a close frame",
    peer: (connection) => connection.end(),
    log: [["open"], UNEXPECTED_EOF, ["close", 1006], ["returned", 101]],
    frames: [],
  },
  {
    name: "TCP ends within a frame",
    peer: (connection) => {
      connection.writeHex("8105 61");
      connection.end();
    },
    log: [["open"], UNEXPECTED_EOF, ["close", 1006], ["returned", 101]],
    frames: [],
  },
  {
    name: "a message in pieces with a ping between them",
    peer: sends("0101 61 8901 70 8001 62 8802 03e8"),
    log: [["open"], ["ping"], ["message", "ab"], ["close", 1000], ["returned", 101]],
    frames: ["8a:70", "88:03e8"],
  },
  {
    name: "text that is not UTF-8 arrives with replacement characters",
    peer: sends("8102 c328 8802 03e8"),
    log: [["open"], ["message", "\ufffd("], ["close", 1000], ["returned", 101]],
    frames: ["88:03e8"],
  },
  {
    name: "a close in the error handler of the server's close comes first",
    peer: sends("8802 0fa0"),
    code: `socket.on("error", () => socket.close(1000))`,
    log: [["open"], ["error", { error: "websocket: close 4000", code: 4000, text: "" }], ["close", 1000], [
      "returned",
      101,
    ]],
    frames: ["88:0fa0"],
  },
  {
    name: "a close in a close handler does nothing",
    code: `socket.on("close", () => socket.close(1000)); socket.on("open", () => socket.close(3000))`,
    log: [["open"], ["close", 3000], ["returned", 101]],
    frames: ["88:0bb8"],
  },
  {
    name: "a send in a close handler is an error event",
    code: `socket.on("close", () => socket.send("x")); socket.on("open", () => socket.close(3000))`,
    log: [["open"], ["close", 3000], ...AFTER_CLOSE, ["returned", 101]],
    frames: ["88:0bb8"],
  },
  {
    name: "of two exceptions the first one comes out",
    code:
      `socket.on("close", () => { throw new Error("second") }); socket.on("open", () => { throw new Error("first") })`,
    log: [["open"], ["close", 1001], ["threw", "Error: first"]],
    frames: ["88:03e9"],
  },
  {
    name: "messages before a close frame arrive",
    peer: sends("8101 61 8202 0102 8802 03e8"),
    log: [["open"], ["message", "a"], ["binaryMessage", { bytes: [1, 2] }], ["close", 1000], ["returned", 101]],
    frames: ["88:03e8"],
  },
];

/** Runs the script of one cause. Frames that the server never gets to see are left out of what it got. */
async function observe({ peer: script, code = "" }: Omit<Cause, "log" | "frames">, isReset = false) {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await script?.(connection);
    await connection.until(({ over }) => over !== undefined);
    connection.destroy();
  });
  const run = await recordSamples(`${EVENT_LOG}
    export default function () { console.log(JSON.stringify(record(${
    JSON.stringify(peer.url)
  }, (socket, log) => { ${code} }))) }`);
  assertEquals(run.errors, []);
  const connection = await peer.connection();
  if (!isReset) await connection.until(({ over }) => over !== undefined);
  const frames = connection.frames().map(({ first, payload }) => `${first.toString(16)}:${payload.toString("hex")}`);
  return { run, log: JSON.parse(run.lines[0]!) as unknown, frames };
}

for (const cause of CAUSES) {
  Deno.test(cause.name, async () => {
    const { log, frames } = await observe(cause);
    assertEquals({ log, frames }, { log: [...cause.log], frames: [...cause.frames] });
  });
}

Deno.test("a reset is an error with its reason, and 1001", async () => {
  const { log } = await observe({ name: "", peer: (connection) => connection.reset() }, true);
  assertEquals(log, [
    ["open"],
    ["error", { error: (log as { error: string }[][])[1]![1]!.error }],
    ["close", 1001],
    ["returned", 101],
  ]);
});

Deno.test("a protocol violation is an error of the close frame that cannot be sent any more, and 1001", async () => {
  const { log } = await observe({ name: "", peer: sends("8301 61") });
  assertEquals(log, [["open"], ["error", { error: "websocket: close sent" }], ["close", 1001], ["returned", 101]]);
});

Deno.test("an undefined close code is the default one", async () => {
  const { log, frames } = await observe({ name: "", code: "socket.close(undefined)" });
  assertEquals({ log, frames }, { log: [["close", 1001], ["open"], ["returned", 101]], frames: ["88:03e9"] });
});

Deno.test("the error object is no Error: it has error(), its text as string, and code and text for closes only", async (t) => {
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.writeHex("8805 0fa0 627965");
  });
  const first =
    `{ let seen; ws.connect("${peer.url}", (socket) => socket.on("error", (e) => { seen ??= read(e) })); return seen }`;
  const late =
    `{ let seen; ws.connect("${peer.url}", (socket) => { socket.close(); socket.on("error", (e) => { seen ??= read(e) }); socket.send("x") }); return seen }`;
  await checkRows(t, [
    {
      name: "of a close",
      code: first,
      gives: [false, "websocket: close 4000: bye", "websocket: close 4000: bye", 4000, "bye"],
    },
    { name: "of a send", code: late, gives: [false, "websocket: close sent", "websocket: close sent", null, null] },
  ], { prelude: `${EVENT_LOG} const read = (e) => [e instanceof Error, e.error(), String(e), e.code, e.text];` });
});
