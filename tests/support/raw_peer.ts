/** A TCP server that does to WebSocket clients whatever a test's script says: bytes, delays, half-closes, resets. */

import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** What a peer does with a connection, once the client's request has come. */
export type PeerScript = (connection: RawConnection) => void | Promise<void>;

/** How a peer listens. */
export interface RawPeerOptions {
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Speaks TLS. */
  readonly tls?: TlsOptions;
  /** Runs the script on the bare connection, before anything has been received. */
  readonly beforeRequest?: boolean;
}

/** One client, with all that it has sent and the means to answer. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #waiting: (() => void)[] = [];
  /** The opening handshake, its empty line included. */
  request = "";
  #chunks: Buffer[] = [];
  /** How many reads it took to receive that. */
  reads = 0;
  /** How many bytes that were. */
  bytesReceived = 0;
  /** How the client ended TCP, once it has. */
  over: "end" | "reset" | undefined;

  constructor(socket: Socket, onRequest: () => void) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => {
      if (this.request.endsWith("\r\n\r\n")) {
        this.#chunks.push(bytes);
        this.bytesReceived += bytes.length;
        this.reads++;
      } else {
        this.request += bytes.toString("latin1");
        if (this.request.endsWith("\r\n\r\n")) onRequest();
      }
      this.#wake();
    });
    socket.on("end", () => this.#finish("end"));
    socket.on("error", () => this.#finish("reset"));
  }

  /** What came after the handshake. */
  get received(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!;
  }

  /** The client's address. */
  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? "";
  }

  /** Writes text, or bytes. */
  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Writes bytes given in hexadecimal digits; spaces do not count. */
  writeHex(digits: string): void {
    this.#socket.write(Buffer.from(digits.replaceAll(" ", ""), "hex"));
  }

  /** Answers the handshake as it should be; `headers` are further lines with their line ends. */
  accept(headers = ""): void {
    this.#socket.write(this.acceptText(headers));
  }

  /** The proper answer to the handshake. */
  acceptText(headers = ""): string {
    const key = /^sec-websocket-key: (.*)\r$/im.exec(this.request)?.[1];
    const accept = createHash("sha1").update(key + ACCEPT_SUFFIX).digest("base64");
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${accept}\r\n${headers}\r\n`;
  }

  /** Sends FIN. */
  end(): void {
    this.#socket.end();
  }

  /** Sends RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Waits until something holds of what this connection has seen. */
  async until(holds: (connection: RawConnection) => boolean): Promise<this> {
    while (!holds(this)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this;
  }

  /** The frames received, unmasked: the first byte and the payload of each. */
  frames(): { first: number; payload: Buffer }[] {
    const frames = [];
    const { received } = this;
    for (let at = 0; at < received.length;) {
      const short = received[at + 1]! & 0x7f;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      const length = short < 126
        ? short
        : short === 126
        ? received.readUInt16BE(at + 2)
        : Number(received.readBigUInt64BE(at + 2));
      const key = received.subarray(at + header, at + header + 4);
      const start = at + header + 4;
      if (start + length > received.length) break;
      const payload = Buffer.from(received.subarray(start, start + length));
      for (let i = 0; i < length; i++) payload[i] = payload[i]! ^ key[i & 3]!;
      frames.push({ first: received[at]!, payload });
      at = start + length;
    }
    return frames;
  }

  /** The close frame received, as `code reason`; `""` for one without payload, `undefined` while there is none. */
  get closeFrame(): string | undefined {
    const payload = this.frames().find(({ first }) => first === 0x88)?.payload;
    if (payload === undefined || payload.length === 0) return payload && "";
    return `${payload.readUInt16BE()} ${payload.subarray(2)}`;
  }

  #finish(how: "end" | "reset"): void {
    this.over ??= how;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** The server. `await using` closes it and all its connections. */
export class RawPeer implements AsyncDisposable {
  readonly #server: Server;
  readonly #script: PeerScript;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  /** All connections so far, in the order of their requests. */
  readonly connections: RawConnection[] = [];

  private constructor(script: PeerScript, { tls, beforeRequest }: RawPeerOptions) {
    this.#script = script;
    const onSocket = (socket: Socket) => {
      const connection: RawConnection = new RawConnection(socket, () => {
        if (!beforeRequest) this.#start(connection);
      });
      if (beforeRequest) this.#start(connection);
    };
    this.#server = tls === undefined
      ? createServer({ allowHalfOpen: true }, onSocket)
      : createTlsServer({ ...tls, allowHalfOpen: true }, onSocket);
    this.#server.on("tlsClientError", () => {});
    // With TLS these are the sockets below: those whose handshake never ends have no other.
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listens. */
  static async listen(script: PeerScript, options: RawPeerOptions = {}): Promise<RawPeer> {
    const peer = new RawPeer(script, options);
    await new Promise<void>((resolve, reject) => {
      peer.#server.on("error", reject);
      peer.#server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
    });
    return peer;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** `ws://127.0.0.1:<port>` */
  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Waits for the n-th connection's request, the first one by default. */
  async connection(index = 0): Promise<RawConnection> {
    while (this.connections.length <= index) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.connections[index]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #start(connection: RawConnection): void {
    this.connections.push(connection);
    for (const resolve of this.#waiting.splice(0)) resolve();
    void this.#script(connection);
  }
}
