/** Options of the run that decide where sockets of `k6/websockets` may go, and how: what scripts see of them. */

import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals, assertMatch } from "../../support/assert.ts";
import { CLIENT, SERVER } from "../../support/tls_fixtures.ts";
import { measured, runWebSocketScript } from "../../support/websocket_script.ts";

/** Name, options, URL, the text of the error. */
const REFUSED: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
  [
    "a host name that is blocked",
    { blockHostnames: ["*.example"] },
    "ws://blocked.example/",
    "hostname (blocked.example) is in a blocked pattern (*.example)",
  ],
  [
    "an address that is blacklisted",
    { blacklistIPs: ["10.0.0.0/8"] },
    "ws://10.1.2.3/",
    "IP (10.1.2.3) is in a blacklisted range (10.0.0.0/8)",
  ],
  ["userinfo", {}, "ws://u:p@127.0.0.1:1/", "malformed ws or wss URL"],
  ["a URL without a host", {}, "ws:foo", "lookup : no such host"],
  ["a port where nobody listens", {}, "ws://127.0.0.1:1/", "dial tcp 127.0.0.1:1: connect: connection refused"],
];

Deno.test("where a socket may not go is told by an error event", async (t) => {
  for (const [name, options, url, text] of REFUSED) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(`watch(new WebSocket("${url}"));`, { options });
      assertEquals(run.lines, [`3 error ${text}`, "3 close undefined "]);
      assertEquals(run.errors, []);
      assertEquals(measured(run, "ws_sessions"), 1);
    });
  }
});

Deno.test("hosts sends a name elsewhere, the URL and the Host header keep it", async () => {
  const hosts: (string | undefined)[] = [];
  await using peer = await startWsPeer({ onRequest: ({ headers }) => hosts.push(headers.host) });
  const run = await runWebSocketScript(
    "const ws = new WebSocket('ws://chat.test/p'); ws.onopen = () => { say(ws.url); ws.close(); };",
    { options: { hosts: { "chat.test": new URL(peer.url).host } } },
  );
  assertEquals(run.lines, ["ws://chat.test/p"]);
  assertEquals(hosts, ["chat.test"]);
});

Deno.test("a certificate that nobody vouches for ends the dial, unless the run does not look", async (t) => {
  await using peer = await startWsPeer({ tls: SERVER });
  const body =
    "const ws = watch(new WebSocket(URL), '', ['error', 'close']); ws.onopen = () => { say('open'); ws.close(); };";
  await t.step("verified", async () => {
    const run = await runWebSocketScript(body, { server: peer.url });
    assertMatch(
      run.lines[0]!,
      /^3 error tls: failed to verify certificate: x509: certificate signed by unknown authority/,
    );
    assertEquals(run.lines.slice(1), ["3 close undefined "]);
  });
  await t.step("insecureSkipTLSVerify", async () => {
    const run = await runWebSocketScript(body, { server: peer.url, options: { insecureSkipTLSVerify: true } });
    assertEquals(run.lines, ["open", "3 close 1000 "]);
  });
});

Deno.test("tlsAuth shows the client's certificate", async () => {
  const shown: unknown[] = [];
  await using peer = await startWsPeer({
    tls: { ...SERVER, requestCert: true, rejectUnauthorized: false },
    onRequest: ({ socket }) => {
      const { subject } = (socket as unknown as { getPeerCertificate(): { subject?: unknown } }).getPeerCertificate();
      shown.push(subject !== undefined);
    },
  });
  await runWebSocketScript("const ws = new WebSocket(URL); ws.onopen = () => ws.close();", {
    server: peer.url,
    options: { insecureSkipTLSVerify: true, tlsAuth: [{ cert: CLIENT.cert, key: CLIENT.key }] },
  });
  assertEquals(shown, [true]);
});

Deno.test("secure cookies go to wss only, and one jar serves both schemes", async () => {
  const cookies: (string | undefined)[] = [];
  const onRequest = ({ headers }: { headers: { cookie?: string | undefined } }) => cookies.push(headers.cookie);
  await using plain = await startWsPeer({ onRequest });
  await using secure = await startWsPeer({ tls: SERVER, onRequest });
  await runWebSocketScript(
    `const jar = http.cookieJar();
    jar.set("https://127.0.0.1/", "s", "1", { secure: true });
    jar.set("http://127.0.0.1/", "p", "2");
    const dial = (url, next) => {
      const ws = new WebSocket(url);
      ws.onopen = () => ws.close();
      ws.onclose = next;
    };
    dial(URL, () => dial(__ENV.SECURE, () => {}));`,
    {
      top: 'import http from "k6/http";',
      server: plain.url,
      env: { SECURE: secure.url },
      options: { insecureSkipTLSVerify: true },
    },
  );
  assertEquals(cookies, ["p=2", "s=1; p=2"]);
});
