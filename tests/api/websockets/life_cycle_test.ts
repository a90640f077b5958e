/** Sockets of `k6/websockets` and the iteration: what keeps it going, what pauses it, what cuts it off. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { type RawConnection, RawPeer } from "../../support/raw_peer.ts";
import { answerClose, closeFrame, textFrame } from "../../support/server_frames.ts";
import { measured, runWebSocketScript, submetrics } from "../../support/websocket_script.ts";

const SLEEP = 'import { sleep } from "k6";';

Deno.test("an iteration ends when its last socket has, each has sockets of its own", async () => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(
    `say("begin", __ITER);
    const ws = new WebSocket(URL);
    ws.onopen = () => ws.send("x");
    ws.onmessage = () => setTimeout(() => ws.close(), 5);
    ws.onclose = () => say("end", __ITER);`,
    { server: peer.url, options: { iterations: 3 } },
  );
  assertEquals(run.lines, ["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]);
  assertEquals(measured(run, "ws_sessions"), 3);
});

Deno.test("setup and teardown wait for their sockets as well", async () => {
  await using peer = await startWsPeer();
  const open = (name: string) =>
    `export function ${name}() {
      const ws = new WebSocket(__ENV.URL);
      ws.onopen = () => ws.close();
      ws.onclose = (event) => console.log("${name} " + event.code);
    }`;
  const run = await runWebSocketScript("say('iteration');", {
    server: peer.url,
    top: `${open("setup")}\n${open("teardown")}`,
  });
  assertEquals(run.lines, ["setup 1000", "iteration", "teardown 1000"]);
  assertEquals(measured(run, "ws_sessions"), 2);
});

Deno.test("sleep in a handler pauses the whole VU, and nothing gets lost", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    for (const text of ["a", "b", "c"]) connection.write(textFrame(text));
    await answerClose(connection);
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    ws.onmessage = ({ data }) => {
      say("before", data);
      if (data === "a") { setTimeout(() => say("timer"), 1); sleep(0.1); }
      say("after", data);
      if (data === "c") ws.close();
    };
    ws.addEventListener("message", ({ data }) => say("second", data));`,
    { server: peer.url, top: SLEEP },
  );
  const withoutTimer = run.lines.filter((line) => line !== "timer");
  assertEquals(withoutTimer, ["a", "b", "c"].flatMap((text) => [`before ${text}`, `after ${text}`, `second ${text}`]));
  // The timer was due during the pause. The event that paused goes on first.
  assertEquals(run.lines.indexOf("timer") > run.lines.indexOf("second a"), true);
});

Deno.test("sleep works in the handlers of all events", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await connection.until(() => connection.frames().length > 0);
    connection.write(Uint8Array.of(0x89, 0, 0x8a, 1, 0x30));
    connection.write(textFrame("x"));
    connection.write(closeFrame(3000));
    connection.end();
  });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    for (const type of EVENTS) {
      ws["on" + type] = () => {
        if (type === "open") ws.ping();
        sleep(0.01);
        say(type);
      };
    }`,
    { server: peer.url, top: SLEEP },
  );
  assertEquals(run.lines, ["open", "ping", "pong", "message", "error", "close"]);
});

Deno.test("an exception after a sleep in a handler is that handler's", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    await answerClose(connection);
  });
  const run = await runWebSocketScript(
    `const ws = watch(new WebSocket(URL), "", ["error", "close"]);
    ws.onopen = () => { sleep(0.01); throw new Error("late"); };`,
    { server: peer.url, top: SLEEP },
  );
  assertEquals(run.lines.map((line) => line.replace(/ at .*/, "")), ["3 error Error: late", "3 close undefined "]);
  assertEquals(run.errors.map((text) => text.split("\n")[0]), ["Error: late"]);
});

