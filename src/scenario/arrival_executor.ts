/** The machine of both arrival rates: starts iterations at planned moments, on whichever VU is idle. */

import { RingBuffer, type Timer } from "../base/mod.ts";
import type { ArrivalTimes } from "./arrival_times.ts";
import { type Executor, type ExecutorHost, type ExecutorState, LATE_MS, type ScenarioVu } from "./executor.ts";

/** What an {@linkcode ArrivalExecutor} goes by. Durations are milliseconds. */
export interface ArrivalOptions {
  /** When iterations of this thread start. */
  readonly times: ArrivalTimes;
  /** VUs that are there from the start. */
  readonly vus: number;
  /** VUs at most. */
  readonly maxVus: number;
  /** VUs at most, on all threads of the machine. */
  readonly machineVus: number;
  readonly duration: number;
  readonly gracefulStop: number;
}

/** Milliseconds for which late starts are caught up without a break: what a message may be late for. */
const SLICE_MS = 4;

/** Milliseconds after the end of the scenario for which late starts are still caught up with. */
const LATEST_MS = 1000;

/** After so many turns of the event loop, an iteration that only awaited what was there already is over. */
const PATIENCE = 2;

/** One VU. */
interface Worker {
  readonly vu: ScenarioVu;
  /** Made once, so that an iteration allocates nothing. */
  readonly done: () => void;
}

/**
 * One timer wakes it for the next start; all that are due by then are carried out, late ones too, none is left out. A
 * start without an idle VU is dropped, never queued. Only where a VU has just begun does it wait a turn of the event
 * loop: iterations that take no time are over by then, as they would be had each start been on time.
 */
export class ArrivalExecutor implements Executor {
  readonly #host: ExecutorHost;
  readonly #options: ArrivalOptions;
  readonly #idle = new RingBuffer<Worker>();
  readonly #workers = new Set<Worker>();
  #state: ExecutorState = "waiting";
  #busy = 0;
  #start = 0;
  #end = Infinity;
  /** When the next start is due, in milliseconds from the start of the scenario. */
  #next = Infinity;
  #timer: Timer | undefined;
  #isCatchingUp = false;
  /** Turns of the event loop that the next start may still wait for a VU to come back. */
  #patience = 0;
  #isRecruiting = false;
  #finished: () => void = () => {};

  constructor(host: ExecutorHost, options: ArrivalOptions) {
    this.#host = host;
    this.#options = options;
  }

  get state(): ExecutorState {
    return this.#state;
  }

  get activeVus(): number {
    return this.#busy;
  }

  start(at: number, finished: () => void): void {
    this.#state = "running";
    this.#start = at;
    this.#end = at + this.#options.duration;
    this.#finished = finished;
    for (const vu of this.#host.acquire(this.#options.vus)) this.#hire(vu);
    this.#next = this.#options.times.next();
    this.#proceed();
  }

  expire(now: number): void {
    if (this.#state === "running" && this.#end <= now) {
      while (this.#next !== Infinity) this.#arrive();
      this.#endRegularly();
    }
    if (this.#state === "stopping" && this.#end + this.#options.gracefulStop <= now) this.#interrupt();
  }

  stop(): void {
    if (this.#state === "waiting") this.#state = "finished";
    if (this.#state === "finished") return;
    this.#state = "stopping";
    this.#dismissIdle();
    this.#interrupt();
  }

  readonly #proceed = (): void => {
    this.#timer = undefined;
    if (this.#state === "running") this.#catchUp(false);
    if (this.#timer === undefined && !this.#isCatchingUp) this.#arm();
  };

  readonly #continue = (): void => {
    this.#isCatchingUp = false;
    if (this.#state === "running") this.#catchUp(true);
    if (!this.#isCatchingUp) this.#arm();
  };

  #catchUp(isContinued: boolean): void {
    const { clock } = this.#host;
    const now = clock.now();
    if (isContinued && now > this.#end + LATEST_MS) this.#giveUp();
    while (this.#start + this.#next <= now && this.#state === "running") {
      if (this.#idle.size === 0 && this.#patience > 0) {
        this.#patience--;
        return this.#yield();
      }
      if (clock.now() - now > SLICE_MS) return this.#yield();
      const late = now - this.#start - this.#next;
      if (late >= LATE_MS && this.#idle.size > 0) this.#host.late(late);
      this.#arrive();
    }
    if (this.#state === "running" && now >= this.#end) this.#endRegularly();
  }

  /** Lets timers, sockets and the VUs that have just begun have a turn. */
  #yield(): void {
    this.#isCatchingUp = true;
    this.#host.nextTurn(this.#continue);
  }

  /** Drops all starts that are left: the thread cannot do what it is asked to, and must come to an end. */
  #giveUp(): void {
    let count = 0;
    for (; this.#next !== Infinity; this.#next = this.#options.times.next()) count++;
    if (count > 0) this.#host.dropped(count);
  }

  /** Carries out the next start. */
  #arrive(): void {
    this.#next = this.#options.times.next();
    const worker = this.#idle.shift();
    if (worker === undefined) return this.#drop();
    this.#busy++;
    this.#patience = PATIENCE;
    this.#host.active(1);
    worker.vu.iterate(worker.done);
  }

  #drop(): void {
    this.#host.dropped(1);
    if (this.#isRecruiting) return;
    const { maxVus, machineVus } = this.#options;
    if (this.#workers.size >= maxVus) {
      return this.#host.warn(`Insufficient VUs, reached ${machineVus} active VUs and cannot initialize more`);
    }
    this.#isRecruiting = true;
    this.#host.recruit((vu) => {
      this.#isRecruiting = false;
      if (vu === undefined) return;
      if (this.#state === "running") this.#hire(vu);
      else this.#host.release(vu);
    });
  }

  #hire(vu: ScenarioVu): void {
    const worker: Worker = { vu, done: () => this.#complete(worker) };
    this.#workers.add(worker);
    this.#idle.push(worker);
  }

  #complete(worker: Worker): void {
    this.#rest();
    if (this.#state === "running") this.#idle.push(worker);
    else this.#dismiss(worker);
  }

  #rest(): void {
    this.#busy--;
    this.#host.active(-1);
  }

  #dismiss(worker: Worker): void {
    this.#workers.delete(worker);
    this.#host.release(worker.vu);
    if (this.#workers.size === 0) this.#finish();
  }

  #endRegularly(): void {
    this.#state = "stopping";
    this.#next = Infinity;
    this.#dismissIdle();
  }

  #dismissIdle(): void {
    if (this.#workers.size === 0) return this.#finish();
    for (let worker = this.#idle.shift(); worker !== undefined; worker = this.#idle.shift()) this.#dismiss(worker);
  }

  #interrupt(): void {
    for (const worker of [...this.#workers]) {
      worker.vu.interrupt();
      this.#rest();
      this.#dismiss(worker);
    }
  }

  #finish(): void {
    if (this.#state === "finished") return;
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer);
    this.#state = "finished";
    this.#finished();
  }

  #arm(): void {
    if (this.#state === "finished") return;
    const isOver = this.#state === "stopping";
    const due = isOver ? this.#end + this.#options.gracefulStop : Math.min(this.#start + this.#next, this.#end);
    this.#timer = this.#host.timers.at(isOver ? this.#expire : this.#proceed, due);
  }

  readonly #expire = (): void => {
    this.#timer = undefined;
    this.expire(this.#host.clock.now());
  };
}
