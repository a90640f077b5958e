/** What the handshake of a `k6/websockets` socket carries, and what comes back: headers, cookies, protocols, compression. */

import { startWsPeer } from "../../support/echo_peers.ts";
import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assertEquals, assertMatch } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { answerClose, politePeer } from "../../support/server_frames.ts";
import { runWebSocketScript } from "../../support/websocket_script.ts";

/** The lines of a request, sorted, without what is random or the peer's address. */
function requestLines(request: string): string[] {
  const [first = "", ...headers] = request.trimEnd().split("\r\n");
  return [first, ...headers.filter((line) => !line.startsWith("Sec-WebSocket-Key: ")).sort()];
}

/** Runs a script whose sockets the peer takes and that closes each of them at once; returns the requests. */
async function requestsOf(body: string, options: Record<string, unknown> = {}): Promise<string[][]> {
  await using peer = await RawPeer.listen(politePeer);
  const run = await runWebSocketScript(
    `const dial = (...args) => { const ws = new WebSocket(...args); ws.onopen = () => ws.close(); return ws; };\n${body}`,
    { server: peer.url, ...options },
  );
  assertEquals(run.errors, []);
  const host = `127.0.0.1:${peer.port}`;
  return peer.connections.map(({ request }) => requestLines(request.replaceAll(host, "HOST")));
}

const ALWAYS = ["Connection: Upgrade", "Host: HOST", "Sec-WebSocket-Version: 13", "Upgrade: websocket"];

Deno.test("without params the request has what every handshake has, and no Origin", async () => {
  const [request] = await requestsOf("dial(URL + '/path?q=1 2');");
  assertEquals(request, [
    "GET /path?q=1 2 HTTP/1.1",
    ...[...ALWAYS, "User-Agent: squall/test"].sort(),
  ]);
});

Deno.test("headers are added, by canonical name, the last one of a name", async () => {
  const [request] = await requestsOf(
    `dial(URL, null, { headers: { "x-a": 1, "X-A": [1, 2], "x-null": null, "x-undefined": undefined, "x-object": {},
      origin: "http://o" } });`,
  );
  assertEquals(request?.filter((line) => /^(X-|Origin)/i.test(line)), [
    "Origin: http://o",
    "X-A: 1,2",
    "X-Null: null",
    "X-Object: [object Object]",
    "X-Undefined: undefined",
  ]);
});

Deno.test("some headers replace those of every handshake", async () => {
  const [request] = await requestsOf(
    `dial(URL, null, { headers: { "user-agent": "me", host: "example.test", cookie: "a=1; b=2" } });`,
  );
  assertEquals(request, [
    "GET / HTTP/1.1",
    "Connection: Upgrade",
    "Cookie: a=1; b=2",
    "Host: example.test",
    "Sec-WebSocket-Version: 13",
    "Upgrade: websocket",
    "User-Agent: me",
  ]);
});

Deno.test("an empty userAgent sends none", async () => {
  const [request] = await requestsOf("dial(URL);", { options: { userAgent: "" } });
  assertEquals(request, ["GET / HTTP/1.1", ...ALWAYS]);
});

Deno.test("headers of the handshake itself make the dial fail", async (t) => {
  await using peer = await RawPeer.listen(politePeer);
  for (
    const [given, named] of [
      ["Upgrade", "Upgrade"],
      ["connection", "Connection"],
      ["SEC-websocket-KEY", "Sec-Websocket-Key"],
      ["Sec-WebSocket-Version", "Sec-Websocket-Version"],
      ["sec-websocket-extensions", "Sec-Websocket-Extensions"],
    ] as const
  ) {
    await t.step(given, async () => {
      const run = await runWebSocketScript(`watch(new WebSocket(URL, null, { headers: { "${given}": "x" } }));`, {
        server: peer.url,
      });
      assertEquals(run.lines, [`3 error websocket: duplicate header not allowed: ${named}`, "3 close undefined "]);
    });
  }
  assertEquals(peer.connections.length, 0);
});

