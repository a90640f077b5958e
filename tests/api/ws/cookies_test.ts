/** Cookies of `k6/ws` handshakes, by scripts: from which jar they come, and into which they go. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assertEquals } from "../../support/assert.ts";
import { startWsPeer } from "../../support/echo_peers.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows, type Row } from "../../support/script_table.ts";
import { SERVER } from "../../support/tls_fixtures.ts";

const PRELUDE = `import ws from "k6/ws"; import { CookieJar, cookieJar } from "k6/http";
  const URL = __ENV.URL;
  const f = (socket) => socket.close();
  /** What the server of /headers saw. */
  function seen(params) {
    let text;
    ws.connect(URL + "/headers", params, (socket) => {
      socket.on("message", (message) => { text = message; socket.close() });
    });
    return JSON.parse(text);
  }`;

const COOKIES: Row[] = [
  {
    name: "of the VU's jar",
    code: `{ cookieJar().set(URL.replace("ws", "http"), "a", "1"); return seen({}).cookies }`,
    gives: { a: "1" },
  },
  {
    name: "of a jar of one's own",
    code: `{ const jar = new CookieJar(); jar.set(URL.replace("ws", "http"), "b", "2"); return seen({ jar }).cookies }`,
    gives: { b: "2" },
  },
  {
    name: "what is no jar stands for the VU's",
    code: `[5, {}, null, undefined, "x"].map((jar) => seen({ jar }).cookies.a)`,
    gives: ["1", "1", "1", "1", "1"],
  },
  { name: "a Cookie header replaces them", code: `seen({ headers: { cookie: "c=3" } }).cookies`, gives: { c: "3" } },
  {
    name: "set by a handshake",
    code:
      `{ const jar = new CookieJar(); ws.connect(URL + "/set-cookie?cookie=d=4;%20Path=/", { jar }, f); return [jar.cookiesForURL(URL.replace("ws", "http")), seen({ jar }).cookies] }`,
    gives: [{ d: ["4"] }, { d: "4" }],
  },
  {
    name: "set by a refusal",
    code:
      `{ const jar = new CookieJar(); ws.connect(URL + "/reject/500?cookie=e=5;%20Path=/", { jar }, f); return jar.cookiesForURL(URL.replace("ws", "http")) }`,
    gives: { e: ["5"] },
  },
];

Deno.test("cookies come from a jar and go to it", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  await checkRows(t, COOKIES, { prelude: PRELUDE, env: { URL: server.url } });
});

Deno.test("secure cookies go to wss, and wss has the cookies of https", async () => {
  const cookies: (string | undefined)[] = [];
  await using peer = await startWsPeer({ tls: SERVER, onRequest: ({ headers }) => cookies.push(headers.cookie) });
  const { errors } = await runScript(
    `${PRELUDE} export default function () {
    const jar = new CookieJar();
    ws.connect(URL, { jar }, f);
    jar.set(URL.replace("wss", "https"), "secret", "1", { secure: true });
    ws.connect(URL, { jar }, f);
  }`,
    { env: { URL: peer.url }, options: { insecureSkipTLSVerify: true } },
  );
  assertEquals({ errors, cookies }, { errors: [], cookies: [undefined, "secret=1"] });
});

Deno.test("what a handshake has set is gone in the next iteration, unless cookies are to be kept", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const script = `${PRELUDE} export default function () {
    if (__ITER === 0) ws.connect(URL + "/set-cookie?cookie=n=v;%20Path=/", f);
    else console.log(JSON.stringify(seen({}).cookies));
  }`;
  for (const noCookiesReset of [false, true]) {
    const { lines } = await runScript(script, { env: { URL: server.url }, options: { iterations: 2, noCookiesReset } });
    assertEquals(lines, [noCookiesReset ? '{"n":"v"}' : "{}"]);
  }
});
