/** The loop of a `k6/ws` session, by scripts: its timers, its exceptions, what it blocks, what interrupts it. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { EVENT_LOG } from "../../support/event_log.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { countSamples, recordSamples, samplesOf } from "../../support/recorded_run.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows, type Row } from "../../support/script_table.ts";

const PRELUDE = `${EVENT_LOG} import { sleep, group } from "k6"; const ECHO = __ENV.URL + "/echo";
  const boom = () => { throw new RangeError("boom") };`;
const CLOSED = [["close", 1001], ["returned", 101]];
const THREW = ["threw", "RangeError: boom"];

/** Runs rows against a demo server. */
async function checkWithServer(t: Deno.TestContext, rows: readonly Row[], options = {}): Promise<void> {
  await using server = await DemoServer.start({ port: 0 });
  await checkRows(t, rows, { prelude: PRELUDE, env: { URL: server.url }, options });
}

const TIMERS: Row[] = [
  {
    name: "a timeout runs once",
    code: `record(ECHO, (s, log) => { s.setTimeout(() => log.push(["once"]), 1); s.setTimeout(() => s.close(), 10) })`,
    gives: [["open"], ["once"], ...CLOSED],
  },
  {
    name: "a fraction of a millisecond",
    code: `record(ECHO, (s, log) => s.setTimeout(() => { log.push(["now"]); s.close() }, 0.3))`,
    gives: [["open"], ["now"], ...CLOSED],
  },
  {
    name: "an interval runs until the socket closes",
    code:
      `record(ECHO, (s, log) => { let n = 0; s.setInterval(() => { log.push([++n]); if (n === 3) s.close() }, 1) })`,
    gives: [["open"], [1], [2], [3], ...CLOSED],
  },
  {
    name: "callbacks get no arguments",
    code: `record(ECHO, (s, log) => s.setTimeout((...args) => { log.push([args.length]); s.close() }, 1, "a", "b"))`,
    gives: [["open"], [0], ...CLOSED],
  },
  {
    name: "timers die with the socket",
    code:
      `{ const log = record(ECHO, (s, log) => { s.setTimeout(() => log.push(["never"]), 5); s.setInterval(() => log.push(["never"]), 5); s.on("open", () => s.close()) }); sleep(0.02); return log }`,
    gives: [["open"], ...CLOSED],
  },
  {
    name: "timers made in timers and handlers",
    code:
      `record(ECHO, (s, log) => s.on("open", () => s.setTimeout(() => { log.push([1]); s.setTimeout(() => { log.push([2]); s.close() }, 1) }, 1)))`,
    gives: [["open"], [1], [2], ...CLOSED],
  },
  {
    name: "timers may sleep",
    code:
      `record(ECHO, (s, log) => { s.setTimeout(() => { sleep(0.003); log.push(["slept"]) }, 1); s.setTimeout(() => { log.push(["next"]); s.close() }, 40) })`,
    gives: [["open"], ["slept"], ["next"], ...CLOSED],
  },
  {
    name: "a timer after the close does not run",
    code: `record(ECHO, (s, log) => s.on("open", () => { s.close(); s.setTimeout(() => log.push(["never"]), 1) }))`,
    gives: [["open"], ...CLOSED],
  },
];

Deno.test("timers of a socket run inside its loop", async (t) => {
  await checkWithServer(t, TIMERS);
});

const EXCEPTIONS: Row[] = [
  {
    name: "in the callback: close handlers run, open never fires",
    code: `record(ECHO, boom)`,
    gives: [["close", 1001], THREW],
  },
  {
    name: "in a handler: the others of the event do not run",
    code: `record(ECHO, (s, log) => { s.on("open", boom); s.on("open", () => log.push(["never"])) })`,
    gives: [["open"], ["close", 1001], THREW],
  },
  {
    name: "in a message handler",
    code: `record(ECHO, (s) => { s.send("x"); s.on("message", boom) })`,
    gives: [["open"], ["message", "x"], ["close", 1001], THREW],
  },
  {
    name: "in a timeout",
    code: `record(ECHO, (s) => s.setTimeout(boom, 1))`,
    gives: [["open"], ["close", 1001], THREW],
  },
  {
    name: "in an interval",
    code: `record(ECHO, (s) => s.setInterval(boom, 1))`,
    gives: [["open"], ["close", 1001], THREW],
  },
  {
    name: "in a close handler",
    code: `record(ECHO, (s) => { s.on("close", boom); s.on("open", () => s.close(1000)) })`,
    gives: [["open"], ["close", 1000], THREW],
  },
  {
    name: "in an error handler",
    code: `record(ECHO, (s) => { s.on("error", boom); s.on("open", () => { s.close(1000); s.send("late") }) })`,
    gives: [["open"], ["close", 1000], ["error", { error: "websocket: close sent" }], THREW],
  },
  {
    name: "a handler after it has slept",
    code: `record(ECHO, (s) => s.on("open", () => { sleep(0.001); boom() }))`,
    gives: [["open"], ["close", 1001], THREW],
  },
  {
    name: "after a close, the close handlers do not run again",
    code: `record(ECHO, (s) => s.on("open", () => { s.close(1000); boom() }))`,
    gives: [["open"], ["close", 1000], THREW],
  },
  {
    name: "the exception is the very one",
    code:
      `{ const error = new Error("mine"); try { ws.connect(ECHO, () => { throw error }) } catch (e) { return e === error } }`,
    gives: true,
  },
  {
    name: "what is no Error",
    code: `{ try { ws.connect(ECHO, () => { throw 42 }) } catch (e) { return e } }`,
    gives: 42,
  },
  {
    name: "one that is caught inside stays inside",
    code: `record(ECHO, (s, log) => { try { boom() } catch { log.push(["caught"]) } s.on("open", () => s.close()) })`,
    gives: [["caught"], ["open"], ...CLOSED],
  },
];

