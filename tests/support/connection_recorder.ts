/** A consumer of a transport that writes down what it is told. */

import type {
  Connection,
  ConnectionEnd,
  ConnectionHandler,
  ConnectOptions,
  HandshakeResponse,
  Transport,
} from "../../src/transport/mod.ts";
import { NetworkPolicy, parseWebSocketUrl, TlsSettings } from "../../src/transport/mod.ts";

/** One callback, as plain data. */
export type ConnectionEvent =
  | { readonly open: HandshakeResponse }
  | { readonly text: string }
  | { readonly binary: number[] }
  | { readonly ping: string }
  | { readonly pong: string }
  | { readonly end: ConnectionEnd };

/** Connect options of which a test needs only some. */
export type PartialOptions = Partial<Omit<ConnectOptions, "url">>;

/** Records every callback but `flushed`, which is only counted. */
export class ConnectionRecorder implements ConnectionHandler {
  readonly events: ConnectionEvent[] = [];
  readonly meter: ConnectOptions["meter"];
  /** The connection that is recorded. */
  readonly connection: Connection;
  flushes = 0;
  /** Called with every event, after it was recorded. */
  onEvent: (event: ConnectionEvent) => void = () => {};
  readonly #waiting: (() => void)[] = [];

  /** Connects. */
  constructor(transport: Transport, url: string, options: PartialOptions = {}) {
    this.meter = options.meter ?? { sent: 0, received: 0 };
    this.connection = transport.connect(
      { ...DEFAULTS, meter: this.meter, ...options, url: parseWebSocketUrl(url) },
      this,
    );
  }

  open(response: HandshakeResponse): void {
    this.#record({ open: response });
  }

  text(data: string): void {
    this.#record({ text: data });
  }

  binary(data: Uint8Array): void {
    this.#record({ binary: [...data] });
  }

  ping(payload: Uint8Array): void {
    this.#record({ ping: new TextDecoder().decode(payload) });
  }

  pong(payload: Uint8Array): void {
    this.#record({ pong: new TextDecoder().decode(payload) });
  }

  flushed(): void {
    this.flushes++;
    this.#wake();
  }

  end(end: ConnectionEnd): void {
    this.#record({ end });
  }

  /** The events without the opening. */
  get story(): ConnectionEvent[] {
    return this.events.filter((event) => !("open" in event));
  }

  /** Waits until something holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Waits for the opening. Fails when the connection ends instead. */
  async opened(): Promise<HandshakeResponse> {
    await this.until(() => this.events.length > 0);
    const [first] = this.events;
    if (first === undefined || !("open" in first)) throw new Error(`Did not open: ${JSON.stringify(first)}`);
    return first.open;
  }

  /** Waits for this many events after the opening. */
  async storyOf(count: number): Promise<ConnectionEvent[]> {
    await this.until(() => this.story.length >= count);
    return this.story;
  }

  /** Waits for the end. */
  async ended(): Promise<ConnectionEnd> {
    await this.until(() => this.events.some((event) => "end" in event));
    const last = this.events.at(-1)!;
    if (!("end" in last)) throw new Error(`There was an event after the end: ${JSON.stringify(last)}`);
    return last.end;
  }

  #record(event: ConnectionEvent): void {
    this.events.push(event);
    this.onEvent(event);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const DEFAULTS: Omit<ConnectOptions, "url" | "meter"> = {
  headers: [],
  protocols: [],
  compression: undefined,
  handshakeTimeout: 20_000,
  closeTimeout: 20_000,
  maxMessageSize: 2 ** 27,
  strictUtf8: false,
  network: new NetworkPolicy(),
  tls: new TlsSettings(),
};
