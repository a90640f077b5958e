/** A thread for transports under test: real time, or a clock that the test turns. Fails the test that causes a defect. */

import { type Clock, SystemClock, TimerQueue } from "../../src/base/mod.ts";
import {
  type Capabilities,
  capabilitiesOf,
  type Transport,
  type TransportHost,
  type TransportName,
} from "../../src/transport/mod.ts";
import { createTransport } from "../../src/transport/create_transport.ts";
import { WireTransport } from "../../src/transport/wire/wire_transport.ts";
import { ConnectionRecorder, type PartialOptions } from "./connection_recorder.ts";

/** What a bed is made with. */
export interface TransportBedOptions {
  /** Default: `wire`. */
  readonly transport?: TransportName;
  /** Of the wire transport. Default: what the runtime can do. */
  readonly capabilities?: Partial<Capabilities>;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly maxSockets?: number;
  /** Of the wire transport. Default: the system's resolver. */
  readonly lookUp?: TransportHost["lookUp"];
}

/** A transport with its thread. `await using` disposes of both. */
export class TransportBed implements AsyncDisposable {
  readonly transport: Transport;
  readonly timers: TimerQueue;
  /** What was reported; a test that causes defects takes them out. */
  readonly defects: unknown[] = [];
  readonly #recorders: ConnectionRecorder[] = [];

  constructor(
    { transport = "wire", capabilities = {}, clock = new SystemClock(), maxSockets, lookUp }: TransportBedOptions = {},
  ) {
    this.timers = new TimerQueue(clock);
    const host: TransportHost = {
      clock,
      timers: this.timers,
      reportDefect: (error) => this.defects.push(error),
      ...(maxSockets === undefined ? {} : { maxSockets }),
      ...(lookUp === undefined ? {} : { lookUp }),
    };
    this.transport = transport === "wire"
      ? new WireTransport(host, { ...capabilitiesOf(), ...capabilities })
      : createTransport(transport, host);
  }

  /** Connects, and records. */
  connect(url: string, options: PartialOptions = {}): ConnectionRecorder {
    const recorder = new ConnectionRecorder(this.transport, url, options);
    this.#recorders.push(recorder);
    return recorder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const recorder of this.#recorders) recorder.connection.destroy(false);
    this.transport.dispose();
    this.timers.clear();
    // Sockets give their resources back in the turn after.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.defects.length > 0) throw new AggregateError(this.defects, "There were defects");
  }
}