Deno.test("an exception closes the socket and comes out of connect", async (t) => {
  for (const isThrowing of [false, true]) {
    await t.step(`throw: ${isThrowing}`, (t) => checkWithServer(t, EXCEPTIONS, { throw: isThrowing }));
  }
});

const NESTING: Row[] = [
  {
    name: "a session within a handler of another one",
    code: `record(ECHO, (outer, log) => outer.on("open", () => {
      outer.send("from outside");
      log.push(...record(ECHO, (inner) => { inner.send("inside"); inner.on("message", () => inner.close(1000)) }));
      outer.on("message", () => outer.close());
    }))`,
    gives: [
      ["open"],
      ["open"],
      ["message", "inside"],
      ["close", 1000],
      ["returned", 101],
      ["message", "from outside"],
      ...CLOSED,
    ],
  },
  {
    name: "closing the outer socket from within the inner session",
    code: `record(ECHO, (outer, log) => outer.on("open", () => {
      record(ECHO, (inner) => inner.on("open", () => { outer.close(1000); inner.close() }));
      log.push(["inner is over"]);
    }))`,
    gives: [["open"], ["close", 1000], ["inner is over"], ["returned", 101]],
  },
  {
    name: "sessions one after the other",
    code: `[1, 2, 3].map((n) => record(ECHO, (s) => { s.send(String(n)); s.on("message", () => s.close()) })[1])`,
    gives: [["message", "1"], ["message", "2"], ["message", "3"]],
  },
];

Deno.test("connect can be called in handlers, and blocks them", async (t) => {
  await checkWithServer(t, NESTING);
});

const SLEEPING: Row[] = [
  {
    name: "a close handler: close() returns when it is over",
    code: `record(ECHO, (s, log) => {
      s.on("close", () => { sleep(0.002); log.push(["slept"]) });
      s.on("open", () => { s.close(); log.push(["closed"]) });
    })`,
    gives: [["open"], ["close", 1001], ["slept"], ["closed"], ["returned", 101]],
  },
  {
    name: "a close handler that is kept elsewhere, for an event that is named elsewhere",
    code: `record(ECHO, (s, log) => {
      const handlers = { close: () => { sleep(0.002); log.push(["slept"]) } };
      for (const event of Object.keys(handlers)) s.on(event, handlers[event]);
      s.on("open", () => { s.close(); log.push(["closed"]) });
    })`,
    gives: [["open"], ["close", 1001], ["slept"], ["closed"], ["returned", 101]],
  },
  {
    name: "an error handler: send() returns when it is over",
    code: `record(ECHO, (s, log) => {
      s.on("error", () => { sleep(0.002); log.push(["slept"]) });
      s.on("open", () => { s.close(); s.send("late"); log.push(["sent"]) });
    })`,
    gives: [["open"], ["close", 1001], ["error", { error: "websocket: close sent" }], ["slept"], ["sent"], [
      "returned",
      101,
    ]],
  },
  {
    name: "the callback: open comes when it is over",
    code: `record(ECHO, (s, log) => { sleep(0.002); log.push(["slept"]); s.on("open", () => s.close()) })`,
    gives: [["slept"], ["open"], ...CLOSED],
  },
  {
    name: "the first of two handlers: the second one waits",
    code: `record(ECHO, (s, log) => {
      s.on("open", () => { sleep(0.002); log.push(["first"]) });
      s.on("open", () => { log.push(["second"]); s.close() });
    })`,
    gives: [["open"], ["first"], ["second"], ...CLOSED],
  },
  {
    name: "a handler within a group",
    code:
      `record(ECHO, (s, log) => s.on("open", () => { log.push([group("g", () => { sleep(0.002); return "in" })]); s.close() }))`,
    gives: [["open"], ["in"], ...CLOSED],
  },
];

