/** One test run from its request to its result: prepare, initialise, setup, run, teardown, judge, summarise. */

import { ExitCode, messageOf, SquallError, SystemClock } from "../base/mod.ts";
import { LocalThread, type LogLevel, SharedCounters } from "../runtime/mod.ts";
import { failureRecord } from "./failure_record.ts";
import { guestThreadPermissions } from "./guest_permissions.ts";
import { hostThreads } from "./host_threads.ts";
import { type PreparedTest, prepareTest } from "./prepared_test.ts";
import { type EndReason, RunEnd } from "./run_end.ts";
import type { RunRequest, RunResult } from "./run_request.ts";
import { type RunPhase, type RunStatus, scenarioStates } from "./run_status.ts";
import { RunWatch } from "./run_watch.ts";
import { RunControl } from "./run_control.ts";
import { RunGate } from "./run_gate.ts";
import { type RunSnapshot, takeSnapshot } from "./run_snapshot.ts";
import { SecretVault } from "./secrets/secret_vault.ts";
import { RunOutputs } from "./run_outputs.ts";
import { SetupTeardown } from "./setup_teardown.ts";
import { writeSummary } from "./summary_output.ts";
import { type StartThread, ThreadCrew } from "./thread_crew.ts";

/** See the top of this file. */
export class TestRun {
  readonly #request: RunRequest;
  readonly #clock = new SystemClock();
  readonly #secrets = new SecretVault();
  readonly #end = new RunEnd((text) => this.#secrets.redact(text));
  /** What an operator may do to the run. */
  readonly control = new RunControl({
    end: this.#end,
    phase: () => this.#phase,
    send: (load) => this.#crew.each((thread) => thread.request("control", load)),
    now: () => this.#clock.now(),
  });
  readonly #crew: ThreadCrew;
  readonly #watch: RunWatch;
  #phase: RunPhase = "loading";
  #test: PreparedTest | undefined;
  #outputs: RunOutputs | undefined;
  #counters = new SharedCounters({ scenarios: 0, threads: 0 });
  #setup: SetupTeardown | undefined;
  /** Open when the threads are ready. */
  readonly #ready = new RunGate();
  /** When the run began, with setup, and when its executors did, on the clock's monotonic scale. */
  #began = 0;
  #started: number | undefined;
  #ended: number | undefined;
  /** When its last function was through. */
  #over: number | undefined;

