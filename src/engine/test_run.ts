/** One test run from its request to its result: prepare, initialise, setup, run, teardown, judge, summarise. */

import { ExitCode, type ExitCodeValue, messageOf, SquallError, SystemClock } from "../base/mod.ts";
import type { ControlChange } from "../scenario/mod.ts";
import { LocalThread, type LogLevel, SharedCounters } from "../runtime/mod.ts";
import { threadPermissions } from "./guest_permissions.ts";
import { type ControlledLoad, LoadControl } from "./load_control.ts";
import { hostThreads } from "./host_threads.ts";
import { scriptDirectory } from "./load_script.ts";
import { type PreparedTest, prepareTest } from "./prepared_test.ts";
import { ScriptError } from "../script/mod.ts";
import { PlacedError } from "./placed_errors.ts";
import { type EndReason, RunEnd } from "./run_end.ts";
import type { RunRequest, RunResult } from "./run_request.ts";
import type { RunPhase, RunStatus } from "./run_status.ts";
import { RunOutputs } from "./run_outputs.ts";
import { writeSummary } from "./summary_output.ts";
import { type StartThread, ThreadCrew } from "./thread_crew.ts";
import { watchMemory } from "./watch_memory.ts";
import { type Task, ThreadWatch } from "./watch_threads.ts";

