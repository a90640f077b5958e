/** What becomes of sockets, handlers and the iteration when a script that uses `k6/websockets` throws. */

import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { answerClose, closeFrame, serverFrame, textFrame } from "../../support/server_frames.ts";
import { measured, runWebSocketScript } from "../../support/websocket_script.ts";
import type { ScriptRun } from "../../support/run_script.ts";

/** Sends a ping, an unasked-for pong and a text, and answers whatever comes. */
function startTalker(): Promise<RawPeer> {
  return RawPeer.listen(async (connection) => {
    connection.accept();
    for (const frame of [textFrame("a"), serverFrame(0x89), serverFrame(0x8a, "q")]) connection.write(frame);
    await answerClose(connection);
  });
}

/** The first line of every error that was logged. */
function failures(run: ScriptRun): string[] {
  return run.errors.map((text) => text.split("\n")[0]!);
}

/** The text of an `error` event without the position in the script. */
function withoutPosition(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/ at .*$/, ""));
}

for (const type of ["open", "message"]) {
  Deno.test(`an exception in ${type} drops TCP, error and close follow, then the iteration fails`, async () => {
    await using peer = await startTalker();
    const run = await runWebSocketScript(
      `const ws = watch(new WebSocket(URL), "", ["error", "close"]);
      ws.on${type} = () => { say("throwing"); throw new TypeError("no"); };
      ws.addEventListener("${type}", () => say("not called"));`,
      { server: peer.url, options: { iterations: 2 } },
    );
    const lines = ["throwing", "3 error TypeError: no", "3 close undefined "];
    assertEquals(withoutPosition(run.lines), [...lines, ...lines]);
    assertEquals(failures(run), ["TypeError: no", "TypeError: no"]);
    assertEquals(run.exitCode, 0);
    assertEquals(measured(run, "iterations"), 2);
    for (const connection of peer.connections) {
      await connection.until(({ over }) => over !== undefined);
      assertEquals(connection.frames().filter(({ first }) => first === 0x88), []);
    }
  });
}

Deno.test("the error event tells where in the script the exception came from", async () => {
  await using peer = await startTalker();
  const run = await runWebSocketScript(
    "const ws = watch(new WebSocket(URL), '', ['error']);\nws.onopen = function opened() { throw new Error('x'); };",
    { server: peer.url },
  );
  assertEquals(run.lines.map((line) => line.replace(/:\d+:\d+\)/, ":L:C)")), [
    "3 error Error: x at opened (file:///test/script.js:L:C)",
  ]);
});

Deno.test("what is thrown need not be an error", async (t) => {
  await using peer = await startTalker();
  for (const [thrown, text] of [["'text'", "text"], ["undefined", "undefined"], ["5", "5"]] as const) {
    await t.step(thrown, async () => {
      const run = await runWebSocketScript(
        `const ws = watch(new WebSocket(URL), "", ["error", "close"]); ws.onopen = () => { throw ${thrown}; };`,
        { server: peer.url },
      );
      assertEquals(withoutPosition(run.lines), [`3 error ${text}`, "3 close undefined "]);
      assertEquals(failures(run), [text]);
    });
  }
});

/** Handlers that throw, one after the other; what is called; what the iteration fails with. */
const CHAINS: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
  ["open, then error: no close", ["open", "error"], ["open", "error"], "Error: in open"],
  ["open, then close", ["open", "close"], ["open", "error", "close"], "Error: in open"],
  ["message, then close", ["message", "close"], ["open", "message", "error", "close"], "Error: in message"],
];

Deno.test("an iteration fails with what was thrown first", async (t) => {
  await using peer = await startTalker();
  for (const [name, throwing, called, failure] of CHAINS) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(
        `const ws = new WebSocket(URL);
        for (const type of ["open", "message", "error", "close"]) {
          ws["on" + type] = () => { say(type); if (${
          JSON.stringify(throwing)
        }.includes(type)) throw new Error("in " + type); };
        }`,
        { server: peer.url },
      );
      assertEquals(run.lines, called);
      assertEquals(failures(run), [failure]);
    });
  }
});

Deno.test("an exception in error leaves close out, one in close only fails the iteration", async (t) => {
  for (
    const [type, lines] of [["error", ["error"]], ["close", ["error", "close", "second close"]]] as const
  ) {
    await t.step(type, async () => {
      const run = await runWebSocketScript(
        `const ws = new WebSocket(URL);
        ws.onerror = () => { say("error"); if ("${type}" === "error") throw new Error("in error"); };
        ws.addEventListener("close", () => say("close"));
        ws.addEventListener("close", () => { say("second close"); if ("${type}" === "close") throw new Error("in close"); });
        ws.addEventListener("close", () => say("third close"));`,
      );
      assertEquals(run.lines, lines);
      assertEquals(failures(run), [`Error: in ${type}`]);
    });
  }
});

/** Where a script throws, while one socket is open and watched; the code; the failure. */
const EVICTIONS: readonly (readonly [string, string, string])[] = [
  ["in ping", "ws.onping = () => { throw new Error('x'); };", "Error: x"],
  ["in pong", "ws.onpong = () => { throw new Error('x'); };", "Error: x"],
  ["in a timer", "ws.onopen = () => { setTimeout(() => { throw new Error('x'); }, 0); };", "Error: x"],
  [
    "in an async handler",
    "ws.onmessage = async () => { await null; throw new Error('x'); };",
    "Uncaught (in promise) Error: x",
  ],
  [
    "by a rejection",
    "ws.onopen = () => { setTimeout(() => { Promise.reject(new Error('x')); }, 0); };",
    "Uncaught (in promise) Error: x",
  ],
];

