/** Redirects: what is sent on, what is left behind, when it ends. */

import { assertEquals } from "../../support/assert.ts";
import { type Answer, answer, HttpPeer } from "../../support/http_peer.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows } from "../../support/script_table.ts";

/** `/to?url&status`: sends there. */
function redirect(...[{ url = "" }, response]: Parameters<Answer>): void {
  const { searchParams } = new URL(url, "http://a");
  response.writeHead(Number(searchParams.get("status") ?? 302), {
    ...(searchParams.has("url") ? { Location: searchParams.get("url")! } : {}),
    "Set-Cookie": "seen=1; Path=/",
  });
  response.end("moved");
}

const PRELUDE = `import http from "k6/http";
const B = __ENV.B;
const to = (url, status = 302) => B + "/to?status=" + status + "&url=" + encodeURIComponent(url);
const echoOf = (response) => { const { method, headers, body } = response.json(); return [method, headers, body]; };
`;

Deno.test("a redirect is followed with the method and the body that its status asks for", async (t) => {
  await using peer = await HttpPeer.listen({ "/to": redirect });
  const post = (status: number) =>
    `echoOf(http.post(to("/e", ${status}), "abc", { headers: { "Content-Type": "x/y" } }))`;
  const referer = (status: number) => ["Referer", `${peer.url}/to?status=${status}&url=%2Fe`];
  await checkRows(t, [
    ...[301, 302, 303].map((status) => ({
      name: `${status} makes it GET`,
      code: post(status),
      gives: ["GET", [["Cookie", "seen=1"], referer(status)], ""],
    })),
    ...[307, 308].map((status) => ({
      name: `${status} keeps it`,
      code: post(status),
      gives: ["POST", [["Content-Length", "3"], ["Content-Type", "x/y"], ["Cookie", "seen=1"], referer(status)], "abc"],
    })),
    { name: "HEAD stays HEAD", code: `http.head(to("/e", 303)).request.method`, gives: "HEAD" },
  ], { prelude: PRELUDE, env: { B: peer.url } });
});

Deno.test("redirects go where the header says", async (t) => {
  await using peer = await HttpPeer.listen({ "/to": redirect });
  const B = peer.url;
  await checkRows(t, [
    { name: "a path", code: `http.get(to("/a/b?c#d")).url`, gives: `${B}/a/b?c#d` },
    { name: "a relative path", code: `http.get(to("x")).url`, gives: `${B}/x` },
    { name: "a query", code: `http.get(to("?url=/y")).url`, gives: `${B}/y` },
    { name: "another host", code: `http.get(to("//127.0.0.1:${peer.port}/z")).url`, gives: `${B}/z` },
    {
      name: "nowhere",
      code: `{ const r = http.get(B + "/to"); return [r.status, r.url, r.body]; }`,
      gives: [302, `${B}/to`, "moved"],
    },
    { name: "another scheme", code: `http.get(to("ftp://x/")).error`, gives: 'unsupported protocol scheme "ftp"' },
    {
      name: "no URL",
      code: `{ const r = http.get(to("::x")); return [r.status, r.error, r.body]; }`,
      gives: [0, 'failed to parse Location header "::x": parse "::x": missing protocol scheme', null],
    },
    {
      name: "the request is the first one",
      code: `http.get(to("/e")).request.url`,
      gives: `${B}/to?status=302&url=%2Fe`,
    },
    {
      name: "not what is meant for another host",
      code:
        `echoOf(http.get(to("http://localhost:${peer.port}/e"), { headers: { Authorization: "x", "X-A": "1" }, jar: new http.CookieJar() }))[1].map(([n]) => n)`,
      gives: ["Referer", "X-A"],
    },
    {
      name: "but to the same one",
      code:
        `echoOf(http.get(to("/e"), { headers: { Authorization: "x", Referer: "mine" }, jar: new http.CookieJar() }))[1]`,
      gives: [["Authorization", "x"], ["Cookie", "seen=1"], ["Referer", "mine"]],
    },
  ], { prelude: PRELUDE, env: { B }, options: { dns: { policy: "onlyIPv4" } } });
});

Deno.test("there is a limit to redirects, with a warning where nobody has chosen it", async (t) => {
  await using peer = await HttpPeer.listen({ "/loop": answer(302, { Location: "/loop" }), "/to": redirect });
  const cases: [
    name: string,
    params: string,
    options: Readonly<Record<string, unknown>>,
    requests: number,
    warned: boolean,
  ][] = [
    ["k6's ten", "{}", {}, 11, true],
    ["the option's", "{}", { maxRedirects: 2 }, 3, false],
    ["the param's", "{ redirects: 1 }", { maxRedirects: 5 }, 2, false],
    ["none", "{ redirects: 0 }", {}, 1, false],
  ];
  for (const [name, params, options, requests, warned] of cases) {
    await t.step(name, async () => {
      const before = peer.paths.length;
      const run = await runScript(
        `${PRELUDE}export default function () { console.log(http.get(B + "/loop", ${params}).status); }`,
        { env: { B: peer.url }, options },
      );
      assertEquals(run.lines, ["302"]);
      assertEquals(peer.paths.length - before, requests);
      assertEquals(
        run.warnings,
        warned
          ? [
            "Stopped after 11 redirects and returned the redirection; " +
            "pass { redirects: n } in request params or set global maxRedirects to silence this",
          ]
          : [],
      );
    });
  }
});

Deno.test("credentials of a redirect that are no UTF-8 go as they are", async () => {
  await using peer = await HttpPeer.listen({ "/to": redirect });
  const { lines, errors } = await runScript(
    `${PRELUDE}export default function () {
      const response = http.get(to(B.replace("//", "//a:%e4@") + "/e"));
      console.log(response.json().headers.find(([name]) => name === "Authorization")[1]);
    }`,
    { env: { B: peer.url } },
  );
  assertEquals([lines, errors], [[`Basic ${btoa("a:%e4")}`], []]);
});
