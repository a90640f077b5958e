/** What an operator does to a run: starts one that waits for it, pauses it, changes its load, lets it end. */

import { SquallError } from "../base/mod.ts";
import type { ControlChange, TestPlan } from "../scenario/mod.ts";
import { type ControlledLoad, LoadControl } from "./load_control.ts";
import type { RunEnd } from "./run_end.ts";
import { RunGate } from "./run_gate.ts";
import type { RunPhase } from "./run_status.ts";

/** What {@linkcode RunControl} needs of the run. */
export interface RunControlHost {
  /** Why the run ends, and how to wait for something unless it does. */
  readonly end: RunEnd;
  phase(): RunPhase;
  /** Tells all threads of a new load. */
  send(load: ControlledLoad): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

/** See the top of this file. */
export class RunControl {
  readonly #host: RunControlHost;
  /** What the run waits at: to be started, and to be let go. */
  readonly #start = new RunGate();
  readonly #leave = new RunGate();
  #load: LoadControl | undefined;
  /** Whether the test waits to be started. */
  #waits = false;

  /** @param host The run. */
  constructor(host: RunControlHost) {
    this.#host = host;
  }

  /** The load of the externally-controlled scenario; `undefined` where there is none. */
  get load(): ControlledLoad | undefined {
    return this.#load?.load;
  }

  /** Whether the test waits to be started, or is paused. */
  get isPaused(): boolean {
    return this.#isHeld || this.load?.paused === true;
  }

  get #isHeld(): boolean {
    return this.#waits && !this.#start.isOpen;
  }

  /** Milliseconds that the test has been paused for since it began. */
  get pausedFor(): number {
    return this.#load?.pausedFor ?? 0;
  }

  /** Milliseconds that one scenario has been paused for. */
  pauseOf(index: number): number {
    return index === this.#load?.index ? this.#load.pausedFor : 0;
  }

  /**
   * Changes the load of the externally-controlled scenario; before the executors run, the load that they begin with.
   *
   * @param change What is to change. Numbers are of the whole test: all machines are told the same.
   * @throws {SquallError} Where there is no such scenario, the numbers make no sense, or the test is not loaded or over.
   */
  async change(change: ControlChange): Promise<void> {
    if (this.#load === undefined || this.#load.isOver) {
      const message = `The load can only be changed while the test runs: it is ${this.#host.phase()}`;
      throw new SquallError("NOT_RUNNING", message);
    }
    await this.#load.change(change);
  }

  /**
   * Starts a test that waits for it, or pauses the externally-controlled scenario, or lets it go on.
   *
   * @param paused Whether it is to be paused.
   * @throws {SquallError} Where it is so already, or cannot be.
   */
  async setPaused(paused: boolean): Promise<void> {
    if (!this.#isHeld) {
      if (this.#load !== undefined) return await this.#load.setPaused(paused);
      throw new SquallError("NOT_RUNNING", `The test cannot be paused or resumed now: it is ${this.#host.phase()}`);
    }
    if (paused) throw new SquallError("NOTHING_TO_CHANGE", "execution is already paused");
    this.#start.open();
  }

  /** Lets a run end that stays after its test. */
  leave(): void {
    this.#leave.open();
  }

  /** For the run: what is going to happen is known. */
  plan(plan: TestPlan, paused: boolean): void {
    this.#load = new LoadControl(plan, this.#host);
    this.#waits = paused;
  }

  /** For the run: waits to be started, where that is asked for. */
  async started(): Promise<void> {
    if (this.#isHeld) await this.#host.end.unlessEnded(this.#start.opened);
  }

  /** For the run: waits to be let go. */
  left(): Promise<void> {
    return this.#leave.opened;
  }

  /** For the run: the executors begin, with this load. */
  begin(): ControlledLoad | undefined {
    return this.#load?.begin();
  }

  /** For the run: the executors are through. */
  end(): void {
    this.#load?.end();
  }
}
