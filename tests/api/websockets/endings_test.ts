/** The ways in which a `k6/websockets` socket ends: the events, and the samples of the session. */

import { describeEnd } from "../../../src/api/websockets/closing.ts";
import { assertEquals } from "../../support/assert.ts";
import { type PeerScript, RawPeer } from "../../support/raw_peer.ts";
import { answerClose, closeFrame, serverFrame, textFrame } from "../../support/server_frames.ts";
import { measured, runWebSocketScript, submetrics } from "../../support/websocket_script.ts";

/** One way to end. */
interface Ending {
  readonly peer: PeerScript;
  /** What the script does in `open`. */
  readonly onOpen?: string;
  readonly lines: readonly string[];
  /** ws_sessions, those with status 101, session durations, messages sent, messages received. */
  readonly samples: readonly [number, number, number, number, number];
  /** The close frames that the client sent, as code and reason. */
  readonly closes?: readonly string[];
}

/** Accepts and writes; the rest is up to the client. */
function writing(...frames: readonly Uint8Array[]): PeerScript {
  return (connection) => {
    connection.accept();
    for (const frame of frames) connection.write(frame);
  };
}

const SESSION = [1, 1, 1, 0, 0] as const;
const NO_SESSION = [1, 0, 0, 0, 0] as const;
const OPEN_AND_SILENT_CLOSE = ["1 open", "3 close undefined "] as const;

const ENDINGS: Readonly<Record<string, Ending>> = {
  "a refusal": {
    peer: (connection) => connection.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    lines: ["3 error websocket: bad handshake", "3 close undefined "],
    samples: NO_SESSION,
  },
  "a wrong accept key": {
    peer: (connection) => connection.write(connection.acceptText().replace(/(Accept: ).*/, "$1wrong")),
    lines: ["3 error websocket: bad handshake", "3 close undefined "],
    samples: [1, 1, 0, 0, 0],
  },
  "no word of HTTP": {
    peer: (connection) => connection.write("hello\r\n\r\n"),
    lines: ['3 error malformed HTTP response "hello"', "3 close undefined "],
    samples: NO_SESSION,
  },
  "no answer at all": {
    peer: (connection) => connection.end(),
    lines: ["3 error unexpected EOF", "3 close undefined "],
    samples: NO_SESSION,
  },
  "the server closes with 1000": {
    peer: writing(closeFrame(1000, "done")),
    lines: ["1 open", "3 close 1000 done"],
    samples: SESSION,
    closes: ["1000 "],
  },
  "the server closes with 1001": {
    peer: writing(closeFrame(1001, "away")),
    lines: ["1 open", "3 close 1001 away"],
    samples: SESSION,
    closes: ["1001 "],
  },
  "the server closes with 1011": {
    peer: writing(closeFrame(1011, "oh")),
    lines: ["1 open", "3 error websocket: close 1011 (internal server error): oh", "3 close 1011 oh"],
    samples: SESSION,
    closes: ["1011 "],
  },
  "the server closes with 1008 and no reason": {
    peer: writing(closeFrame(1008)),
    lines: ["1 open", "3 error websocket: close 1008 (policy violation)", "3 close 1008 "],
    samples: SESSION,
    closes: ["1008 "],
  },
  "the server closes with 3000": {
    peer: writing(closeFrame(3000)),
    lines: ["1 open", "3 error websocket: close 3000", "3 close 3000 "],
    samples: SESSION,
    closes: ["3000 "],
  },
  "the server closes without a code": {
    peer: writing(serverFrame(0x88)),
    lines: ["1 open", "3 error websocket: close 1005 (no status)", "3 close 1005 "],
    samples: SESSION,
    closes: [""],
  },
  "TCP ends without a close frame": {
    peer: (connection) => {
      connection.accept();
      connection.end();
    },
    lines: [
      "1 open",
      "3 error websocket: close 1006 (abnormal closure): unexpected EOF",
      "3 close 1006 unexpected EOF",
    ],
    samples: SESSION,
  },
  "TCP is reset": {
    peer: async (connection) => {
      connection.accept();
      await connection.until(({ bytesReceived }) => bytesReceived > 0);
      connection.reset();
    },
    onOpen: "ws.send('x');",
    lines: OPEN_AND_SILENT_CLOSE,
    samples: [1, 1, 1, 1, 0],
  },
  "TCP is reset after our close": {
    peer: async (connection) => {
      connection.accept();
      await connection.until(({ bytesReceived }) => bytesReceived > 0);
      connection.reset();
    },
    onOpen: "ws.close(3001);",
    lines: ["2 open", "3 close 3001 "],
    samples: [1, 1, 1, 1, 0],
  },
  "TCP ends after our close": {
    peer: async (connection) => {
      connection.accept();
      await connection.until(({ bytesReceived }) => bytesReceived > 0);
      connection.end();
    },
    onOpen: "ws.close();",
    lines: [
      "2 open",
      "3 error websocket: close 1006 (abnormal closure): unexpected EOF",
      "3 close 1006 unexpected EOF",
    ],
    samples: [1, 1, 1, 1, 0],
  },
  "an RSV bit": {
    peer: writing(serverFrame(0xc1, "x")),
    lines: OPEN_AND_SILENT_CLOSE,
    samples: SESSION,
    closes: ["1002"],
  },
  "a masked frame": {
    peer: writing(Uint8Array.of(0x81, 0x81, 0, 0, 0, 0, 0x61)),
    lines: OPEN_AND_SILENT_CLOSE,
    samples: SESSION,
    closes: ["1002"],
  },
  "a bad opcode": {
    peer: writing(serverFrame(0x83, "x")),
    lines: OPEN_AND_SILENT_CLOSE,
    samples: SESSION,
    closes: ["1002"],
  },
  "a close code that must not be sent": {
    peer: writing(closeFrame(1006)),
    lines: OPEN_AND_SILENT_CLOSE,
    samples: SESSION,
    closes: ["1002"],
  },
  "an oversized control frame": {
    peer: writing(serverFrame(0x89, "x".repeat(126))),
    lines: OPEN_AND_SILENT_CLOSE,
    samples: SESSION,
    closes: ["1002"],
  },
  "messages before the end": {
    peer: writing(textFrame("a"), serverFrame(0x82, "b"), closeFrame(1000)),
    lines: ["1 open", "1 message a", '1 message {"size":1,"type":""}', "3 close 1000 "],
    samples: [1, 1, 1, 0, 2],
    closes: ["1000 "],
  },
  "our close": {
    peer: async (connection) => {
      connection.accept();
      await answerClose(connection);
    },
    onOpen: "ws.send('a'); ws.ping(); ws.close();",
    lines: ["2 open", "2 pong", "3 close 1000 "],
    samples: [1, 1, 1, 3, 0],
    closes: ["1000 "],
  },
};

