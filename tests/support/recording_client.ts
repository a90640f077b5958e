/** A WebSocket client for tests of servers: npm `ws`, its events turned into things a test can await. */

import type { IncomingMessage } from "node:http";
// @ts-types="@types/ws"
import { type ClientOptions, type RawData, WebSocket } from "ws";

/** How a connection ended. */
export interface ClosedWith {
  readonly code: number;
  readonly reason: string;
}

/** A server's answer that was no 101. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A connection whose messages are kept until they are asked for. `await using` drops it. */
export class RecordingClient implements AsyncDisposable {
  /** The client underneath, for what is not wrapped here. */
  readonly socket: WebSocket;
  /** Resolves with the handshake response's headers. */
  readonly handshake: Promise<IncomingMessage>;
  /** Resolves when the connection is over. */
  readonly closed: Promise<ClosedWith>;
  readonly #waiting: ((message: string | Uint8Array) => void)[] = [];
  readonly #messages: (string | Uint8Array)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.handshake = new Promise((resolve) => socket.on("upgrade", resolve));
    this.closed = new Promise((resolve) =>
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }))
    );
    socket.on("message", (data: RawData, binary: boolean) => {
      const bytes = data as Buffer;
      const message = binary ? new Uint8Array(bytes) : bytes.toString();
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#messages.push(message);
      else waiting(message);
    });
  }

  /** Dials, and resolves once the connection is open; rejects when it does not come to that. */
  static async open(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<RecordingClient> {
    const client = new RecordingClient(new WebSocket(url, protocols, { perMessageDeflate: false, ...options }));
    await new Promise<void>((resolve, reject) => {
      client.socket.on("open", resolve);
      client.socket.on("error", reject);
    });
    return client;
  }

  /** Dials a server that should refuse the handshake. */
  static refusal(url: string, options: ClientOptions = {}): Promise<Refusal> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, options);
      socket.on("open", () => {
        socket.terminate();
        reject(new Error(`Expected a refusal, got a connection: ${url}`));
      });
      socket.on("error", reject);
      socket.on("unexpected-response", (_request, response: IncomingMessage) => {
        let body = "";
        response.on("data", (chunk) => body += chunk);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
    });
  }

  /** The next message, in the order of arrival. */
  message(): Promise<string | Uint8Array> {
    const message = this.#messages.shift();
    return message === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(message);
  }

  /** The next message, which must be JSON. */
  async json(): Promise<unknown> {
    return JSON.parse(String(await this.message()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
