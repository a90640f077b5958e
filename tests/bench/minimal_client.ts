/**
 * What the transport is measured against: a client on `node:net` that does nothing but count. It sends the same masked
 * frame over and over and looks at no more than the lengths of what comes back.
 */

import { connect, type Socket } from "node:net";

const REQUEST = "GET / HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/** The buffer that all its sockets read into. */
const readBuffer = Buffer.alloc(64 * 1024);

/** One connection. */
export class MinimalClient {
  readonly #socket: Socket;
  readonly #batch: Buffer;
  readonly #echoSize: number;
  readonly #depth: number;
  #isOpen = false;
  #received = 0;
  /** Echoes so far. */
  count = 0;
  /** `true` as long as it answers every echo with the next message. */
  running = false;

  /** @param depth Messages in flight. They leave together, when all of the last ones have come back. */
  constructor(port: number, size: number, depth: number, onOpen: () => void) {
    const header = size < 126 ? 2 : size < 65_536 ? 4 : 10;
    this.#echoSize = header + size;
    this.#depth = depth;
    this.#batch = Buffer.concat(new Array(depth).fill(maskedFrame(size, header)));
    const callback = (length: number) => this.#onRead(length, onOpen);
    this.#socket = connect({
      host: "127.0.0.1",
      port,
      noDelay: true,
      allowHalfOpen: true,
      onread: { buffer: readBuffer, callback },
    }, () => this.#socket.write(REQUEST));
  }

  send(): void {
    this.#socket.write(this.#batch);
  }

  close(): void {
    this.#socket.destroy();
  }

  #onRead(length: number, onOpen: () => void): boolean {
    if (!this.#isOpen) {
      this.#isOpen = true;
      onOpen();
      return true;
    }
    this.#received += length;
    if (this.#received < this.#echoSize * this.#depth) return true;
    this.#received = 0;
    this.count += this.#depth;
    if (this.running) this.send();
    return true;
  }
}

/** A text frame with a masking key of zeros: what it hides stays as it is. */
function maskedFrame(size: number, header: number): Buffer {
  const frame = Buffer.alloc(header + 4 + size, 0x61);
  frame[0] = 0x81;
  if (header === 2) frame[1] = 0x80 | size;
  else if (header === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(size, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(size), 2);
  }
  return frame.fill(0, header, header + 4);
}