Deno.test("a VU that is paused for long misses none of thousands of messages", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL + "/push?rate=100000&count=5000&size=64");
    let next = 0, inOrder = true;
    ws.onmessage = ({ data }) => {
      const { seq } = JSON.parse(data);
      if (next === 0) sleep(0.3);
      inOrder &&= seq === ++next;
      if (next === 5000) ws.close();
    };
    ws.onclose = () => say(next, inOrder);`,
    { server: server.url, top: SLEEP },
  );
  assertEquals(run.lines, ["5000 true"]);
  assertEquals(measured(run, "ws_msgs_received"), 5000);
});

Deno.test("a thousand sockets of one VU", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const run = await runWebSocketScript(
    `let open = 0, echoes = 0, closed = 0;
    const sockets = [];
    for (let i = 0; i < 1000; i++) {
      const ws = new WebSocket(URL + "/echo");
      sockets.push(ws);
      ws.onopen = () => { if (++open === 1000) for (const each of sockets) each.send("x"); };
      ws.onmessage = () => { if (++echoes === 1000) for (const each of sockets) each.close(); };
      ws.onclose = ({ code }) => { if (code === 1000 && ++closed === 1000) say(open, echoes, closed); };
    }`,
    { server: server.url },
  );
  assertEquals(run.lines, ["1000 1000 1000"]);
  assertEquals(run.errors, []);
  assertEquals(
    ["ws_sessions", "ws_msgs_sent", "ws_msgs_received"].map((metric) => measured(run, metric)),
    [1000, 2000, 1000],
  );
});

Deno.test("two sockets of one VU talk to each other over the server", async () => {
  await using server = await DemoServer.start({ port: 0 });
  const run = await runWebSocketScript(
    `const names = ["ann", "bob"];
    const sockets = names.map((name) => {
      const ws = new WebSocket(URL + "/ws?room=r");
      ws.onopen = () => ws.send(JSON.stringify({ event: "SET_NAME", new_name: name }));
      ws.onmessage = ({ data }) => {
        const { event, message } = JSON.parse(data);
        if (event === "CHAT_MSG") { say(name, "heard", message); ws.close(); }
      };
      return ws;
    });
    setTimeout(() => sockets[0].send(JSON.stringify({ event: "SAY", message: "hi" })), 100);`,
    { server: server.url },
  );
  assertEquals(run.lines.toSorted(), ["ann heard hi", "bob heard hi"]);
  assertEquals(run.errors, []);
});

/** One VU that is interrupted after the shortest duration there is. */
const INTERRUPTED = { scenarios: { s: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" } } };

/** A server that keeps its connections and answers close frames. */
function startHost(): Promise<RawPeer> {
  return RawPeer.listen(async (connection) => {
    connection.accept();
    await answerClose(connection);
  });
}

function closeCodes(connection: RawConnection): number[] {
  return connection.frames().filter(({ first }) => first === 0x88).map(({ payload }) => payload.readUInt16BE());
}

Deno.test("a socket that outlives gracefulStop is closed with 1000, without a word to the script", async () => {
  await using peer = await startHost();
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL);
    for (const type of EVENTS) ws["on" + type] = () => say(type);
    setInterval(() => {}, 60_000);`,
    { server: peer.url, options: INTERRUPTED },
  );
  assertEquals(run.lines, ["open"]);
  assertEquals(run.errors, []);
  const [connection] = peer.connections;
  await connection!.until(({ over }) => over !== undefined);
  assertEquals(closeCodes(connection!), [1000]);
  assertEquals(measured(run, "iterations") ?? 0, 0);
  assertEquals(run.warnings.includes("setInterval 1 was stopped because the VU iteration was interrupted"), true);
});

Deno.test("a session that is cut off by the end of the run reports its duration, and its bytes", async () => {
  await using peer = await startHost();
  const run = await runWebSocketScript("new WebSocket(URL); new WebSocket(URL);", {
    server: peer.url,
    options: {
      ...INTERRUPTED,
      thresholds: submetrics("ws_session_duration{status:101,scenario:s}"),
    },
  });
  assertEquals(run.errors, []);
  assertEquals(run.exitCode, 0);
  assertEquals(measured(run, "ws_sessions"), 2);
  assertEquals(measured(run, "ws_session_duration{status:101,scenario:s}", "min")! > 0, true);
  assertEquals(measured(run, "data_received")! > 2 * 100, true);
});

Deno.test("a socket that ends within gracefulStop ends well", async () => {
  await using peer = await startHost();
  const run = await runWebSocketScript(
    "const ws = watch(new WebSocket(URL)); setTimeout(() => ws.close(), 1200);",
    {
      server: peer.url,
      options: { scenarios: { s: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "10s" } } },
    },
  );
  assertEquals(run.lines, ["1 open", "3 close 1000 "]);
  assertEquals(measured(run, "iterations"), 1);
});

Deno.test("a socket that is dialling when the run ends is dropped, and no session", async () => {
  await using peer = await RawPeer.listen(() => {});
  const run = await runWebSocketScript("watch(new WebSocket(URL));", {
    server: peer.url,
    options: INTERRUPTED,
  });
  assertEquals(run.lines, []);
  assertEquals(measured(run, "ws_sessions") ?? 0, 0);
  await peer.connections[0]!.until(({ over }) => over !== undefined);
});

Deno.test("bytes are counted while a session lives", async () => {
  await using server = await DemoServer.start({ port: 0 });
  // The iteration would end well after four seconds. The threshold is crossed by bytes of the session that goes on.
  const run = await runWebSocketScript(
    `const ws = new WebSocket(URL + "/push?rate=100&size=200");
    setTimeout(() => ws.close(), 4000);`,
    {
      server: server.url,
      options: { thresholds: { data_received: [{ threshold: "count<1000", abortOnFail: true }] } },
    },
  );
  assertEquals(run.exitCode, 99);
  assertEquals(measured(run, "iterations") ?? 0, 0);
});

Deno.test("a VU that sleeps in a handler is cut off as well, and its handler does not go on", async () => {
  await using peer = await startHost();
  const run = await runWebSocketScript(
    `const ws = watch(new WebSocket(URL));
    ws.onopen = () => { say("before"); try { sleep(60); } finally { say("finally"); } say("after"); };`,
    { server: peer.url, top: SLEEP, options: INTERRUPTED },
  );
  assertEquals(run.lines, ["before"]);
  assertEquals(run.errors, []);
  await peer.connections[0]!.until(({ over }) => over !== undefined);
  assertEquals(closeCodes(peer.connections[0]!), [1000]);
  assertEquals(measured(run, "ws_session_duration", "min")! > 0, true);
});
