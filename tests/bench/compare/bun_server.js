// A WebSocket server for comparisons, on Bun: none of the contenders is built from it. It counts what it receives.
// bun bun_server.js [cert.pem key.pem]: prints its port. `/echo` sends back, `/push?rate=N` sends N JSON messages a
// second to all its sockets together, `/count` tells the messages received and the sockets closed.
import { readFileSync } from "node:fs";

const [certificate, key] = process.argv.slice(2);
const count = { received: 0, closed: 0 };
const listeners = [];
let rate = 0;
let due = 0;
let next = 0;
let sent = 0;

function push() {
  const now = performance.now();
  if (rate > 0 && listeners.length > 0) {
    due += Math.min(100, now - push.last) * rate / 1000;
    for (; due >= 1; due--) {
      const socket = listeners[next++ % listeners.length];
      socket.send(`{"type":"CHAT_MSG","user":"somebody","text":"hello there, how are you?","seq":${sent++}}`);
    }
  }
  push.last = now;
}
push.last = performance.now();
setInterval(push, 5);

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  ...(certificate && { tls: { cert: readFileSync(certificate), key: readFileSync(key) } }),
  fetch(request, server) {
    const url = new URL(request.url);
    if (url.pathname === "/count") return Response.json(count);
    if (url.pathname === "/push") rate = Number(url.searchParams.get("rate"));
    return server.upgrade(request, { data: url.pathname }) ? undefined : new Response("no WebSocket", { status: 400 });
  },
  websocket: {
    idleTimeout: 0,
    maxPayloadLength: 1024 * 1024,
    open(socket) {
      if (socket.data === "/push") listeners.push(socket);
    },
    message(socket, message) {
      count.received++;
      if (socket.data === "/echo") socket.send(message);
    },
    close(socket) {
      count.closed++;
      const index = listeners.indexOf(socket);
      if (index >= 0) listeners.splice(index, 1);
    },
  },
});
console.log(server.port);
