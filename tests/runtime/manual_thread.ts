/** A thread without a worker: real VUs and executors on a clock that the test turns. */

import { MODULES } from "../../src/api/mod.ts";
import { TimerQueue } from "../../src/base/mod.ts";
import { MetricStore, parseThresholds } from "../../src/metrics/mod.ts";
import { HostedRun } from "../../src/runtime/hosted_run.ts";
import { LoadedScript } from "../../src/runtime/loaded_script.ts";
import type { LogRecord } from "../../src/runtime/log_record.ts";
import { RunQueue } from "../../src/runtime/run_queue.ts";
import { type ScenarioCounts, SharedCounters } from "../../src/runtime/shared_counters.ts";
import { SCOPE_NAMES } from "../../src/runtime/vu_scope.ts";
import { planTest, type TestPlan } from "../../src/scenario/mod.ts";
import { loadProgram } from "../../src/script/mod.ts";
import { optionsOf } from "../scenario/scenarios.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** A script with its options, as a test hands it in. */
export interface HostedScript {
  readonly source: string;
  /** As the script would export them. */
  readonly options?: Record<string, unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /** Submetrics to be kept, as keys of thresholds. */
  readonly submetrics?: readonly string[];
  /** How many threads share the VUs. Default: one. */
  readonly threads?: number;
}

/** See the top of this file. */
export class ManualThread implements Disposable {
  readonly clock: ManualClock;
  readonly run: HostedRun;
  readonly records: LogRecord[] = [];
  /** Why the script has ended the run. */
  readonly aborts: string[] = [];
  readonly #script: LoadedScript;
  readonly #crew: ManualCrew;
  readonly #index: number;

  constructor(crew: ManualCrew, index: number) {
    this.#crew = crew;
    this.#index = index;
    const clock = this.clock = crew.clock;
    const timers = new TimerQueue(clock);
    const log = (record: LogRecord): void => void this.records.push(record);
    const warnOnce = (message: string): void => log({ level: "warning", message, time: clock.epoch() });
    this.#script = new LoadedScript({
      program: crew.program,
      env: crew.script.env ?? {},
      directory: "/test",
      freezes: false,
      freezesEnv: false,
      hasGlobal: true,
    }, {
      clock,
      timers,
      log,
      warnOnce,
      askSecret: (_source, key, answered) => answered({ value: key }),
      abort: (error) => this.aborts.push(error.message),
      markAsFailed: () => {},
    });
    this.run = new HostedRun(this.#script, crew.configuration(index), {
      clock,
      timers,
      queue: new RunQueue(() => clock.now(), (callback) => void clock.wake(callback, 0)),
      createTransport: undefined,
      createHttpClient: undefined,
      report: () => {},
      warnOnce,
      reportDefect: (error) => {
        throw error;
      },
    });
  }

  /** What scripts printed, each line after the time on the clock: `250 hello`. */
  get lines(): string[] {
    return this.#texts(({ fields }) => fields?.source === "console");
  }

  /** Warnings and errors that are not the script's own, in the same form. */
  get complaints(): string[] {
    return this.#texts(({ level, fields }) => fields?.source !== "console" && level !== "info");
  }

  /** Sends what was measured to the crew's store. */
  flush(): void {
    const delta = this.run.drain();
    if (delta !== undefined) this.#crew.store.merge(this.#index, structuredClone(delta));
  }

  #texts(isWanted: (record: LogRecord) => boolean): string[] {
    const start = this.#crew.startEpoch;
    return this.records.filter(isWanted).map(({ time, message }) => `${time - start} ${message.split("\n")[0]}`);
  }

  [Symbol.dispose](): void {
    this.#script[Symbol.dispose]();
  }
}

