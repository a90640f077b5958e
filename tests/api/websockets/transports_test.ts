/** `k6/websockets` over both transports: the same events, and limits that say whose they are. */

import { startServePeer, startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { measured, runWebSocketScript } from "../../support/websocket_script.ts";

const TRANSPORTS = ["wire", "native"] as const;

for (const transport of TRANSPORTS) {
  Deno.test(`a session over the ${transport} transport`, async () => {
    await using peer = await startServePeer();
    const run = await runWebSocketScript(
      `const ws = watch(new WebSocket(URL + "/p", ["a", "b"], { headers: { "X-A": "1" }, tags: { mine: "yes" } }));
      ws.binaryType = "arraybuffer";
      let left = 3;
      ws.onopen = () => {
        say(ws.protocol, ws.url === URL + "/p");
        ws.send("text"); ws.send(new Uint8Array([1, 2])); ws.send(new Blob(["blob"]));
        say(ws.bufferedAmount);
      };
      ws.onmessage = ({ data }) => { if (typeof data !== "string") say(data.byteLength); if (--left === 0) ws.close(3000, "r"); };`,
      { server: peer.url, settings: { transport } },
    );
    assertEquals(run.lines, [
      "a true",
      "10",
      "1 open",
      "1 message text",
      "2",
      "1 message {}",
      "4",
      "2 message {}",
      "3 error websocket: close 3000: r",
      "3 close 3000 r",
    ]);
    assertEquals(run.errors, []);
    assertEquals(["ws_sessions", "ws_msgs_received"].map((metric) => measured(run, metric)), [1, 3]);
    assertEquals(measured(run, "ws_session_duration", "max")! > 0, true);
  });

  Deno.test(`a failed dial over the ${transport} transport`, async () => {
    await using peer = await startServePeer();
    const run = await runWebSocketScript("watch(new WebSocket(URL + '/reject'));", {
      server: peer.url,
      settings: { transport },
    });
    assertEquals(run.lines, ["3 error websocket: bad handshake", "3 close undefined "]);
  });
}

Deno.test("one connection may use another transport than the run", async (t) => {
  await using peer = await startServePeer();
  for (const transport of TRANSPORTS) {
    const other = transport === "wire" ? "native" : "wire";
    await t.step(`${other} in a run over ${transport}`, async () => {
      // Only `wire` knows the headers of the response.
      const run = await runWebSocketScript(
        `for (const params of [{}, { transport: undefined }, { transport: "${other}" }]) {
          const ws = new WebSocket(URL, null, params);
          ws.onopen = () => ws.close();
          ws.onclose = () => say(params.transport ?? "", Object.keys(ws.response.headers).length > 0);
        }`,
        { server: peer.url, settings: { transport } },
      );
      assertEquals(run.errors, []);
      const usual = ` ${transport === "wire"}`;
      assertEquals(run.lines.toSorted(), [usual, usual, `${other} ${other === "wire"}`].toSorted());
    });
  }
});

/** What the native transport cannot do: the params, and how it calls it. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['{ compression: "deflate" }', "compression"],
  ['{ headers: { host: "x" } }', "a Host header"],
  ['{ compression: "deflate", headers: { Host: "x" } }', "compression, a Host header"],
];

Deno.test("what the native transport cannot do is thrown, naming it", async (t) => {
  await using peer = await startWsPeer();
  for (const [params, named] of REFUSED) {
    await t.step(named, async () => {
      const run = await runWebSocketScript(`say(attempt(() => new WebSocket(URL, null, ${params})));`, {
        server: peer.url,
        settings: { transport: "native" },
      });
      assertEquals(run.lines, [`GoError: The transport 'native' cannot honour ${named}`]);
    });
  }
  await t.step("ping()", async () => {
    const run = await runWebSocketScript(
      `const ws = watch(new WebSocket(URL));
      ws.onopen = () => { say(attempt(() => ws.ping()), ws.readyState); ws.close(); };`,
      { server: peer.url, settings: { transport: "native" } },
    );
    assertEquals(run.lines, ["GoError: The transport 'native' cannot honour ping() 1", "2 open", "3 close 1000 "]);
  });
});

Deno.test("a transport that does not exist is refused by name", async () => {
  const run = await runWebSocketScript(`say(attempt(() => new WebSocket(URL, null, { transport: "pigeon" })));`);
  assertEquals(run.lines, ["GoError: unknown transport 'pigeon': there are wire and native"]);
});
