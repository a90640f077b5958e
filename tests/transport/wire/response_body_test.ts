import { Buffer } from "node:buffer";
import { MAX_BODY_SIZE, ResponseBodyReader } from "../../../src/transport/wire/response_body.ts";
import { MalformedResponseError } from "../../../src/transport/wire/response_head.ts";
import { assertEquals, assertThrows } from "../../support/assert.ts";

type Headers = [string, string][];

function reader(headers: Headers, status = 404): ResponseBodyReader {
  return new ResponseBodyReader({ version: "HTTP/1.1", status, statusText: "", headers });
}

Deno.test("bodies are read as far as they go, whole and byte by byte", async (t) => {
  const chunked: Headers = [["Transfer-Encoding", "chunked"]];
  const long = "x".repeat(MAX_BODY_SIZE);
  const cases: [name: string, headers: Headers, sent: string, text: string, isDone: boolean][] = [
    ["a length", [["Content-Length", "5"]], "hello", "hello", true],
    ["a length, and something behind it", [["Content-Length", "5"]], "hello world", "hello", true],
    ["a length that is not reached", [["Content-Length", "50"]], "hello", "hello", false],
    ["a length of 0", [["Content-Length", "0"]], "", "", true],
    ["the same length twice", [["Content-Length", "2"], ["Content-Length", "2"]], "hi", "hi", true],
    ["until the end", [], "hello", "hello", false],
    ["more than is kept", [], `${long}yz`, long, true],
    ["a length above what is kept", [["Content-Length", "5000"]], `${long}yz`, long, true],
    ["chunks", chunked, "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", true],
    ["chunks that break off", chunked, "3\r\nabc\r\n5\r\nde", "abcde", false],
    ["chunks that are none", chunked, "3\r\nabc\r\nzz\r\n", "abc", true],
    ["more chunks than are kept", chunked, `200\r\n${"x".repeat(512)}\r\n`.repeat(3), long, true],
    ["UTF-8", [], "gr\xc3\xbc\xc3\x9fe", "grüße", false],
  ];
  for (const [name, headers, sent, text, isDone] of cases) {
    await t.step(name, () => {
      const bytes = Buffer.from(`<${sent}>`, "latin1");
      const whole = reader(headers);
      whole.read(bytes, 1, bytes.length - 1);
      assertEquals([whole.text(), whole.isDone], [text, isDone]);
      const bytewise = reader(headers);
      for (let at = 1; at < bytes.length - 1; at++) bytewise.read(bytes, at, at + 1);
      assertEquals([bytewise.text(), bytewise.isDone], [text, isDone]);
    });
  }
});

Deno.test("statuses that have no body are not waited for", () => {
  for (const status of [100, 101, 204, 304]) {
    assertEquals(reader([], status).isDone, true);
    assertEquals(reader([["Transfer-Encoding", "chunked"]], status).isDone, true);
  }
  assertEquals(reader([], 200).isDone, false);
});

Deno.test("a body of unknowable length is refused in Go's words", () => {
  const cases: [headers: Headers, message: string][] = [
    [[["Content-Length", "abc"]], 'bad Content-Length "abc"'],
    [[["Content-Length", "-1"]], 'bad Content-Length "-1"'],
    [[["Content-Length", "9223372036854775808"]], 'bad Content-Length "9223372036854775808"'],
    [
      [["Content-Length", "3"], ["Content-Length", "4"]],
      'http: message cannot contain multiple Content-Length headers; got ["3" "4"]',
    ],
    [[["Transfer-Encoding", "gzip"]], 'unsupported transfer encoding: "gzip"'],
  ];
  for (const [headers, message] of cases) {
    assertEquals(assertThrows(() => reader(headers), MalformedResponseError).message, message);
  }
});
