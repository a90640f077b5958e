/** Clients that mean harm, or are broken: the API answers others meanwhile, and the run goes on. */

import { assertEquals, assertMatch, assertThrows } from "../support/assert.ts";
import { SquallError } from "../../src/base/mod.ts";
import { type Address, parseAddress } from "../../src/rest/address.ts";
import { rawClient } from "../support/raw_client.ts";
import { type RestRunOptions, runWithRest, type SteeredRun } from "../support/rest_bed.ts";

/** Steers a run that waits to be started. */
async function whileWaiting(
  limits: RestRunOptions["limits"],
  steer: (steered: SteeredRun) => Promise<void>,
): Promise<void> {
  const script = 'export function setup() { console.log("setup"); } export default function () {}';
  const run = await runWithRest(script, { options: { paused: true, noSetup: true }, limits }, async (steered) => {
    await steered.api.untilStatus(4);
    await steer(steered);
    assertEquals((await steered.api.status()).status, 4);
  });
  assertEquals([run.exitCode, run.lines], [105, []]);
}

/** Connects, writes, and waits for the end. */
async function answerTo(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text().catch(() => "reset");
}

Deno.test("a head that does not come to its end is not waited for", async () => {
  await whileWaiting({ headMs: 50 }, async ({ api }) => {
    for (const beginning of ["GET /v1/status HTTP/1.1\r\nHost: x\r\n", "G"]) {
      assertEquals(await answerTo(api.url, beginning), "");
    }
  });
});

Deno.test("a body that does not come to its end is not waited for", async () => {
  await whileWaiting({ bodyMs: 50 }, async ({ api }) => {
    const head = "PUT /v1/setup HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";
    assertEquals(await answerTo(api.url, head), "");
    assertEquals(await api.get("/v1/setup"), {
      status: 200,
      body: { data: { type: "setupData", id: "default", attributes: {} } },
    });
  });
});

Deno.test("connections that say nothing make room for others, the oldest first", async () => {
  await whileWaiting({ connections: 4 }, async ({ api }) => {
    const { hostname, port } = new URL(api.url);
    const idle = await Promise.all(Array.from({ length: 20 }, () => Deno.connect({ hostname, port: Number(port) })));
    assertEquals((await api.status()).status, 4);
    const ends = idle.slice(0, 16).map(async (connection) => {
      const count = await connection.read(new Uint8Array(1)).catch(() => null);
      return count;
    });
    assertEquals(await Promise.all(ends), ends.map(() => null));
    for (const connection of idle) connection.close();
  });
});

Deno.test("bodies are bounded, each and all together", async () => {
  const put = (length: number) => `PUT /v1/setup HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
  await whileWaiting({ bodies: 1000 }, async ({ api }) => {
    assertMatch(await answerTo(api.url, put(17 * 1024 * 1024)), /^HTTP\/1\.1 413 .*may have 16777216 bytes/s);
    const patch = `PATCH /v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n`;
    assertMatch(await answerTo(api.url, patch), /^HTTP\/1\.1 413 .*may have 65536 bytes/s);
    const many = await answerTo(api.url, put(2000) + " ".repeat(2000));
    assertMatch(many, /^HTTP\/1\.1 503 .*"title":"Service Unavailable","detail":"Too much is being sent at once"/s);
    assertEquals((await api.ask("PUT", "/v1/setup", "1".padEnd(900))).status, 200);
    assertEquals((await api.ask("PUT", "/v1/setup", "1".padEnd(900))).status, 200);
  });
});

Deno.test("what is no HTTP is told so, and changes nothing", async () => {
  await whileWaiting({}, async ({ api }) => {
    assertMatch(await answerTo(api.url, "\x16\x03\x01\x02\x00garbage\r\n\r\n"), /^HTTP\/1\.1 400 Bad Request\r\n/);
    assertMatch(await answerTo(api.url, "GET / HTTP/3.0\r\n\r\n"), /^HTTP\/1\.1 505 HTTP Version Not Supported\r\n/);
    const long = `GET / HTTP/1.1\r\nA: ${"x".repeat(100_000)}\r\n\r\n`;
    assertMatch(await answerTo(api.url, long), /^HTTP\/1\.1 431 |^reset$/);
  });
});

Deno.test("pages of other sites cannot steer a run from a browser, the API's own origin can", async () => {
  await whileWaiting({}, async ({ api }) => {
    const post = (origin: string) =>
      answerTo(api.url, `POST /v1/setup HTTP/1.1\r\nHost: 127.0.0.1:1\r\nOrigin: ${origin}\r\n\r\n`);
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:2"]) {
      assertMatch(await post(origin), /^HTTP\/1\.1 403 Forbidden\r\n/);
    }
    const get = `GET /v1/setup HTTP/1.1\r\nHost: 127.0.0.1:1\r\nOrigin: http://127.0.0.1:1\r\n\r\n`;
    assertMatch(await answerTo(api.url, get), /^HTTP\/1\.1 200 OK\r\n/);
  });
});

