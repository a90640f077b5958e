/** `close` of `k6/websockets`: its arguments, its order, and what it does while the socket is dialling. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { type RawConnection, RawPeer } from "../../support/raw_peer.ts";
import { answerClose, closeFrame, politePeer, textFrame } from "../../support/server_frames.ts";
import { measured, runWebSocketScript } from "../../support/websocket_script.ts";

function closePayloads(connection: RawConnection | undefined): string[] {
  return connection?.frames().filter(({ first }) => first === 0x88).map(({ payload }) =>
    payload.length < 2 ? "" : `${payload.readUInt16BE()} ${payload.subarray(2)}`
  ) ?? [];
}

/** Arguments of `close` and the close frame that goes out. */
const ACCEPTED: readonly (readonly [string, string])[] = [
  ["", "1000 "],
  ["undefined, undefined", "1000 "],
  ["null, null", "1000 "],
  ["0", "1000 "],
  ["0.5", "1000 "],
  ["NaN", "1000 "],
  ["Infinity", "1000 "],
  ["-Infinity", "1000 "],
  ["'abc'", "1000 "],
  ["{}", "1000 "],
  ["[]", "1000 "],
  ["1000, 'bye'", "1000 bye"],
  ["'1e3'", "1000 "],
  ["3000, 5", "3000 5"],
  ["3000.9, ''", "3000 "],
  ["'3001', 'é'", "3001 é"],
  ["[3002], {}", "3002 [object Object]"],
  ["new Number(3003)", "3003 "],
  ["new Date(3004)", "3004 "],
  ["4999.9, 'x'.repeat(123)", `4999 ${"x".repeat(123)}`],
];

Deno.test("what close sends", async (t) => {
  await using peer = await RawPeer.listen(politePeer);
  for (const [index, [args, expected]] of ACCEPTED.entries()) {
    await t.step(`close(${args})`, async () => {
      const run = await runWebSocketScript(
        `const ws = new WebSocket(URL);
        ws.onopen = () => { say(ws.close(${args}), ws.readyState); };
        ws.onclose = (event) => say(event.code, event.reason === "", ws.readyState);`,
        { server: peer.url },
      );
      assertEquals(closePayloads(peer.connections[index]), [expected]);
      // The event has what the server's frame has: no reason of ours.
      assertEquals(run.lines, ["undefined 2", `${expected.slice(0, 4)} true 3`]);
    });
  }
});

function wrongCode(code: string): string {
  return "GoError: InvalidAccessError: Failed to execute 'close' on 'WebSocket': " +
    `The close code must be either 1000, or between 3000 and 4999. ${code} is neither`;
}
const REASON_TEXT =
  "GoError: SyntaxError: Failed to execute 'close' on 'WebSocket': The message must not be greater than 123 bytes";

