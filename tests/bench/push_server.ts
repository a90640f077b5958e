/**
 * A WebSocket server that sends JSON messages as fast as they are taken. It runs in a process of its own and prints
 * its port.
 */

import { createHash } from "node:crypto";
import { createServer, type Socket } from "node:net";

const SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MESSAGE = JSON.stringify({ type: "CHAT_MSG", user: "somebody", text: "hello there, how are you?", seq: 12345 });

/** As many frames as one write carries. */
const BATCH = Buffer.concat(
  new Array(64).fill(Buffer.concat([Buffer.from([0x81, MESSAGE.length]), Buffer.from(MESSAGE)])),
);

function accept(socket: Socket, request: string): void {
  const key = /sec-websocket-key: (.*)\r/i.exec(request)?.[1];
  const answer = createHash("sha1").update(key + SUFFIX).digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${answer}\r\n\r\n`,
  );
}

function push(socket: Socket): void {
  while (socket.write(BATCH)) {
    if (socket.destroyed) return;
  }
}

const server = createServer((socket) => {
  socket.on("error", () => socket.destroy());
  socket.on("drain", () => push(socket));
  socket.once("data", (request: Buffer) => {
    accept(socket, request.toString("latin1"));
    push(socket);
  });
});
server.listen(0, "127.0.0.1", 8192, () => console.log((server.address() as { port: number }).port));
