/** What all VUs of a thread share. */

import type { ScriptFiles, SharedElements, VuSettings } from "../api/mod.ts";
import type { Clock, TimerQueue } from "../base/mod.ts";
import type { Registry } from "../metrics/mod.ts";
import type { NetworkPolicy, TlsSettings, Transport } from "../transport/mod.ts";
import type { PromiseWatch } from "./event_loop.ts";
import type { LogRecord } from "./log_record.ts";
import type { VuCode } from "./vu_code.ts";

/** The part of the run's options that VUs look at themselves. */
export interface VuOptions extends VuSettings {
  readonly noCookiesReset: boolean;
  /** Milliseconds that an iteration takes at least. */
  readonly minIterationDuration: number;
  /** Source addresses: VU n uses the n-th, going round. */
  readonly localAddresses: readonly string[];
  /** Tags of all samples of the run. */
  readonly tags: Readonly<Record<string, string>>;
}

/** See the top of this file. */
export interface ThreadServices {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly registry: Registry;
  readonly code: VuCode;
  readonly options: VuOptions;
  /** The environment of the script, before scenarios add to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly files: ScriptFiles;
  readonly policy: NetworkPolicy;
  readonly tls: TlsSettings;
  /** There when the program has promises. */
  readonly promises: PromiseWatch | undefined;
  transport(name?: string): Transport;
  sharedArray(name: string, create: () => Iterable<string>): SharedElements;
  log(record: LogRecord): void;
  /** Logs a warning that no VU of this run has logged yet. */
  warnOnce(message: string): void;
}