/** See the top of this file. */
export class TestRun {
  readonly #request: RunRequest;
  readonly #clock = new SystemClock();
  readonly #end = new RunEnd();
  readonly #crew: ThreadCrew;
  #phase: RunPhase = "loading";
  #test: PreparedTest | undefined;
  #outputs: RunOutputs | undefined;
  #counters = new SharedCounters({ scenarios: 0, threads: 0 });
  #control: LoadControl | undefined;
  #setupData: string | undefined;
  /** When the run began, with setup, and when its executors did, on the clock's monotonic scale. */
  #began = 0;
  #started: number | undefined;
  #ended: number | undefined;
  /** When the run was told to stop. */
  #stopped = Infinity;
  /** What is asked of the threads. */
  #task: Task = { name: "the init code", started: 0, exitCode: ExitCode.GenericTimeout };
  /** There is no memory left for more than the summary. */
  #isExhausted = false;

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
      health: (thread, health) => this.#test?.measurements.pulse.merge(thread, health),
      log: (record) => request.host.log(record),
      printed: (thread, count) => this.#counters.addPrinted(thread, count),
      died: (error) => this.#died(error),
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
      pulse: this.#test?.measurements.pulse.live,
      vusActive: plan === undefined ? 0 : this.#counters.vusActive,
      vusInitialized: plan === undefined ? 0 : this.#counters.vusInitialized,
      iterationsCompleted: counts.reduce((sum, { completed }) => sum + completed, 0),
      iterationsInterrupted: counts.reduce((sum, { interrupted }) => sum + interrupted, 0),
      scenarios: counts.map(({ completed, activeVus, lentVus }, index) => ({
        elapsed: elapsed - plan!.scenarios[index]!.scenario.startTime -
          (index === this.#control?.index ? this.#control.pausedFor : 0),
        iterations: completed,
        activeVus,
        lentVus,
        finished: this.#ended !== undefined,
      })),
    };
  }

  /** The load of the externally-controlled scenario; `undefined` where there is none. */
  get load(): ControlledLoad | undefined {
    return this.#control?.load;
  }

  /**
   * Changes the load of the externally-controlled scenario, while executors run.
   *
   * @param change What is to change. Numbers are of the whole test: all machines are told the same.
   * @throws {SquallError} Where there is no such scenario, the numbers make no sense, or nothing runs right now.
   */
  async control(change: ControlChange): Promise<void> {
    if (this.#phase !== "running" || this.#control === undefined) {
      throw new SquallError("NOT_RUNNING", `The load can only be changed while the test runs: it is ${this.#phase}`);
    }
    await this.#control.change(change);
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
    this.#log("error", reason.message);
    this.#interrupt();
  }

  /** Runs the test. Never throws: everything that goes wrong is logged and in the result. To be called once. */
  async run(): Promise<RunResult> {
    using watch = this.#watchThreads();
    watch.start();
    using _memory = this.#watchMemory();
    try {
      return await this.#run();
    } catch (error) {
      this.#fail(error);
      return { exitCode: this.#end.exitCode, error: this.#end.reason?.message, summary: undefined };
    } finally {
      this.#phase = "finished";
      this.#test?.measurements.stop();
      await this.#outputs?.stop();
      this.#crew[Symbol.dispose]();
    }
  }

  async #run(): Promise<RunResult> {
    const test = this.#test = await this.#unlessStopped(prepareTest(this.#request, this.#crew));
    this.#counters = new SharedCounters({ scenarios: test.plan.scenarios.length, threads: test.plan.threads.length });
    this.#control = new LoadControl(test.plan, {
      send: (load) => this.#crew.each((thread) => thread.request("control", load)),
      now: () => this.#clock.now(),
    });
    await this.#startOutputs(test);
    this.#phase = "initialising";
    this.#request.host.planned?.(test.plan);
    test.measurements.sampleVus(this.#counters, this.#clock);
    await this.#unlessStopped(hostThreads(this.#request, test, this.#crew, this.#counters));
    this.#log("debug", `Initialized ${test.plan.plannedVus} VUs on ${test.plan.threads.length} threads`);
    this.#began = this.#clock.now();
    test.measurements.judge({
      elapsed: () => this.#clock.now() - this.#began,
      refresh: () => this.#flush(),
      // When the executors are through, there is nothing left to be ended.
      stop: (reason) => this.#ended === undefined && this.stop(reason),
    });
    if (await this.#setUp(test)) {
      await this.#execute(test);
      await this.#tearDown(test);
    }
    return await this.#conclude(test);
  }

  async #startOutputs({ measurements, options }: PreparedTest): Promise<void> {
    const { settings, host } = this.#request;
    if (settings.outputs.length === 0) return;
    const outputs = this.#outputs = await RunOutputs.start(settings.outputs, {
      describe: (metric) => measurements.describe(metric),
      systemTags: new Set(options.systemTags),
      environment: settings.environment,
      writeStdout: (bytes) => host.write("stdout", bytes),
    }, (message) => this.#log("warning", message));
    measurements.passOn((thread, delta) => outputs.merge(thread, delta));
  }

  /** A test whose output is not whole is not what was asked for, however well it went. */
  #judgeOutputs(): void {
    const failed = this.#outputs?.failed ?? [];
    if (failed.length === 0) return;
    this.#end.note({ exitCode: ExitCode.Other, message: `not everything was written to ${failed.join(", ")}` });
  }

  /** Runs `setup`. Returns whether the test goes on. */
  async #setUp({ init, options }: PreparedTest): Promise<boolean> {
    if (options.noSetup || !init.functions.includes("setup")) return true;
    this.#phase = "setup";
    this.#log("debug", "Running setup()");
    this.#begin("setup()", ExitCode.SetupTimeout, options.setupTimeout);
    try {
      this.#setupData = await this.#crew.first.request("setup", { timeout: options.setupTimeout });
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  async #execute({ plan, measurements }: PreparedTest): Promise<void> {
    if (this.#end.reason !== undefined) return;
    this.#phase = "running";
    this.#log("debug", "Starting the executors");
    this.#started = this.#clock.now();
    measurements.pulse.begin(this.#started);
    this.#begin("a function of the script", ExitCode.GenericTimeout, plan.isEndless ? Infinity : plan.maxDuration);
    const startEpoch = this.#clock.epoch();
    try {
      await this.#crew.each((thread) => thread.request("run", { startEpoch, setupData: this.#setupData }));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#ended = this.#clock.now();
      measurements.pulse.end(this.#ended);
      this.#log("debug", "All executors are through");
    }
  }

  /** Runs `teardown`, also after an abort, as k6 does. */
  async #tearDown({ init, options }: PreparedTest): Promise<void> {
    if (this.#isExhausted || options.noTeardown || !init.functions.includes("teardown") || !this.#crew.first.isAlive) {
      return;
    }
    this.#phase = "teardown";
    this.#log("debug", "Running teardown()");
    this.#begin("teardown()", ExitCode.TeardownTimeout, options.teardownTimeout);
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
    this.#begin("the script", ExitCode.GenericTimeout, 0);
    await this.#flush();
    measurements.stop();
    await this.#outputs?.stop();
    const verdict = measurements.verdict(duration);
    const isClean = this.#end.reason === undefined;
    if (verdict !== undefined) {
      // As in k6: an aborted run says why it was aborted, and its summary says the rest.
      this.#log(isClean ? "error" : "debug", verdict);
      this.#end.note({ exitCode: ExitCode.ThresholdsHaveFailed, message: verdict });
    }
    this.#judgeOutputs();
    if (isClean && this.status.iterationsCompleted === 0) {
      this.#log("warning", "No script iterations fully finished, consider making the test duration longer");
    }
    this.#begin("handleSummary()", ExitCode.GenericTimeout, test.options.handleSummaryTimeout);
    const { crew, request, setupData } = { crew: this.#crew, request: this.#request, setupData: this.#setupData };
    const summary = await writeSummary({ request, test, crew, duration, setupData, asks: !this.#isExhausted });
    return { exitCode: this.#end.exitCode, error: this.#end.reason?.message, summary };
  }

  /** What is awaited, unless the run is told to stop: code of the script that never ends must not hold it up. */
  #unlessStopped<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#end;
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(new SquallError("ABORTED", "The run was told to stop"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", stop));
  }

  /** Has all threads report; one that dies meanwhile has said all it could. */
  #flush(): Promise<void> {
    return this.#crew.each((thread) => thread.request("flush", undefined)).catch(() => {});
  }

  /** Ends what the threads do, except `teardown` and `handleSummary`. */
  #interrupt(): void {
    this.#stopped = this.#clock.now();
    this.#counters.stop();
    for (const thread of this.#crew.threads) {
      // The reply to what is being stopped is what counts, not the one to this.
      if (thread.isAlive) thread.request("stop", undefined).catch(() => {});
    }
  }

  #watchThreads(): ThreadWatch {
    return new ThreadWatch({
      patience: this.#request.settings.patience,
      threads: () => this.#crew.threads,
      task: () => this.#task,
      stopped: () => this.#stopped,
      progress: () => this.#counters.vusInitialized,
      // The time of pauses comes on top.
      paused: () => this.#phase === "running" ? this.#control?.pausedFor ?? 0 : 0,
      now: () => this.#clock.now(),
      warn: (message) => this.#log("warning", message),
    });
  }

  #watchMemory(): Disposable {
    return watchMemory(this.#crew, {
      limit: this.#request.settings.memoryLimit,
      exhausted: () => this.#isExhausted = true,
    });
  }

  /** The threads are asked for something else now, that may take so many milliseconds. */
  #begin(name: string, exitCode: ExitCodeValue, limit: number): void {
    const started = this.#clock.now();
    this.#task = { name, started, exitCode, due: started + limit };
  }

  /** A thread has died, and with it its VUs: what is left of the run would be another test. */
  #died(error: SquallError): void {
    const isFirst = this.#end.because({ exitCode: error.exitCode, message: error.message });
    this.#logFailure(error);
    if (isFirst) this.#interrupt();
  }

  /** Something went wrong that ends the run: the reason, if there is none yet, and a line in the log. */
  #fail(error: unknown): void {
    const exitCode = error instanceof SquallError ? error.exitCode : ExitCode.InternalError;
    this.#end.because({ exitCode, message: messageOf(error) });
    // Whatever these come from was logged already.
    if (error instanceof SquallError && ["ABORTED", "THREAD_DIED"].includes(error.code)) return;
    this.#logFailure(error);
  }

  #logFailure(error: unknown): void {
    const record = { level: "error", message: describeFailure(error), time: this.#clock.epoch() } as const;
    const fields = failureFields(error);
    const frame = error instanceof ScriptError || error instanceof PlacedError ? error.frame : undefined;
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
  const hint = error instanceof SquallError ? error.hint : undefined;
  return hint === undefined ? undefined : { hint };
}
