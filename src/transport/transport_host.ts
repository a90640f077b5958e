/** What a transport needs from the thread that it works in. */

import type { Clock, TimerQueue } from "../base/mod.ts";
import type { Lookup } from "./wire/name_resolver.ts";

/** The thread, as transports see it. */
export interface TransportHost {
  readonly clock: Clock;
  /** All time limits go through this queue, on the same clock. */
  readonly timers: TimerQueue;
  /** Sockets that may be open at the same time, a little below the limit of the process. Default: no limit. */
  readonly maxSockets?: number;
  /** How names become addresses, where squall asks for them. Default: as the system does it. */
  readonly lookUp?: Lookup;
  /** Takes an error that is a defect: something that a callback, or the transport itself, should not have thrown. */
  reportDefect(error: unknown): void;
}
