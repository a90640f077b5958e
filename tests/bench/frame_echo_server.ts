/**
 * A WebSocket server with as little between socket and frame as possible: the other end of the transport's benches.
 * It runs in a process of its own, prints its port, and echoes every data frame. Frames must not be split by TCP at
 * their header, which no client of these benches does.
 */

import { createHash } from "node:crypto";
import { createServer, type Socket } from "node:net";

const SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** One connection: first the handshake, then frames. */
class Echo {
  readonly #socket: Socket;
  #isOpen = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes: Buffer) => this.#isOpen ? this.#echo(bytes) : this.#accept(bytes));
  }

  #accept(bytes: Buffer): void {
    const key = /sec-websocket-key: (.*)\r/i.exec(bytes.toString("latin1"))?.[1];
    const accept = createHash("sha1").update(key + SUFFIX).digest("base64");
    this.#isOpen = true;
    this.#socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  }

  /** Frames are answered in place: unmasked, and with a header that is four bytes shorter. */
  #echo(chunk: Buffer): void {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let out = 0;
    let at = 0;
    while (bytes.length - at >= 14 || bytes.length - at >= 6 + (bytes[at + 1]! & 0x7f)) {
      const short = bytes[at + 1]! & 0x7f;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
      const payload = at + header + 4;
      if (bytes.length < payload + length) break;
      if ((bytes[at]! & 0xf) === 8) return void this.#socket.end(bytes.subarray(0, out));
      out = this.#answer(bytes, at, out, header, length);
      at = payload + length;
    }
    if (out > 0) this.#socket.write(bytes.subarray(0, out));
    // What was answered may still be on its way out of this memory.
    bytes = bytes.subarray(at);
    this.#rest = bytes.length > 0 ? Buffer.from(bytes) : bytes;
  }

  #answer(bytes: Buffer, at: number, out: number, header: number, length: number): number {
    bytes.copyWithin(out, at, at + header);
    bytes[out + 1] = bytes[out + 1]! & 0x7f;
    const mask = at + header;
    const [a, b, c, d] = [bytes[mask]!, bytes[mask + 1]!, bytes[mask + 2]!, bytes[mask + 3]!];
    const from = mask + 4;
    const to = out + header;
    const end = length - (length & 3);
    for (let i = 0; i < end; i += 4) {
      bytes[to + i] = bytes[from + i]! ^ a;
      bytes[to + i + 1] = bytes[from + i + 1]! ^ b;
      bytes[to + i + 2] = bytes[from + i + 2]! ^ c;
      bytes[to + i + 3] = bytes[from + i + 3]! ^ d;
    }
    for (let i = end; i < length; i++) bytes[to + i] = bytes[from + i]! ^ [a, b, c, d][i & 3]!;
    return to + length;
  }
}

const server = createServer((socket) => new Echo(socket));
server.listen(0, "127.0.0.1", 8192, () => console.log((server.address() as { port: number }).port));