/** Arguments of `close` and what it throws. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["1", wrongCode("1")],
  ["true", wrongCode("1")],
  ["-1", wrongCode("-1")],
  ["999", wrongCode("999")],
  ["1001", wrongCode("1001")],
  ["'1005'", wrongCode("1005")],
  ["2999.9", wrongCode("2999")],
  ["5000", wrongCode("5000")],
  ["2 ** 32 + 1000", wrongCode("4294968296")],
  ["1000, 'x'.repeat(124)", REASON_TEXT],
  ["undefined, 'é'.repeat(62)", REASON_TEXT],
  ["999, 'x'.repeat(124)", wrongCode("999")],
];

Deno.test("what close refuses, and that the socket stays open", async (t) => {
  await using peer = await RawPeer.listen(politePeer);
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.onopen = () => {
      ${REFUSED.map(([args]) => `say(attempt(() => ws.close(${args})));`).join("\n")}
      say(ws.readyState);
      ws.close();
      say(ws.readyState, attempt(() => ws.close(999)), attempt(() => ws.close(1000, "x".repeat(124))));
    };
    ws.onclose = () => say(ws.readyState, attempt(() => ws.close(999)));`,
    { server: peer.url },
  );
  for (const [index, [args, text]] of REFUSED.entries()) {
    await t.step(`close(${args})`, () => assertEquals(run.lines[index], text));
  }
  await t.step("a closing or closed socket looks at no arguments", () => {
    assertEquals(run.lines.slice(REFUSED.length), ["1", "2 undefined undefined", "3 undefined"]);
  });
  assertEquals(closePayloads(peer.connections[0]), ["1000 "]);
});

Deno.test("the close event shows what the server answered, an error event comes before where it is not 1000", async (t) => {
  await using peer = await startWsPeer();
  for (
    const [code, lines] of [
      ["1000", ["2 open", "3 close 1000 mine"]],
      ["3001", ["2 open", "3 error websocket: close 3001: mine", "3 close 3001 mine"]],
    ] as const
  ) {
    await t.step(code, async () => {
      const run = await runWebSocketScript(
        `const ws = watch(new WebSocket(URL)); ws.onopen = () => ws.close(${code}, "mine");`,
        { server: peer.url },
      );
      // This server echoes the reason; Go's do not.
      assertEquals(run.lines, lines);
    });
  }
});

Deno.test("messages that were sent before close arrive before it", async () => {
  await using peer = await RawPeer.listen(politePeer);
  await runWebSocketScript(
    "const ws = new WebSocket(URL); ws.onopen = () => { ws.send('a'); ws.send('b'); ws.close(3000); };",
    { server: peer.url },
  );
  assertEquals(peer.connections[0]!.frames().map(({ first }) => first), [0x81, 0x81, 0x88]);
});

Deno.test("messages that come between our close frame and the server's are neither delivered nor counted", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    connection.write(textFrame("early"));
    await connection.until(() => connection.frames().length > 0);
    connection.write(textFrame("late"));
    connection.write(closeFrame(1000));
    connection.end();
  });
  const run = await runWebSocketScript(
    "const ws = watch(new WebSocket(URL)); ws.onmessage = () => ws.close();",
    { server: peer.url },
  );
  assertEquals(run.lines, ["1 open", "2 message early", "3 close 1000 "]);
  assertEquals(measured(run, "ws_msgs_received"), 1);
});

Deno.test("close while dialling does not block, and no open comes", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  const body = `const ws = watch(new WebSocket(URL + __ENV.TARGET));
    ws.close(Number(__ENV.CODE), "early");
    say(ws.readyState, attempt(() => ws.send("x")));
    ws.close(4000);`;
  for (
    const [name, target, code, lines] of [
      ["and the handshake succeeds", "/slow?handshake=50", 1000, ["3 close 1000 "]],
      ["with another code", "/slow?handshake=50", 3005, ["3 error websocket: close 3005", "3 close 3005 "]],
      ["and the handshake fails", "/reject/503", 1000, ["3 error websocket: bad handshake", "3 close undefined "]],
    ] as const
  ) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(body, { server: server.url, env: { TARGET: target, CODE: String(code) } });
      const plain = run.lines.map((line) => line.replace(/(3 close \d+|close 3005):? early$/, "$1 ").trimEnd());
      assertEquals(plain, ["2 GoError: InvalidStateError", ...lines.map((line) => line.trimEnd())]);
      assertEquals(run.errors, []);
      assertEquals(measured(run, "ws_sessions"), 1);
    });
  }
  await t.step("and nobody is there", async () => {
    const run = await runWebSocketScript("watch(new WebSocket(URL)).close();");
    assertEquals(run.lines, ["3 error dial tcp 127.0.0.1:1: connect: connection refused", "3 close undefined "]);
  });
});

Deno.test("close in a handler of close does nothing", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    connection.write(closeFrame(1001, "away"));
    await answerClose(connection);
  });
  const run = await runWebSocketScript("const ws = watch(new WebSocket(URL)); ws.onclose = () => ws.close(3000);", {
    server: peer.url,
  });
  assertEquals(run.lines, ["1 open", "3 close 1001 away"]);
  assertEquals(closePayloads(peer.connections[0]), ["1001 "]);
});

Deno.test("close while the VU has not heard of the open handshake: no open comes", async () => {
  await using peer = await RawPeer.listen(politePeer);
  const run = await runWebSocketScript(
    "const ws = watch(new WebSocket(URL)); sleep(0.2); say(ws.readyState); ws.close();",
    {
      server: peer.url,
      top: 'import { sleep } from "k6";',
    },
  );
  assertEquals(run.lines, ["0", "3 close 1000 "]);
  assertEquals(closePayloads(peer.connections[0]), ["1000 "]);
});
