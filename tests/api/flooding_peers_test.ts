/** Scripts whose servers send more than anybody can want, or nothing at all. */

import { Buffer } from "node:buffer";
import { assertEquals } from "../support/assert.ts";
import { startWsPeer } from "../support/echo_peers.ts";
import { RawPeer } from "../support/raw_peer.ts";
import { runScript } from "../support/run_script.ts";

const PINGS = 10_000;
const FRAGMENTS = 100_000;

/** Pings, then one text in fragments of one byte with pongs between some of them, then a close. */
function flood(): Buffer {
  const pings = Buffer.alloc(2 * PINGS, "8900", "hex");
  const fragments: Buffer[] = [];
  for (let i = 0; i < FRAGMENTS; i++) {
    const first = i === 0 ? "01" : i === FRAGMENTS - 1 ? "80" : "00";
    fragments.push(Buffer.from(`${first}0161${i % 1000 === 1 ? "8a0139" : ""}`, "hex"));
  }
  return Buffer.concat([pings, ...fragments, Buffer.from("880203e8", "hex")]);
}

const COUNTING_SCRIPTS: Readonly<Record<string, string>> = {
  "k6/websockets": `
    import { WebSocket } from "k6/websockets";
    export default function () {
      const seen = { ping: 0, pong: 0, bytes: 0 };
      const ws = new WebSocket(__ENV.URL);
      ws.onping = () => seen.ping++;
      ws.onpong = () => seen.pong++;
      ws.onmessage = (e) => seen.bytes += e.data.length;
      ws.onclose = (e) => console.log(e.code, seen.ping, seen.pong, seen.bytes);
    }`,
  "k6/ws": `
    import ws from "k6/ws";
    import { sleep } from "k6";
    export default function () {
      const seen = { ping: 0, pong: 0, bytes: 0 };
      ws.connect(__ENV.URL, (socket) => {
        socket.on("open", () => sleep(0.01));
        socket.on("ping", () => seen.ping++);
        socket.on("pong", () => seen.pong++);
        socket.on("message", (data) => seen.bytes += data.length);
        socket.on("close", (code) => console.log(code, seen.ping, seen.pong, seen.bytes));
      });
    }`,
};

for (const [module, script] of Object.entries(COUNTING_SCRIPTS)) {
  Deno.test(`${module}: floods of pings and of tiny fragments are taken in and counted, and every ping is answered`, async () => {
    await using peer = await RawPeer.listen((connection) => {
      connection.accept();
      connection.write(flood());
    });
    const { lines, summary } = await runScript(script, { env: { URL: peer.url } });
    assertEquals(lines, [`1000 ${PINGS} ${FRAGMENTS / 1000} ${FRAGMENTS}`]);
    assertEquals(summary?.metrics.ws_msgs_received?.values.count, 1);
    const connection = await peer.connection();
    await connection.until(({ over }) => over !== undefined);
    assertEquals(connection.frames().filter(({ first }) => first === 0x8a).length, PINGS);
    assertEquals(connection.closeFrame, "1000 ");
  });
}

Deno.test("k6/websockets: a server that stays silent holds up nobody, and the end of the iteration cancels the dial", async () => {
  await using silent = await RawPeer.listen(() => {});
  await using steady = await startWsPeer();
  const script = `
    import { WebSocket } from "k6/websockets";
    export default function () {
      const silent = new WebSocket(__ENV.SILENT);
      silent.onopen = () => console.log("silent opened");
      silent.onerror = (e) => console.log("silent error", e.error);
      silent.onclose = (e) => console.log("silent close", e.code);
      const steady = new WebSocket(__ENV.STEADY);
      steady.onopen = () => steady.send("echo");
      steady.onmessage = (e) => {
        console.log("steady", e.data, silent.readyState);
        setTimeout(() => { throw new Error("enough"); }, 1);
      };
      steady.onclose = (e) => console.log("steady close", e.code);
    }`;
  const { lines, errors } = await runScript(script, { env: { SILENT: silent.url, STEADY: steady.url } });
  assertEquals(lines.toSorted(), [
    "silent close undefined",
    `silent error dial tcp 127.0.0.1:${silent.port}: operation was canceled`,
    "steady close 1000",
    "steady echo 0",
  ]);
  assertEquals(errors.length, 1);
  const connection = await silent.connection();
  await connection.until(({ over }) => over !== undefined);
});