Deno.test("how sockets end", async (t) => {
  for (const [name, { peer: script, onOpen = "", lines, samples, closes }] of Object.entries(ENDINGS)) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen(script);
      const run = await runWebSocketScript(
        `const ws = new WebSocket(URL); ws.onopen = () => { ${onOpen} }; watch(ws);`,
        {
          server: peer.url,
          options: { thresholds: submetrics("ws_sessions{status:101}") },
        },
      );
      assertEquals(run.lines, lines);
      assertEquals(run.errors, []);
      assertEquals(
        [
          measured(run, "ws_sessions"),
          measured(run, "ws_sessions{status:101}"),
          (measured(run, "ws_session_duration", "max") ?? 0) > 0 ? 1 : 0,
          measured(run, "ws_msgs_sent") ?? 0,
          measured(run, "ws_msgs_received") ?? 0,
        ],
        [...samples],
      );
      assertEquals(measured(run, "iterations"), 1);
      if (closes === undefined) return;
      const [connection] = peer.connections;
      await connection!.until(() => connection!.frames().some(({ first }) => first === 0x88));
      const sent = connection!.frames().filter(({ first }) => first === 0x88).map(({ payload }) =>
        payload.length === 0 ? "" : `${payload.readUInt16BE()} ${payload.subarray(2)}`
      );
      // The reason of a protocol error is for people.
      assertEquals(sent.map((text) => text.replace(/^(1002) .+/, "$1")), [...closes]);
    });
  }
});

Deno.test("a message over the limit ends the socket, and the script is told", async () => {
  await using peer = await RawPeer.listen(writing(textFrame("x".repeat(1001))));
  const run = await runWebSocketScript("watch(new WebSocket(URL));", {
    server: peer.url,
    settings: { maxMessageSize: 1000 },
  });
  assertEquals(run.lines, ["1 open", "3 error websocket: message too big", "3 close undefined "]);
});

Deno.test("under strictUtf8 a text that is not UTF-8 ends the socket, and the script is told", async () => {
  await using peer = await RawPeer.listen(writing(serverFrame(0x81, Uint8Array.of(0xff))));
  const run = await runWebSocketScript("watch(new WebSocket(URL));", {
    server: peer.url,
    settings: { strictUtf8: true },
  });
  assertEquals(run.lines, [
    "1 open",
    "3 error websocket: invalid utf8 payload in text message",
    "3 close undefined ",
  ]);
});

Deno.test("bytes behind a close frame are nobody's", async () => {
  await using peer = await RawPeer.listen(writing(closeFrame(1000), textFrame("late"), Uint8Array.of(0xff, 0xff)));
  const run = await runWebSocketScript("watch(new WebSocket(URL));", { server: peer.url });
  assertEquals(run.lines, ["1 open", "3 close 1000 "]);
});

Deno.test("frames that come byte by byte, with the handshake's end or in pieces, are the same", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(connection.acceptText()),
      ...serverFrame(0x01, "a"),
      ...serverFrame(0x89, "p"),
      ...serverFrame(0x80, "b"),
      ...closeFrame(1000, "end"),
    ]);
    for (const byte of bytes) {
      connection.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  const run = await runWebSocketScript("watch(new WebSocket(URL));", { server: peer.url });
  assertEquals(run.lines, ["1 open", "1 ping", "1 message ab", "3 close 1000 end"]);
});

Deno.test("how an end of the transport is told", async (t) => {
  const cases = {
    "a write that failed": [
      describeEnd({ kind: "write", error: "write tcp: broken pipe" }, undefined),
      { error: "write tcp: broken pipe", reason: "", clean: false },
    ],
    "a write that failed after our close": [
      describeEnd({ kind: "write", error: "write tcp: broken pipe" }, 3000),
      { code: 3000, error: "write tcp: broken pipe", reason: "", clean: false },
    ],
    "a violation after our close": [
      describeEnd({ kind: "violation", code: 1002, reason: "bad opcode 3" }, 1000),
      { code: 1000, reason: "", clean: false },
    ],
    "no answer to our close": [
      describeEnd({ kind: "timeout" }, 1000),
      {
        code: 1006,
        reason: "",
        error: "websocket: the server did not answer the close frame in time",
        clean: false,
      },
    ],
    "a close frame": [
      describeEnd({ kind: "close", code: 1000, reason: "r" }, 3000),
      { code: 1000, reason: "r", clean: true },
    ],
  };
  for (const [name, [actual, expected]] of Object.entries(cases)) {
    await t.step(name, () => assertEquals(actual, expected as typeof actual));
  }
});
