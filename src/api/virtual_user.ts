/**
 * What the k6 modules need from the VU they serve. The modules are made once per VU and call back into it; `runtime`
 * implements this interface.
 */

import type { Clock, Timer } from "../base/mod.ts";
import type { Registry, TagSet } from "../metrics/mod.ts";
import type { ByteMeter, HttpClient, NetworkPolicy, TlsSettings, Transport } from "../transport/mod.ts";
import type { CookieStore } from "./cookie_store.ts";

/** Where in the life of a test a VU's code runs. `init` is the top level of the script. */
export type Phase = "init" | "setup" | "iteration" | "teardown" | "summary";

/** The levels of a log line, in k6's names. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** How code that serves a script deals with calls that pause the VU. */
export interface Pausing {
  /** The first thing in every function that a script can call: throws when a pause got lost on the way here. */
  enter(): void;
  /** Is this what a paused call returned? */
  isPause(value: unknown): boolean;
  /** Is this function of the script, which has just returned that promise, maybe after a pause, an `async` one? */
  isAsyncCall(fn: (...args: never[]) => unknown, result: Promise<unknown>, hasPaused: boolean): boolean;
  /**
   * Pauses the VU: the returned value goes back to the script's call, which returns or throws when one of the two
   * callbacks is called. After an interrupt of the VU they do nothing.
   */
  block(what: string, start: (resume: (value?: unknown) => void, fail: (error: unknown) => void) => void): unknown;
  /**
   * Goes on with the result of a script's function: at once when it is a value, later when it is a pause (the result
   * is then a pause as well).
   */
  after(value: unknown, next: (value: unknown) => unknown, otherwise?: (error: unknown) => unknown): unknown;
  /**
   * Calls into the script from outside any call of it: from a callback of a connection or a timer while a blocking
   * call waits. Returns its value, which may be a pause to be waited for; throws what it threw.
   */
  run(callback: (...args: never[]) => unknown, args: readonly unknown[]): unknown;
  /**
   * Makes a function of the script that the platform is to call from one of its own promises keep the VU's order: it does
   * not run while the VU is paused, and may pause itself.
   */
  job(callback: (...args: never[]) => unknown): (...args: unknown[]) => unknown;
  /** Waits, outside any call of the script, for a pause that a handler returned. Exactly one callback is called. */
  wait(pause: unknown, done: (value: unknown) => void, failed: (error: unknown) => void): void;
}

/** Something that a script opened and that must not outlive the iteration: a socket, a timer, a blocking session. */
export interface Tenant {
  /** The iteration has failed: end in good order. Handlers of the script may still run, their exceptions are dropped. */
  evict(): void;
  /** The VU is interrupted: end at once, without running any code of the script. */
  abandon(): void;
}

/** Somebody who takes events out of the VU's event loop. */
export interface EventReceiver {
  /** Handles one event. Returns what the script's handler returned (maybe a pause), or throws what it threw. */
  receive(kind: number, data: unknown, time: number): unknown;
}

/** A scenario whose load changes in stages. */
export interface ScenarioStages {
  /** Milliseconds since the scenario began. */
  readonly elapsed: number;
  readonly stages: readonly { readonly duration: number; readonly target: number }[];
  /** What the load was before the first stage. */
  readonly start: number;
}

/** A secret, or why there is none. */
export type SecretAnswer = { readonly value: string } | { readonly error: string };

/** The scenario that a VU iterates for. */
export interface ScenarioFacts {
  readonly name: string;
  readonly executor: string;
  /** Milliseconds since the Unix epoch. */
  readonly startTime: number;
  /** From 0 to 1, as its executor goes. */
  readonly progress: number;
  /** The number of the iteration on this machine, from 0. */
  readonly iterationInInstance: number;
  /** The number of the iteration in the whole test, from 0. */
  readonly iterationInTest: number;
}