Deno.test("an exception elsewhere closes what is open with 1000; close handlers still run", async (t) => {
  await using peer = await startTalker();
  await using other = await startWsPeer();
  for (const [index, [name, code, failure]] of EVICTIONS.entries()) {
    await t.step(name, async () => {
      const run = await runWebSocketScript(
        `const other = watch(new WebSocket(__ENV.OTHER), "other ", ["error", "close"]);
        other.onopen = () => {
          const ws = watch(new WebSocket(URL), "", ["error", "close"]);
          ${code}
        };
        other.addEventListener("close", () => { throw new Error("ignored"); });
        setInterval(() => say("never"), 60_000);`,
        { server: peer.url, env: { OTHER: other.url } },
      );
      assertEquals(run.lines.toSorted(), ["3 close 1000 ", "other 3 close 1000 "]);
      assertEquals(failures(run), [failure]);
      assertEquals(
        run.warnings.filter((text) => !text.includes("ping ID")),
        [
          "setInterval 1 was stopped because the VU iteration was interrupted",
        ],
      );
      const closes = peer.connections[index]!.frames().filter(({ first }) => first === 0x88);
      assertEquals(closes.map(({ payload }) => payload.toString("hex")), ["03e8"]);
    });
  }
});

Deno.test("sockets that are dialling when the iteration fails are cancelled", async () => {
  await using peer = await RawPeer.listen(() => {});
  const run = await runWebSocketScript(
    "watch(new WebSocket(URL)); watch(new WebSocket('ws://localhost/'), 'other '); throw new Error('x');",
    { server: peer.url },
  );
  assertEquals(run.lines, [
    `3 error dial tcp 127.0.0.1:${peer.port}: operation was canceled`,
    "3 close undefined ",
    "other 3 error dial tcp localhost:80: operation was canceled",
    "other 3 close undefined ",
  ]);
  assertEquals(failures(run), ["Error: x"]);
  assertEquals(measured(run, "ws_sessions") ?? 0, 0);
});

Deno.test("the next iteration begins when all sockets of the failed one are gone", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(() => connection.frames().length > 0);
    setTimeout(() => {
      connection.write(closeFrame(1000));
      connection.end();
    }, 50);
  });
  const run = await runWebSocketScript(
    `say("iteration", __ITER);
    const ws = new WebSocket(URL);
    ws.onping = null;
    ws.onopen = () => { setTimeout(() => { throw new Error("x"); }, 0); };
    ws.onclose = () => say("closed", __ITER);`,
    { server: peer.url, options: { iterations: 2 } },
  );
  assertEquals(run.lines, ["iteration 0", "closed 0", "iteration 1", "closed 1"]);
  assertEquals(measured(run, "iterations"), 2);
  // Sessions of failed iterations report as well.
  assertEquals(measured(run, "ws_session_duration", "min")! > 0, true);
});

Deno.test("a handler cannot catch what another one throws, and try around the constructor sees nothing", async () => {
  await using peer = await startTalker();
  const run = await runWebSocketScript(
    `try { new WebSocket(URL).onopen = () => { throw new Error("x"); }; } catch { say("caught"); }
    say("after");`,
    { server: peer.url },
  );
  assertEquals(run.lines, ["after"]);
  assertEquals(failures(run), ["Error: x"]);
});

Deno.test("error and close come once, also when the server's end was on its way already", async () => {
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    for (const frame of [textFrame("a"), textFrame("b"), closeFrame(3000)]) connection.write(frame);
  });
  const run = await runWebSocketScript(
    `const ws = watch(new WebSocket(URL));
    ws.onmessage = () => { throw new Error("x"); };
    sleep(0.2);`,
    { server: peer.url, top: 'import { sleep } from "k6";' },
  );
  assertEquals(withoutPosition(run.lines), ["1 open", "3 error Error: x", "3 close undefined "]);
  assertEquals(failures(run), ["Error: x"]);
});

Deno.test("nothing is opened any more in a failed iteration: scripts that reconnect do not go on for ever", async () => {
  await using peer = await startTalker();
  const run = await runWebSocketScript(
    `function connect() {
      const ws = new WebSocket(URL);
      ws.onopen = () => setTimeout(() => { throw new Error("x"); }, 0);
      ws.onclose = () => { setTimeout(() => say("never"), 0); say(attempt(connect)); connect(); };
    }
    connect();`,
    { server: peer.url, options: { iterations: 2 } },
  );
  const refusal = "GoError: the iteration has failed: no WebSocket can be opened any more";
  assertEquals(run.lines, [refusal, refusal]);
  assertEquals(failures(run), ["Error: x", "Error: x"]);
  assertEquals(run.warnings.filter((text) => text.startsWith("setTimeout")).length, 2);
  assertEquals(measured(run, "ws_sessions"), 2);
});

Deno.test("a script that reconnects in close ends with its failed open handler", async () => {
  await using peer = await startTalker();
  const run = await runWebSocketScript(
    `let dials = 0;
    function connect() {
      const ws = watch(new WebSocket(URL), ++dials + " ", ["error", "close"]);
      ws.onopen = () => { throw new Error("x"); };
      ws.onclose = connect;
    }
    connect();`,
    { server: peer.url },
  );
  assertEquals(withoutPosition(run.lines), [
    "1 3 error Error: x",
    "1 3 close undefined ",
    `2 3 error dial tcp 127.0.0.1:${peer.port}: operation was canceled`,
  ]);
  assertEquals(failures(run), ["Error: x"]);
});
