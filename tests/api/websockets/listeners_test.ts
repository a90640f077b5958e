/** Handlers of `k6/websockets`: which are called, in which order, with what; and the events that they get. */

import { assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { answerClose, closeFrame, serverFrame, textFrame } from "../../support/server_frames.ts";
import { runWebSocketScript } from "../../support/websocket_script.ts";

/** A server that sends three texts and then answers. */
function startTalker(...frames: Uint8Array[]): Promise<RawPeer> {
  return RawPeer.listen(async (connection) => {
    connection.accept();
    for (const frame of frames) connection.write(frame);
    await answerClose(connection);
  });
}

const ABC = [textFrame("a"), textFrame("b"), textFrame("c")];
const CLOSE_AT_C = `ws.addEventListener("message", (event) => { if (event.data === "c") ws.close(); });`;

/** Name, what the script does before the messages a, b and c come, what it prints. */
const ORDER_CASES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "the on… handler is called first, then the listeners in their order",
    `ws.addEventListener("message", (e) => say("first", e.data));
    ws.addEventListener("message", (e) => say("second", e.data));
    ws.onmessage = (e) => say("on", e.data);`,
    ["on a", "first a", "second a", "on b", "first b", "second b", "on c", "first c", "second c"],
  ],
  [
    "the same function added twice is called twice, also as on… handler",
    `const f = (e) => say(e.data);
    ws.addEventListener("message", f); ws.addEventListener("message", f); ws.onmessage = f;`,
    ["a", "a", "a", "b", "b", "b", "c", "c", "c"],
  ],
  [
    "an on… handler is replaced, not added",
    `ws.onmessage = () => say("old"); ws.onmessage = (e) => say("new", e.data);`,
    ["new a", "new b", "new c"],
  ],
  [
    "null takes the on… handler away",
    `ws.onmessage = (e) => { say(e.data); ws.onmessage = null; };`,
    ["a"],
  ],
  [
    "listeners that are added during an event are called from the next one on",
    `let added = false;
    ws.addEventListener("message", (e) => {
      say("old", e.data);
      if (!added) ws.addEventListener("message", (e) => say("new", e.data));
      added = true;
    });`,
    ["old a", "old b", "new b", "old c", "new c"],
  ],
  [
    "an on… handler that is replaced during an event is called until its end",
    `ws.addEventListener("message", (e) => { ws.onmessage = () => say("new", e.data); });
    ws.onmessage = () => say("old");`,
    ["old", "new a", "new b"],
  ],
  [
    "a listener that is removed during an event is called for it all the same",
    `const second = (e) => say("second", e.data);
    ws.addEventListener("message", (e) => { say("first", e.data); ws.removeEventListener("message", second); });
    ws.addEventListener("message", second);`,
    ["first a", "second a", "first b", "first c"],
  ],
  [
    "removeEventListener takes back one addEventListener",
    `const f = (e) => say(e.data);
    ws.addEventListener("message", f); ws.addEventListener("message", f);
    ws.removeEventListener("message", f); ws.removeEventListener("open", f); ws.removeEventListener("message");`,
    ["a", "b", "c"],
  ],
  [
    "microtasks run between two handlers of one event",
    `ws.onmessage = (e) => { Promise.resolve().then(() => say("micro", e.data)); };
    ws.addEventListener("message", (e) => say("second", e.data));`,
    ["micro a", "second a", "micro b", "second b", "micro c", "second c"],
  ],
  [
    "an async handler is not waited for",
    `ws.onmessage = async (e) => { say("begin", e.data); await new Promise((r) => setTimeout(r, 20)); say("end", e.data); };`,
    ["begin a", "begin b", "begin c", "end a", "end b", "end c"],
  ],
  [
    "what a handler returns is ignored",
    `ws.onmessage = (e) => { say(e.data); return false; }; ws.addEventListener("message", (e) => { say(e.data); return {}; });`,
    ["a", "a", "b", "b", "c", "c"],
  ],
  [
    "this is undefined",
    `ws.onmessage = function () { say(this === undefined); };
    ws.addEventListener("message", function () { say(this === undefined); });`,
    ["true", "true", "true", "true", "true", "true"],
  ],
  [
    "all handlers of an event get the same object",
    `let last; ws.onmessage = (e) => { last = e; }; ws.addEventListener("message", (e) => say(last === e));`,
    ["true", "true", "true"],
  ],
];

