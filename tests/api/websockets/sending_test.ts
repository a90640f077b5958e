/** `send` and `ping` of `k6/websockets`: what goes out, what is refused, what is counted. */

import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { answerClose, closeFrame, serverFrame, textFrame } from "../../support/server_frames.ts";
import { measured, runWebSocketScript } from "../../support/websocket_script.ts";

const TOP = "const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);";

/** Name, what is sent, the bytes of `bufferedAmount` that it adds, what the echo brings back. */
const SENDABLE: readonly (readonly [string, string, number, string])[] = [
  ["an empty string", "''", 0, '""'],
  ["ASCII", "'abc'", 3, '"abc"'],
  ["more than ASCII", "'é😀'", 6, '"é😀"'],
  ["a lone surrogate", String.raw`'\ud800x'`, 4, '"�x"'],
  ["a long text", "'x'.repeat(70000)", 70000, "70000 characters"],
  ["an ArrayBuffer", "bytes.buffer", 8, "1,2,3,4,5,6,7,8"],
  ["an empty ArrayBuffer", "new ArrayBuffer(0)", 0, ""],
  ["a part of a buffer", "bytes.subarray(1, 3)", 2, "2,3"],
  ["16 bit numbers with an offset", "new Uint16Array(bytes.buffer, 2, 2)", 4, "3,4,5,6"],
  ["floating point numbers", "Float64Array.of(1.5)", 8, "0,0,0,0,0,0,248,63"],
  ["bigints", "BigInt64Array.of(5n)", 8, "5,0,0,0,0,0,0,0"],
  ["clamped bytes", "Uint8ClampedArray.of(300)", 1, "255"],
  ["a DataView", "new DataView(bytes.buffer, 6, 2)", 2, "7,8"],
  ["a Blob", "new Blob(['ab', bytes.subarray(0, 1)])", 3, "97,98,1"],
  ["an empty Blob", "new Blob()", 0, ""],
  ["only the first argument", "'a', 'b'", 1, '"a"'],
];

Deno.test("what can be sent, how it counts, and what arrives", async (t) => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.binaryType = "arraybuffer";
    let left = ${SENDABLE.length};
    ws.onopen = () => {
      let before = 0;
      ${
      SENDABLE.map(([, code]) => `ws.send(${code}); say(ws.bufferedAmount - before); before = ws.bufferedAmount;`).join(
        "\n",
      )
    }
    };
    ws.onmessage = ({ data }) => {
      if (typeof data !== "string") say(new Uint8Array(data).join());
      else say(data.length > 1000 ? data.length + " characters" : JSON.stringify(data));
      if (--left > 0) return;
      say(ws.bufferedAmount);
      ws.close();
    };
    ws.onclose = () => say(ws.bufferedAmount);`,
    { server: peer.url, top: TOP },
  );
  for (const [index, [name, , amount, echo]] of SENDABLE.entries()) {
    await t.step(name, () => {
      assertEquals(run.lines[index], String(amount));
      assertEquals(run.lines[SENDABLE.length + index], echo);
    });
  }
  await t.step("nothing is buffered when the last echo has come, and after close", () => {
    assertEquals(run.lines.slice(2 * SENDABLE.length), ["0", "0"]);
  });
  await t.step("each is a message, and so is the close frame", () => {
    assertEquals(measured(run, "ws_msgs_sent"), SENDABLE.length + 1);
    assertEquals(measured(run, "ws_msgs_received"), SENDABLE.length);
  });
});

/** Name, what is sent, Go's name of its type. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ["nothing", "", "<nil>"],
  ["undefined", "undefined", "<nil>"],
  ["null", "null", "<nil>"],
  ["an integer", "1", "int64"],
  ["the largest integer", "2 ** 53", "int64"],
  ["an integer beyond", "1e300", "float64"],
  ["minus zero", "-0", "float64"],
  ["a fraction", "1.5", "float64"],
  ["not a number", "NaN", "float64"],
  ["a boolean", "true", "bool"],
  ["a bigint", "5n", "*big.Int"],
  ["an array", "[]", "[]interface {}"],
  ["a set", "new Set()", "[]interface {}"],
  ["a map", "new Map()", "[][2]interface {}"],
  ["an object", "{}", "map[string]interface {}"],
  ["a String object", "new String('x')", "map[string]interface {}"],
  ["a Number object", "new Number(5)", "int64"],
  ["a Boolean object", "new Boolean(true)", "bool"],
  ["a regular expression", "/x/", "map[string]interface {}"],
  ["a date", "new Date()", "time.Time"],
  ["a promise", "Promise.resolve()", "*sobek.Promise"],
  ["a function", "() => {}", "func(sobek.FunctionCall) sobek.Value"],
  ["a socket", "ws", "map[string]interface {}"],
];

Deno.test("what cannot be sent, and that nothing of it goes out", async (t) => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.onopen = () => {
      ${REFUSED.map(([, code]) => `say(attempt(() => ws.send(${code})));`).join("\n")}
      say(ws.bufferedAmount, ws.readyState);
      ws.close();
    };`,
    { server: peer.url },
  );
  for (const [index, [name, , type]] of REFUSED.entries()) {
    await t.step(name, () => assertEquals(run.lines[index], `GoError: unsupported send type ${type}`));
  }
  assertEquals(run.lines.slice(REFUSED.length), ["0 1"]);
  assertEquals(measured(run, "ws_msgs_sent"), 1);
});

