/** Servers that do everything wrong that a server can do, and how the scripts of both modules learn of it. */

import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import type { PeerScript, RawConnection, RawPeerOptions } from "../support/raw_peer.ts";

/** What scripts say of the end of a session. */
interface Ending {
  /** `error …` and `close …` events of `k6/websockets`; `-` stands for a missing code. */
  readonly websockets: readonly string[];
  /** The same of `k6/ws`, and what `connect` returned: status, and body or error. */
  readonly ws: readonly string[];
  /** Whether the handshake succeeded. */
  readonly opens: boolean;
}

/** One server. */
export interface HostilePeer {
  readonly name: string;
  /** `undefined`: nobody listens. */
  readonly script?: PeerScript;
  readonly options?: RawPeerOptions;
  /** The script asks for compression. */
  readonly compresses?: boolean;
  /** The script answers messages. */
  readonly answers?: boolean;
  /** What the script says before the end. */
  readonly lines?: readonly string[];
  readonly ending: Ending;
  /** The close frame that the server gets. */
  readonly closeFrame?: string;
}

const VIOLATION: Ending = {
  opens: true,
  websockets: ["close -"],
  ws: ["error websocket: close sent", "close 1001", "returned 101"],
};

/** What only squall refuses, or k6 says nothing of: the script is told why. */
function refusedMessage(reason: string): Ending {
  return { ...VIOLATION, websockets: [`error websocket: ${reason}`, "close -"] };
}

const EOF: Ending = {
  opens: true,
  websockets: [
    "error websocket: close 1006 (abnormal closure): unexpected EOF",
    "close 1006 unexpected EOF",
  ],
  ws: ["error websocket: close 1006 (abnormal closure): unexpected EOF", "close 1006", "returned 101"],
};
const RESET: Ending = {
  opens: true,
  websockets: ["close -"],
  ws: ["error read tcp ADDRESS->ADDRESS: read: connection reset by peer", "close 1001", "returned 101"],
};

function closed(code: number, reason: string, error?: string): Ending {
  const errors = error === undefined ? [] : [`error ${error}`];
  return {
    opens: true,
    websockets: [...errors, `close ${code} ${reason}`.trim()],
    ws: [...errors, `close ${code}`, "returned 101"],
  };
}

function refused(status: number, body: string, error = "websocket: bad handshake"): Ending {
  return { opens: false, websockets: [`error ${error}`, "close -"], ws: [`returned ${status} ${body}`.trim()] };
}

function unreached(error: string): Ending {
  return { opens: false, websockets: [`error ${error}`, "close -"], ws: [`returned 0 ${error}`] };
}

function frames(hex: string, headers = ""): PeerScript {
  return (connection) => {
    connection.accept(headers);
    connection.writeHex(hex);
  };
}

function answer(text: string): PeerScript {
  return (connection) => {
    connection.write(text);
    connection.end();
  };
}

