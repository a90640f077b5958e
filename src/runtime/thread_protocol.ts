/** The messages between the main thread and the threads that host VUs: requests with one reply each, and reports. */

import type { SecretAnswer } from "../api/mod.ts";
import type { ExitCodeValue } from "../base/mod.ts";
import type { MetricDefinition, MetricsDelta, ViewRequest } from "../metrics/mod.ts";
import type { ControlChange, ThreadPlan } from "../scenario/mod.ts";
import type { Program } from "../script/mod.ts";
import type { NetworkSettings, TlsParameters, TransportName } from "../transport/mod.ts";
import type { LogRecord } from "./log_record.ts";
import type { SummaryFiles } from "./returned_values.ts";
import type { SharedMemory } from "./shared_counters.ts";
import type { PackedElements } from "./shared_data.ts";
import type { ThreadHealth } from "./thread_health.ts";
import type { VuOptions } from "./thread_services.ts";

/** What the first evaluation of the init code has brought to light. */
export interface InitReport {
  /** The exported `options` as JSON. */
  readonly options: string | undefined;
  /** Names of exported functions. */
  readonly functions: readonly string[];
  /** Names of everything that is exported. */
  readonly exports: readonly string[];
  /** Metrics that are defined now, built-in ones included. */
  readonly metrics: readonly MetricDefinition[];
  /** What other threads need not make again. */
  readonly sharedArrays: ReadonlyMap<string, PackedElements>;
  /** Absolute paths that `open` was called with: later evaluations may open no others. */
  readonly openedFiles: readonly string[];
  /** The absolute paths of those of them that were there. */
  readonly readFiles: readonly string[];
  /** The bytes of files that all threads share, by their absolute paths. */
  readonly sharedFiles: ReadonlyMap<string, SharedArrayBuffer>;
}

/** Everything a thread needs to know before it makes its VUs. */
export interface ThreadConfiguration {
  readonly options: VuOptions;
  readonly network: NetworkSettings;
  readonly tls: TlsParameters;
  readonly transport: TransportName;
  /** Sockets that this thread may have open at the same time, where that is limited. */
  readonly maxSockets: number | undefined;
  readonly views: readonly ViewRequest[];
  /** Whether an output wants every single sample. */
  readonly keepsSamples: boolean;
  readonly plan: ThreadPlan;
  /** k6's JSON of the options, for scripts that can ask for it. */
  readonly scriptOptions: unknown;
  /** VUs that all threads together make before the test: numbers beyond this one are those of VUs made later. */
  readonly plannedVus: number;
  /** The number of this thread. */
  readonly thread: number;
  readonly counters: SharedMemory;
  readonly sharedArrays: ReadonlyMap<string, PackedElements>;
  readonly openedFiles: readonly string[];
  readonly sharedFiles: ReadonlyMap<string, SharedArrayBuffer>;
}

/** What the executors begin with. */
export interface RunStart {
  /** The moment that start times count from, in milliseconds since the Unix epoch. */
  readonly startEpoch: number;
  /** What `setup` returned, as JSON. */
  readonly setupData: string | undefined;
  /** The load of the scenario that can be controlled, where there is one. */
  readonly load?: ControlChange | undefined;
}

/** The requests, by name: what they carry and what they are answered with. */
export interface ThreadRequests {
  /** Compiles the program. */
  load: {
    request: {
      readonly program: Program;
      /** The script's `__ENV`. */
      readonly env: Readonly<Record<string, string>>;
      /** The folder that `open` starts from, as an absolute path. */
      readonly directory: string;
      /** Whether the built-in objects are frozen before the script is evaluated. */
      readonly freezes: boolean;
      /** Whether the script cannot change its `__ENV`. */
      readonly freezesEnv: boolean;
      /** Whether the script sees its global object as `global`, too. */
      readonly hasGlobal: boolean;
      /** The files of the archive that the script is from, by absolute path: nothing else can be opened. */
      readonly files?: ReadonlyMap<string, Uint8Array<ArrayBuffer>> | undefined;
    };
    reply: void;
  };
  /** Evaluates the init code once, for its options and its metrics. */
  inspect: { request: void; reply: InitReport };
  configure: { request: ThreadConfiguration; reply: void };
  /** Makes the VUs of the plan. */
  initialise: { request: void; reply: void };
  /** Runs `setup` and returns its value as JSON. */
  setup: { request: { readonly timeout: number }; reply: string | undefined };
  /** Runs the executors; replies when they are through. */
  run: { request: RunStart; reply: void };
  /** Changes the load of the scenario that can be controlled; replies whether there is one. */
  control: { request: ControlChange; reply: boolean };
  /** Ends the executors now. */
  stop: { request: void; reply: void };
  teardown: { request: { readonly timeout: number; readonly setupData: string | undefined }; reply: void };
  /** Runs `handleSummary` and returns what it returned. */
  summarise: {
    request: { readonly timeout: number; readonly data: unknown };
    reply: SummaryFiles | undefined;
  };
  /** Answers a question of the thread, by its number. */
  answer: { request: { readonly question: number; readonly answer: SecretAnswer }; reply: void };
  /** Sends what was measured and logged and not sent yet, as reports before the reply. */
  flush: { request: void; reply: void };
}

/** The name of a request. */
export type RequestName = keyof ThreadRequests;

/** A request on its way to a thread. */
export interface RequestMessage<Name extends RequestName = RequestName> {
  readonly id: number;
  readonly name: Name;
  readonly body: ThreadRequests[Name]["request"];
}

/** An error on its way to the main thread. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCodeValue;
  readonly hint: string | undefined;
}

/** Bytes that a thread takes: of its heap, and outside of it for what the heap refers to. */
export interface ThreadMemory {
  readonly heap: number;
  readonly external: number;
}

/** What a thread says. */
export type ThreadMessage =
  | { readonly kind: "reply"; readonly id: number; readonly body: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: ErrorData }
  | {
    readonly kind: "metrics";
    readonly delta: MetricsDelta | undefined;
    readonly memory: ThreadMemory;
    readonly health: ThreadHealth;
  }
  | { readonly kind: "log"; readonly records: readonly LogRecord[] }
  /** The script has asked for the end of the run, in an iteration. */
  | { readonly kind: "abort"; readonly error: ErrorData }
  /** The script has asked for the test to be taken for failed. */
  | { readonly kind: "marked" }
  /** The script has asked for a secret: to be answered with the request `answer`. */
  | { readonly kind: "secret"; readonly question: number; readonly source: string | undefined; readonly key: string }
  /** The thread cannot go on; it has sent what was measured. */
  | { readonly kind: "failed"; readonly message: string };
