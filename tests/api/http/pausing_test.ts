/** Requests pause the VU and nothing else; asynchronous ones do not even that; both end with the iteration. */

import { assertEquals } from "../../support/assert.ts";
import { answer, HttpPeer } from "../../support/http_peer.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { runScript } from "../../support/run_script.ts";

Deno.test("a request pauses the code around it wherever it stands", async () => {
  await using peer = await HttpPeer.listen();
  const { lines, errors } = await runScript(
    `import http, { get, url } from "k6/http"; import { check, group, sleep } from "k6"; const B = __ENV.B;
    class Api { constructor(base) { this.base = base; } path(p) { return http.get(this.base + p).json().url; } }
    const deep = (n) => n === 0 ? get(url\`\${B}/deep\`).status : deep(n - 1);
    export function setup() { return http.get(B + "/setup").json().url; }
    export default function (data) {
      console.log(data);
      console.log(["a", "b"].map((p) => new Api(B + "/").path(p)).join());
      console.log(deep(3));
      console.log(group("g", () => http.post(B, "x").json().method));
      check(http.get(B), { "is 200": (r) => r.status === 200 });
      setTimeout(() => console.log("timer", http.get(B + "/t").json().url), 1);
    }
    export function teardown() { console.log(http.del(B).json().method); }`,
    { env: { B: peer.url } },
  );
  assertEquals(errors, []);
  assertEquals(lines, ["/setup", "/a,/b", "200", "POST", "timer /t", "DELETE"]);
});

