/** One test run from its request to its result: prepare, initialise, setup, run, teardown, judge, summarise. */

import { ExitCode, messageOf, SquallError, SystemClock } from "../base/mod.ts";
import { LocalThread, type LogLevel, SharedCounters } from "../runtime/mod.ts";
import { threadPermissions } from "./guest_permissions.ts";
import { hostThreads } from "./host_threads.ts";
import { scriptDirectory } from "./load_script.ts";
import { type PreparedTest, prepareTest } from "./prepared_test.ts";
import { ScriptError } from "../script/mod.ts";
import { type EndReason, RunEnd } from "./run_end.ts";
import type { RunRequest, RunResult } from "./run_request.ts";
import type { RunPhase, RunStatus } from "./run_status.ts";
import { writeSummary } from "./summary_output.ts";
import { type StartThread, ThreadCrew } from "./thread_crew.ts";
import { watchThreads } from "./watch_threads.ts";

/** See the top of this file. */
export class TestRun {
  readonly #request: RunRequest;
  readonly #clock = new SystemClock();
  readonly #end = new RunEnd();
  readonly #crew: ThreadCrew;
  #phase: RunPhase = "loading";
  #test: PreparedTest | undefined;
  #counters = new SharedCounters({ scenarios: 0, threads: 0 });
  #setupData: string | undefined;
  /** When the run began, with setup, and when its executors did, on the clock's monotonic scale. */
  #began = 0;
  #started: number | undefined;
  #ended: number | undefined;
  /** When the run was told to stop. */
  #stopped = Infinity;

