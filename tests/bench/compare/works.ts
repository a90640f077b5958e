/** The works of the comparison: scripts that run unchanged under k6 and here, and what counts as one of their units. */

/** What a work is measured by. */
export type Measure =
  /** Units that the server counts, per second of the client's CPU time. */
  | { readonly kind: "rate"; readonly unit: "received" | "sent" | "closed" }
  /** Resident memory per VU once `sockets` are open, in KB; the whole process, start-up included. */
  | { readonly kind: "memory"; readonly vus: number }
  /** From the start of the process to its end, in milliseconds. */
  | { readonly kind: "time" };

/** One work. */
export interface Work {
  readonly doc: string;
  readonly script: string;
  readonly measure: Measure;
  /** Flags that both programs know. */
  readonly flags: readonly string[];
  /** The arguments of the limit client behind its port, where there is a limit to compare with. */
  readonly limit?: readonly [connections: number, size: number, depth: number];
  readonly tls?: true;
}

const RECEIVED = { kind: "rate", unit: "received" } as const;

/** An echo with `k6/websockets`: each VU keeps `depth` messages in flight. */
function echo(message: string, depth = 1): string {
  return `import { WebSocket } from "k6/websockets";
const message = ${message};
export default function () {
  const socket = new WebSocket(__ENV.URL + "/echo");
  socket.binaryType = "arraybuffer";
  socket.onopen = () => { for (let i = 0; i < ${depth}; i++) socket.send(message); };
  socket.onmessage = () => socket.send(message);
}`;
}

function text(size: number): string {
  return `"a".repeat(${size})`;
}

const ECHO_WS = `import ws from "k6/ws";
const message = ${text(64)};
export default function () {
  ws.connect(__ENV.URL + "/echo", (socket) => {
    socket.on("open", () => socket.send(message));
    socket.on("message", () => socket.send(message));
  });
}`;

const PUSH = `import { check } from "k6";
import { WebSocket } from "k6/websockets";
export default function () {
  const socket = new WebSocket(__ENV.URL + "/push?rate=20000");
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    check(message, { "is a chat message": ({ type }) => type === "CHAT_MSG", "has a text": ({ text }) => text !== "" });
  };
}`;

const CHURN = `import { WebSocket } from "k6/websockets";
export default function () {
  const socket = new WebSocket(__ENV.URL + "/echo");
  socket.onopen = () => socket.send("hello");
  socket.onmessage = () => socket.close();
}`;

const CHURN_WS = `import ws from "k6/ws";
export default function () {
  ws.connect(__ENV.URL + "/echo", (socket) => {
    socket.on("open", () => socket.send("hello"));
    socket.on("message", () => socket.close());
  });
}`;

const IDLE = `import { WebSocket } from "k6/websockets";
export default function () {
  const socket = new WebSocket(__ENV.URL + "/echo");
  socket.onopen = () => setInterval(() => socket.ping(), 10000);
}`;

/** Far longer than anything is measured. */
const LOAD = ["-d", "10m"];

/** The works by name. */
export const WORKS: Readonly<Record<string, Work>> = {
  "echo": {
    doc: "256 sockets, one 64-byte message in flight each, k6/websockets",
    script: echo(text(64)),
    measure: RECEIVED,
    flags: ["-u", "256", ...LOAD],
    limit: [256, 64, 1],
  },
  "echo-ws": {
    doc: "the same through k6/ws",
    script: ECHO_WS,
    measure: RECEIVED,
    flags: ["-u", "256", ...LOAD],
    limit: [256, 64, 1],
  },
  "echo-4k": {
    doc: "the same with texts of 4 KB",
    script: echo(text(4096)),
    measure: RECEIVED,
    flags: ["-u", "256", ...LOAD],
    limit: [256, 4096, 1],
  },
  "echo-4k-binary": {
    doc: "the same with 4 KB of bytes",
    script: echo("new Uint8Array(4096).buffer"),
    measure: RECEIVED,
    flags: ["-u", "256", ...LOAD],
    limit: [256, 4096, 1],
  },
  "echo-64k": {
    doc: "the same with texts of 64 KB",
    script: echo(text(65_536)),
    measure: RECEIVED,
    flags: ["-u", "256", ...LOAD],
    limit: [256, 65_536, 1],
  },
  "echo-wss": {
    doc: "the 64-byte echo over TLS",
    script: echo(text(64)),
    measure: RECEIVED,
    flags: ["-u", "256", "--insecure-skip-tls-verify", ...LOAD],
    tls: true,
  },
  "pipelined": {
    doc: "16 sockets, 64 messages in flight each",
    script: echo(text(64), 64),
    measure: RECEIVED,
    flags: ["-u", "16", ...LOAD],
    limit: [16, 64, 64],
  },
  "push": {
    doc: "20,000 JSON messages a second from the server to 1,000 sockets, parsed and checked",
    script: PUSH,
    measure: { kind: "rate", unit: "sent" },
    flags: ["-u", "1000", ...LOAD],
  },
  "churn": {
    doc: "connect, one echo, close; 64 at a time, k6/websockets",
    script: CHURN,
    measure: { kind: "rate", unit: "closed" },
    flags: ["-u", "64", ...LOAD],
  },
  "churn-ws": {
    doc: "the same through k6/ws",
    script: CHURN_WS,
    measure: { kind: "rate", unit: "closed" },
    flags: ["-u", "64", ...LOAD],
  },
  "idle": {
    doc: "15,000 VUs with one open socket each, a ping every 10 s",
    script: IDLE,
    measure: { kind: "memory", vus: 15_000 },
    flags: ["-u", "15000", ...LOAD],
  },
  "start": {
    doc: "one iteration of an empty function",
    script: "export default function () {}",
    measure: { kind: "time" },
    flags: [],
  },
};
