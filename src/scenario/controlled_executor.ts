/** The machine of externally-controlled: handles that go up and down as an operator says. */

import type { Timer } from "../base/mod.ts";
import type { ControlChange, Executor, ExecutorHost, ExecutorState, ScenarioVu } from "./executor.ts";
import type { ThreadWork } from "./executor_kind.ts";
import type { ExternallyControlledScenario } from "./scenario.ts";
import { Share } from "./share.ts";

/** A VU that is there for good, and whether it iterates. One that is `leaving` finishes its iteration first. */
interface Handle {
  /** Its number in the whole test, from 0: it iterates while that is below the number of VUs. */
  readonly number: number;
  readonly vu: ScenarioVu;
  state: "down" | "queued" | "iterating" | "leaving";
  isDue: boolean;
  readonly next: () => void;
  readonly done: () => void;
}

/**
 * VUs that are taken away stop at once; a pause lets them finish their iteration, and the time stands still. More VUs
 * than were planned for are made one after the other while the others go on.
 */
export class ControlledExecutor implements Executor {
  readonly #host: ExecutorHost;
  readonly #share: Share;
  readonly #work: ThreadWork;
  readonly #handles: Handle[] = [];
  #state: ExecutorState = "waiting";
  #vus: number;
  #maxVus: number;
  #isPaused = false;
  #activeVus = 0;
  /** Handles of the machine up to this one exist, or are being made. */
  #made: number;
  #isRecruiting = false;
  /** Milliseconds until the end, as of `#since`. */
  #rest: number;
  readonly #duration: number;
  #since = 0;
  #timer: Timer | undefined;
  #finished: () => void = () => {};

  /**
   * @param host The thread.
   * @param scenario The scenario of the whole test.
   * @param work The part of this thread.
   */
  constructor(host: ExecutorHost, { vus, maxVUs, duration }: ExternallyControlledScenario, work: ThreadWork) {
    this.#host = host;
    this.#work = work;
    this.#share = new Share(work.share);
    this.#vus = vus;
    this.#maxVus = maxVUs;
    this.#made = work.machine.vus;
    this.#duration = this.#rest = duration === 0 ? Infinity : duration;
  }

  get state(): ExecutorState {
    return this.#state;
  }

  get activeVus(): number {
    return this.#activeVus;
  }

  get elapsed(): number {
    const running = this.#isPaused ? 0 : this.#host.clock.now() - this.#since;
    return this.#duration - this.#rest + running;
  }

  start(at: number, finished: () => void): void {
    this.#state = "running";
    this.#finished = finished;
    const { places } = this.#work;
    this.#host.acquire(places.length).forEach((vu, index) => this.#add(vu, places[index]!));
    this.#since = at;
    if (!this.#isPaused) this.#arm();
    this.#adjust();
    this.#recruit();
  }

  expire(now: number): void {
    if (this.#state === "running" && !this.#isPaused && this.#since + this.#rest <= now) this.stop();
  }

  stop(): void {
    if (this.#state === "waiting") this.#state = "finished";
    if (this.#state === "finished") return;
    if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer);
    this.#state = "finished";
    for (const handle of this.#handles) {
      this.#halt(handle);
      this.#host.release(handle.vu);
    }
    this.#finished();
  }

  control({ vus = this.#vus, maxVUs = this.#maxVus, paused = this.#isPaused }: ControlChange): void {
    this.#vus = vus;
    this.#maxVus = maxVUs;
    if (paused !== this.#isPaused) this.#setPaused(paused);
    if (this.#state !== "running") return;
    this.#adjust();
    this.#recruit();
  }

  #setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (this.#state !== "running") return;
    const now = this.#host.clock.now();
    if (isPaused) {
      this.#rest -= now - this.#since;
      if (this.#timer !== undefined) this.#host.timers.cancel(this.#timer);
    } else {
      this.#since = now;
      this.#arm();
    }
  }

  #arm(): void {
    if (this.#rest === Infinity) return;
    this.#timer = this.#host.timers.at(() => this.stop(), this.#since + this.#rest);
  }

  /** Sets those going that should iterate, and ends the others. */
  #adjust(): void {
    for (const handle of this.#handles) {
      // Whoever is set going may find that the run has been stopped in the meantime.
      if (this.#state !== "running") return;
      const isWanted = handle.number < this.#vus;
      if (!isWanted) this.#halt(handle);
      else if (this.#isPaused) this.#pause(handle);
      else this.#raise(handle);
    }
  }

  #raise(handle: Handle): void {
    if (handle.state === "leaving") handle.state = "iterating";
    if (handle.state !== "down") return;
    this.#activeVus++;
    this.#host.active(1);
    this.#queue(handle);
  }

  #pause(handle: Handle): void {
    if (handle.state === "iterating") handle.state = "leaving";
    else if (handle.state === "queued") this.#rests(handle);
  }

  #halt(handle: Handle): void {
    if (handle.state === "iterating" || handle.state === "leaving") handle.vu.interrupt();
    if (handle.state !== "down") this.#rests(handle);
  }

  #rests(handle: Handle): void {
    handle.state = "down";
    this.#activeVus--;
    this.#host.active(-1);
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
    handle.state = "iterating";
    handle.vu.iterate(handle.done);
  }

  #continue(handle: Handle): void {
    if (handle.state === "iterating") this.#queue(handle);
    else this.#rests(handle);
  }

  #add(vu: ScenarioVu, place: number): void {
    const handle: Handle = {
      number: this.#share.at(place),
      vu,
      state: "down",
      isDue: false,
      next: () => this.#begin(handle),
      done: () => this.#continue(handle),
    };
    this.#handles.push(handle);
  }

  /** Makes the VUs that are missing since maxVUs was raised: this thread those whose turn it has, one after the other. */
  #recruit(): void {
    const { weights, part } = this.#work.thread;
    const wanted = this.#share.scale(this.#maxVus);
    while (this.#state === "running" && !this.#isRecruiting && this.#made < wanted) {
      const place = this.#made++;
      if (place % weights.length !== part) continue;
      this.#isRecruiting = true;
      this.#host.recruit((vu) => this.#recruited(vu, place));
    }
  }

  #recruited(vu: ScenarioVu | undefined, place: number): void {
    this.#isRecruiting = false;
    if (this.#state === "finished") {
      if (vu !== undefined) this.#host.release(vu);
      return;
    }
    if (vu !== undefined) this.#add(vu, place);
    this.#adjust();
    this.#recruit();
  }
}