async function trickle(connection: RawConnection): Promise<void> {
  const bytes = Buffer.concat([Buffer.from(connection.acceptText()), Buffer.from("8103c3a921890170880203e8", "hex")]);
  for (const byte of bytes) {
    connection.write(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const COMPRESSED =
  "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n";

/** A frame of 50 MB of zeros in 50 KB. */
function bomb(): string {
  const payload = deflateRawSync(Buffer.alloc(50_000_000), { finishFlush: 2 }).subarray(0, -4);
  const header = Buffer.of(0xc2, 126, payload.length >> 8, payload.length & 255);
  return Buffer.concat([header, payload]).toString("hex");
}

const UPGRADE = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

/** The handshake goes wrong. */
const UNWILLING: readonly HostilePeer[] = [
  { name: "refuses", ending: unreached("dial tcp ADDRESS: connect: connection refused") },
  {
    name: "resets before the response",
    script: (connection) => connection.reset(),
    ending: unreached("read tcp ADDRESS->ADDRESS: read: connection reset by peer"),
  },
  { name: "ends before the response", script: (connection) => connection.end(), ending: unreached("unexpected EOF") },
  {
    name: "speaks HTTP",
    script: answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"),
    ending: refused(200, "<html>"),
  },
  { name: "says no", script: answer("HTTP/1.1 403 No\r\n\r\nnot you"), ending: refused(403, "not you") },
  {
    name: "sends us elsewhere",
    script: answer("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
    ending: refused(302, ""),
  },
  {
    name: "speaks something else",
    script: answer("SSH-2.0-OpenSSH_9.2\r\n"),
    ending: unreached('malformed HTTP response "SSH-2.0-OpenSSH_9.2"'),
  },
  {
    name: "sends a wrong accept key",
    script: (connection) => connection.write(`${UPGRADE}Sec-WebSocket-Accept: AAAA\r\n\r\n`),
    ending: refused(101, ""),
  },
  {
    name: "compresses without being asked",
    script: frames("", COMPRESSED),
    ending: refused(101, "", "websocket: invalid compression negotiation"),
  },
  {
    name: "keeps its window although asked to forget it",
    script: frames("", "Sec-WebSocket-Extensions: permessage-deflate\r\n"),
    compresses: true,
    ending: refused(101, "", "websocket: invalid compression negotiation"),
  },
  {
    name: "sends headers without end",
    script: (connection) => connection.write(`HTTP/1.1 101 x\r\nA: ${"x".repeat(100_000)}`),
    ending: unreached("net/http: server response headers exceeded 65536 bytes; aborted"),
  },
];

/** The handshake goes well, and then a rule is broken. */
const UNRULY: readonly HostilePeer[] = [
  {
    name: "masks",
    script: frames("81026869 8182000000006869"),
    lines: ["message hi"],
    ending: VIOLATION,
    closeFrame: "1002 bad MASK",
  },
  {
    name: "sends a bad opcode",
    script: frames("81026869 8300 81026869"),
    lines: ["message hi"],
    ending: VIOLATION,
    closeFrame: "1002 bad opcode 3",
  },
  { name: "sets RSV1", script: frames("c1026869"), ending: VIOLATION, closeFrame: "1002 RSV1 set" },
  { name: "sets RSV2 and RSV3", script: frames("b1026869"), ending: VIOLATION, closeFrame: "1002 RSV2 set, RSV3 set" },
  {
    name: "sends an oversized ping",
    script: frames(`897e007e${"00".repeat(126)}`),
    ending: VIOLATION,
    closeFrame: "1002 len > 125 for control",
  },
  { name: "fragments a ping", script: frames("0900"), ending: VIOLATION, closeFrame: "1002 FIN not set on control" },
  {
    name: "begins a message inside of a message",
    script: frames("010161 810162"),
    ending: VIOLATION,
    closeFrame: "1002 data before FIN",
  },
  { name: "continues nothing", script: frames("8000"), ending: VIOLATION, closeFrame: "1002 continuation after FIN" },
  {
    name: "announces 2^63 bytes",
    script: frames("827f8000000000000000"),
    ending: VIOLATION,
    closeFrame: "1002 bad payload length",
  },
  {
    name: "announces 8 EB",
    script: frames("827f7fffffffffffffff"),
    ending: refusedMessage("message too big"),
    closeFrame: "1009 message too big",
  },
  {
    name: "never ends a message",
    script: frames(`0100${"0000".repeat(70_000)}`),
    ending: refusedMessage("too many empty fragments"),
    closeFrame: "1008 too many empty fragments",
  },
  {
    name: "closes with a bad code",
    script: frames("8802 03ed"),
    ending: VIOLATION,
    closeFrame: "1002 bad close code 1005",
  },
  {
    name: "closes with half a code",
    script: frames("8801 03"),
    ending: VIOLATION,
    closeFrame: "1002 bad close payload",
  },
  {
    name: "sends a bomb",
    script: frames(bomb(), COMPRESSED),
    compresses: true,
    ending: refusedMessage("message too big"),
    closeFrame: "1009 message too big",
  },
  {
    name: "sends what cannot be inflated",
    script: frames("c101ff", COMPRESSED),
    compresses: true,
    ending: refusedMessage("invalid deflate data"),
    closeFrame: "1007 invalid deflate data",
  },
];

/** No rule is broken, but it is not nice. */
const RUDE: readonly HostilePeer[] = [
  {
    name: "sends a text that is not UTF-8",
    script: frames("810661eda080e282 880203e8"),
    lines: ["message a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"],
    ending: closed(1000, ""),
    closeFrame: "1000 ",
  },
  {
    name: "goes on after its close frame",
    script: frames("81026869 880503e9627965 81026869 8300 ffff"),
    lines: ["message hi"],
    ending: closed(1001, "bye"),
    closeFrame: "1001 ",
  },
  {
    name: "closes with an error",
    script: frames("8805 03f3 6f6f70"),
    ending: closed(1011, "oop", "websocket: close 1011 (internal server error): oop"),
    closeFrame: "1011 ",
  },
  {
    name: "closes without a code",
    script: frames("8800"),
    ending: closed(1005, "", "websocket: close 1005 (no status)"),
    closeFrame: "",
  },
  {
    name: "sends one byte at a time",
    script: trickle,
    lines: ["message é!", "ping"],
    ending: closed(1000, ""),
    closeFrame: "1000 ",
  },
  {
    name: "fragments a character and pings in between",
    script: frames("0101c3 890131 8001a9 880203e8"),
    lines: ["ping", "message é"],
    ending: closed(1000, ""),
    closeFrame: "1000 ",
  },
  {
    name: "hangs up in the middle of a frame",
    script: (connection) => {
      frames("81026869 8105 6869")(connection);
      connection.end();
    },
    lines: ["message hi"],
    ending: EOF,
  },
  {
    name: "resets in the middle of a frame",
    script: async (connection) => {
      frames("81026869 8105 6869")(connection);
      await connection.until(({ received }) => received.length > 0);
      connection.reset();
    },
    answers: true,
    lines: ["message hi"],
    ending: RESET,
  },
];

/** What is refused only when the run asks for UTF-8 and for messages of at most 1,000 bytes. */
export const STRICTLY_HOSTILE_PEERS: readonly HostilePeer[] = [
  {
    name: "sends a text that is not UTF-8",
    script: frames("8102c3a9 810261ff"),
    lines: ["message é"],
    ending: refusedMessage("invalid utf8 payload in text message"),
    closeFrame: "1007 invalid utf8 payload in text message",
  },
  {
    name: "fragments a character that does not end",
    script: frames("0101c3 8001a9 0101c3 800141"),
    lines: ["message é"],
    ending: refusedMessage("invalid utf8 payload in text message"),
    closeFrame: "1007 invalid utf8 payload in text message",
  },
  {
    name: "sends too large a message",
    script: frames(`81026869 827e03e9${"00".repeat(1001)}`),
    lines: ["message hi"],
    ending: refusedMessage("message too big"),
    closeFrame: "1009 message too big",
  },
  {
    name: "sends too large a message in pieces",
    script: frames(`027e03e8${"00".repeat(1000)} 800100`),
    ending: refusedMessage("message too big"),
    closeFrame: "1009 message too big",
  },
  {
    name: "sends too large a message compressed",
    script: frames(bomb(), COMPRESSED),
    compresses: true,
    ending: refusedMessage("message too big"),
    closeFrame: "1009 message too big",
  },
];

/** All that is hostile by any standard. */
export const HOSTILE_PEERS: readonly HostilePeer[] = [...UNWILLING, ...UNRULY, ...RUDE];
