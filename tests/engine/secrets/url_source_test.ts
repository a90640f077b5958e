/** The secret source `url` against a server: what it sends, what it makes of answers, when it asks again. */

import { RequestRate } from "../../../src/engine/secrets/request_rate.ts";
import { SecretVault } from "../../../src/engine/secrets/secret_vault.ts";
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { withSilentPeer } from "../../support/silent_peer.ts";

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** A server of secrets; `/status/N/…` answers with N, `/flaky/…` the third time only. */
async function withServer(test: (url: string, seen: readonly Seen[]) => Promise<void>): Promise<void> {
  const seen: Seen[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    await request.body?.cancel();
    seen.push({ method: request.method, path: pathname + search, headers: request.headers });
    const [, status] = /^\/status\/(\d+)/.exec(pathname) ?? [];
    if (status !== undefined) return new Response("hunter2", { status: Number(status) });
    if (pathname.startsWith("/flaky/")) {
      return seen.length < 3 ? new Response("", { status: 503 }) : new Response("at last");
    }
    if (pathname.startsWith("/json/")) {
      return Response.json({
        data: { value: "v", "a.b": "dotted", num: 5, yes: true, obj: {}, nul: null, arr: ["p", "q"] },
      });
    }
    return new Response(` secret ${pathname.slice(1)}\n`);
  });
  try {
    await test(`http://127.0.0.1:${server.addr.port}`, seen);
  } finally {
    await server.shutdown();
  }
}

/** Asks a source that is configured like this. */
async function ask(config: string, keys: readonly string[], environment: Record<string, string> = {}) {
  const vault = new SecretVault();
  vault.open([`url=${config}`], environment);
  const answers = [];
  for (const key of keys) answers.push(await vault.answer(undefined, key));
  vault.close();
  return answers;
}

Deno.test("a secret is the body of an answer as it is, and is asked for once", async () => {
  await withServer(async (url, seen) => {
    assertEquals(await ask(`urlTemplate=${url}/{key}`, ["a", "a", "b/c?d=1"]), [
      { value: " secret a\n" },
      { value: " secret a\n" },
      { value: " secret b/c\n" },
    ]);
    assertEquals(seen.map(({ method, path }) => `${method} ${path}`), ["GET /a", "GET /b/c?d=1"]);
  });
});

Deno.test("method and headers come from the environment, a file, or the configuration, the later ones win", async (t) => {
  const environment = {
    K6_SECRET_SOURCE_URL_METHOD: "put",
    K6_SECRET_SOURCE_URL_HEADER_AUTHORIZATION: "from environment",
    K6_SECRET_SOURCE_URL_HEADER_OTHER: "other",
  };
  await withServer(async (url, seen) => {
    const path = await Deno.makeTempFile();
    try {
      const config = {
        urlTemplate: `${url}/file-{key}`,
        method: "PATCH",
        headers: { authorization: "from file" },
        maxRetries: 1,
      };
      await Deno.writeTextFile(path, JSON.stringify(config));
      const cases: [name: string, config: string, request: string][] = [
        ["the environment", `urlTemplate=${url}/{key}`, "PUT /k from environment"],
        ["a file", `config=${path}`, "PATCH /file-k from environment, from file"],
        [
          "the configuration",
          `config=${path},method=POST,urlTemplate=${url}/own-{key},headers.authorization=own`,
          "POST /own-k from environment, own",
        ],
      ];
      for (const [name, text, request] of cases) {
        await t.step(name, async () => {
          await ask(text, ["k"], environment);
          const { method, path, headers } = seen.at(-1)!;
          assertEquals([`${method} ${path} ${headers.get("authorization")}`, headers.get("other")], [request, "other"]);
        });
      }
    } finally {
      await Deno.remove(path);
    }
  });
});

