/** A green VU: one instance of the script's modules with its event loop, its tags, its cookies. No thread of its own. */

import {
  CookieStore,
  createModule,
  createTimers,
  type EventReceiver,
  type Execution,
  type LogLevel,
  type Phase,
  type ScenarioStages,
  type ScriptFiles,
  type SecretAnswer,
  type SharedElements,
  type Tenant,
  type VuSettings,
} from "../api/mod.ts";
import type { Clock, SquallError, Timer } from "../base/mod.ts";
import { metadataTag, type Registry, type TagSet } from "../metrics/mod.ts";
import { formatException } from "../script/mod.ts";
import { EventLoop, type EventLoopOwner } from "./event_loop.ts";
import { RandomSource } from "./random.ts";
import type { ThreadServices } from "./thread_services.ts";
import { UnhandledRejection } from "./unhandled_rejection.ts";
import { VuConnections } from "./vu_connections.ts";
import type { CodeOwner, PausingHost, VuPausing } from "./vu_code.ts";
import { VuExecution } from "./vu_execution.ts";
import { createVuScope } from "./vu_scope.ts";

/** How a body ended: with its value, or with what it or a handler threw first. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown };

const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** See the top of this file. */
export class Vu implements CodeOwner, PausingHost, EventLoopOwner, EventReceiver {
  /** The number of this VU in its process, from 1; 0 for those that run setup, teardown and handleSummary. */
  readonly id: number;
  readonly pausing: VuPausing;
  readonly network: VuConnections;
  /** What the script sees as `globalThis`. */
  readonly scope: Record<string, unknown>;
  phase: Phase = "init";
  tags: TagSet;
  group = "";
  /** The stages of the scenario that it works for. */
  scenarioStages: () => ScenarioStages | undefined = doNothing;
  /** The script ends the run: whoever runs something on the VU is told, and takes it from there. */
  aborted: (error: SquallError) => void = doNothing;
  /** The script has ended the run. */
  isAborting = false;
  /** What the script exports, once the init code has run. */
  exports: Readonly<Record<string, unknown>> = {};
  readonly #services: ThreadServices;
  readonly #loop: EventLoop;
  readonly #random = new RandomSource();
  #baseTags: TagSet;
  #cookies: CookieStore | undefined;
  #timers: Readonly<Record<string, unknown>> | undefined;
  #execution: VuExecution | undefined;
  #metadata: Map<string, string> | undefined;
  #body: () => unknown = doNothing;
  #finished: (outcome: Outcome) => void = doNothing;
  #value: unknown;
  #failure: { readonly error: unknown } | undefined;
  /** The promise that the body returned, until it is settled. */
  #promise: Promise<unknown> | undefined;
  /** While the init code runs: the URL of the module that it is at. */
  #evaluating: (() => string | undefined) | undefined;

  constructor(services: ThreadServices, id: number) {
    this.#services = services;
    this.id = id;
    this.pausing = services.code.createPausing(this);
    this.#loop = new EventLoop(this.pausing, this, services.promises);
    this.#baseTags = this.tags = services.registry.tags(services.options.tags);
    this.network = new VuConnections(services, id);
    this.scope = createVuScope(this);
  }

  // What runs on it.

  /**
   * Runs the init code.
   *
   * @param finished Called once when everything that the init code has set going is over.
   */
  initialise(finished: (outcome: Outcome) => void): void {
    const instance = this.#services.code.instantiate(this, builtinsOf(this));
    this.#evaluating = () => instance.evaluating;
    this.start("init", () => instance.evaluate(), (outcome) => {
      this.#evaluating = undefined;
      if (outcome.ok) this.exports = outcome.value as Record<string, unknown>;
      finished(outcome);
    });
  }

  /** An exported function of the script. */
  // deno-lint-ignore ban-types
  exported(name: string): Function | undefined {
    const value = this.exports[name];
    return typeof value === "function" ? value : undefined;
  }

