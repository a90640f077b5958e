/** The machine of ramping-vus: handles that go up and down by plan, each with a VU that iterates while it is up. */

import type { Timer } from "../base/mod.ts";
import type { Executor, ExecutorHost, ExecutorState, ScenarioVu } from "./executor.ts";
import type { RampWindow } from "./ramp_windows.ts";

/** What a {@linkcode RampingExecutor} goes by. */
export interface RampingOptions {
  /** The windows of this thread, lowest handles first. */
  readonly windows: readonly RampWindow[];
  /** Milliseconds from the start until no iteration begins any more. */
  readonly duration: number;
}

/**
 * One handle in one window, and where it is:
 *
 * ```
 * down ──up, gets a VU──► queued ⇄ iterating ──down──► leaving
 *  ▲                        │          ▲                │ │ │
 *  ├────────down────────────┘          └───────up───────┘ │ │
 *  └───────iteration over, or interrupted at the end ◄────┴─┘
 * ```
 */
interface Handle {
  state: "down" | "queued" | "iterating" | "leaving";
  vu: ScenarioVu | undefined;
  /** Whether `next` is on its way: one that is left over from before is as good as a new one. */
  isDue: boolean;
  /** Begins the next iteration; made once, so that an iteration allocates nothing. */
  readonly next: () => void;
  readonly done: () => void;
}

/** What a handle is told, in the order in which it happens at one moment: who goes makes room for who comes. */
const LEAVE = 0;
const INTERRUPT = 1;
const UP = 2;

/** A step of the plan. */
interface Step {
  /** Milliseconds from the start. */
  readonly time: number;
  readonly order: typeof LEAVE | typeof INTERRUPT | typeof UP;
  readonly handle: number;
}

/** Carries out a plan of steps that was made before the start. */
export class RampingExecutor implements Executor {
  readonly #host: ExecutorHost;
  readonly #duration: number;
  readonly #steps: readonly Step[];
  readonly #handles: readonly Handle[];
  #state: ExecutorState = "waiting";
  #activeVus = 0;
  #start = 0;
  #step = 0;
  #timer: Timer | undefined;
  #finished: () => void = () => {};

  constructor(host: ExecutorHost, { windows, duration }: RampingOptions) {
    this.#host = host;
    this.#duration = duration;
    this.#steps = planSteps(windows);
    this.#handles = windows.map(() => this.#createHandle());
  }

  get state(): ExecutorState {
    return this.#state;
  }

  get activeVus(): number {
    return this.#activeVus;
  }

  start(at: number, finished: () => void): void {
    this.#state = "running";
    this.#start = at;
    this.#finished = finished;
    this.#proceed();
  }

  expire(now: number): void {
    if (this.#state === "running" || this.#state === "stopping") this.#perform(now);
  }

  stop(): void {
    if (this.#state === "waiting") this.#state = "finished";
    if (this.#state === "finished") return;
    this.#step = this.#steps.length;
    for (const handle of this.#handles) this.#interrupt(handle);
    this.#finish();
  }

  #createHandle(): Handle {
    const handle: Handle = {
      state: "down",
      vu: undefined,
      isDue: false,
      next: () => this.#begin(handle),
      done: () => this.#continue(handle),
    };
    return handle;
  }

  readonly #proceed = (): void => {
    this.#timer = undefined;
    this.#perform(this.#host.clock.now());
    if (this.#state === "finished") return;
    const next = this.#steps[this.#step]?.time ?? Infinity;
    const due = this.#start + (this.#state === "running" ? Math.min(next, this.#duration) : next);
    if (due !== Infinity) this.#timer = this.#host.timers.at(this.#proceed, due);
  };

  /** Does all that is due by a moment, in the order of the plan. */
  #perform(now: number): void {
    for (let step = this.#steps[this.#step]; step !== undefined; step = this.#steps[this.#step]) {
      if (this.#start + step.time > now) break;
      // Counted before it is carried out: a step may make others do their own, which may come back to this one.
      this.#step++;
      const handle = this.#handles[step.handle]!;
      if (step.order === UP) this.#raise(handle, this.#start + step.time);
      else if (step.order === LEAVE) this.#lower(handle);
      else this.#interrupt(handle);
    }
    if (this.#state === "running" && this.#start + this.#duration <= now) this.#state = "stopping";
    this.#finishIfDone();
  }

  #raise(handle: Handle, time: number): void {
    if (handle.state === "leaving") handle.state = "iterating";
    if (handle.state !== "down") return;
    this.#host.settle(time);
    handle.vu = this.#host.acquire(1)[0]!;
    this.#activeVus++;
    this.#host.active(1);
    this.#queue(handle);
  }

  #lower(handle: Handle): void {
    if (handle.state === "iterating") handle.state = "leaving";
    else if (handle.state === "queued") this.#release(handle);
  }

  #interrupt(handle: Handle): void {
    if (handle.state === "iterating" || handle.state === "leaving") handle.vu!.interrupt();
    if (handle.state !== "down") this.#release(handle);
  }

  #queue(handle: Handle): void {
    handle.state = "queued";
    if (handle.isDue) return;
    handle.isDue = true;
    this.#host.defer(handle.next);
  }

  #begin(handle: Handle): void {
    handle.isDue = false;
    if (handle.state !== "queued") return;
    if (this.#host.clock.now() >= this.#start + this.#duration) {
      this.#release(handle);
      return this.#finishIfDone();
    }
    handle.state = "iterating";
    handle.vu!.iterate(handle.done);
  }

  #continue(handle: Handle): void {
    if (handle.state === "iterating") return this.#queue(handle);
    this.#release(handle);
    this.#finishIfDone();
  }

  #release(handle: Handle): void {
    const vu = handle.vu!;
    handle.state = "down";
    handle.vu = undefined;
    this.#activeVus--;
    this.#host.active(-1);
    this.#host.release(vu);
  }

  #finishIfDone(): void {
    if (this.#state === "stopping" && this.#activeVus === 0) this.#finish();
  }

  #finish(): void {
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer);
    this.#state = "finished";
    this.#finished();
  }
}

/** All steps in the order in which they happen; of several at one moment, the highest handle goes first, the lowest comes first. */
function planSteps(windows: readonly RampWindow[]): Step[] {
  const steps = windows.flatMap(({ turns, to }, handle): Step[] => [
    ...turns
      .map((time, turn): Step => ({ time, order: turn % 2 === 0 ? UP : LEAVE, handle }))
      .filter(({ time, order }, turn) => time !== turns[order === UP ? turn + 1 : turn - 1]),
    { time: to, order: INTERRUPT, handle },
  ]);
  return steps.sort((a, b) => {
    const byHandle = a.order === UP ? a.handle - b.handle : b.handle - a.handle;
    return a.time - b.time || a.order - b.order || byHandle;
  });
}