Deno.test("protocols are offered in their order, whatever they are", async (t) => {
  for (
    const [name, args, header] of [
      ["a string", "URL, 'a'", "a"],
      ["an array", "URL, ['a', 1, 'b c']", "a, 1, b c"],
      ["a header in their place", "URL, null, { headers: { 'sec-websocket-protocol': 'b, c' } }", "b, c"],
      ["anything else", "URL, { 0: 'a' }", undefined],
      ["an empty array", "URL, []", undefined],
    ] as const
  ) {
    await t.step(name, async () => {
      const [request] = await requestsOf(`dial(${args});`);
      const line = request?.find((each) => /^sec-websocket-protocol: /i.test(each));
      assertEquals(line?.replace(/^[^:]*: /, ""), header);
    });
  }
});

Deno.test("protocols and their header together make the dial fail", async () => {
  const run = await runWebSocketScript(
    `watch(new WebSocket(URL, "a", { headers: { "Sec-WebSocket-Protocol": "b" } }));`,
  );
  assertEquals(run.lines[0], "3 error websocket: duplicate header not allowed: Sec-Websocket-Protocol");
});

Deno.test("the server's protocol is taken as it is, and known when the socket opens", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept("Sec-WebSocket-Protocol: never-offered\r\n");
    await answerClose(connection);
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL, ["a", "b"]);
    say("before", ws.protocol, ws.extensions, ws.response);
    ws.onopen = () => { say("open", ws.protocol, ws.extensions); ws.close(); };
    ws.onclose = () => say("close", ws.protocol);`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["before  [] null", "open never-offered []", "close never-offered"]);
});

Deno.test("compression offers, and insists on, both flags without takeover", async () => {
  await using peer = await startWsPeer({
    deflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 0 },
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL, null, { compression: " deflate " });
    ws.onopen = () => { say(ws.extensions); ws.send("again ".repeat(1000)); };
    ws.onmessage = (event) => { say(event.data === "again ".repeat(1000)); ws.close(); };`,
    { server: peer.url },
  );
  assertEquals(run.lines, [
    '["permessage-deflate; server_no_context_takeover; client_no_context_takeover"]',
    "true",
  ]);
});

Deno.test("what the server answers to the offer of compression", async (t) => {
  const failure = ["3 error websocket: invalid compression negotiation", "3 close undefined "];
  for (
    const [name, extensions, lines] of [
      ["nothing", undefined, ["1 open", "3 close 1000 "]],
      ["one flag only", "permessage-deflate; server_no_context_takeover", failure],
      ["no flag", "permessage-deflate", failure],
    ] as const
  ) {
    await t.step(name, async () => {
      await using peer = await RawPeer.listen(async (connection) => {
        connection.accept(extensions === undefined ? "" : `Sec-WebSocket-Extensions: ${extensions}\r\n`);
        await answerClose(connection);
      });
      const run = await runWebSocketScript(
        `const ws = watch(new WebSocket(URL, null, { compression: "deflate" })); ws.onopen = () => ws.close();`,
        { server: peer.url },
      );
      assertEquals(run.lines.map((line) => line.replace("2 open", "1 open")), lines);
      assertMatch(
        peer.connections[0]!.request,
        /^Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r$/m,
      );
    });
  }
});

Deno.test("an extension that nobody asked for is a bad handshake", async () => {
  await using peer = await RawPeer.listen((connection) => connection.accept("Sec-WebSocket-Extensions: foo; bar\r\n"));
  const run = await runWebSocketScript("watch(new WebSocket(URL));", { server: peer.url });
  assertEquals(run.lines, ["3 error websocket: bad handshake", "3 close undefined "]);
});