Deno.test("a response path finds a text in JSON", async (t) => {
  const extract = (path: string, text: string): unknown => ({
    error: `failed to extract secret: ${text}`.replace("PATH", `"${path}"`),
  });
  const cases: [path: string, answer: unknown][] = [
    ["data.value", { value: "v" }],
    ["data.arr.1", { value: "q" }],
    ["data.a\\.b", { value: "dotted" }],
    ["data.none", extract("data.none", "path PATH not found in response")],
    ["data.value.length", extract("data.value.length", "path PATH not found in response")],
    ["data.num", extract("data.num", "secret value at path PATH is not a string (got Number)")],
    ["data.yes", extract("data.yes", "secret value at path PATH is not a string (got True)")],
    ["data.obj", extract("data.obj", "secret value at path PATH is not a string (got JSON)")],
    ["data.nul", extract("data.nul", "secret value at path PATH is not a string (got Null)")],
  ];
  await withServer(async (url) => {
    for (const [path, answer] of cases) {
      await t.step(path, async () => {
        assertEquals(await ask(`urlTemplate=${url}/json/{key},responsePath=${path}`, ["k"]), [answer]);
      });
    }
    await t.step("of what is no JSON", async () => {
      const answer = extract("a", "path PATH not found in response");
      assertEquals(await ask(`urlTemplate=${url}/{key},responsePath=a`, ["k"]), [answer]);
    });
  });
});

Deno.test("servers that fail or have too much to do are asked again, others are not", async (t) => {
  const cases: [status: number, requests: number][] = [[500, 3], [503, 3], [429, 3], [404, 1], [401, 1]];
  for (const [status, requests] of cases) {
    await t.step(String(status), async () => {
      await withServer(async (url, seen) => {
        assertEquals(await ask(`urlTemplate=${url}/status/${status}/{key},maxRetries=2,retryBackoff=1ms`, ["k"]), [
          { error: `status code ${status}: failed to get secret` },
        ]);
        assertEquals(seen.length, requests);
      });
    });
  }
  await t.step("until it answers", async () => {
    await withServer(async (url, seen) => {
      assertEquals(await ask(`urlTemplate=${url}/flaky/{key},retryBackoff=1ms`, ["k"]), [{ value: "at last" }]);
      assertEquals(seen.length, 3);
    });
  });
  await t.step("what failed is asked for anew the next time", async () => {
    await withServer(async (url, seen) => {
      await ask(`urlTemplate=${url}/status/404/{key}`, ["k", "k"]);
      assertEquals(seen.length, 2);
    });
  });
});

Deno.test("a server that cannot be reached, or does not answer, is named without the query of its URL", async (t) => {
  await t.step("nobody there", async () => {
    const [answer] = await ask("urlTemplate=http://127.0.0.1:1/{key}?token=hunter2,maxRetries=0", ["k"]);
    const { error } = answer as { error: string };
    assertStringIncludes(error, `failed to get secret: GET "http://127.0.0.1:1/k": `);
    assertEquals(error.includes("hunter2"), false);
  });
  await t.step("no answer", async () => {
    await withSilentPeer(async (url) => {
      assertEquals(await ask(`urlTemplate=${url}/never/{key}?token=hunter2,maxRetries=0,timeout=50ms`, ["k"]), [
        { error: `failed to get secret: GET "${url}/never/k": no answer within 50ms` },
      ]);
    });
  });
});

Deno.test("the end of a run gives up what is still asked for", async () => {
  await withSilentPeer(async (url) => {
    const vault = new SecretVault();
    vault.open([`url=urlTemplate=${url}/never/{key}`], {});
    const answer = vault.answer(undefined, "k");
    vault.close();
    assertEquals(Object.keys(await answer), ["error"]);
  });
});

Deno.test("requests go at their rate once the burst is used up", () => {
  let now = 0;
  const rate = new RequestRate(60, 2, () => now);
  assertEquals([rate.take(), rate.take(), rate.take(), rate.take()], [0, 0, 1000, 2000]);
  now = 2500;
  assertEquals([rate.take(), rate.take()], [500, 1500]);
  now = 60_000;
  assertEquals([rate.take(), rate.take(), rate.take()], [0, 0, 1000]);
});
