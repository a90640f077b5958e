/** A thread without JavaScript: its VUs' iterations are lengths of time on a clock that the test turns. */

import { TimerQueue } from "../../src/base/mod.ts";
import type { ExecutorHost, ScenarioVu } from "../../src/scenario/mod.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** How an iteration goes: it takes so many milliseconds, it is over before `iterate` returns, or it never ends. */
export type Iteration = number | "at once" | "never";

/** What an iteration of a VU is like; both count from 0. */
export type Behaviour = (vu: number, iteration: number) => Iteration;

/** What a {@linkcode FakeThread} is made of. */
export interface FakeThreadOptions {
  readonly vus: number;
  readonly behaviour: Behaviour;
  readonly clock?: ManualClock;
  /** Milliseconds until deferred work runs: what a turn of the event loop costs. Default: 0. */
  readonly turn?: number;
  /** The count of shared iterations; threads of one process share it. */
  readonly claims?: { count: number };
  /** Milliseconds that the init code of a VU takes that is made during the test; `fails` where it throws. Default: 0. */
  readonly recruiting?: number | "fails";
  /** VUs at most: further recruits are those that others have left. Default: no limit. */
  readonly most?: number;
}

/** The VUs of a thread, and what its executors did with them. */
export class FakeThread implements ExecutorHost {
  readonly clock: ManualClock;
  readonly timers: TimerQueue;
  /** All that happened: `begin 0@0`, `interrupt 1@500`, `release 1@500`, `drop 3@500`, `finish@500`. */
  readonly events: string[] = [];
  completed = 0;
  interrupted = 0;
  droppedIterations = 0;
  /** Of iterations that began late, in milliseconds. */
  readonly lateness: number[] = [];
  /** VUs that executors say are at work. */
  activeVus = 0;
  /** When that number has changed. */
  readonly activity: { readonly time: number; readonly change: number }[] = [];
  readonly warnings: string[] = [];
  /** VUs whose init code runs. */
  recruits = 0;
  /** How often the executors said that they were through. */
  finishes = 0;
  readonly behaviour: Behaviour;
  readonly #idle: FakeVu[];
  readonly #turn: number;
  readonly #claims: { count: number };
  readonly #recruiting: number | "fails";
  readonly #most: number;
  #made: number;

  constructor(options: FakeThreadOptions) {
    const {
      vus,
      behaviour,
      clock = new ManualClock(),
      turn = 0,
      claims = { count: 0 },
      recruiting = 0,
      most = Infinity,
    } = options;
    this.#most = most;
    this.#recruiting = recruiting;
    this.#made = vus;
    this.clock = clock;
    this.timers = new TimerQueue(clock);
    this.behaviour = behaviour;
    this.#idle = Array.from({ length: vus }, (_, number) => new FakeVu(number, this));
    this.#turn = turn;
    this.#claims = claims;
  }

  /** How many VUs no executor holds. */
  get idleVus(): number {
    return this.#idle.length;
  }

  acquire(count: number): readonly FakeVu[] {
    if (count > this.#idle.length) throw new Error(`Cannot lend VUs: ${count} of ${this.#idle.length}`);
    return this.#idle.splice(0, count);
  }

  release(vu: ScenarioVu): void {
    if (!(vu instanceof FakeVu) || vu.iterating || this.#idle.includes(vu)) throw new Error("Cannot take this VU back");
    this.#idle.push(vu);
    this.note(`release ${vu.number}`);
  }

  defer(run: () => void): void {
    this.clock.wake(run, this.#turn);
  }

  nextTurn(run: () => void): void {
    this.clock.wake(run, this.#turn);
  }

  recruit(ready: (vu: ScenarioVu | undefined) => void): void {
    if (this.#made >= this.#most) {
      const [vu] = this.acquire(1);
      return void this.clock.wake(() => ready(vu), 0);
    }
    this.recruits++;
    const number = this.#made++;
    this.clock.wake(() => {
      this.recruits--;
      if (this.#recruiting === "fails") this.#made--;
      ready(this.#recruiting === "fails" ? undefined : new FakeVu(number, this));
    }, this.#recruiting === "fails" ? 0 : this.#recruiting);
  }

  settle(_time: number): void {}

  active(change: number): void {
    this.activeVus += change;
    this.activity.push({ time: this.clock.now(), change });
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  claimIterations(count: number): number {
    this.#claims.count += count;
    return this.#claims.count - count + 1;
  }

  late(milliseconds: number): void {
    this.lateness.push(milliseconds);
  }

  dropped(count: number): void {
    this.droppedIterations += count;
    this.note(`drop ${count}`);
  }

  /** What to hand to executors as the callback for their end. */
  readonly finished = (): void => {
    this.finishes++;
    this.note("finish");
  };

  note(event: string): void {
    this.events.push(`${event}@${this.clock.now()}`);
  }

  /** When iterations began, as `vu@time`. */
  get begun(): string[] {
    return this.events.filter((event) => event.startsWith("begin ")).map((event) => event.slice("begin ".length));
  }
}

/** A VU whose iterations only take time. */
class FakeVu implements ScenarioVu {
  readonly number: number;
  readonly #thread: FakeThread;
  #iterations = 0;
  #wakeUp: number | undefined;
  iterating = false;

  constructor(number: number, thread: FakeThread) {
    this.number = number;
    this.#thread = thread;
  }

  iterate(done: () => void): void {
    if (this.iterating) throw new Error(`VU ${this.number} is in an iteration already`);
    const iteration = this.#thread.behaviour(this.number, this.#iterations++);
    this.iterating = true;
    this.#thread.note(`begin ${this.number}`);
    if (iteration === "at once") this.#complete(done);
    else if (iteration !== "never") this.#wakeUp = this.#thread.clock.wake(() => this.#complete(done), iteration);
  }

  interrupt(): void {
    if (!this.iterating) throw new Error(`VU ${this.number} is in no iteration`);
    if (this.#wakeUp !== undefined) this.#thread.clock.cancel(this.#wakeUp);
    this.iterating = false;
    this.#thread.interrupted++;
    this.#thread.note(`interrupt ${this.number}`);
  }

  #complete(done: () => void): void {
    this.iterating = false;
    this.#thread.completed++;
    done();
  }
}