  /** @param request What to run. */
  constructor(request: RunRequest) {
    this.#request = request;
    const { functions } = request;
    const permissions = functions === undefined
      ? threadPermissions(request.settings.permissions, scriptDirectory(request))
      : "inherit";
    const start: StartThread | undefined = functions &&
      ((index, listener) => new LocalThread(index, functions, listener));
    this.#crew = new ThreadCrew(permissions, {
      metrics: (thread, delta) => this.#test?.measurements.merge(thread, delta),
      log: (record) => request.host.log(record),
      died: (error) => this.stop({ exitCode: error.exitCode, message: error.message }),
    }, start);
  }

  /** Where the run is right now. */
  get status(): RunStatus {
    const plan = this.#test?.plan;
    const now = this.#ended ?? this.#clock.now();
    const elapsed = this.#started === undefined ? 0 : now - this.#started;
    const counts = plan?.scenarios.map((_, index) => this.#counters.scenario(index)) ?? [];
    return {
      phase: this.#phase,
      elapsed,
      plan,
      vusActive: plan === undefined ? 0 : this.#counters.vusActive,
      vusInitialized: plan === undefined ? 0 : this.#counters.vusInitialized,
      iterationsCompleted: counts.reduce((sum, { completed }) => sum + completed, 0),
      iterationsInterrupted: counts.reduce((sum, { interrupted }) => sum + interrupted, 0),
      scenarios: counts.map(({ completed, activeVus }, index) => ({
        elapsed: elapsed - plan!.scenarios[index]!.scenario.startTime,
        iterations: completed,
        activeVus,
        finished: this.#ended !== undefined,
      })),
    };
  }

  /** Whether the run was told to stop. */
  get isStopping(): boolean {
    return this.#end.reason !== undefined;
  }

  /**
   * Ends the run: executors are interrupted at once, `teardown` and the summary follow.
   *
   * @param reason Why. The first reason counts.
   */
  stop(reason: EndReason): void {
    if (!this.#end.because(reason)) return;
    this.#stopped = this.#clock.now();
    this.#log("error", reason.message);
    for (const thread of this.#crew.threads) {
      // The reply to what is being stopped is what counts, not the one to this.
      if (thread.isAlive) thread.request("stop", undefined).catch(() => {});
    }
  }

  /** Runs the test. Never throws: everything that goes wrong is logged and in the result. To be called once. */
  async run(): Promise<RunResult> {
    try {
      return await this.#run();
    } catch (error) {
      if (this.#end.reason === undefined) this.#fail(error);
      return { exitCode: this.#end.exitCode, error: this.#end.reason?.message, summary: undefined };
    } finally {
      this.#phase = "finished";
      this.#test?.measurements.stop();
      this.#crew[Symbol.dispose]();
    }
  }

  async #run(): Promise<RunResult> {
    const test = this.#test = await prepareTest(this.#request, this.#crew);
    this.#counters = new SharedCounters({ scenarios: test.plan.scenarios.length, threads: test.plan.threads.length });
    this.#phase = "initialising";
    this.#request.host.planned?.(test.plan);
    test.measurements.sampleVus(this.#counters, this.#clock);
    await hostThreads(this.#request, test, this.#crew, this.#counters);
    this.#began = this.#clock.now();
    test.measurements.judge(() => this.#clock.now() - this.#began, this.#end);
    if (await this.#setUp(test)) {
      await this.#execute(test);
      await this.#tearDown(test);
    }
    return await this.#conclude(test);
  }

  /** Runs `setup`. Returns whether the test goes on. */
  async #setUp({ init, options }: PreparedTest): Promise<boolean> {
    if (this.#end.reason !== undefined) return false;
    if (options.noSetup || !init.functions.includes("setup")) return true;
    this.#phase = "setup";
    try {
      this.#setupData = await this.#crew.first.request("setup", { timeout: options.setupTimeout });
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  async #execute({ plan }: PreparedTest): Promise<void> {
    if (this.#end.reason !== undefined) return;
    this.#phase = "running";
    this.#started = this.#clock.now();
    const watch = watchThreads(this.#crew, {
      due: () => (this.#end.reason === undefined ? this.#started! + plan.maxDuration : this.#stopped),
      now: () => this.#clock.now(),
      warn: (message) => this.#log("warning", message),
    });
    const startEpoch = this.#clock.epoch();
    try {
      await this.#crew.each((thread) => thread.request("run", { startEpoch, setupData: this.#setupData }));
    } catch (error) {
      if (this.#end.reason === undefined) this.#fail(error);
    } finally {
      clearInterval(watch);
      this.#ended = this.#clock.now();
    }
  }

  /** Runs `teardown`, also after an abort, as k6 does. */
  async #tearDown({ init, options }: PreparedTest): Promise<void> {
    if (options.noTeardown || !init.functions.includes("teardown") || !this.#crew.first.isAlive) return;
    this.#phase = "teardown";
    try {
      const body = { timeout: options.teardownTimeout, setupData: this.#setupData };
      await this.#crew.first.request("teardown", body);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #conclude(test: PreparedTest): Promise<RunResult> {
    const { measurements } = test;
    const duration = this.#clock.now() - this.#began;
    // A thread that dies now has said all it could.
    await this.#crew.each((thread) => thread.request("flush", undefined)).catch(() => {});
    measurements.stop();
    const verdict = measurements.verdict(duration);
    const isClean = this.#end.reason === undefined;
    if (verdict !== undefined && this.#end.reason?.exitCode !== ExitCode.ThresholdsHaveFailed) {
      this.#log("error", verdict);
      this.#end.note({ exitCode: ExitCode.ThresholdsHaveFailed, message: verdict });
    }
    if (isClean && this.status.iterationsCompleted === 0) {
      this.#log("warning", "No script iterations fully finished, consider making the test duration longer");
    }
    const { crew, request, setupData } = { crew: this.#crew, request: this.#request, setupData: this.#setupData };
    const summary = await writeSummary({ request, test, crew, duration, setupData });
    return { exitCode: this.#end.exitCode, error: this.#end.reason?.message, summary };
  }

  /** Something went wrong that ends the run: the reason, if there is none yet, and a line in the log. */
  #fail(error: unknown): void {
    const exitCode = error instanceof SquallError ? error.exitCode : ExitCode.InternalError;
    const isNews = this.#end.reason === undefined || !(error instanceof SquallError && error.code === "ABORTED");
    this.#end.because({ exitCode, message: messageOf(error) });
    if (!isNews) return;
    const record = { level: "error", message: describeFailure(error), time: this.#clock.epoch() } as const;
    const fields = failureFields(error);
    const frame = error instanceof ScriptError ? error.frame : undefined;
    this.#request.host.log({ ...record, ...(fields && { fields }), ...(frame && { detail: frame }) });
  }

  #log(level: LogLevel, message: string, fields?: Readonly<Record<string, string>>): void {
    this.#request.host.log({ level, message, time: this.#clock.epoch(), ...(fields === undefined ? {} : { fields }) });
  }
}

/** The message of a failure; a defect of squall shows its stack. */
function describeFailure(error: unknown): string {
  if (error instanceof SquallError) return error.message;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function failureFields(error: unknown): Readonly<Record<string, string>> | undefined {
  if (!(error instanceof SquallError)) return undefined;
  if (error.code === "SCRIPT_EXCEPTION") return { hint: "script exception", source: "stacktrace" };
  return error.hint === undefined ? undefined : { hint: error.hint };
}