  /** @param request What to run. */
  constructor(request: RunRequest) {
    this.#request = { ...request, host: this.#secrets.guard(request.host) };
    const { functions } = request;
    const permissions = functions === undefined ? guestThreadPermissions(request) : "inherit";
    const start: StartThread | undefined = functions &&
      ((index, listener) => new LocalThread(index, functions, listener));
    this.#crew = new ThreadCrew(permissions, {
      metrics: (thread, delta) => this.#test?.measurements.merge(thread, delta),
      health: (thread, health) => this.#test?.measurements.pulse.merge(thread, health),
      log: (record) => this.#request.host.log(record),
      printed: (thread, count) => this.#counters.addPrinted(thread, count),
      secret: (source, key) => this.#secrets.answer(source, key),
      aborted: ({ exitCode, message }) => this.stop({ exitCode, message }),
      markedAsFailed: () => this.#end.isMarked = true,
      died: (error) => this.#died(error),
    }, start);
    this.#watch = new RunWatch({
      crew: this.#crew,
      settings: request.settings,
      progress: () => this.#counters.vusInitialized,
      paused: () => this.#phase === "running" ? this.control.pausedFor : 0,
      now: () => this.#clock.now(),
      warn: (message) => this.#log("warning", message),
    });
  }

  /** Where the run is right now. */
  get status(): RunStatus {
    const plan = this.#test?.plan;
    const now = this.#ended ?? this.#clock.now();
    const elapsed = this.#started === undefined ? 0 : now - this.#started;
    const counts = plan?.scenarios.map((_, index) => this.#counters.scenario(index)) ?? [];
    return {
      phase: this.#phase,
      isPaused: this.control.isPaused,
      end: this.#end.reason,
      elapsed,
      plan,
      pulse: this.#test?.measurements.pulse.live,
      vusActive: plan === undefined ? 0 : this.#counters.vusActive,
      vusInitialized: plan === undefined ? 0 : this.#counters.vusInitialized,
      iterationsCompleted: counts.reduce((sum, { completed }) => sum + completed, 0),
      iterationsInterrupted: counts.reduce((sum, { interrupted }) => sum + interrupted, 0),
      scenarios: plan === undefined ? [] : scenarioStates(plan, counts, {
        elapsed,
        pausedFor: (index) => this.control.pauseOf(index),
        isOver: this.#ended !== undefined,
      }),
    };
  }

  /** `setup`, `teardown` and their data; `undefined` while the test is loaded. */
  get setupTeardown(): SetupTeardown | undefined {
    return this.#setup;
  }

  /** What was measured so far, as threads have reported it; `undefined` while the test is loaded. */
  snapshot(): RunSnapshot | undefined {
    return this.#test && takeSnapshot(this.#test.measurements, this.#runTime());
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
    // Nothing is left to be stopped.
    if (this.#phase === "lingering") return;
    if (!this.#end.because(reason)) return;
    this.#log("error", reason.message);
    this.#interrupt();
  }

  /** Runs the test. Never throws: everything that goes wrong is logged and in the result. To be called once. */
  async run(): Promise<RunResult> {
    using watch = this.#watch;
    watch.start();
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
      this.#secrets.close();
    }
  }

  async #run(): Promise<RunResult> {
    this.#secrets.open(this.#request.settings.secretSources, this.#request.settings.environment);
    const test = this.#test = await this.#end.unlessEnded(prepareTest(this.#request, this.#crew));
    this.#counters = new SharedCounters({ scenarios: test.plan.scenarios.length, threads: test.plan.threads.length });
    this.control.plan(test.plan, test.options.paused === true);
    const setup = this.#setup = new SetupTeardown(test, {
      ready: () => this.#ready.isOpen ? this.#ready.opened : this.#end.unlessEnded(this.#ready.opened),
      thread: () => this.#crew.first,
      // While executors run, they are what threads are looked after for.
      begin: (name, exitCode, limit) => this.#phase === "running" || this.#watch.begin(name, exitCode, limit),
    });
    this.#outputs = await RunOutputs.startFor(this.#request, test.options, {
      measurements: test.measurements,
      warn: (message) => this.#log("warning", message),
    });
    this.#phase = "initialising";
    this.#request.host.planned?.(test.plan);
    test.measurements.sampleVus(this.#counters, this.#clock);
    await this.#end.unlessEnded(hostThreads(this.#request, test, this.#crew, this.#counters));
    this.#log("debug", `Initialized ${test.plan.plannedVus} VUs on ${test.plan.threads.length} threads`);
    this.#ready.open();
    await this.#hold();
    this.#began = this.#clock.now();
    this.#counters.began = this.#clock.epoch();
    test.measurements.judge({
      elapsed: () => this.#runTime(),
      refresh: () => this.#flush(),
      // When the executors are through, there is nothing left to be ended.
      stop: (reason) => this.#ended === undefined && this.stop(reason),
    });
    if (await this.#setUp(setup)) {
      await this.#execute(test);
      await this.#tearDown(setup);
    }
    this.#over = this.#clock.now();
    await this.#linger(test);
    return await this.#conclude(test);
  }

  /** A test whose output is not whole is not what was asked for, however well it went. */
  #judgeOutputs(): void {
    const failed = this.#outputs?.failed ?? [];
    if (failed.length === 0) return;
    this.#end.note({ exitCode: ExitCode.Other, message: `not everything was written to ${failed.join(", ")}` });
  }

  /** A test that is to be started by somebody waits for that. */
  async #hold(): Promise<void> {
    if (!this.control.isPaused) return;
    this.#phase = "paused";
    if (!this.#request.settings.remoteControl) {
      this.#log("warning", "The test is paused, and nothing can resume it", { hint: "Give it an --address" });
    }
    await this.control.started();
    this.#log("debug", "Resumed");
  }

  /** A test that is to be looked at stays until it is let go. */
  async #linger({ measurements }: PreparedTest): Promise<void> {
    if (!this.#request.settings.linger || this.#end.reason?.exitCode === ExitCode.ExternalAbort) return;
    await this.#flush();
    measurements.stop();
    this.#phase = "lingering";
    this.#request.host.lingering?.();
    await this.control.left();
    // What follows can be stopped again.
    this.#phase = "finished";
  }

  /** Runs `setup`. Returns whether the test goes on. */
  async #setUp(setup: SetupTeardown): Promise<boolean> {
    if (!setup.runsSetup) return true;
    this.#phase = "setup";
    this.#log("debug", "Running setup()");
    try {
      await setup.setUp();
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
    this.#watch.begin(
      "a function of the script",
      ExitCode.GenericTimeout,
      plan.isEndless ? Infinity : plan.maxDuration,
    );
    const startEpoch = this.#clock.epoch();
    try {
      const start = { startEpoch, setupData: this.#setup?.data, load: this.control.begin() };
      await this.#crew.each((thread) => thread.request("run", start));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#ended = this.#clock.now();
      measurements.pulse.end(this.#ended);
      this.control.end();
      this.#log("debug", "All executors are through");
    }
  }

  /** Runs `teardown`, also after an abort, as k6 does. */
  async #tearDown(setup: SetupTeardown): Promise<void> {
    if (this.#watch.isExhausted || !setup.runsTeardown || !this.#crew.first.isAlive) return;
    this.#phase = "teardown";
    this.#log("debug", "Running teardown()");
    try {
      await setup.tearDown();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #conclude(test: PreparedTest): Promise<RunResult> {
    const { measurements } = test;
    const duration = this.#runTime();
    this.#watch.begin("the script", ExitCode.GenericTimeout, 0);
    await this.#flush();
    measurements.stop();
    await this.#outputs?.stop();
    const verdict = measurements.verdict(duration);
    const mark = this.#end.judgeMark();
    if (mark !== undefined) this.#log("error", mark);
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
    this.#watch.begin("handleSummary()", ExitCode.GenericTimeout, test.options.handleSummaryTimeout);
    const summary = await writeSummary({
      request: this.#request,
      test,
      crew: this.#crew,
      duration,
      setupData: this.#setup?.data,
      asks: !this.#watch.isExhausted,
    });
    return { exitCode: this.#end.exitCode, error: this.#end.reason?.message, summary };
  }

  /** Milliseconds of the run so far, with setup and teardown, without pauses. */
  #runTime(): number {
    if (this.#began === 0) return 0;
    return (this.#over ?? this.#clock.now()) - this.#began - this.control.pausedFor;
  }

  /** Has all threads report; one that dies meanwhile has said all it could. */
  #flush(): Promise<void> {
    return this.#crew.each((thread) => thread.request("flush", undefined)).catch(() => {});
  }

  /** Ends what the threads do, except `teardown` and `handleSummary`. */
  #interrupt(): void {
    this.#watch.stopped();
    this.#counters.stop();
    for (const thread of this.#crew.threads) {
      // The reply to what is being stopped is what counts, not the one to this.
      if (thread.isAlive) thread.request("stop", undefined).catch(() => {});
    }
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
    this.#request.host.log(failureRecord(error, this.#clock.epoch()));
  }

  #log(level: LogLevel, message: string, fields?: Readonly<Record<string, string>>): void {
    this.#request.host.log({ level, message, time: this.#clock.epoch(), ...(fields === undefined ? {} : { fields }) });
  }
}
