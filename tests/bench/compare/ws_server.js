// The same server as bun_server.js, on `ws` under Node: the second opinion.
// node ws_server.mjs (a copy with that name) [cert.pem key.pem], beside a folder node_modules with `ws`: prints its port.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { WebSocketServer } from "ws";

const [certificate, key] = process.argv.slice(2);
const count = { received: 0, closed: 0 };
const listeners = [];
let rate = 0;
let due = 0;
let next = 0;
let sent = 0;
let last = performance.now();

setInterval(() => {
  const now = performance.now();
  if (rate > 0 && listeners.length > 0) {
    due += Math.min(100, now - last) * rate / 1000;
    for (; due >= 1; due--) {
      const socket = listeners[next++ % listeners.length];
      socket.send(`{"type":"CHAT_MSG","user":"somebody","text":"hello there, how are you?","seq":${sent++}}`);
    }
  }
  last = now;
}, 5);

function answer(_request, response) {
  response.end(JSON.stringify(count));
}

const server = certificate === undefined
  ? createServer(answer)
  : createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) }, answer);
new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 1024 * 1024 }).on(
  "connection",
  (socket, request) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (pathname === "/push") {
      rate = Number(searchParams.get("rate"));
      listeners.push(socket);
    }
    socket.on("message", (message, isBinary) => {
      count.received++;
      if (pathname === "/echo") socket.send(message, { binary: isBinary });
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      count.closed++;
      const index = listeners.indexOf(socket);
      if (index >= 0) listeners.splice(index, 1);
    });
  },
);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
