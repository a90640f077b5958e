/** A thread that hosts VUs: what it does at each request of the main thread. */

import {
  connects,
  loadCookieLibrary,
  loadHashLibrary,
  loadHtmlLibrary,
  loadHttpRequests,
  loadModules,
  sendsRequests,
  usesCookies,
  usesHashes,
  usesHtml,
} from "../api/mod.ts";
import { SystemClock, TimerQueue } from "../base/mod.ts";
import { type MetricsDelta, transferList } from "../metrics/mod.ts";
import type { Program } from "../script/mod.ts";
import { type CreateHttpClient, type CreateTransport, loadTransports } from "../transport/mod.ts";
import { toErrorData } from "./error_data.ts";
import type { RealmListener } from "./guest_realm.ts";
import { HostedRun } from "./hosted_run.ts";
import { IntrinsicsGuard } from "./intrinsics_guard.ts";
import { type HostedCode, LoadedScript, type ScriptSurroundings } from "./loaded_script.ts";
import { OpenQuestions } from "./open_questions.ts";
import { packSetupData, readSummaryFiles } from "./returned_values.ts";
import { RunQueue } from "./run_queue.ts";
import { NO_HEALTH } from "./thread_health.ts";
import { ThreadLog } from "./thread_log.ts";
import type { RequestName, ThreadMessage, ThreadRequests } from "./thread_protocol.ts";

/** Milliseconds between two reports of metrics. */
const REPORT_MS = 1000;

// Taken here, because scripts share the thread.
const { clearInterval, setImmediate, setInterval } = globalThis;
const { memoryUsage } = Deno;

/** What the surroundings of a thread do for it. */
export interface ThreadHooks {
  /** Shuts scripts off from everything that they are not to reach. Absent: nobody does. */
  closeRealm?(listener: RealmListener): void;
}

/** How requests are answered. */
type Handlers = {
  readonly [Name in RequestName]: (
    body: ThreadRequests[Name]["request"],
  ) => Promise<ThreadRequests[Name]["reply"]> | ThreadRequests[Name]["reply"];
};

/** See the top of this file. */
export class Thread implements Disposable {
  readonly #post: (message: ThreadMessage, transfer?: Transferable[]) => void;
  readonly #clock = new SystemClock();
  readonly #timers = new TimerQueue(this.#clock);
  readonly #queue = new RunQueue(() => this.#clock.now(), (callback) => void setImmediate(callback));
  readonly #log = new ThreadLog(this.#timers, (records) => this.#post({ kind: "log", records }));
  readonly #warned = new Set<string>();
  readonly #questions = new OpenQuestions();
  #script: HostedCode | undefined;
  #run: HostedRun | undefined;
  #createTransport: CreateTransport | undefined;
  #createHttpClient: CreateHttpClient | undefined;
  readonly #hooks: ThreadHooks;
  #guard: IntrinsicsGuard | undefined;
  #reporting: ReturnType<typeof setInterval> | undefined;
  #hasFailed = false;
  /** The test is to be taken for failed, and the main thread knows. */
  #isMarked = false;

