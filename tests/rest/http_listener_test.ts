/** The end of a server, and what its handler does wrong. */

import { HTTP_LIMITS, type HttpHandler, type HttpLimits, HttpListener } from "../../src/rest/http_listener.ts";
import { assertEquals } from "../support/assert.ts";

function listen(answer: HttpHandler["answer"], limits: Partial<HttpLimits> = {}) {
  const handler: HttpHandler = { bodyLimit: () => 100, answer };
  const listener = new HttpListener({ hostname: "127.0.0.1", port: 0 }, handler, { ...HTTP_LIMITS, ...limits });
  return { listener, url: `http://127.0.0.1:${listener.address.port}/` };
}

Deno.test("a server that ends answers what it was asked, and drops who has not asked", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const { listener, url } = listen(async () => {
    asked.resolve();
    await answer.promise;
    return { status: 200, body: "done" };
  });
  const response = fetch(url).then((response) => response.text());
  using idle = await Deno.connect({ hostname: "127.0.0.1", port: listener.address.port });
  await asked.promise;
  const disposed = listener[Symbol.asyncDispose]();
  assertEquals(await idle.read(new Uint8Array(1)).catch(() => null), null);
  answer.resolve();
  assertEquals(await response, "done");
  await disposed;
});

Deno.test("a server that ends does not wait for ever for an answer", async () => {
  const asked = Promise.withResolvers<void>();
  const { listener, url } = listen(() => {
    asked.resolve();
    return new Promise(() => {});
  }, { graceMs: 20 });
  const response = fetch(url).then(() => "an answer", () => "none");
  await asked.promise;
  await listener[Symbol.asyncDispose]();
  assertEquals(await response, "none");
});

Deno.test("a handler that fails is a 500, and the next request is answered", async () => {
  let calls = 0;
  const { listener, url } = listen(() => {
    if (calls++ === 0) throw new Error("a defect");
    return { status: 200, body: "ok" };
  });
  const first = await fetch(url);
  assertEquals([first.status, await first.json()], [500, {
    errors: [{ status: "500", title: "Internal Server Error", detail: "a defect" }],
  }]);
  assertEquals(await (await fetch(url)).text(), "ok");
  await listener[Symbol.asyncDispose]();
});

Deno.test("when all connections are being answered, one more is not taken", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  let count = 0;
  const { listener, url } = listen(async () => {
    if (++count === 2) asked.resolve();
    await answer.promise;
    return { status: 200, body: "done" };
  }, { connections: 2 });
  const two = [1, 2].map(() => fetch(url).then((response) => response.text()));
  await asked.promise;
  using third = await Deno.connect({ hostname: "127.0.0.1", port: listener.address.port });
  assertEquals(await third.read(new Uint8Array(1)).catch(() => null), null);
  answer.resolve();
  assertEquals(await Promise.all(two), ["done", "done"]);
  await listener[Symbol.asyncDispose]();
});
