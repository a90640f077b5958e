import { Buffer } from "node:buffer";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  MalformedResponseError,
  MAX_HEAD_SIZE,
  type ResponseHead,
  ResponseHeadReader,
} from "../../../src/transport/wire/response_head.ts";
import { assert, assertEquals, assertThrows } from "../../support/assert.ts";

/** Feeds a response cut into pieces of some size; what it parses to, and where the head ended. */
function read(response: string, pieceSize = response.length): { head: ResponseHead; rest: string } | undefined {
  const bytes = Buffer.from(response, "latin1");
  const reader = new ResponseHeadReader();
  for (let at = 0; at < bytes.length; at += pieceSize) {
    const piece = Buffer.from(bytes.subarray(at, at + pieceSize));
    const end = reader.read(piece, piece.length);
    if (end !== undefined) return { head: reader.parse(), rest: bytes.toString("latin1", at + end) };
  }
  return undefined;
}

Deno.test("heads are read whole and byte by byte, and end where they end", async (t) => {
  const cases: [name: string, response: string, head: ResponseHead, rest: string][] = [
    [
      "an upgrade with the first frame behind it",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n\x81\x00",
      {
        version: "HTTP/1.1",
        status: 101,
        statusText: "Switching Protocols",
        headers: [["Upgrade", "websocket"], ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]],
      },
      "\x81\x00",
    ],
    [
      "bare line feeds",
      "HTTP/1.0 404 No\nA: b\n\nbody",
      { version: "HTTP/1.0", status: 404, statusText: "No", headers: [["A", "b"]] },
      "body",
    ],
    ["no headers", "HTTP/1.1 200 OK\r\n\r\n", { version: "HTTP/1.1", status: 200, statusText: "OK", headers: [] }, ""],
    ["no status text", "HTTP/1.1 200\r\n\r\n", { version: "HTTP/1.1", status: 200, statusText: "", headers: [] }, ""],
    [
      "white space around a value, and a value in UTF-8",
      "HTTP/1.1 200 OK\r\nA: \t b c \r\nB:\r\nC: \xc3\xa9\r\n\r\n",
      { version: "HTTP/1.1", status: 200, statusText: "OK", headers: [["A", "b c"], ["B", ""], ["C", "é"]] },
      "",
    ],
    [
      "a value on two lines",
      "HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\td\r\n\r\n",
      { version: "HTTP/1.1", status: 200, statusText: "OK", headers: [["A", "b c d"]] },
      "",
    ],
    ["a name with a space, as it is", "HTTP/1.1 200 OK\r\na b: c\r\n\r\n", {
      version: "HTTP/1.1",
      status: 200,
      statusText: "OK",
      headers: [["a b", "c"]],
    }, ""],
  ];
  for (const [name, response, head, rest] of cases) {
    await t.step(name, () => {
      for (const size of [response.length, 1, 2, 3, 7]) assertEquals(read(response, size), { head, rest });
    });
  }
});

Deno.test("what is no response is told in Go's words, as soon as it is plain", async (t) => {
  const cases: [name: string, response: string, message: string][] = [
    ["an SMTP server", "220 mail ESMTP\r\n", 'malformed HTTP status code "mail"'],
    ["garbage", "garbage\r\n", 'malformed HTTP response "garbage"'],
    ["another protocol", "HTPP/1.1 101 x\r\n", 'malformed HTTP version "HTPP/1.1"'],
    ["a word for a status", "HTTP/1.1 abc x\r\n", 'malformed HTTP status code "abc"'],
    ["a status of four digits", "HTTP/1.1 1010 x\r\n", 'malformed HTTP status code "1010"'],
    ["a version alone", "HTTP/1.1\r\n", 'malformed HTTP response "HTTP/1.1"'],
    [
      "a header without a colon",
      "HTTP/1.1 101 x\r\nnocolon\r\n\r\n",
      'malformed MIME header: missing colon: "nocolon"',
    ],
    ["a header without a name", "HTTP/1.1 101 x\r\n: x\r\n\r\n", 'malformed MIME header line: ": x"'],
    ["a control character", "HTTP/1.1 101 x\r\nA: x\x01y\r\n\r\n", 'malformed MIME header line: "A: x\\x01y"'],
    ["a continuation of nothing", "HTTP/1.1 200 x\r\n A: x\r\n\r\n", 'malformed MIME header initial line: " A: x"'],
    [
      "an endless header",
      `HTTP/1.1 101 x\r\nA: ${"x".repeat(MAX_HEAD_SIZE)}`,
      `net/http: server response headers exceeded ${MAX_HEAD_SIZE} bytes; aborted`,
    ],
    [
      "an endless first line",
      "x".repeat(MAX_HEAD_SIZE + 1),
      `net/http: server response headers exceeded ${MAX_HEAD_SIZE} bytes; aborted`,
    ],
  ];
  for (const [name, response, message] of cases) {
    await t.step(name, () => {
      const error = assertThrows(() => read(response), MalformedResponseError);
      assertEquals(error.message, message);
    });
  }
});

Deno.test("a response that breaks off is told by how far it got", () => {
  const cases: [received: string, message: string][] = [
    ["", "unexpected EOF"],
    ["HTTP/1.1 101 Swi", "unexpected EOF"],
    ["HTTP/1.1 101 Switching\r\nUpgrade: web", "unexpected EOF"],
    ["\x00\x01\x02", 'malformed HTTP response "\\x00\\x01\\x02"'],
  ];
  for (const [received, message] of cases) {
    const reader = new ResponseHeadReader();
    const bytes = Buffer.from(received, "latin1");
    if (bytes.length > 0) reader.read(bytes, bytes.length);
    assertEquals(reader.endOfFile().message, message);
  }
});

Deno.test("a head of ten million bytes may come in ten thousand pieces: each of them is looked at once", () => {
  const reader = new ResponseHeadReader(2e7);
  const status = Buffer.from("HTTP/1.1 200 OK\r\n");
  const line = Buffer.from(`a: ${"x".repeat(995)}\r\n`);
  assertEquals(reader.read(status, status.length), undefined);
  for (let i = 0; i < 10_000; i++) reader.read(line, line.length);
  assertEquals(reader.read(Buffer.from("\r\nabc"), 5), 2);
  assertEquals(reader.parse().headers.length, 10_000);
});

Deno.test("a head that is kept keeps nothing of what came behind it", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const used = (): number => {
    collect();
    return Deno.memoryUsage().heapUsed;
  };
  const bytes = Buffer.from(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n${"x".repeat(60_000)}`);
  const read = (): string => {
    const reader = new ResponseHeadReader();
    reader.read(bytes, bytes.length);
    return reader.text;
  };
  const before = used();
  const kept = Array.from({ length: 200 }, read);
  const grown = used() - before;
  assert(grown < 2e6, `${grown} bytes`);
  assertEquals(kept.at(-1)!.length, 52);
});