Deno.test("buffers are copied when they are sent", async () => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.binaryType = "arraybuffer";
    ws.onopen = () => { const bytes = new Uint8Array([1, 2]); ws.send(bytes); bytes.fill(9); };
    ws.onmessage = ({ data }) => { say([...new Uint8Array(data)]); ws.close(); };`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["[1,2]"]);
});

Deno.test("messages, pings and the close frame leave in the order of the calls", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await answerClose(connection);
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.onopen = () => { ws.send("a"); ws.ping(); ws.send(new Uint8Array([98])); ws.ping(); ws.send("c"); ws.close(3000, "d"); };`,
    { server: peer.url },
  );
  const frames = peer.connections[0]!.frames().map(({ first, payload }) => [first, payload.toString("latin1")]);
  assertEquals(frames, [
    [0x81, "a"],
    [0x89, "0"],
    [0x82, "b"],
    [0x89, "1"],
    [0x81, "c"],
    [0x88, "\x0b\xb8d"],
  ]);
  assertEquals(measured(run, "ws_msgs_sent"), 6);
});

Deno.test("pongs to our pings are measured once, others are warned of; both are events", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(() => connection.frames().length === 2);
    for (const id of ["1", "0", "0", "7", "", "x"]) connection.write(serverFrame(0x8a, id));
    connection.write(textFrame("done"));
    await connection.until(() => connection.frames().length === 3);
    connection.write(closeFrame(1000));
    connection.end();
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.onopen = () => { say(ws.ping()); ws.ping(); say(ws.bufferedAmount); };
    ws.onpong = () => say("pong");
    ws.onmessage = () => ws.close();
    ws.onclose = () => say(ws.bufferedAmount);`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["undefined", "0", "pong", "pong", "pong", "pong", "pong", "pong", "0"]);
  assertEquals(measured(run, "ws_ping", "avg")! > 0, true);
  assertEquals(run.warnings, ["0", "7", "", "x"].map((id) => `received pong for unknown ping ID ${id}`));
  assertEquals(peer.connections[0]!.frames().map(({ payload }) => payload.toString()).slice(0, 2), ["0", "1"]);
});

Deno.test("pings of the server are answered with their payload before the event", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    connection.write(serverFrame(0x89, "hello"));
    await answerClose(connection);
  });
  const run = await runWebSocketScript(
    "const ws = new WebSocket(URL); ws.onping = () => { say('ping'); ws.close(); };",
    {
      server: peer.url,
    },
  );
  assertEquals(run.lines, ["ping"]);
  assertEquals(peer.connections[0]!.frames().map(({ first, payload }) => [first, payload.toString()]).slice(0, 1), [
    [0x8a, "hello"],
  ]);
  // The pong is the transport's, not the script's.
  assertEquals(measured(run, "ws_msgs_sent"), 1);
});

Deno.test("what a server does not read stays buffered, also after the end", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(({ bytesReceived }) => bytesReceived > 0);
    connection.reset();
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    const size = 32 * 1024 * 1024;
    ws.onopen = () => { ws.send(new ArrayBuffer(size)); say(ws.bufferedAmount === size); };
    ws.onclose = () => say(ws.readyState, ws.bufferedAmount > 0);`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["true", "3 true"]);
  assertEquals(measured(run, "ws_msgs_sent") ?? 0, 0);
});
