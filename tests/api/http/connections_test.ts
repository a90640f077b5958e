/** Connections of requests: which are kept and for whom, how many run side by side, how many a second. */

import { assert, assertEquals } from "../../support/assert.ts";
import { answer, HttpPeer } from "../../support/http_peer.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { runScript } from "../../support/run_script.ts";

const THREE = `import http from "k6/http"; const B = __ENV.B;
export default function () { for (let i = 0; i < 3; i++) if (http.get(B).status !== 200) throw new Error("failed"); }`;

Deno.test("a VU keeps its connections as the options say", async (t) => {
  const cases: [name: string, options: Readonly<Record<string, unknown>>, connections: number][] = [
    ["for its iterations", { vus: 1, iterations: 2 }, 1],
    ["for itself", { scenarios: { s: { executor: "per-vu-iterations", vus: 2, iterations: 1 } } }, 2],
    ["for one request", { vus: 1, iterations: 2, noConnectionReuse: true }, 6],
    ["for itself, where batches have no limit", { vus: 1, iterations: 2, batch: 0, batchPerHost: 0 }, 1],
    ["for one iteration", { vus: 1, iterations: 2, noVUConnectionReuse: true }, 2],
  ];
  for (const [name, options, connections] of cases) {
    await t.step(name, async () => {
      await using peer = await HttpPeer.listen();
      const { errors } = await runScript(THREE, { env: { B: peer.url }, options });
      assertEquals([peer.connections, errors], [connections, []]);
    });
  }
});

Deno.test("a connection that the server does not keep is not used again", async () => {
  await using peer = await HttpPeer.listen({ "/": answer(200, { Connection: "close" }) });
  const { errors } = await runScript(THREE, { env: { B: peer.url } });
  assertEquals([peer.connections, errors], [3, []]);
});

Deno.test("a kept connection that dies in the moment of its next request is replaced, unless that could do harm", async (t) => {
  const cases: [method: string, statuses: number[]][] = [["GET", [200, 200]], ["POST", [200, 0]]];
  for (const [method, statuses] of cases) {
    await t.step(method, async () => {
      // The first connection answers once, and resets when the second request comes.
      await using peer = await RawPeer.listen(async (connection) => {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        if (peer.connections.length > 1) return;
        await connection.until(({ bytesReceived }) => bytesReceived > 0);
        connection.reset();
      });
      const { lines } = await runScript(
        `import http from "k6/http"; export default function () {
          const send = () => http.request("${method}", __ENV.B).status;
          console.log(JSON.stringify([send(), send()]));
        }`,
        { env: { B: `http://127.0.0.1:${peer.port}` } },
      );
      assertEquals(JSON.parse(lines[0]!), statuses);
    });
  }
});

Deno.test("a batch sends as many requests side by side as the options allow", async (t) => {
  const cases: [name: string, options: Readonly<Record<string, unknown>>, most: number][] = [
    ["k6's six to a host", {}, 6],
    ["altogether", { batch: 2 }, 2],
    ["to one host", { batchPerHost: 3 }, 3],
    ["any number", { batch: 0, batchPerHost: 0 }, 9],
  ];
  for (const [name, options, most] of cases) {
    await t.step(name, async () => {
      await using peer = await HttpPeer.listen({
        "/": (_request, response) => void setTimeout(() => response.end(), 40),
      });
      const { lines } = await runScript(
        `import http from "k6/http"; export default function () {
          console.log(http.batch(new Array(9).fill(__ENV.B)).map((r) => r.status).join());
        }`,
        { env: { B: peer.url }, options },
      );
      assertEquals([lines, peer.mostActive], [[new Array(9).fill(200).join()], most]);
    });
  }
});

Deno.test("a batch takes URLs, lists and objects, and gives what it was given", async () => {
  await using peer = await HttpPeer.listen();
  const { lines } = await runScript(
    `import http from "k6/http"; const B = __ENV.B;
    const show = (r) => { const { method, body } = r.json(); return method + body; };
    export default function () {
      const list = http.batch([B, ["post", B, { a: 1 }], { url: B }, { method: "PUT", url: B, body: "x" }, http.url\`\${B}\`]);
      console.log(JSON.stringify(list.map(show)));
      const named = http.batch({ one: B, two: ["DELETE", B] });
      console.log(JSON.stringify([Object.keys(named), show(named.two)]));
      console.log(JSON.stringify(http.batch([B, ["GET"]]).map((r) => [r.status, r.error])));
      console.log(JSON.stringify(http.batch([])), JSON.stringify(http.batch({})));
      for (const bad of [5, "x", null]) { try { http.batch(bad); } catch (e) { console.log(String(e)); } }
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(lines, [
    '["GET","POSTa=1","GET","PUTx","GET"]',
    '[["one","two"],"DELETE"]',
    `[[0,"invalid batch request '[]interface {}{\\"GET\\"}'"],[0,"invalid batch request '[]interface {}{\\"GET\\"}'"]]`,
    "[] {}",
    "GoError: invalid http.batch() argument type int64",
    "GoError: invalid http.batch() argument type string",
    "GoError: invalid http.batch() argument type <nil>",
  ]);
});

Deno.test("rps holds for all VUs of all threads together", async () => {
  const times: number[] = [];
  await using peer = await HttpPeer.listen({
    "/": (_request, response) => {
      times.push(Date.now());
      response.end();
    },
  });
  const { errors } = await runScript(
    `import http from "k6/http"; export default function () { http.get(__ENV.B); }`,
    { env: { B: peer.url }, options: { vus: 4, iterations: 11, rps: 50 }, settings: { threads: 2 } },
  );
  assertEquals([times.length, errors], [11, []]);
  // Eleven turns at 50 a second are 200 ms apart; that they take longer on a busy machine says nothing.
  assert(times.at(-1)! - times[0]! > 150, `${times.at(-1)! - times[0]!} ms`);
});