  /**
   * Runs a body and everything that it sets going: timers, sockets, promises.
   *
   * @param phase What it is.
   * @param body A call of the script's code.
   * @param finished Called exactly once when nothing is left to do, maybe before this returns; not after `interrupt`.
   */
  start(phase: Phase, body: () => unknown, finished: (outcome: Outcome) => void): void {
    this.phase = phase;
    this.tags = this.#baseTags;
    // k6 runs these two in groups of their names.
    this.group = phase === "setup" || phase === "teardown" ? `::${phase}` : "";
    this.#body = body;
    this.#finished = finished;
    this.#value = undefined;
    this.#failure = undefined;
    this.#promise = undefined;
    if (!this.#services.options.noCookiesReset) this.#cookies = undefined;
    if (this.#services.options.http.noVuConnectionReuse) this.network.closeIdle();
    this.pausing.reset();
    this.#loop.begin();
    this.#loop.deliver(this, 0, undefined, 0);
  }

  /** Stops what runs, without a word to the script. */
  interrupt(): void {
    this.pausing.interrupt();
    this.#loop.abandon();
  }

  /** The tags that samples carry outside groups. */
  get baseTags(): TagSet {
    return this.#baseTags;
  }

  set baseTags(tags: TagSet) {
    this.#baseTags = this.tags = tags;
    this.#metadata = undefined;
  }

  /** Ends the run for a reason. What the script has called never returns. */
  abort(error: SquallError): void {
    this.isAborting = true;
    this.aborted(error);
  }

  /** What `k6/execution` knows, if the script has imported it. */
  get knownExecution(): VuExecution | undefined {
    return this.#execution;
  }

  receive(): unknown {
    const body = this.#body;
    return this.pausing.after(body(), (value) => this.#returned(value));
  }

  failed(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#promise = undefined;
    this.#loop.evictTenants();
  }

  rested(): void {
    // A promise that the body waits for and that nothing can settle any more ends the body, as in k6.
    if (this.#loop.isHeld) return;
    this.#loop.end();
    const failure = this.#failure;
    const value = this.#value;
    this.#failure = this.#value = this.#promise = undefined;
    this.#finished(failure === undefined ? { ok: true, value } : { ok: false, error: failure.error });
  }

  #returned(value: unknown): void {
    if (!(value instanceof Promise)) {
      this.#value = value;
      return;
    }
    this.#promise = value;
    const settle = (isRejected: boolean, result: unknown): void => {
      if (this.#promise !== value) return;
      this.#promise = undefined;
      if (!isRejected) this.#value = result;
      // In k6, a module that awaits at its top level throws; an async function that somebody calls rejects.
      else this.#loop.reject(this.phase === "init" ? result : new UnhandledRejection(result));
    };
    value.then((result) => settle(false, result), (reason) => settle(true, reason));
  }

  // What the k6 modules ask for.

  get clock(): Clock {
    return this.#services.clock;
  }

  get registry(): Registry {
    return this.#services.registry;
  }

  get settings(): VuSettings {
    return this.#services.options;
  }

  get env(): Readonly<Record<string, string>> {
    return this.#services.env;
  }

  get files(): ScriptFiles {
    const { files } = this.#services;
    return {
      read: (path) => files.read(path, this.#evaluating?.()),
      share: (path) => files.share(path, this.#evaluating?.()),
    };
  }

  get timers(): Readonly<Record<string, unknown>> {
    return this.#timers ??= createTimers(this);
  }

  get cookies(): CookieStore {
    return this.#cookies ??= new CookieStore();
  }

  unlocked(): void {
    this.#loop.unlocked();
  }

  get isFailing(): boolean {
    return this.#failure !== undefined;
  }

  get watchesPromises(): boolean {
    return this.#services.promises !== undefined;
  }

  hold(tenant: Tenant): void {
    this.#loop.hold(tenant);
  }

  release(tenant: Tenant): void {
    this.#loop.release(tenant);
  }

  deliver(receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    this.#loop.deliver(receiver, kind, data, time);
  }

  deliverNext(receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    this.#loop.deliverNext(receiver, kind, data, time);
  }

  after(callback: () => void, delay: number): Timer {
    return this.#services.timers.after(callback, delay);
  }

  cancel(timer: Timer): void {
    this.#services.timers.cancel(timer);
  }

  get iteration(): number {
    return Number(this.scope.__ITER ?? 0);
  }

  claimRequest(): number {
    return this.#services.claimRequest();
  }

  random(): number {
    return this.#random.next();
  }

  seedRandom(seed: number): void {
    this.#random.seed(seed);
  }

  stages(): ScenarioStages | undefined {
    return this.scenarioStages();
  }

  get execution(): Execution {
    return this.#execution ??= new VuExecution(this, this.#services);
  }

  setTag(name: string, value: string): void {
    // At its end, a group puts back what was before it.
    if (name !== "group" || this.group === "") this.#baseTags = this.#baseTags.with(name, value);
    this.tags = this.tags.with(name, value);
  }

  removeTag(name: string): void {
    this.#baseTags = this.#baseTags.without(name);
    this.tags = this.tags.without(name);
  }

  get metadata(): ReadonlyMap<string, string> {
    return this.#metadata ?? NO_METADATA;
  }

  setMetadata(name: string, value: string | undefined): void {
    const metadata = this.#metadata ??= new Map();
    if (value === undefined) metadata.delete(name);
    else metadata.set(name, value);
    if (!this.registry.keepsSamples) return;
    if (value === undefined) this.removeTag(metadataTag(name));
    else this.setTag(metadataTag(name), value);
  }

  describe(error: unknown): string {
    const [first = "", second = ""] = formatException(error).split("\n");
    return second.startsWith("\tat ") ? `${first} ${second.trim()}` : first;
  }

  log(level: LogLevel, message: string, source?: string, fields?: Readonly<Record<string, string>>): void {
    const time = this.#services.clock.epoch();
    const all = source === undefined ? fields : { ...fields, source };
    this.#services.log({ level, message, time, ...(all && { fields: all }) });
  }

  askSecret(source: string | undefined, key: string, answered: (answer: SecretAnswer) => void): void {
    this.#services.askSecret(source, key, answered);
  }

  warnOnce(message: string): void {
    this.#services.warnOnce(message);
  }

  sharedArray(name: string, create: () => Iterable<string>): SharedElements {
    return this.#services.sharedArray(name, create);
  }
}

/** The k6 modules of a VU, each made when it is first asked for. */
function builtinsOf(vu: Vu): (specifier: string) => object {
  const modules: Record<string, object> = {};
  return (specifier) => modules[specifier] ??= createModule(vu, specifier);
}

function doNothing(): undefined {}