/** The run on this machine, over all threads. */
export interface InstanceFacts {
  readonly iterationsInterrupted: number;
  readonly iterationsCompleted: number;
  readonly vusActive: number;
  readonly vusInitialized: number;
  /** Milliseconds since the run began, with `setup`. */
  readonly currentTestRunDuration: number;
}

/** What `k6/execution` tells a script, and what it lets it do. All of it is read live. */
export interface Execution {
  /** The number of the VU on this machine, from 1; 0 for those of `setup`, `teardown` and `handleSummary`. */
  readonly idInInstance: number;
  /** The number of the VU in the whole test. */
  readonly idInTest: number;
  /** Iterations that the VU has begun before this one. */
  readonly iterationInInstance: number;
  /** Iterations of this scenario that the VU has begun before this one. */
  readonly iterationInScenario: number;
  /** The scenario; `undefined` outside iterations. */
  readonly scenario: ScenarioFacts | undefined;
  readonly instance: InstanceFacts;
  /** k6's JSON of the options of the test, frozen. */
  readonly options: unknown;
  /** Ends the run. The VU goes no further: returns a pause without an end. */
  abort(message: string): unknown;
  /** Notes that the test is to be taken for failed, however it ends. */
  markAsFailed(): void;
}

/** Options of the run that `k6/http` looks at. */
export interface HttpSettings {
  /** Most redirects to follow; `undefined` where the run does not say. */
  readonly maxRedirects: number | undefined;
  /** Most requests of a batch at the same time, altogether and to one host; 0 for any number. */
  readonly batch: number;
  readonly batchPerHost: number;
  /** Requests per second, of all VUs together; 0 for any number. */
  readonly rps: number;
  /** What is logged of requests and responses: nothing, their heads, or all of them. */
  readonly debug: "" | "headers" | "full";
  readonly discardResponseBodies: boolean;
  /** Connections are closed after each response. */
  readonly noConnectionReuse: boolean;
  /** Connections are closed after each iteration. */
  readonly noVuConnectionReuse: boolean;
}

/** Options of the run that the modules look at. */
export interface VuSettings {
  /** k6's `throw`: warnings become exceptions. */
  readonly throw: boolean;
  /** The `User-Agent` of handshakes; `""` sends none. */
  readonly userAgent: string;
  readonly systemTags: ReadonlySet<string>;
  /** Milliseconds for the whole opening handshake. */
  readonly handshakeTimeout: number;
  /** Milliseconds to wait for the server's close frame after ours. */
  readonly closeTimeout: number;
  /** Largest message accepted, in bytes. */
  readonly maxMessageSize: number;
  readonly strictUtf8: boolean;
  readonly http: HttpSettings;
}

/** What connections of a VU are made of. */
export interface VuNetwork {
  /** The transport of the run, or the one of that name. */
  transport(name?: string): Transport;
  readonly policy: NetworkPolicy;
  readonly tls: TlsSettings;
  /** Source address of this VU's connections; `undefined` leaves it to the system. */
  readonly localAddress: string | undefined;
  readonly meter: ByteMeter;
  /** The HTTP connections of this VU. */
  readonly http: HttpClient;
}

/** One VU, as the k6 modules see it. */
export interface VirtualUser {
  /** The number of this VU in its process, from 1; 0 for those that run setup, teardown and handleSummary. */
  readonly id: number;
  /** The number of its iteration, from 0. */
  readonly iteration: number;
  readonly phase: Phase;
  readonly pausing: Pausing;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly settings: VuSettings;
  readonly network: VuNetwork;
  /** The VU's cookies of this iteration. */
  readonly cookies: CookieStore;
  /** `setTimeout` and its relatives: one set per VU, whether used as globals or as `k6/timers`. */
  readonly timers: Readonly<Record<string, unknown>>;
  /** The tags that samples of this VU carry now: run, scenario, group. */
  tags: TagSet;
  /** The path of the group that runs now, `""` outside all groups. */
  group: string;

  /** The iteration has failed and is being brought to its end: what opens now must end at once. */
  readonly isFailing: boolean;