Deno.test("every answer says that the connection ends, what it is, and is kept by nobody", async () => {
  await whileWaiting({}, async ({ api }) => {
    const { connection, answer } = await rawClient(api.url, "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n");
    connection.close();
    assertEquals(answer.split("\r\n"), [
      "HTTP/1.1 200 OK",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Length: 2",
      "Connection: close",
      "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff",
      "",
      "ok",
    ]);
  });
});

Deno.test("endpoints that are not there say so, what k6 has and squall has not by name, wrong methods with those that are right", async (t) => {
  await whileWaiting({}, async ({ api }) => {
    const ok: [method: string, path: string][] = [
      ...["GET", "POST", "DELETE"].flatMap((method) => [[method, "/"], [method, "/ping"]] as [string, string][]),
    ];
    for (const [method, path] of ok) {
      await t.step(`${method} ${path}`, async () => {
        assertEquals(await api.ask(method, path), { status: 200, body: "ok" });
      });
    }
    const missing: [path: string, detail: string][] = [
      ["/nope", "There is no such endpoint"],
      ["/v1", "There is no such endpoint"],
      ["/v1/nope", "There is no such endpoint"],
      ["/v1/status/x", "There is no such endpoint"],
      ["/v2/status", "There is no such endpoint"],
      ["/debug/pprof/", "squall has no profiles of Go: give Deno --inspect to profile it"],
      ["/debug/pprof/heap", "squall has no profiles of Go: give Deno --inspect to profile it"],
      ["/debug/vars", "squall has no variables of Go: what the process takes is at /metrics"],
    ];
    for (const [path, detail] of missing) {
      await t.step(path, async () => {
        const errors = [{ status: "404", title: "Not Found", detail }];
        assertEquals(await api.get(path), { status: 404, body: { errors } });
      });
    }
    const wrong: [method: string, path: string, allowed: string][] = [
      ["POST", "/v1/status", "GET, PATCH"],
      ["OPTIONS", "/v1/status", "GET, PATCH"],
      ["PUT", "/v1/metrics", "GET"],
      ["DELETE", "/v1/setup", "GET, PUT, POST"],
      ["GET", "/v1/teardown", "POST"],
      ["POST", "/v1/groups/", "GET"],
    ];
    for (const [method, path, allowed] of wrong) {
      await t.step(`${method} ${path}`, async () => {
        const response = await fetch(api.url + path, { method });
        const detail = `${path} takes ${allowed}, not ${method}`;
        assertEquals([response.status, response.headers.get("allow"), await response.json()], [405, allowed, {
          errors: [{ status: "405", title: "Method Not Allowed", detail }],
        }]);
      });
    }
  });
});

Deno.test("/metrics tells what the process takes, as Prometheus reads it", async () => {
  await whileWaiting({}, async ({ api }) => {
    const response = await fetch(`${api.url}/metrics`);
    assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const text = await response.text();
    for (const name of ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds"]) {
      assertMatch(text, new RegExp(`^# HELP ${name} .+\\n# TYPE ${name} (counter|gauge)\\n${name} [0-9.e+]+$`, "m"));
    }
    assertMatch(text, /^squall_info\{version="\d+\.\d+\.\d+[^"]*",deno="[^"]+"\} 1$/m);
    for (const line of text.trimEnd().split("\n")) {
      assertMatch(line, /^# (HELP|TYPE) \w+ .+$|^\w+(\{.*\})? [0-9.e+-]+$/);
    }
  });
});

Deno.test("an address is a host and a port, or it is refused", async (t) => {
  const cases: [text: string, address: Address | undefined][] = [
    ["localhost:6565", { hostname: "localhost", port: 6565 }],
    ["0.0.0.0:1", { hostname: "0.0.0.0", port: 1 }],
    [":6565", { hostname: "0.0.0.0", port: 6565 }],
    ["[::1]:80", { hostname: "::1", port: 80 }],
    ["localhost", undefined],
    ["localhost:", undefined],
    ["localhost:99999", undefined],
    ["localhost:-1", undefined],
    ["::1:80", undefined],
    ["http://localhost:80", undefined],
    ["", undefined],
  ];
  for (const [text, address] of cases) {
    await t.step(text, () => {
      if (address !== undefined) assertEquals(parseAddress(text), address);
      else assertThrows(() => parseAddress(text), SquallError, `The address must be a host and a port: ${text}`);
    });
  }
});
