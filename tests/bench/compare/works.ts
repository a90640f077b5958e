/** The works of the comparison: scripts that run unchanged under k6 and here, and what counts as one of their units. */

/** What a work is measured by. */
export type Measure =
  /**
   * Units that the server counts, per second of the client's CPU time. What a client receives only shows in what it
   * sends back: `each` is then how many units one message of it stands for.
   */
  | { readonly kind: "rate"; readonly unit: "received" | "closed"; readonly each?: number }
  /** Resident memory per VU once `sockets` are open, in KB; the whole process, start-up included. */
  | { readonly kind: "memory"; readonly vus: number }
  /** From the start of the process to its end, in milliseconds. */
  | { readonly kind: "time" }
  /** The most resident memory from the start of the process to its end, in MB. */
  | { readonly kind: "peak" };

/** One work. */
export interface Work {
  readonly doc: string;
  readonly script: string;
  readonly measure: Measure;
  /** Flags that both programs know. */
  readonly flags: readonly string[];
  /** Flags that only squall knows. */
  readonly ownFlags?: readonly string[];
  /** The arguments of the limit client behind its port, where there is a limit to compare with. */
  readonly limit?: readonly [connections: number, size: number, depth: number];
  readonly tls?: true;
  /** For how many virtual users, each with a message in flight, artillery can do the same. */
  readonly artillery?: { readonly users: number; readonly message: string };
  /** Whether the script imports `./lodash.js`. */
  readonly lodash?: true;
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

/** Messages handled for one that tells the server of them. */
const HANDLED = 20;

const PUSH = `import { check } from "k6";
import { WebSocket } from "k6/websockets";
export default function () {
  const socket = new WebSocket(__ENV.URL + "/push?rate=20000");
  let handled = 0;
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    check(message, { "is a chat message": ({ type }) => type === "CHAT_MSG", "has a text": ({ text }) => text !== "" });
    if (++handled % ${HANDLED} === 0) socket.send("handled");
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
    socket.on("message", () => socket.close(1000));
  });
}`;

const IDLE = `import { WebSocket } from "k6/websockets";
export default function () {
  const socket = new WebSocket(__ENV.URL + "/echo");
  socket.onopen = () => setInterval(() => socket.ping(), 10000);
}`;

const SAMPLES = `import { Trend } from "k6/metrics";
const trend = new Trend("payload_size");
export const options = {
  scenarios: { default: { executor: "shared-iterations", vus: 10, iterations: 100, maxDuration: "10m" } },
  thresholds: { payload_size: ["p(95)<1000000", "max<1000000"] },
};
export default function () {
  for (let i = 0; i < 300000; i++) trend.add(i);
}`;

/** Far longer than anything is measured. */
const LOAD = ["-d", "10m"];

const NOTHING = "export default function () {}";

const IDLE_LODASH: Omit<Work, "doc"> = {
  script: `import _ from "./lodash.js";\n${IDLE.replace("/echo", '/echo?n=" + _.random(9) + "')}`,
  measure: { kind: "memory", vus: 2000 },
  flags: ["-u", "2000", ...LOAD],
  lodash: true,
};

/** The 64-byte echo with other numbers of sockets. */
function growth(sockets: number): Work {
  return {
    doc: `the 64-byte echo on ${sockets.toLocaleString("en")} sockets`,
    script: echo(text(64)),
    measure: RECEIVED,
    flags: ["-u", String(sockets), ...LOAD],
    limit: [sockets, 64, 1],
  };
}

/** The works by name. */
export const WORKS: Readonly<Record<string, Work>> = {
  "echo": {
    doc: "256 sockets, one 64-byte message in flight each, k6/websockets",
    script: echo(text(64)),
    measure: RECEIVED,
    flags: ["-u", "256", ...LOAD],
    limit: [256, 64, 1],
    artillery: { users: 256, message: "a".repeat(64) },
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
    measure: { kind: "rate", unit: "received", each: HANDLED },
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
  "idle-lodash": { ...IDLE_LODASH, doc: "2,000 VUs with one open socket each, the script imports lodash" },
  "idle-lodash-shared": {
    ...IDLE_LODASH,
    doc: "the same, here with `--share lodash.js`",
    ownFlags: ["--share=lodash.js"],
  },
  "init-time": {
    doc: "10,000 VUs initialised, one empty iteration each, to the end of the process",
    script: NOTHING,
    measure: { kind: "time" },
    flags: ["-u", "10000", "-i", "10000"],
  },
  "init-memory": {
    doc: "the same",
    script: NOTHING,
    measure: { kind: "peak" },
    flags: ["-u", "10000", "-i", "10000"],
  },
  ...Object.fromEntries([100, 1000, 5000, 15_000].map((sockets) => [`growth-${sockets}`, growth(sockets)])),
  "samples": {
    doc: "30 million samples into a Trend with thresholds",
    script: SAMPLES,
    measure: { kind: "peak" },
    flags: [],
  },
  "start": {
    doc: "one iteration of an empty function",
    script: NOTHING,
    measure: { kind: "time" },
    flags: [],
  },
};
