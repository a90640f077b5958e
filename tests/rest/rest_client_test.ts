/** The client of the API: what it says of servers that refuse, are strange, or are not there. */

import { SquallError } from "../../src/base/mod.ts";
import { RestClient } from "../../src/rest/mod.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";
import { withSilentPeer } from "../support/silent_peer.ts";

/** Serves one answer to everything. */
function serve(answer: () => Response): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
}

Deno.test("what answers but is no test, or refuses, is told in one line", async (t) => {
  const cases: [name: string, answer: () => Response, message: string][] = [
    ["a page", () => new Response("<html>"), "What answers at ADDRESS is no test of squall or k6"],
    ["other JSON", () => Response.json([1]), "What answers at ADDRESS is no test of squall or k6"],
    ["nothing in it", () => Response.json({ data: null }), "What answers at ADDRESS is no test of squall or k6"],
    ["no status", () => Response.json({ data: {} }), "The answer has no status in it"],
    [
      "a redirect",
      () => Response.redirect("http://127.0.0.1:1/"),
      "What answers at ADDRESS is no test of squall or k6",
    ],
    [
      "errors",
      () => Response.json({ errors: [{ status: "500", title: "Pause error", detail: "no" }] }, { status: 500 }),
      "Pause error: no",
    ],
  ];
  for (const [name, answer, message] of cases) {
    await t.step(name, async () => {
      await using server = serve(answer);
      const address = `127.0.0.1:${server.addr.port}`;
      const error = await assertRejects(() => new RestClient(address).status(), SquallError);
      assertEquals([error.message, error.exitCode], [message.replace("ADDRESS", address), 255]);
    });
  }
});

Deno.test("where nothing listens, it says so, and what to do", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = `127.0.0.1:${listener.addr.port}`;
  listener.close();
  const error = await assertRejects(() => new RestClient(address).metrics(), SquallError);
  assertEquals([error.message, error.hint], [
    `No test answers at ${address}: Connection refused`,
    "A test that is to be steered is run with --address; give the same address here",
  ]);
});

Deno.test("an address without a host is this machine", async () => {
  const attributes = { status: 4, paused: true, vus: 0, "vus-max": 1, stopped: false, running: false, tainted: false };
  await using server = Deno.serve({ hostname: "localhost", port: 0, onListen() {} }, () => {
    return Response.json({ data: { attributes } });
  });
  assertEquals(await new RestClient(`:${server.addr.port}`).status(), attributes);
});

/** Not every machine has both families. */
function canListen(hostname: string): boolean {
  try {
    Deno.listen({ hostname, port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test("localhost is the address of either family that answers", async () => {
  const attributes = { status: 9, paused: false, vus: 0, "vus-max": 1, stopped: false, running: false, tainted: false };
  for (const hostname of ["127.0.0.1", "::1"]) {
    if (!canListen(hostname)) continue;
    await using server = Deno.serve(
      { hostname, port: 0, onListen() {} },
      () => Response.json({ data: { attributes } }),
    );
    assertEquals(await new RestClient(`localhost:${server.addr.port}`).status(), attributes);
  }
});

Deno.test("a test on this machine is asked directly, whatever proxy the environment names", async () => {
  const { code, stdout, stderr } = await runWithProxy();
  assertEquals([code, stderr], [0, ""]);
  assertStringIncludes(stdout, "status: 4\n");
});

async function runWithProxy() {
  const attributes = { status: 4, paused: true, vus: 0, "vus-max": 1, stopped: false, running: false, tainted: false };
  await using server = serve(() => Response.json({ data: { attributes } }));
  const env = { HTTP_PROXY: "http://127.0.0.1:3", http_proxy: "http://127.0.0.1:3" };
  return await runCommand(["status", "--address", `127.0.0.1:${server.addr.port}`], { env });
}

Deno.test("an answer that is cut off, or never was HTTP, is no status", async () => {
  for (const text of ["", "nonsense\r\n\r\n{}", "HTTP/1.1 200 OK\r\n\r\n{"]) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const answered = (async () => {
      const connection = await listener.accept();
      await connection.read(new Uint8Array(1000));
      await connection.write(new TextEncoder().encode(text));
      connection.close();
    })();
    const address = `127.0.0.1:${listener.addr.port}`;
    const error = await assertRejects(() => new RestClient(address).status(), SquallError);
    assertEquals(error.message, `What answers at ${address} is no test of squall or k6`);
    await answered;
  }
});

Deno.test("what takes the request and does not answer is told by that", async () => {
  await withSilentPeer(async (url) => {
    const address = url.slice("http://".length);
    const error = await assertRejects(() => new RestClient(address, 50).status(), SquallError);
    assertEquals([error.code, error.message], [
      "NOT_REACHABLE",
      `No test answers at ${address}: no answer within 50ms`,
    ]);
  });
});