  /** Somebody looks after promises that are rejected and that nobody handles. Programs that have none go without. */
  readonly watchesPromises: boolean;

  /** Keeps the iteration going until {@linkcode VirtualUser.release}. */
  hold(tenant: Tenant): void;
  /** Ends what {@linkcode VirtualUser.hold} began. */
  release(tenant: Tenant): void;
  /** Hands an event to a receiver as soon as no other code of this VU runs or is paused, in order. */
  deliver(receiver: EventReceiver, kind: number, data: unknown, time: number): void;
  /**
   * Like {@linkcode VirtualUser.deliver}, ahead of everything that waits: the next step of the event that is being
   * handled now. The microtasks that its earlier steps have queued run in between, as in k6.
   */
  deliverNext(receiver: EventReceiver, kind: number, data: unknown, time: number): void;
  /** Calls back once after `delay` ms, never from within this call; forgotten when the VU is interrupted. */
  after(callback: () => void, delay: number): Timer;
  /** Forgets a timer. */
  cancel(timer: Timer): void;
  /** Takes a place among the HTTP requests that the run allows per second. Returns the milliseconds until its turn. */
  claimRequest(): number;
  /** This VU's `Math.random`. */
  random(): number;
  /** A new generator for this VU's `Math.random`. */
  seedRandom(seed: number): void;
  /** The stages of the scenario that this VU runs; `undefined` where its executor has none. */
  stages(): ScenarioStages | undefined;
  /** What the VU can know of the run. Whoever asks for it makes the VU's iterations be numbered from then on. */
  readonly execution: Execution;
  /** Sets a tag that the VU's samples carry from now on, also in later iterations. */
  setTag(name: string, value: string): void;
  /** Takes a tag away from the VU's samples. */
  removeTag(name: string): void;
  /** What the VU's samples carry besides tags, for outputs alone. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Sets one of {@linkcode VirtualUser.metadata}, also for later iterations; `undefined` takes it away. */
  setMetadata(name: string, value: string | undefined): void;
  /** An exception as text with its position, as k6 shows it to `error` handlers. */
  describe(error: unknown): string;
  /** Asks the run for a secret of a source, or of the default one. The answer comes later, and also after an interrupt. */
  askSecret(source: string | undefined, key: string, answered: (answer: SecretAnswer) => void): void;
  /** Writes a line to the run's log; `source` is `console` for what the script prints; `fields` go with it. */
  log(level: LogLevel, message: string, source?: string, fields?: Readonly<Record<string, string>>): void;
  /** Writes a warning to the run's log unless this thread has written it before. */
  warnOnce(message: string): void;
  /** The data behind a `SharedArray` of that name: one JSON text per element. Made by `create` the first time. */
  sharedArray(name: string, create: () => Iterable<string>): SharedElements;
  /** The files that the script opens. */
  readonly files: ScriptFiles;
}

/** Bytes that all threads share; they must not be written to. */
export type SharedBytes = Uint8Array<SharedArrayBuffer>;

/** Files that scripts open in the init context. */
export interface ScriptFiles {
  /**
   * Reads a file.
   *
   * @param path As the script wrote it.
   * @param importer The URL of the module that relative paths start from. Default: the script.
   * @returns Its bytes; they must not be written to.
   * @throws {GoError} With what went wrong and what to do about it.
   */
  read(path: string, importer?: string): Uint8Array<ArrayBuffer>;
  /**
   * Reads a file whose bytes are to be there once for all threads.
   *
   * @param path As the script wrote it.
   * @param importer The URL of the module that relative paths start from. Default: the script.
   * @returns Its absolute path and its bytes.
   * @throws {FileError} With what went wrong and what to do about it.
   */
  share(path: string, importer?: string): { readonly path: string; readonly bytes: SharedBytes };
}

/** The elements of a `SharedArray`, one JSON text each, kept once for all VUs. */
export interface SharedElements {
  readonly length: number;
  /** The JSON text of an element. */
  at(index: number): string;
}
