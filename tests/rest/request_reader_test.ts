/** Requests as bytes: whole, in pieces, wrong, and too large. */

import { HttpProblem } from "../../src/rest/http_message.ts";
import { RequestReader } from "../../src/rest/request_reader.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";

const encoder = new TextEncoder();

/** A connection that gives these bytes, so many at a time, and then its end. */
function sourceOf(text: string, step: number) {
  const bytes = encoder.encode(text);
  const written: string[] = [];
  let at = 0;
  return {
    written,
    read(buffer: Uint8Array): Promise<number | null> {
      const part = bytes.subarray(at, at + Math.min(step, buffer.byteLength));
      buffer.set(part);
      at += part.byteLength;
      return Promise.resolve(part.byteLength === 0 ? null : part.byteLength);
    },
    write(part: Uint8Array): Promise<number> {
      written.push(new TextDecoder().decode(part));
      return Promise.resolve(part.byteLength);
    },
  };
}

/** Reads a request whose body may have ten bytes. */
async function read(text: string, step = 1e9) {
  const source = sourceOf(text, step);
  const reader = new RequestReader(source);
  const head = await reader.head();
  if (head === undefined) return undefined;
  const body = await reader.body(head, { limit: 10, reserve() {} });
  return { method: head.method, path: head.path, headers: Object.fromEntries(head.headers), body, ...source };
}

Deno.test("a request is read whole and in pieces of any size", async (t) => {
  const cases: [name: string, request: string, method: string, path: string, body: string][] = [
    ["no body", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/", ""],
    ["a query", "GET /a/b%20c?d=/e#f HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/a/b%20c", ""],
    ["a whole URL", "GET http://x:1/a HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/a", ""],
    ["a host alone", "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/", ""],
    ["HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n", "GET", "/a", ""],
    ["a body of a length", "PUT /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhéll", "PUT", "/a", "héll"],
    ["more than the body", "PUT /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nabcd", "PUT", "/a", "ab"],
    ["an empty body", "PUT /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "PUT", "/a", ""],
    [
      "chunks",
      "PUT /a HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n2 ;x=y\r\nde\r\n0\r\n\r\n",
      "PUT",
      "/a",
      "abcde",
    ],
    ["the most that is allowed", "PUT /a HTTP/1.1\r\ncontent-length:10\r\n\r\n0123456789", "PUT", "/a", "0123456789"],
  ];
  for (const [name, request, method, path, body] of cases) {
    await t.step(name, async () => {
      for (const step of [1e9, 1, 2, 3, 7]) {
        const result = await read(request, step);
        assertEquals([result?.method, result?.path, result?.body], [method, path, body], `in pieces of ${step}`);
      }
    });
  }
});

Deno.test("a client that waits for leave to send its body gets it", async () => {
  const head = "PUT / HTTP/1.1\r\nExpect: 100-continue\r\n";
  assertEquals((await read(`${head}Content-Length: 1\r\n\r\nx`))?.written, ["HTTP/1.1 100 Continue\r\n\r\n"]);
  assertEquals((await read(`${head}\r\n`))?.written, []);
});

Deno.test("a connection without a request is no error", async () => {
  assertEquals(await read(""), undefined);
});

Deno.test("what is wrong with a request is said with the status that is meant for it", async (t) => {
  const put = "PUT / HTTP/1.1\r\n";
  const cases: [name: string, request: string, status: number, message: string][] = [
    ["garbage", "\x00\x01\r\n\r\n", 400, "This is not a request of HTTP/1.1"],
    ["no version", "GET /\r\n\r\n", 400, "This is not a request of HTTP/1.1"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/1.1 is spoken here, not version 2"],
    ["no header", "GET / HTTP/1.1\r\nnonsense\r\n\r\n", 400, "A line of the head is no header"],
    ["a folded header", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400, "A line of the head is no header"],
    ["half a head", "GET / HTTP/1.1\r\nHost: x\r\n", 400, "The request has ended before its time"],
    ["half a body", `${put}Content-Length: 3\r\n\r\nab`, 400, "The request has ended before its time"],
    ["a long head", `GET / HTTP/1.1\r\nA: ${"x".repeat(20_000)}`, 431, "The head may have 16384 bytes"],
    ["a large body", `${put}Content-Length: 11\r\n\r\n`, 413, "The body may have 10 bytes"],
    [
      "large chunks",
      `${put}Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n`,
      413,
      "The body may have 10 bytes",
    ],
    ["a length that is none", `${put}Content-Length: -1\r\n\r\n`, 400, "Content-Length must be a number"],
    [
      "two lengths",
      `${put}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
      "The length of the body is not clear",
    ],
    ["another coding", `${put}Transfer-Encoding: gzip\r\n\r\n`, 400, "The length of the body is not clear"],
    [
      "a size that is none",
      `${put}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`,
      400,
      "The body is not what chunks look like",
    ],
    [
      "a chunk of another size",
      `${put}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n`,
      400,
      "The body is not what chunks look like",
    ],
    [
      "an endless size",
      `${put}Transfer-Encoding: chunked\r\n\r\n${"0".repeat(400)}`,
      400,
      "The body is not what chunks look like",
    ],
  ];
  for (const [name, request, status, message] of cases) {
    await t.step(name, async () => {
      for (const step of [1e9, 1]) {
        const problem = await assertRejects(() => read(request, step), HttpProblem);
        assertEquals([problem.status, problem.message], [status, message], `in pieces of ${step}`);
      }
    });
  }
});

Deno.test("bytes are counted as they come, not as they are promised", async () => {
  const reader = new RequestReader(sourceOf("PUT / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc", 1));
  const head = await reader.head();
  let reserved = 0;
  await assertRejects(() => reader.body(head!, { limit: 1000, reserve: (bytes) => reserved += bytes }), HttpProblem);
  assertEquals(reserved, 3);
});