Deno.test("whatever sleeps holds up exactly what waits for it", async (t) => {
  await using server = await DemoServer.start({ port: 0 });
  for (const pausing of ["analysis", "every-call"] as const) {
    await t.step(pausing, async (t) => {
      await checkRows(t, SLEEPING, { prelude: PRELUDE, env: { URL: server.url }, settings: { pausing } });
    });
  }
});

Deno.test("thousands of messages that come during a sleep are all there afterwards, in order", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const { lines, errors } = await runScript(`import ws from "k6/ws"; import { sleep } from "k6";
    export default function () {
      let next = 0, inOrder = true, first;
      ws.connect("${server.url}/push?rate=100000&count=4000", (s) => s.on("message", (text) => {
        if (next === 0) { first = JSON.parse(text).seq; sleep(0.3) }
        if (JSON.parse(text).seq !== first + next) inOrder = false;
        if (++next === 4000) s.close();
      }));
      console.log(next, inOrder);
    }`);
  assertEquals({ lines, errors }, { lines: ["4000 true"], errors: [] });
});

Deno.test("a dial that is interrupted leaves nothing: no samples, no connection", async () => {
  await using peer = await RawPeer.listen(() => {});
  const run = await recordSamples(`import ws from "k6/ws"; export default () => ws.connect("${peer.url}", () => {})`, {
    options: { scenarios: { s: { executor: "constant-vus", duration: "1s", gracefulStop: "0s" } } },
  });
  assertEquals(countSamples(run, "ws_"), {});
  assertEquals(run.errors, []);
  await (await peer.connection()).until(({ over }) => over !== undefined);
});

Deno.test("while connect blocks, global timers and promise jobs stand still; afterwards they run", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const { lines, errors } = await runScript(
    `import ws from "k6/ws"; import { group } from "k6";
    export default function () {
      setTimeout(() => console.log("timer"), 1);
      Promise.resolve().then(() => console.log("job"));
      ws.connect(__ENV.URL + "/echo", (s) => {
        s.on("open", () => { Promise.resolve().then(() => console.log("job of a handler")); s.setTimeout(() => { console.log("closing"); s.close() }, 20) });
      });
      console.log("returned");
    }`,
    { env: { URL: server.url } },
  );
  assertEquals({ lines, errors }, { lines: ["closing", "returned", "job", "job of a handler", "timer"], errors: [] });
});

Deno.test("connect works in setup and teardown", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const { lines, errors } = await runScript(
    `import ws from "k6/ws";
    const go = (name) => console.log(name, ws.connect(__ENV.URL + "/echo", (s) => s.close()).status);
    export function setup() { go("setup") }
    export default function () { go("default") }
    export function teardown() { go("teardown") }`,
    { env: { URL: server.url } },
  );
  assertEquals({ lines, errors }, { lines: ["setup 101", "default 101", "teardown 101"], errors: [] });
});

Deno.test("an uncaught exception of a session fails the iteration, with its place in the script", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const { errors, exitCode } = await runScript(`import ws from "k6/ws";
    export default function () {
      ws.connect("${server.url}/echo", (s) => s.on("open", () => { throw new RangeError("boom") }));
    }`);
  assertEquals(exitCode, 0);
  assert(/^RangeError: boom\n\tat .*script\.js:3:/.test(errors[0]!), errors[0]);
});

Deno.test("an interrupted session sends 1001, calls no handler, and still says how long it was", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(({ over }) => over !== undefined);
    connection.destroy();
  });
  const run = await recordSamples(
    `import ws from "k6/ws";
    export default function () {
      ws.connect("${peer.url}", (s) => { for (const e of ["close", "error"]) s.on(e, () => console.log(e)) });
      console.log("returned");
    }`,
    { options: { scenarios: { s: { executor: "constant-vus", duration: "1s", gracefulStop: "0s" } } } },
  );
  assertEquals([run.lines, run.errors], [[], []]);
  const [[duration, tags] = [0, {}], ...others] = samplesOf(run, "ws_session_duration");
  assert(duration > 900 && duration < 10_000, String(duration));
  assertEquals([tags, others], [{ group: "", scenario: "s", status: "101", subproto: "", url: peer.url }, []]);
  assertEquals(samplesOf(run, "iterations"), []);
  const connection = await (await peer.connection()).until(({ over }) => over !== undefined);
  assertEquals(connection.frames().map(({ first, payload }) => [first, payload.toString("hex")]), [[0x88, "03e9"]]);
});