Deno.test("the functions pause under whatever name they are called", async () => {
  await using peer = await HttpPeer.listen();
  const { lines, errors } = await runScript(
    `import http, * as all from "k6/http"; const B = __ENV.B;
    const { post } = http; const alias = http.get; const copy = { ...http }; const own = { send: http.request };
    const later = (fn) => (...args) => fn(...args);
    export default function () {
      console.log([post(B, "x"), alias(B), copy.put(B), own.send("LOCK", B), all.patch(B), all.default.del(B), http["opt" + "ions"](B),
        later(http.get)(B), http.get.call(null, B), Reflect.apply(http.head, null, [B])].map((r) => r.status).join());
      console.log([B, B].map((url) => http.get(url).status).join(), [B].map(http.get)[0].status);
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(errors, []);
  assertEquals(lines, ["200,200,200,200,200,200,200,200,200,200", "200,200 200"]);
});

Deno.test("while one VU waits, the others of its thread go on", async () => {
  const waiting: (() => void)[] = [];
  await using peer = await HttpPeer.listen({
    // The first is answered when the second has come: VUs that block their thread would wait for ever.
    "/": (_request, response) => {
      waiting.push(() => response.end());
      if (waiting.length === 2) { for (const finish of waiting) finish(); }
    },
  });
  const { lines } = await runScript(
    `import http from "k6/http"; export default function () { console.log(http.get(__ENV.B).status); }`,
    { env: { B: peer.url }, options: { vus: 2, iterations: 2 }, settings: { threads: 1 } },
  );
  assertEquals(lines, ["200", "200"]);
});

Deno.test("timers and sockets of the VU wait until a request is over, and what follows it has run", async () => {
  await using peer = await HttpPeer.listen({
    "/slow": (_request, response) => void setTimeout(() => response.end("x"), 50),
  });
  const { lines } = await runScript(
    `import http from "k6/http"; export default function () {
      setTimeout(() => console.log("timer"), 1);
      http.get(__ENV.B + "/slow");
      console.log("after");
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(lines, ["after", "timer"]);
});

Deno.test("asynchronous requests give promises, and the VU goes on", async () => {
  await using peer = await HttpPeer.listen();
  const { lines, errors } = await runScript(
    `import http from "k6/http"; const B = __ENV.B; export default async function () {
      const first = http.asyncRequest("GET", B + "/1");
      console.log(first instanceof Promise);
      const [a, b] = await Promise.all([first, http.asyncRequest("POST", B + "/2", { x: 1 })]);
      console.log(a.json().url, b.json().body);
      console.log((await http.asyncRequest("GET", "http://127.0.0.1:1/")).error);
      try { await http.asyncRequest("GET", "http://127.0.0.1:1/", null, { throw: true }); } catch (e) { console.log(e.message); }
      console.log((await http.asyncRequest("GET", "http://a b/")).error_code);
      http.asyncRequest("GET", B + "/later").then((r) => console.log("later", r.json().url));
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(errors, []);
  assertEquals(lines, [
    "true",
    "/1 x=1",
    "dial: connection refused",
    'Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused',
    "1020",
    "later /later",
  ]);
});

Deno.test("a rejected request that nobody looks at fails the iteration, as any promise does", async (t) => {
  const programs: [name: string, top: string, call: string, prefix: string][] = [
    ["a member", `import http from "k6/http";`, "http.asyncRequest", "Uncaught (in promise) GoError: "],
    ["an import", `import { asyncRequest } from "k6/http";`, "asyncRequest", "Uncaught (in promise) GoError: "],
    ["another name", `import { asyncRequest as a } from "k6/http";`, "a", "Uncaught (in promise) GoError: "],
    // Nothing in the program says that there are promises.
    ["a name in pieces", `import http from "k6/http"; const name = "async" + "Request";`, "http[name]", "GoError: "],
  ];
  for (const [name, top, call, prefix] of programs) {
    await t.step(name, async () => {
      const { errors, lines } = await runScript(
        `${top} export default function () {
          ${call}("GET", "http://127.0.0.1:1/", null, { throw: true });
          console.log(__ITER);
        }`,
        { options: { iterations: 2 } },
      );
      const refused = `${prefix}Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused`;
      assertEquals([lines, errors.map((error) => error.split("\n")[0])], [["0", "1"], [refused, refused]]);
    });
  }
});

Deno.test("what waits for a response when the test ends is given up, and says nothing", async (t) => {
  const calls: [name: string, call: string][] = [
    ["a request", `http.get(__ENV.B)`],
    ["a batch", `http.batch([__ENV.B, __ENV.B])`],
    ["an asynchronous request", `http.asyncRequest("GET", __ENV.B)`],
    ["one that waits for its turn", `for (let i = 0; i < 3; i++) http.asyncRequest("GET", __ENV.B)`],
  ];
  for (const [name, call] of calls) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen(() => {});
      const run = await runScript(
        `import http from "k6/http"; export default function () { try { ${call}; } finally { console.log("finally"); } }`,
        {
          env: { B: `http://127.0.0.1:${peer.port}` },
          options: {
            rps: 2,
            scenarios: { s: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" } },
          },
        },
      );
      assertEquals([run.errors, run.warnings.filter((each) => each.includes("Request Failed"))], [[], []]);
      assertEquals(run.lines, name.startsWith("a request") || name === "a batch" ? [] : ["finally"]);
      const connection = await peer.connection();
      await connection.until(({ over }) => over !== undefined);
    });
  }
});

Deno.test("an iteration that fails takes its requests with it", async () => {
  await using peer = await HttpPeer.listen({ "/silent": () => {}, "/": answer(200) });
  const { errors, lines } = await runScript(
    `import http from "k6/http"; export default function () {
      http.asyncRequest("GET", __ENV.B + "/silent").then(() => console.log("never"));
      http.get(__ENV.B);
      throw new Error("mine");
    }`,
    { env: { B: peer.url } },
  );
  assertEquals([errors.length, lines, peer.paths], [1, [], ["/silent", "/"]]);
});

Deno.test("in the init context no request is sent", async () => {
  const { lines } = await runScript(
    `import http from "k6/http";
    const texts = [() => http.get("http://a/"), () => http.batch([]), () => http.asyncRequest("GET", "http://a/"), () => http.file("x").data,
      () => typeof http.expectedStatuses(200), () => String(http.setResponseCallback(null))]
      .map((f) => { try { return f(); } catch (e) { return String(e); } });
    export default function () { console.log(texts.join("\\n")); }`,
  );
  assertEquals(lines[0]!.split("\n"), [
    "GoError: Making http requests in the init context is not supported",
    "GoError: Using batch in the init context is not supported",
    "GoError: Making http requests in the init context is not supported",
    "x",
    "object",
    "undefined",
  ]);
});