  readonly #handlers: Handlers = {
    load: async (script) => {
      this.#script = new LoadedScript(script, this.#scriptSurroundings());
      await this.#loadLibraries(script.program);
      await this.#closeRealm(script.freezes);
    },
    inspect: () => this.#script!.inspect(),
    configure: (configuration) => {
      const surroundings = {
        ...this.#common(),
        createTransport: this.#createTransport,
        createHttpClient: this.#createHttpClient,
      };
      const run = this.#run = new HostedRun(this.#script!, configuration, surroundings);
      this.#log.limit((sent) => run.counters.waitForPrinting(sent));
    },
    initialise: () => this.#run!.initialise(),
    setup: async ({ timeout }) => {
      return packSetupData(await this.#run!.call({ phase: "setup", name: "setup", argument: undefined, timeout }));
    },
    run: async (start) => {
      await this.#run!.run(start);
      // What comes next may end the thread.
      this.#flush();
    },
    control: (change) => this.#run?.control(change) ?? false,
    stop: () => this.#run?.stop(),
    teardown: async ({ timeout, setupData }) => {
      const argument = setupData === undefined ? undefined : JSON.parse(setupData);
      await this.#run!.call({ phase: "teardown", name: "teardown", argument, timeout });
    },
    summarise: async ({ timeout, data }) => {
      const call = { phase: "summary", name: "handleSummary", argument: data, timeout } as const;
      return readSummaryFiles(await this.#run!.call(call));
    },
    answer: ({ question, answer }) => this.#questions.answer(question, answer),
    flush: () => this.#flush(),
  };

  /**
   * @param post Sends a message to the main thread.
   * @param hooks What the surroundings do.
   */
  constructor(post: (message: ThreadMessage, transfer?: Transferable[]) => void, hooks: ThreadHooks = {}) {
    this.#post = post;
    this.#hooks = hooks;
  }

  /**
   * Does what the main thread asks for.
   *
   * @param name What.
   * @param body With what.
   * @returns The reply.
   */
  async handle<Name extends RequestName>(name: Name, body: ThreadRequests[Name]["request"]): Promise<unknown> {
    try {
      return await this.#handlers[name](body);
    } finally {
      this.#lookForDamage();
      this.#log.flush();
    }
  }

  /**
   * Takes code that is no script: it may do what the program may.
   *
   * @param create Makes it of what the thread brings.
   */
  async host(create: (surroundings: ScriptSurroundings) => HostedCode): Promise<void> {
    this.#script = create(this.#scriptSurroundings());
    this.#startReporting();
    await Promise.all([this.#loadTransports(), loadCookieLibrary()]);
  }

  /** Leaves nothing open, where the thread does not end with its work. */
  [Symbol.dispose](): void {
    clearInterval(this.#reporting);
    this.#run?.[Symbol.dispose]();
    this.#script?.[Symbol.dispose]();
    this.#timers.clear();
  }

  #scriptSurroundings(): ScriptSurroundings {
    return {
      clock: this.#clock,
      timers: this.#timers,
      log: (record) => this.#log.add(record),
      warnOnce: (message) => this.#warnOnce(message),
      abort: (error) => {
        this.#log.flush();
        this.#post({ kind: "abort", error: toErrorData(error) });
      },
      askSecret: (source, key, answered) => {
        this.#post({ kind: "secret", question: this.#questions.add(answered), source, key });
      },
      markAsFailed: () => this.#markAsFailed(),
    };
  }

  #markAsFailed(): void {
    if (this.#isMarked) return;
    this.#isMarked = true;
    this.#post({ kind: "marked" });
  }

  async #loadTransports(): Promise<void> {
    this.#createTransport = await loadTransports();
  }

  async #loadHttp(): Promise<void> {
    this.#createHttpClient = await loadHttpRequests();
  }

  /** Loads what only some scripts need: later nothing can be loaded any more. */
  async #loadLibraries({ builtins, modules }: Program): Promise<void> {
    const mentions = (words: RegExp): boolean => modules.some(({ code }) => words.test(code));
    const cookies = builtins.some(usesCookies) ? loadCookieLibrary() : undefined;
    const hashes = builtins.some(usesHashes) ? loadHashLibrary() : undefined;
    const html = builtins.some((name) => usesHtml(name, mentions)) ? loadHtmlLibrary() : undefined;
    const http = builtins.some(sendsRequests) ? this.#loadHttp() : undefined;
    if (builtins.some(connects)) await this.#loadTransports();
    await Promise.all([cookies, hashes, html, http, loadModules(builtins)]);
  }

  async #closeRealm(freezes: boolean): Promise<void> {
    this.#hooks.closeRealm?.({
      rejected: (event) => this.#script!.rejected?.(event),
      crashed: (event) => {
        event.preventDefault();
        this.#lookForDamage();
        this.#fail(event.message);
      },
    });
    if (freezes) (await import("./frozen_intrinsics.ts")).freezeIntrinsics();
    // What is frozen is not what it was: only what a script does from now on is a change.
    this.#guard = new IntrinsicsGuard();
    this.#startReporting();
  }

  #startReporting(): void {
    this.#reporting = setInterval(() => this.#report(), REPORT_MS);
  }

  #lookForDamage(): void {
    if (this.#hasFailed) return;
    const damage = this.#guard?.findDamage();
    if (damage === undefined) return;
    this.#fail(
      `the script has changed ${damage}, which it shares with squall, and it does not do any more what it should`,
    );
  }

  /** The thread cannot go on: what was measured is sent, then the main thread ends it. */
  #fail(message: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#guard?.restore();
    try {
      this.#flush();
    } finally {
      this.#post({ kind: "failed", message });
    }
  }

  #common() {
    return {
      clock: this.#clock,
      timers: this.#timers,
      queue: this.#queue,
      report: (delta: MetricsDelta) => this.#postMetrics(delta),
      warnOnce: (message: string) => this.#warnOnce(message),
      reportDefect: (error: unknown) => this.#reportDefect(error),
    };
  }

  #warnOnce(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#log.add({ level: "warning", message, time: this.#clock.epoch(), onceKey: message });
  }

  #reportDefect(error: unknown): void {
    const message = error instanceof Error ? error.stack ?? error.message : String(error);
    this.#log.add({
      level: "error",
      message: `A defect in squall, please report it: ${message}`,
      time: this.#clock.epoch(),
    });
  }

  /** Reports once a second, also that there is nothing to report: the main thread sees that this one lives. */
  #report(): void {
    if (!this.#hasFailed) this.#flush();
  }

  #flush(): void {
    // What is damaged would lose samples on their way.
    this.#lookForDamage();
    this.#log.flush();
    this.#postMetrics(this.#run?.drain());
  }

  #postMetrics(delta: MetricsDelta | undefined): void {
    const { heapUsed, external } = memoryUsage();
    const memory = { heap: heapUsed, external };
    const health = this.#run?.health() ?? NO_HEALTH;
    this.#post({ kind: "metrics", delta, memory, health }, delta === undefined ? [] : transferList(delta));
  }
}
