/** Servers that break the rules after the handshake: how the connection ends, and what the server is told. */

import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import type { ConnectionEvent, PartialOptions } from "../../support/connection_recorder.ts";
import { assert, assertEquals, assertMatch } from "../../support/assert.ts";
import { type RawConnection, RawPeer } from "../../support/raw_peer.ts";
import { TransportBed, type TransportBedOptions } from "../../support/transport_bed.ts";

const READERS: [name: string, options: TransportBedOptions][] = [
  ["onread", {}],
  ["data events", { capabilities: { onread: false } }],
];

const COMPRESSION = { serverNoContextTakeover: true, clientNoContextTakeover: true };
const COMPRESSED =
  "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n";

/** What a server does, what becomes of the connection, and the close frame that the server gets, as `code reason`. */
interface HostileCase {
  readonly name: string;
  readonly script: (connection: RawConnection) => void;
  readonly story: readonly ConnectionEvent[];
  readonly closeFrame: string | undefined;
  readonly options?: PartialOptions;
}

function frames(hex: string, headers = ""): (connection: RawConnection) => void {
  return (connection) => {
    connection.accept(headers);
    connection.writeHex(hex);
  };
}

function violation(code: number, reason: string): ConnectionEvent {
  return { end: { kind: "violation", code, reason } };
}

function close(code: number, reason: string): ConnectionEvent {
  return { end: { kind: "close", code, reason } };
}

const EOF: ConnectionEvent = { end: { kind: "eof" } };

/** 50 MB of zeros, compressed to 50 KB. */
const BOMB = deflateRawSync(Buffer.alloc(50_000_000), { finishFlush: 2 }).subarray(0, -4);

/** A frame with a 64-bit length, in hexadecimal digits. */
function longFrame(first: number, payload: Buffer): string {
  const header = Buffer.of(first, 127, 0, 0, 0, 0, 0, 0, 0, 0);
  header.writeBigUInt64BE(BigInt(payload.length), 2);
  return header.toString("hex") + payload.toString("hex");
}

function bombFragments(): string {
  const parts = [longFrame(0x42, BOMB.subarray(0, 10_000)), longFrame(0x00, BOMB.subarray(10_000, 20_000))];
  return [...parts, longFrame(0x80, BOMB.subarray(20_000))].join("890170");
}