/** Threads that run one test together. */
export class ManualCrew implements Disposable {
  readonly clock = new ManualClock();
  readonly startEpoch = this.clock.epoch();
  readonly script: HostedScript;
  readonly program: Awaited<ReturnType<typeof loadProgram>>;
  readonly plan: TestPlan;
  readonly counters: SharedCounters;
  readonly store: MetricStore;
  readonly threads: readonly ManualThread[];
  readonly #options: ReturnType<typeof optionsOf>;
  readonly #views: ReturnType<typeof parseThresholds>["submetrics"];
  #ended: Promise<void> | undefined;

  private constructor(script: HostedScript, program: Awaited<ReturnType<typeof loadProgram>>) {
    const { options = {}, submetrics = [], threads = 1 } = script;
    this.script = script;
    this.program = program;
    this.#options = optionsOf(options);
    this.plan = planTest(this.#options, threads);
    this.counters = new SharedCounters({ scenarios: this.plan.scenarios.length, threads });
    this.#views = parseThresholds(Object.fromEntries(submetrics.map((name) => [name, []]))).submetrics;
    this.store = new MetricStore(this.#views);
    this.threads = this.plan.threads.map((_, index) => new ManualThread(this, index));
  }

  /** Loads a script and initialises its VUs. */
  static async start(script: HostedScript): Promise<ManualCrew> {
    const entry = { url: new URL("file:///test/script.js"), source: script.source };
    const crew = new ManualCrew(script, await loadProgram(entry, { builtins: MODULES, scopeNames: SCOPE_NAMES }));
    for (const { run } of crew.threads) await run.initialise();
    return crew;
  }

  configuration(thread: number): ConstructorParameters<typeof HostedRun>[1] {
    const { tags, systemTags, minIterationDuration, noCookiesReset } = this.#options;
    return {
      options: {
        throw: this.#options.throw,
        userAgent: "test",
        systemTags: new Set(systemTags),
        handshakeTimeout: 1000,
        closeTimeout: 1000,
        maxMessageSize: 1e6,
        strictUtf8: false,
        http: {
          maxRedirects: undefined,
          batch: 20,
          batchPerHost: 6,
          rps: 0,
          debug: "",
          discardResponseBodies: false,
          noConnectionReuse: false,
          noVuConnectionReuse: false,
        },
        noCookiesReset,
        minIterationDuration,
        localAddresses: [],
        tags,
      },
      network: {},
      tls: {},
      transport: "wire",
      maxSockets: undefined,
      keepsSamples: false,
      scriptOptions: {},
      views: this.#views,
      plan: this.plan.threads[thread]!,
      plannedVus: this.plan.plannedVus,
      thread,
      counters: this.counters.memory,
      sharedArrays: new Map(),
      openedFiles: [],
      sharedFiles: new Map(),
    };
  }

  /** Sets the executors going; `over` tells when they are through. */
  begin(setupData?: string): void {
    const runs = this.threads.map(({ run }) => run.run({ startEpoch: this.clock.epoch(), setupData }));
    this.#ended = Promise.all(runs).then(() => this.#settled());
  }

  isOver = false;

  #settled(): void {
    this.isOver = true;
  }

  /** Turns the clock, millisecond by millisecond, letting promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    for (let step = 0; step <= milliseconds; step++) {
      this.clock.advance(step === 0 ? 0 : 1);
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.advance(0);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The counts of the first scenario, without how often it was lent a VU. */
  get counts(): Omit<ScenarioCounts, "lentVus"> {
    const { lentVus: _, ...counts } = this.counters.scenario(0);
    return counts;
  }

  /** What the samples of a counter add up to, or how many samples another metric has. */
  measured(name: string): number | undefined {
    for (const thread of this.threads) thread.flush();
    const sink = name.includes("{") ? this.store.submetric(name) : this.store.total(name);
    return sink?.kind === "counter" ? sink.sum : sink?.count;
  }

  get lines(): string[] {
    return this.threads.flatMap(({ lines }) => lines);
  }

  get complaints(): string[] {
    return this.threads.flatMap(({ complaints }) => complaints);
  }

  [Symbol.dispose](): void {
    for (const thread of this.threads) thread[Symbol.dispose]();
  }
}
