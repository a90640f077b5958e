/** The members of a `k6/websockets` socket, and what scripts may do with them. */

import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { evaluateAll, runWebSocketScript } from "../../support/websocket_script.ts";

function wrongBinaryType(value: string): string {
  return `GoError: unknown binaryType ${value}, the supported ones are "blob" and "arraybuffer"`;
}

/** Name, expression about a socket that is dialling, its value. */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    "JSON",
    "JSON.stringify(ws)",
    '{"url":"ws://127.0.0.1:1/p","readyState":0,"bufferedAmount":0,"extensions":[],"protocol":"","binaryType":"blob"}',
  ],
  [
    "what for…in sees",
    "(() => { const all = []; for (const name in ws) all.push(name); return all.sort().join(); })()",
    "addEventListener,binaryType,bufferedAmount,close,extensions,onclose,onerror,onmessage,onopen,onping,onpong,ping," +
    "protocol,readyState,send,url",
  ],
  ["a number for the state", "typeof ws.readyState", "number"],
  [
    "the constants of the class",
    "[WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED]",
    "[0,1,2,3]",
  ],
  ["the constants of a socket", "[ws.CONNECTING, ws.OPEN, ws.CLOSING, ws.CLOSED]", "[0,1,2,3]"],
  ["switch on the state", "(() => { switch (ws.readyState) { case WebSocket.CONNECTING: return 'yes'; } })()", "yes"],
  ["a member of one's own", "(ws.mine = 5, ws.mine)", "5"],
  ["a fresh array of extensions each time", "ws.extensions !== ws.extensions", "true"],
  ["the usual binaryType", "ws.binaryType", "blob"],
  ["another binaryType", "(ws.binaryType = 'arraybuffer', ws.binaryType)", "arraybuffer"],
  ["a binaryType that is an object", "(ws.binaryType = new String('blob'), ws.binaryType)", "blob"],
  ["an unknown binaryType", "ws.binaryType = 'x'", wrongBinaryType("x")],
  ["a number for binaryType", "ws.binaryType = 5", wrongBinaryType("5")],
  ["null for binaryType", "ws.binaryType = null", wrongBinaryType("")],
  ["undefined for binaryType", "ws.binaryType = undefined", wrongBinaryType("")],
  ["the binaryType after all that", "ws.binaryType", "blob"],
  ["a handler that is not set", "ws.onopen", "null"],
  ["a handler that is set", "(ws.onopen = f, ws.onopen === f)", "true"],
  ["a handler that is taken back", "(ws.onopen = undefined, ws.onopen)", "null"],
  ["a handler that is no function", "ws.onmessage = 5", "GoError: a value for 'onmessage' should be callable"],
  ["a handler that is an object", "ws.onping = {}", "GoError: a value for 'onping' should be callable"],
  ["a handler that is text", "ws.onclose = 'f'", "GoError: a value for 'onclose' should be callable"],
  ["no listener", "ws.addEventListener('open')", `GoError: handler for event type "open" isn't a callable function`],
  ["nothing at all", "ws.addEventListener()", `GoError: handler for event type "" isn't a callable function`],
  [
    "no listener for an unknown event",
    "ws.addEventListener('x', null)",
    `GoError: handler for event type "x" isn't a callable function`,
  ],
  [
    "a listener that is a number",
    "ws.addEventListener('open', 5)",
    "TypeError: could not convert function call parameter 1: could not convert 5 to func(sobek.Value) (sobek.Value, error)",
  ],
  [
    "a listener that is an object",
    "ws.addEventListener('open', { handleEvent() {} })",
    "TypeError: could not convert function call parameter 1: " +
    "could not convert [object Object] to func(sobek.Value) (sobek.Value, error)",
  ],
  ["an unknown event", "ws.addEventListener('foo', f)", "undefined"],
  ["an event without a name", "ws.addEventListener(undefined, f)", "undefined"],
  ["a listener that was never added", "ws.removeEventListener('open', f)", "undefined"],
  ["a listener of an unknown event", "ws.removeEventListener('foo', f)", "undefined"],
  ["send before open", "ws.send('x')", "GoError: InvalidStateError"],
  ["send of nothing before open", "ws.send()", "GoError: InvalidStateError"],
  ["ping before open", "ws.ping()", "GoError: InvalidStateError"],
];

Deno.test("the members of a socket", async (t) => {
  const top = "const f = () => {}; let socket;";
  // The first expression dials: there is no socket in the init context.
  const expressions = Object.fromEntries(
    CASES.map(([name, code]) => [name, `((ws) => (${code}))(socket ??= new WebSocket(URL + "/p"))`]),
  );
  const values = await evaluateAll(expressions, { top });
  for (const [name, , expected] of CASES) await t.step(name, () => assertEquals(values[name], expected));
});

for (const name of ["url", "readyState", "bufferedAmount", "extensions", "protocol", "response"]) {
  Deno.test(`${name} cannot be written to`, async () => {
    const run = await runWebSocketScript(
      `const ws = new WebSocket(URL);
      try { ws.${name} = 1; say("written"); } catch (error) { say(error instanceof TypeError); }`,
    );
    assertEquals(run.lines, ["true"]);
  });
}

Deno.test("unknown events are warned of", async () => {
  const run = await runWebSocketScript(
    "const ws = new WebSocket(URL); ws.addEventListener('foo', () => {}); ws.addEventListener(null, () => {});",
  );
  assertEquals(run.warnings, [
    "can't add event handler: unknown event type: foo",
    "can't add event handler: unknown event type: ",
  ]);
});

Deno.test("the state goes from 0 to 3, and only in state 1 can be sent", async () => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    const report = (when) => say(when, ws.readyState, attempt(() => ws.send("x")), attempt(() => ws.ping()));
    report("dialling");
    ws.onopen = () => { report("open"); ws.close(); report("closing"); };
    ws.onclose = () => { report("closed"); say(attempt(() => ws.send())); };`,
    { server: peer.url },
  );
  assertEquals(run.lines, [
    "dialling 0 GoError: InvalidStateError GoError: InvalidStateError",
    "open 1 undefined undefined",
    "closing 2 GoError: InvalidStateError GoError: InvalidStateError",
    "closed 3 GoError: InvalidStateError GoError: InvalidStateError",
    "GoError: InvalidStateError",
  ]);
});

Deno.test("binaryType counts when the event is dispatched", async () => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.onopen = () => { for (let i = 0; i < 3; i++) ws.send(new Uint8Array([i])); };
    let count = 0;
    ws.onmessage = ({ data }) => {
      say(data instanceof Blob, data instanceof ArrayBuffer, data.size ?? data.byteLength, data.type);
      ws.binaryType = "arraybuffer";
      if (++count === 3) ws.close();
    };`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["true false 1 ", "false true 1 undefined", "false true 1 undefined"]);
});