Deno.test("in which order handlers are called", async (t) => {
  await using peer = await startTalker(...ABC);
  for (const [name, code, expected] of ORDER_CASES) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(`const ws = new WebSocket(URL);\n${code}\n${CLOSE_AT_C}`, {
        server: peer.url,
      });
      assertEquals(run.lines, expected);
      assertEquals(run.errors, []);
    });
  }
});

Deno.test("handlers that are set in the turn of the dial miss nothing, also after a sleep", async () => {
  await using peer = await startTalker(...ABC);
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL); sleep(0.1); say(ws.readyState);
    watch(ws); ${CLOSE_AT_C}`,
    { server: peer.url, top: 'import { sleep } from "k6";' },
  );
  assertEquals(run.lines, ["0", "1 open", "1 message a", "1 message b", "1 message c", "3 close 1000 "]);
});

Deno.test("the fields of events, and their order", async () => {
  await using peer = await startTalker(
    serverFrame(0x89, "p"),
    serverFrame(0x8a, "q"),
    textFrame("é"),
    closeFrame(3001, "why"),
  );
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL + "/p");
    const from = Date.now();
    for (const type of EVENTS) {
      ws.addEventListener(type, (event) => {
        const { type, target, timestamp, ...rest } = event;
        say(Object.keys(event).join(), rest, target === ws, Number.isInteger(from) && timestamp >= from - 1000,
          event.timeStamp === timestamp, event.wasClean);
      });
    }`,
    { server: peer.url },
  );
  const common = "true true true undefined";
  assertEquals(run.lines, [
    `type,target,timestamp {} ${common}`,
    `type,target,timestamp {} ${common}`,
    `type,target,timestamp {} ${common}`,
    `type,target,timestamp,data,origin {"data":"é","origin":"${peer.url}/p"} ${common}`,
    `type,target,timestamp,error {"error":"websocket: close 3001: why"} ${common}`,
    `type,target,timestamp,code,reason {"code":3001,"reason":"why"} true true true true`,
  ]);
});

Deno.test("a close event whose code is not known has none, and was not clean", async () => {
  const run = await runWebSocketScript(
    "new WebSocket(URL).onclose = (event) => say(Object.keys(event).join(), 'code' in event, event.wasClean);",
  );
  assertEquals(run.lines, ["type,target,timestamp,reason false false"]);
});

Deno.test("JSON of an event shows its socket", async () => {
  await using peer = await startTalker(closeFrame(1000));
  const run = await runWebSocketScript(
    `new WebSocket(URL).onclose = (event) => say(JSON.stringify(event).replace(/"timestamp":[0-9.]+/, '"timestamp":0'));`,
    { server: peer.url },
  );
  assertEquals(run.lines, [
    `{"type":"close","target":{"url":"${peer.url}","readyState":3,"bufferedAmount":0,"extensions":[],"protocol":"",` +
    `"binaryType":"blob"},"timestamp":0,"code":1000,"reason":""}`,
  ]);
});

Deno.test("a ping behind our close frame is an error, an unasked-for pong a pong, and a message nothing", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(() => connection.frames().some(({ first }) => first === 0x88));
    for (const frame of [textFrame("late"), serverFrame(0x89, "p"), serverFrame(0x8a, "q"), closeFrame(1000)]) {
      connection.write(frame);
    }
    connection.end();
  });
  const run = await runWebSocketScript("const ws = watch(new WebSocket(URL)); ws.onopen = () => ws.close();", {
    server: peer.url,
  });
  assertEquals(run.lines, ["2 open", "2 error websocket: close sent", "2 pong", "3 close 1000 "]);
  assertEquals(run.summary?.metrics.ws_msgs_received?.values.count ?? 0, 0);
  assertEquals(run.warnings, ["received pong for unknown ping ID q"]);
});

Deno.test("texts that are not UTF-8 have U+FFFD for every bad byte, and a byte order mark stays", async () => {
  await using peer = await startTalker(
    serverFrame(0x81, Uint8Array.of(0x61, 0xff, 0xfe, 0x62)),
    textFrame("\ufeffx"),
    textFrame("c"),
  );
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL); ws.onmessage = (e) => say([...e.data].map((c) => c.codePointAt(0))); ${CLOSE_AT_C}`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["[97,65533,65533,98]", "[65279,120]", "[99]"]);
});
