/** What all VUs of a thread share. */

import type { ScriptFiles, SecretAnswer, SharedElements, VuSettings } from "../api/mod.ts";
import type { Clock, SquallError, TimerQueue } from "../base/mod.ts";
import type { Registry } from "../metrics/mod.ts";
import type { ShareData } from "../scenario/mod.ts";
import type { HttpClient, HttpClientOptions, NetworkPolicy, TlsSettings, Transport } from "../transport/mod.ts";
import type { PromiseWatch } from "./event_loop.ts";
import type { LogRecord } from "./log_record.ts";
import type { ThreadCounters } from "./shared_counters.ts";
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

/** What scripts may learn of the run. */
export interface RunFacts {
  readonly counters: ThreadCounters;
  /** How VUs are numbered in the whole test. */
  readonly vuNumbering: ShareData;
  /** k6's JSON of the options, frozen. */
  readonly options: unknown;
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
  /** There once the run is configured. */
  readonly run: RunFacts | undefined;
  /** There when the program has promises. */
  readonly promises: PromiseWatch | undefined;
  transport(name?: string): Transport;
  /** Makes the HTTP client of a VU. There for scripts that send requests. */
  httpClient(options: HttpClientOptions): HttpClient;
  /** Takes a place among the HTTP requests that the run allows per second. Returns the milliseconds until its turn. */
  claimRequest(): number;
  sharedArray(name: string, create: () => Iterable<string>): SharedElements;
  log(record: LogRecord): void;
  /** Asks the main thread for a secret. */
  askSecret(source: string | undefined, key: string, answered: (answer: SecretAnswer) => void): void;
  /** The script has asked for the end of the run, in an iteration. */
  abort(error: SquallError): void;
  /** The script has asked for the test to be taken for failed. */
  markAsFailed(): void;
  /** Logs a warning that no VU of this run has logged yet. */
  warnOnce(message: string): void;
}
