/** A thread that hosts VUs: what it does at each request of the main thread. */

import { connects, loadCookieLibrary, loadHashLibrary, usesCookies, usesHashes } from "../api/mod.ts";
import { SystemClock, TimerQueue } from "../base/mod.ts";
import { type MetricsDelta, transferList } from "../metrics/mod.ts";
import { type CreateTransport, loadTransports } from "../transport/mod.ts";
import { HostedRun } from "./hosted_run.ts";
import { type HostedCode, LoadedScript, type ScriptSurroundings } from "./loaded_script.ts";
import { packSetupData, readSummaryFiles } from "./returned_values.ts";
import { RunQueue } from "./run_queue.ts";
import { ThreadLog } from "./thread_log.ts";
import type { RequestName, ThreadMessage, ThreadRequests } from "./thread_protocol.ts";

/** Milliseconds between two reports of metrics. */
const REPORT_MS = 1000;

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
  #script: HostedCode | undefined;
  #run: HostedRun | undefined;
  #transports: Promise<CreateTransport> | undefined;
  #cookies: Promise<void> | undefined;

  readonly #handlers: Handlers = {
    load: async (script) => {
      this.#script = new LoadedScript(script, this.#scriptSurroundings());
      // What only some scripts need is loaded while the main thread reads options and plans.
      const { builtins } = script.program;
      if (builtins.some(connects)) this.#transports = loadTransports();
      if (builtins.some(usesCookies)) this.#cookies = loadCookieLibrary();
      // Init code may use these already.
      if (builtins.some(usesHashes)) await loadHashLibrary();
    },
    inspect: () => this.#script!.inspect(),
    configure: async (configuration) => {
      await this.#cookies;
      const surroundings = { ...this.#common(), createTransport: await this.#transports };
      this.#run = new HostedRun(this.#script!, configuration, surroundings);
      this.#report();
    },
    initialise: () => this.#run!.initialise(),
    setup: async ({ timeout }) => {
      return packSetupData(await this.#run!.call({ phase: "setup", name: "setup", argument: undefined, timeout }));
    },
    run: async ({ startEpoch, setupData }) => {
      await this.#run!.run(startEpoch, setupData);
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
    flush: () => this.#flush(),
  };

  /** @param post Sends a message to the main thread. */
  constructor(post: (message: ThreadMessage, transfer?: Transferable[]) => void) {
    this.#post = post;
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
      this.#log.flush();
    }
  }

  /**
   * Takes code that is no script and needs no loading.
   *
   * @param create Makes it of what the thread brings.
   */
  host(create: (surroundings: ScriptSurroundings) => HostedCode): void {
    this.#script = create(this.#scriptSurroundings());
    this.#transports = loadTransports();
    this.#cookies = loadCookieLibrary();
  }

  /** Leaves nothing open, where the thread does not end with its work. */
  [Symbol.dispose](): void {
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
    };
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
    this.#flush();
    this.#timers.after(() => this.#report(), REPORT_MS);
  }

  #flush(): void {
    this.#log.flush();
    this.#postMetrics(this.#run?.drain());
  }

  #postMetrics(delta: MetricsDelta | undefined): void {
    this.#post({ kind: "metrics", delta }, delta === undefined ? [] : transferList(delta));
  }
}
