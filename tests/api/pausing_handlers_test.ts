/** Handlers and timers of both WebSocket modules that sleep: in which order everything happens, as in k6. */

import { assertEquals } from "../support/assert.ts";
import { startWsPeer } from "../support/echo_peers.ts";
import { runScript } from "../support/run_script.ts";

interface HandlerCase {
  readonly name: string;
  readonly source: string;
  readonly lines: readonly string[];
}

const HEAD = `import ws from "k6/ws";
import { WebSocket } from "k6/websockets";
import { check, group, sleep } from "k6";
const log = (...words) => console.log(words.join(" "));
const nap = (x) => { sleep(0.02); return x; };
`;

const CASES: readonly HandlerCase[] = [
  {
    name: "k6/ws: messages wait while a handler sleeps, and come in order",
    source: `ws.connect(__ENV.WS_URL, (socket) => {
        socket.on("open", () => { for (const x of [1, 2, 3]) socket.send(String(x)); log("sent"); nap(); log("slept"); });
        socket.on("message", (text) => { log("got", text); nap(); log("done", text); if (text === "3") socket.close(); });
        socket.on("message", (text) => log("second", nap(text)));
        socket.on("close", () => log("closed"));
        nap(); log("set up");
      });
      log("returned");`,
    lines: [
      "set up",
      "sent",
      "slept",
      ...[1, 2, 3].flatMap((x) => [`got ${x}`, `done ${x}`, ...(x < 3 ? [`second ${x}`] : [])]),
      "closed",
      "second 3",
      "returned",
    ],
  },
  {
    name: "k6/ws: timers that sleep",
    source: `ws.connect(__ENV.WS_URL, (socket) => {
        let ticks = 0;
        socket.on("open", () => {
          socket.setTimeout(() => { nap(); log("once"); }, 1);
          socket.setInterval(() => { log("tick", nap(++ticks)); if (ticks === 3) socket.close(); }, 5);
        });
      });`,
    lines: ["once", "tick 1", "tick 2", "tick 3"],
  },
  {
    name: "k6/ws: a connection inside a handler of another",
    source: `const response = ws.connect(__ENV.WS_URL, (outer) => {
        outer.on("open", () => {
          const inner = ws.connect(__ENV.WS_URL, (socket) => {
            socket.on("open", () => socket.send("inner"));
            socket.on("message", (text) => { log(text, nap("in")); socket.close(); });
          });
          log("inner", inner.status); outer.send("outer");
        });
        outer.on("message", (text) => { log(text, nap("out")); outer.close(); });
      });
      log("outer", response.status);`,
    lines: ["inner in", "inner 101", "outer out", "outer 101"],
  },
  {
    name: "k6/websockets: all sockets and timers of the VU wait while one handler sleeps",
    source: `const sockets = ["a", "b"].map((name) => {
        const socket = new WebSocket(__ENV.WS_URL);
        socket.onopen = () => socket.send(name);
        socket.addEventListener("message", ({ data }) => { events.push("in " + data); nap(); events.push("out " + data); socket.close(); });
        socket.onclose = () => { nap(); if (++closed === 2) log(events.length, events.every((text, i) => i % 2 === 0 || text === events[i - 1].replace("in", "out"))); };
        return socket;
      });
      const events = []; let closed = 0;
      setTimeout(() => { events.push("in timer"); nap(); events.push("out timer"); }, 1);
      log("sockets", sockets.map(({ readyState }) => readyState).join());`,
    lines: ["sockets 0,0", "6 true"],
  },
  {
    name: "k6/websockets: handlers in classes, async handlers, checks and groups that sleep",
    source: `class Client {
        #socket = new WebSocket(__ENV.WS_URL);
        get socket() { nap(); return this.#socket; }
        start() {
          this.socket.addEventListener("open", () => this.hello());
          this.socket.onmessage = async (event) => {
            await null;
            group("answer", () => { check(nap(event.data), { "is hello": (text) => nap(text) === "hello" }); });
            log(await this.finish());
          };
        }
        hello = () => { nap(); this.socket.send("hello"); };
        async finish() { nap(); await null; this.socket.close(); return nap("finished"); }
      }
      new Client().start(); log("started");`,
    lines: ["started", "finished"],
  },
  {
    name: "an exception after a pause in a handler ends the iteration, and the next one begins",
    source: `if (__ITER === 0) {
        ws.connect(__ENV.WS_URL, (socket) => socket.on("open", () => { nap(); throw new Error("in handler"); }));
        log("never");
      } else log("iteration", __ITER);`,
    lines: ["iteration 1"],
  },
];

for (const { name, source, lines: expected } of CASES) {
  for (const pausing of ["analysis", "every-call"] as const) {
    Deno.test(`Handlers that sleep: ${name} (${pausing})`, async () => {
      await using peer = await startWsPeer();
      const { lines, errors } = await runScript(`${HEAD} export default function () { ${source} }`, {
        env: { WS_URL: peer.url },
        options: { iterations: name.includes("next one") ? 2 : 1 },
        settings: { pausing },
      });
      assertEquals(lines, expected);
      assertEquals(errors.map((text) => text.split("\n")[0]), name.includes("next one") ? ["Error: in handler"] : []);
    });
  }
}
