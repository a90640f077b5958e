/** The socket of `k6/ws`, by scripts: its methods with their errors, its events with their arguments and order. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assertEquals } from "../../support/assert.ts";
import { EVENT_LOG } from "../../support/event_log.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows, type Row } from "../../support/script_table.ts";

const PRELUDE =
  `${EVENT_LOG} import { sleep } from "k6"; const ECHO = __ENV.URL + "/echo"; const PING = __ENV.WIRE + "/ping";
  /** What a socket's method returns or throws, outside of any event. */
  function call(f) {
    let result;
    ws.connect(ECHO, (socket) => {
      try { result = f(socket) } catch (error) { result = String(error) }
      socket.close();
    });
    return result;
  }`;

/** Runs rows against a demo server. */
async function checkWithServer(t: Deno.TestContext, rows: readonly Row[]): Promise<void> {
  await using server = await DemoServer.start({ port: 0 });
  await checkRows(t, rows, { prelude: PRELUDE, env: { URL: server.url, WIRE: server.wireUrl } });
}

function notCallable(text: string): string {
  return `TypeError: could not convert function call parameter 0: could not convert ${text} to sobek.Callable`;
}

function notBuffer(name: string): string {
  return `GoError: expected ArrayBuffer as argument, received: ${name}`;
}

const RECEIVED: readonly [code: string, name: string][] = [
  ["undefined", "undefined"],
  ["null", "null"],
  ["true", "Boolean"],
  ["1", "Number"],
  [`"x"`, "String"],
  ["[1]", "Array"],
  ["new Uint8Array(1)", "Uint8Array"],
  ["new DataView(new ArrayBuffer(1))", "DataView"],
  [`Symbol("s")`, "Symbol"],
  ["() => 1", "Function"],
  ["{}", "Object"],
  ["new (class Own {})()", "Own"],
];

const DELAYS: readonly [code: string, shown: string][] = [
  ["0", "0.00"],
  ["-1.23", "-1.23"],
  ["NaN", "NaN"],
  [`"x"`, "NaN"],
  ["Infinity", "+Inf"],
  ["-Infinity", "-Inf"],
  ["", "0.00"],
];

const METHODS: Row[] = [
  {
    name: "the socket's methods",
    code:
      `call((s) => ["close", "on", "ping", "send", "sendBinary", "setInterval", "setTimeout"].map((m) => typeof s[m]).join())`,
    gives: "function,function,function,function,function,function,function",
  },
  {
    name: "they are the socket's own",
    code: `call((s) => [Object.keys(s).sort().join(), JSON.stringify(s)])`,
    gives: ["close,on,ping,send,sendBinary,setInterval,setTimeout", "{}"],
  },
  {
    name: "all return undefined",
    code:
      `call((s) => [s.on("open", () => {}), s.send("x"), s.sendBinary(new ArrayBuffer(1)), s.ping(), s.setTimeout(() => {}, 1), s.setInterval(() => {}, 1), s.close()].every((v) => v === undefined))`,
    gives: true,
  },
  {
    name: "sendBinary without an argument",
    code: `call((s) => s.sendBinary())`,
    gives: "GoError: missing argument, expected ArrayBuffer",
  },
  ...RECEIVED.map(([code, name]) => ({
    name: `sendBinary of ${code}`,
    code: `call((s) => s.sendBinary(${code}))`,
    gives: notBuffer(name),
  })),
  ...["setTimeout", "setInterval"].flatMap((method) => [
    ...DELAYS.map(([code, shown]) => ({
      name: `${method} with ${code}`,
      code: `call((s) => s.${method}(() => {}, ${code}))`,
      gives: `GoError: ${method} requires a >0 timeout parameter, received ${shown}`,
    })),
    { name: `${method} of a number`, code: `call((s) => s.${method}(5, 1))`, gives: notCallable("5") },
    {
      name: `${method} of an object, with a bad delay`,
      code: `call((s) => s.${method}({}, 0))`,
      gives: notCallable("[object Object]"),
    },
    {
      name: `${method} without arguments`,
      code: `call((s) => s.${method}())`,
      gives: `GoError: ${method} requires a >0 timeout parameter, received 0.00`,
    },
  ]),
  {
    name: "on ignores what is no function, and events that there are not",
    code:
      `record(ECHO, (s) => { s.on("open", 5); s.on("open"); s.on("nothing", () => {}); s.on("open", () => s.close()) })`,
    gives: [["open"], ["close", 1001], ["returned", 101]],
  },
];

Deno.test("the methods of a socket and what they refuse", async (t) => {
  await checkWithServer(t, METHODS);
});

/** Opens, sends what `code` sends, takes one message back and closes. */
function echoOf(code: string): string {
  return `record(ECHO, (s) => { s.on("open", () => { ${code} }); s.on("message", () => s.close(1000)); s.on("binaryMessage", () => s.close(1000)) })`;
}

function echoed(...message: unknown[]): unknown[] {
  return [["open"], message, ["close", 1000], ["returned", 101]];
}

const EVENTS: Row[] = [
  { name: "text comes back as a string", code: echoOf(`s.send("hé 😀")`), gives: echoed("message", "hé 😀") },
  {
    name: "an ArrayBuffer as one",
    code: echoOf(`s.sendBinary(new Uint8Array([1, 0, 255]).buffer)`),
    gives: echoed("binaryMessage", { bytes: [1, 0, 255] }),
  },
  {
    name: "an empty ArrayBuffer",
    code: echoOf(`s.sendBinary(new ArrayBuffer(0))`),
    gives: echoed("binaryMessage", { bytes: [] }),
  },
  ...([
    ["", ""],
    ["undefined", ""],
    ["null", ""],
    ["5", "5"],
    ["true", "true"],
    ["{}", "[object Object]"],
    ["new ArrayBuffer(1)", "[object ArrayBuffer]"],
    ["new Uint8Array([1, 2])", "1,2"],
    [`{ toString: () => "own" }`, "own"],
  ] as const).map(([code, text]) => ({
    name: `send(${code})`,
    code: echoOf(`s.send(${code})`),
    gives: echoed("message", text),
  })),
  {
    name: "what the callback sends, in front of open",
    code: `record(ECHO, (s, log) => { s.send("early"); log.push(["callback"]); s.on("message", () => s.close()) })`,
    gives: [["callback"], ["open"], ["message", "early"], ["close", 1001], ["returned", 101]],
  },
  {
    name: "open fires although the callback has closed",
    code: `record(ECHO, (s) => s.close())`,
    gives: [["close", 1001], ["open"], ["returned", 101]],
  },
  {
    name: "handlers of an event run in order",
    code:
      `record(ECHO, (s, log) => { for (const n of [1, 2, 3]) s.on("open", () => log.push([n])); s.on("open", () => s.close()) })`,
    gives: [["open"], [1], [2], [3], ["close", 1001], ["returned", 101]],
  },
  {
    name: "one function added twice runs twice",
    code:
      `record(ECHO, (s, log) => { const f = () => log.push(["f"]); s.on("open", f); s.on("open", f); s.on("open", () => s.close()) })`,
    gives: [["open"], ["f"], ["f"], ["close", 1001], ["returned", 101]],
  },
  {
    name: "handlers can be added in handlers",
    code:
      `record(ECHO, (s, log) => s.on("open", () => { s.on("message", (m) => { log.push(["late", m]); s.close() }); s.send("x") }))`,
    gives: [["open"], ["message", "x"], ["late", "x"], ["close", 1001], ["returned", 101]],
  },
  {
    name: "this is undefined in the callback and in handlers",
    code:
      `{ const seen = []; ws.connect(ECHO, function (s) { seen.push(this === undefined); s.on("open", function () { seen.push(this === undefined); s.close() }) }); return seen }`,
    gives: [true, true],
  },
  {
    name: "a pong answers a ping",
    code: `record(ECHO, (s) => { s.on("open", () => s.ping()); s.on("pong", () => s.close()) })`,
    gives: [["open"], ["pong"], ["close", 1001], ["returned", 101]],
  },
  {
    name: "a ping of the server is an event",
    code: `record(PING + "?every=1&count=1", (s) => s.on("ping", () => s.close()))`,
    gives: [["open"], ["ping"], ["close", 1001], ["returned", 101]],
  },
  {
    name: "sleep in handlers holds up the next event",
    code:
      `record(ECHO, (s, log) => { s.on("open", () => { s.send("1"); s.send("2"); sleep(0.01); log.push(["slept"]) }); s.on("message", (m) => { if (m === "2") s.close(); sleep(0.002); log.push(["slept", m]) }) })`,
    gives: [["open"], ["slept"], ["message", "1"], ["slept", "1"], ["message", "2"], ["close", 1001], ["slept", "2"], [
      "returned",
      101,
    ]],
  },
  {
    name: "messages keep their order",
    code:
      `{ const log = record(ECHO, (s) => { let n = 0; s.on("open", () => { for (let i = 0; i < 100; i++) s.send(String(i)) }); s.on("message", () => { if (++n === 100) s.close() }) }); return log.filter(([e]) => e === "message").every(([, m], i) => m === String(i)) && log.length }`,
    gives: 103,
  },
  {
    name: "methods need no this",
    code:
      `record(ECHO, (s) => { const { on, send, setTimeout } = s; on("open", () => send("x")); on("message", () => setTimeout(s.close, 1)) })`,
    gives: [["open"], ["message", "x"], ["close", 1001], ["returned", 101]],
  },
  {
    name: "an error prints as its text",
    code:
      `{ const seen = []; ws.connect(ECHO, (s) => { s.on("error", (e) => { console.log(e); seen.push(Object.keys(e).includes("code")) }); s.close(); s.send("x") }); return seen }`,
    gives: [false],
  },
  {
    name: "after connect has returned, sends are error events and the rest does nothing",
    code:
      `{ let kept; const log = record(ECHO, (s) => { kept = s; s.close() }); kept.send("x"); kept.ping(); kept.close(1000); kept.setTimeout(() => log.push(["never"]), 1); kept.on("open", () => log.push(["never"])); sleep(0.01); return log }`,
    gives: [["close", 1001], ["open"], ["returned", 101], ["error", { error: "websocket: close sent" }], ["error", {
      error: "websocket: close sent",
    }]],
  },
  {
    name: "a large message",
    code:
      `{ const text = "x".repeat(200000); const log = record(ECHO, (s) => { s.on("open", () => s.send(text)); s.on("message", () => s.close()) }); return log[1][1] === text }`,
    gives: true,
  },
];

Deno.test("events of a socket come in order with their arguments", async (t) => {
  await checkWithServer(t, EVENTS);
});

Deno.test("pings carry a counter from 0, and a server's ping is answered with the same payload", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    connection.writeHex("8902 6869");
    await connection.until(({ over }) => over !== undefined);
    connection.destroy();
  });
  const { errors } = await runScript(`import ws from "k6/ws"; export default () => ws.connect("${peer.url}", (s) => {
    for (let i = 0; i < 11; i++) s.ping();
    s.on("ping", () => s.close());
  });`);
  assertEquals(errors, []);
  const connection = await (await peer.connection()).until(({ over }) => over !== undefined);
  const frames = connection.frames().map(({ first, payload }) => [first & 15, payload.toString("latin1")]);
  assertEquals(frames.filter(([opcode]) => opcode === 9).map(([, payload]) => payload), [..."0123456789", "10"]);
  assertEquals(frames.filter(([opcode]) => opcode === 10), [[10, "hi"]]);
});