const CASES: readonly HostileCase[] = [
  {
    name: "a masked frame",
    script: frames("8182000000006869"),
    story: [violation(1002, "bad MASK")],
    closeFrame: "1002 bad MASK",
  },
  {
    name: "a reserved opcode, behind a good message",
    script: frames("81026869 8300 81026869"),
    story: [{ text: "hi" }, violation(1002, "bad opcode 3")],
    closeFrame: "1002 bad opcode 3",
  },
  { name: "RSV1", script: frames("c1026869"), story: [violation(1002, "RSV1 set")], closeFrame: "1002 RSV1 set" },
  { name: "RSV2", script: frames("a1026869"), story: [violation(1002, "RSV2 set")], closeFrame: "1002 RSV2 set" },
  { name: "RSV3", script: frames("91026869"), story: [violation(1002, "RSV3 set")], closeFrame: "1002 RSV3 set" },
  {
    name: "an oversized ping",
    script: frames(`897e007e${"00".repeat(126)}`),
    story: [violation(1002, "len > 125 for control")],
    closeFrame: "1002 len > 125 for control",
  },
  {
    name: "a fragmented ping",
    script: frames("0900"),
    story: [violation(1002, "FIN not set on control")],
    closeFrame: "1002 FIN not set on control",
  },
  {
    name: "a message inside a message",
    script: frames("010161 810162"),
    story: [violation(1002, "data before FIN")],
    closeFrame: "1002 data before FIN",
  },
  {
    name: "a text that is not UTF-8",
    script: frames("810661eda080e282 8800"),
    story: [{ text: "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD" }, close(1005, "")],
    closeFrame: "",
  },
  {
    name: "a text that is not UTF-8, when that is not accepted",
    script: frames("8102c3a9 810261ff"),
    story: [{ text: "é" }, violation(1007, "invalid utf8 payload in text message")],
    closeFrame: "1007 invalid utf8 payload in text message",
    options: { strictUtf8: true },
  },
  {
    name: "a character in two fragments, when only UTF-8 is accepted",
    script: frames("0101c3 8001a9 0101c3 800141"),
    story: [{ text: "é" }, violation(1007, "invalid utf8 payload in text message")],
    closeFrame: "1007 invalid utf8 payload in text message",
    options: { strictUtf8: true },
  },
  {
    name: "a message over the limit",
    script: frames("8104 61626364 8105 6162636465"),
    story: [{ text: "abcd" }, violation(1009, "message too big")],
    closeFrame: "1009 message too big",
    options: { maxMessageSize: 4 },
  },
  {
    name: "the announcement of a message over the limit",
    script: frames("827f 0000 7fff ffff ffff"),
    story: [violation(1009, "message too big")],
    closeFrame: "1009 message too big",
  },
  {
    name: "fragments over the limit",
    script: frames("0103 616263 8002 6465"),
    story: [violation(1009, "message too big")],
    closeFrame: "1009 message too big",
    options: { maxMessageSize: 4 },
  },
  {
    name: "a deflate bomb",
    script: frames(longFrame(0xc2, BOMB), COMPRESSED),
    story: [violation(1009, "message too big")],
    closeFrame: "1009 message too big",
    options: { compression: COMPRESSION, maxMessageSize: 1_000_000 },
  },
  {
    name: "a deflate bomb in fragments, with pings between them",
    script: frames(bombFragments(), COMPRESSED),
    story: [{ ping: "p" }, { ping: "p" }, violation(1009, "message too big")],
    closeFrame: "1009 message too big",
    options: { compression: COMPRESSION, maxMessageSize: 1_000_000 },
  },
  {
    name: "a compressed message in fragments with a ping between them, and a final block",
    script: frames("4103 f248cd 8900 8004c9c90700 c107f348cdc9c90700 c100 8800", COMPRESSED),
    story: [{ ping: "" }, { text: "Hello" }, { text: "Hello" }, { text: "" }, close(1005, "")],
    closeFrame: "",
    options: { compression: COMPRESSION },
  },
  {
    name: "RSV1 on a later fragment",
    script: frames("4103 f248cd c004c9c90700", COMPRESSED),
    story: [violation(1002, "RSV1 set")],
    closeFrame: "1002 RSV1 set",
    options: { compression: COMPRESSION },
  },
  {
    name: "RSV1 on a ping",
    script: frames("c900", COMPRESSED),
    story: [violation(1002, "RSV1 set")],
    closeFrame: "1002 RSV1 set",
    options: { compression: COMPRESSION },
  },
  {
    name: "a compressed text that is not UTF-8, when that is not accepted",
    script: frames("c1 07 000100feffff00", COMPRESSED),
    story: [violation(1007, "invalid utf8 payload in text message")],
    closeFrame: "1007 invalid utf8 payload in text message",
    options: { compression: COMPRESSION, strictUtf8: true },
  },
  {
    name: "a message of empty fragments that does not end",
    script: frames(`0100${"0000".repeat(70_000)}`),
    story: [violation(1008, "too many empty fragments")],
    closeFrame: "1008 too many empty fragments",
  },
  {
    name: "a length above 2^63",
    script: frames("827f8000000000000000"),
    story: [violation(1002, "bad payload length")],
    closeFrame: "1002 bad payload length",
  },
  {
    name: "data that cannot be inflated",
    script: frames("c101 ff", COMPRESSED),
    story: [violation(1007, "invalid deflate data")],
    closeFrame: "1007 invalid deflate data",
    options: { compression: COMPRESSION },
  },
  {
    name: "a close with a bad code",
    script: frames("8802 03ed"),
    story: [violation(1002, "bad close code 1005")],
    closeFrame: "1002 bad close code 1005",
  },
  {
    name: "a close with half a code",
    script: frames("8801 03"),
    story: [violation(1002, "bad close payload")],
    closeFrame: "1002 bad close payload",
  },
  {
    name: "a close whose reason is not UTF-8",
    script: frames("8804 03e8 c328"),
    story: [violation(1002, "invalid utf8 payload in close frame")],
    closeFrame: "1002 invalid utf8 payload in close frame",
  },
  {
    name: "bytes after the close frame",
    script: frames("8802 03e8 81026869 8300 ffff"),
    story: [close(1000, "")],
    closeFrame: "1000 ",
  },
  { name: "a close without payload", script: frames("8800"), story: [close(1005, "")], closeFrame: "" },
  {
    name: "a close with a reason, which is not repeated",
    script: frames("8805 0fa0 616263"),
    story: [close(4000, "abc")],
    closeFrame: "4000 ",
  },
  {
    name: "everything in one read: response, messages, control frames, close",
    script: (connection) =>
      connection.write(
        Buffer.concat([Buffer.from(connection.acceptText()), Buffer.from("8102686989017082020102880203e8", "hex")]),
      ),
    story: [{ text: "hi" }, { ping: "p" }, { binary: [1, 2] }, close(1000, "")],
    closeFrame: "1000 ",
  },
  {
    name: "one byte at a time",
    script: async (connection) => {
      const bytes = Buffer.concat([
        Buffer.from(connection.acceptText()),
        Buffer.from("8103c3a921890170880203e8", "hex"),
      ]);
      for (const byte of bytes) {
        connection.write(Uint8Array.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    story: [{ text: "é!" }, { ping: "p" }, close(1000, "")],
    closeFrame: "1000 ",
  },
  {
    name: "FIN without a close frame",
    script: (connection) => {
      frames("81026869")(connection);
      connection.end();
    },
    story: [{ text: "hi" }, EOF],
    closeFrame: undefined,
  },
  {
    name: "FIN in the middle of a frame",
    script: (connection) => {
      frames("8105 6869")(connection);
      connection.end();
    },
    story: [EOF],
    closeFrame: undefined,
  },
  {
    name: "FIN in the middle of a header",
    script: (connection) => {
      frames("817e 01")(connection);
      connection.end();
    },
    story: [EOF],
    closeFrame: undefined,
  },
];

for (const [reader, bedOptions] of READERS) {
  Deno.test(`a hostile server ends its own connection only, and is told why (${reader})`, async (t) => {
    await using bed = new TransportBed(bedOptions);
    await using bystanders = await RawPeer.listen((connection) => connection.accept());
    const bystander = bed.connect(bystanders.url);
    await bystander.opened();
    for (const { name, script, story, closeFrame, options } of CASES) {
      await t.step(name, async () => {
        await using peer = await RawPeer.listen(script);
        const recorder = bed.connect(peer.url, options);
        await recorder.ended();
        assertEquals(recorder.story, story);
        const connection = await peer.connection();
        await connection.until(() => connection.over !== undefined || connection.closeFrame !== undefined);
        assertEquals(connection.closeFrame, closeFrame);
      });
    }
    (await bystanders.connection()).writeHex("81026f6b");
    assertEquals(await bystander.storyOf(1), [{ text: "ok" }]);
  });
}

Deno.test("a reset is told as a failed read", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    void connection.until(({ received }) => received.length > 0).then(() => connection.reset());
  });
  const recorder = bed.connect(peer.url);
  await recorder.opened();
  recorder.connection.sendText("x");
  const end = await recorder.ended();
  assert(end.kind === "read");
  assertMatch(end.error, /^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: read: connection reset by peer$/);
});

Deno.test("frames sent in the turn of a violation still leave before the close frame", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen(frames("810161 8300"));
  const recorder = bed.connect(peer.url);
  recorder.onEvent = (event) => {
    if ("text" in event) recorder.connection.sendText("answer");
  };
  await recorder.ended();
  const connection = await peer.connection();
  await connection.until(() => connection.frames().length === 2);
  assertEquals(connection.frames().map(({ first }) => first), [0x81, 0x88]);
});
