/** Bodies of HTTP responses, whole and byte by byte, and those that are none. */

import { Buffer } from "node:buffer";
import type { Framing } from "../../../src/transport/wire/body_framing.ts";
import { HttpBodyReader } from "../../../src/transport/wire/http_body.ts";
import { MalformedResponseError } from "../../../src/transport/wire/response_head.ts";
import { assert, assertEquals, assertThrows } from "../../support/assert.ts";

/** Reads bytes in pieces of a size; tells the body, whether it is complete, and what is left. */
function read(framing: Framing, text: string, size: number, { keeps = true, maxSize = 1000 } = {}) {
  const reader = new HttpBodyReader({ framing: { ...framing }, keeps, maxSize });
  const bytes = Buffer.from(text, "latin1");
  let at = 0;
  while (at < bytes.length && !reader.isDone) {
    const stop = Math.min(bytes.length, at + size);
    const end = reader.read(bytes, at, stop);
    if (end < stop && !reader.isDone) throw new Error("stopped in the middle");
    at = end;
  }
  return [Buffer.from(reader.body).toString("latin1"), reader.isDone, bytes.toString("latin1", at)];
}

const CHUNKED: Framing = { kind: "chunked" };

Deno.test("bodies end where they end, however their bytes come", async (t) => {
  const cases: [name: string, framing: Framing, text: string, body: string, isDone: boolean, rest: string][] = [
    ["a length", { kind: "length", left: 3 }, "abcMORE", "abc", true, "MORE"],
    ["no length", { kind: "length", left: 0 }, "MORE", "", true, "MORE"],
    ["too short", { kind: "length", left: 9 }, "abc", "abc", false, ""],
    ["until the end", { kind: "until end" }, "abc", "abc", false, ""],
    ["chunks", CHUNKED, "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\nMORE", "abc0123456789", true, "MORE"],
    ["chunks with bare line feeds", CHUNKED, "1\na\n0\n\n", "a", true, ""],
    ["chunks with a trailer", CHUNKED, "0\r\nA: b\r\nC: d\r\n\r\nMORE", "", true, "MORE"],
    ["chunks without an end", CHUNKED, "3\r\nabc\r\n", "abc", false, ""],
  ];
  for (const [name, framing, text, body, isDone, rest] of cases) {
    await t.step(name, () => {
      for (const size of [text.length, 1, 2, 3]) assertEquals(read(framing, text, size), [body, isDone, rest]);
    });
  }
});

Deno.test("what is no body is refused, whole and byte by byte", async (t) => {
  const cases: [name: string, framing: Framing, text: string, message: string][] = [
    ["no size", CHUNKED, "\r\n", "malformed chunked encoding"],
    ["no digits", CHUNKED, "zz\r\n", "invalid byte in chunk length"],
    ["a negative size", CHUNKED, "-1\r\n", "invalid byte in chunk length"],
    ["a huge size", CHUNKED, "fffffffffffffff\r\n", "http chunk length too large"],
    ["a chunk that goes on", CHUNKED, "1\r\nab\r\n", "malformed chunked encoding"],
    ["a line without end", CHUNKED, "1".repeat(5000), "header line too long"],
    ["trailers without end", CHUNKED, `0\r\n${"a: b\r\n".repeat(300)}`, "http: suspiciously long trailer"],
    [
      "more than is accepted",
      { kind: "until end" },
      "x".repeat(1001),
      "the body of the response is larger than the 1000 bytes that are accepted",
    ],
  ];
  for (const [name, framing, text, message] of cases) {
    await t.step(name, () => {
      for (const size of [text.length, 1]) {
        assertEquals(assertThrows(() => read(framing, text, size), MalformedResponseError).message, message);
      }
    });
  }
});

Deno.test("a body that is not kept has no limit, and is not there", () => {
  const framing: Framing = { kind: "length", left: 5000 };
  assertEquals(read(framing, `${"x".repeat(5000)}MORE`, 700, { keeps: false }), ["", true, "MORE"]);
});

Deno.test("a body takes the memory that its bytes take, however small the pieces are that they come in", () => {
  const CHUNKS = 500_000;
  const reader = new HttpBodyReader({ framing: CHUNKED, keeps: true, maxSize: CHUNKS });
  const bytes = Buffer.from("1\r\nx\r\n".repeat(1000));
  const memory = () => Deno.memoryUsage().heapUsed + Deno.memoryUsage().external;
  const before = memory();
  for (let sent = 0; sent < CHUNKS; sent += 1000) reader.read(bytes, 0, bytes.length);
  assert(memory() - before < 20e6, `${memory() - before} bytes`);
  assertEquals(reader.body.length, CHUNKS);
});

Deno.test("only a body without a length may end with the connection", () => {
  const ended = (framing: Framing) => {
    const reader = new HttpBodyReader({ framing, keeps: true, maxSize: 10 });
    reader.ended();
    return reader.isDone;
  };
  assertEquals(ended({ kind: "until end" }), true);
  for (const framing of [CHUNKED, { kind: "length", left: 1 } as const]) {
    assertEquals(assertThrows(() => ended(framing), MalformedResponseError).message, "unexpected EOF");
  }
});