Deno.test("cookies of the handshake come back in the next one, whatever the status", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  for (const path of ["/set-cookie", "/reject/500", "/reject/302"]) {
    await t.step(path, async () => {
      const run = await runWebSocketScript(
        `const first = new WebSocket(URL + "${path}?cookie=a%3D1%3B%20Path%3D/&cookie=s%3D2%3B%20Path%3D/%3B%20Secure&cookie=p%3D3%3B%20Path%3D/no");
        first.onopen = () => first.close();
        first.onclose = () => {
          const second = new WebSocket(URL + "/headers");
          second.onmessage = (event) => { say(JSON.parse(event.data).cookies); second.close(); };
        };`,
        { server: server.url },
      );
      assertEquals(run.lines, ['{"a":"1"}']);
    });
  }
});

Deno.test("which jar a socket uses", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const top = 'import http from "k6/http";';
  const setUp = `
    http.cookieJar().set(URL.replace("ws:", "http:"), "vu", "1");
    const jar = new http.CookieJar();
    jar.set(URL.replace("ws:", "http:"), "own", "2");
    const ask = (params) => {
      const ws = new WebSocket(URL + "/headers", null, params);
      ws.onmessage = (event) => { say(JSON.parse(event.data).cookies); ws.close(); };
    };`;
  for (
    const [name, params, cookies] of [
      ["none is given", "{}", { vu: "1" }],
      ["one is given", "{ jar }", { own: "2" }],
      ["the VU's is given", "{ jar: http.cookieJar() }", { vu: "1" }],
      ["a number is given", "{ jar: 5 }", { vu: "1" }],
      ["an object is given", "{ jar: {} }", { vu: "1" }],
      ["null is given", "{ jar: null }", { vu: "1" }],
      ["a header takes its place", "{ jar, headers: { Cookie: 'h=3' } }", { h: "3" }],
    ] as const
  ) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(`${setUp}\nask(${params});`, { top, server: server.url });
      assertEquals(run.lines, [JSON.stringify(cookies)]);
    });
  }
  await t.step("what the server sets goes into the one that was given", async () => {
    const run = await runWebSocketScript(
      `${setUp}
      const ws = new WebSocket(URL + "/set-cookie?cookie=c%3D3%3B%20Path%3D/", null, { jar });
      ws.onopen = () => ws.close();
      ws.onclose = () => say(jar.cookiesForURL(URL.replace("ws:", "http:") + "/"),
        http.cookieJar().cookiesForURL(URL.replace("ws:", "http:") + "/"));`,
      { top, server: server.url },
    );
    assertEquals(run.lines, ['{"own":["2"],"c":["3"]} {"vu":["1"]}']);
  });
});

Deno.test("the VU's cookies are those of one iteration, unless noCookiesReset is set", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  for (const [noCookiesReset, lines] of [[false, ["{}", "{}"]], [true, ["{}", '{"c":"3"}']]] as const) {
    await t.step(String(noCookiesReset), async () => {
      const run = await runWebSocketScript(
        `const ws = new WebSocket(URL + "/headers?header=Set-Cookie:%20c%3D3");
        ws.onmessage = (event) => { say(JSON.parse(event.data).cookies); ws.close(); };`,
        { server: server.url, options: { iterations: 2, noCookiesReset } },
      );
      assertEquals(run.lines, lines);
    });
  }
});

Deno.test("the response of the handshake is on the socket, a refusal too", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const body = `const ws = new WebSocket(URL + __ENV.TARGET);
    ws.onopen = () => ws.close();
    ws.onclose = () => {
      if (ws.response === null) return say(null);
      const { status, headers, body } = ws.response;
      say(status, headers["X-Answer"], body, headers.Upgrade);
    };`;
  for (
    const [name, target, line] of [
      ["of a session", "/headers?header=X-Answer:%20yes", "101 yes  websocket"],
      ["of a refusal", "/reject/404", "404 undefined rejected with 404\n undefined"],
    ] as const
  ) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(body, { server: server.url, env: { TARGET: target } });
      assertEquals(run.lines, [line]);
    });
  }
  await t.step("null when none came", async () => {
    const run = await runWebSocketScript(body, { env: { TARGET: "/" } });
    assertEquals(run.lines, ["null"]);
  });
});
