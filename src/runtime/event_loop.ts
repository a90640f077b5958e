/**
 * The event loop of one VU. Events are handled one at a time: the next one only after the handler of the last one has
 * returned, its pauses are over, and the microtasks that it queued have run. What a script opens and has not closed
 * holds the loop; an iteration ends when nothing holds it and nothing waits.
 */

import type { EventReceiver, Tenant } from "../api/mod.ts";
import { RingBuffer } from "../base/mod.ts";
import type { VuPausing } from "./vu_code.ts";

/** Who owns a loop. */
export interface EventLoopOwner {
  /** A handler threw. The loop delivers nothing until this call has returned. */
  failed(error: unknown): void;
  /** Nothing runs and no event waits. Called whenever the loop comes to rest, also while tenants hold it. */
  rested(): void;
}

/** What a loop needs to know of promises. Scripts that have none run without it. */
export interface PromiseWatch {
  /** Calls `loop.call` such that a promise that is rejected in there, or later, is known to be this loop's. */
  call(loop: EventLoop, receiver: EventReceiver, kind: number, data: unknown, time: number): void;
  /** Calls back when the microtasks that wait now, and those that they queue, have run. */
  afterMicrotasks(callback: () => void): void;
  /** Calls back when the promises that were rejected until now and that nobody handles have been told of. */
  afterRejections(callback: () => void): void;
}

/** Four slots for each event: a queue of objects would allocate one per message. */
const SLOTS = 4;

/** See the top of this file. */
export class EventLoop {
  readonly #pausing: VuPausing;
  readonly #owner: EventLoopOwner;
  readonly #promises: PromiseWatch | undefined;
  readonly #tenants = new Set<Tenant>();
  readonly #queue = new RingBuffer<unknown>();
  /** Steps of the event that is being handled; the last one is next. */
  #steps: unknown[] = [];
  /** The arguments of {@linkcode receive}, one array for all events. */
  readonly #event: unknown[] = [undefined, 0, undefined, 0];
  #accepting = false;
  #running = false;
  /** Handlers have run since microtasks, and since rejections, were last waited for. */
  #stirred = false;
  #unproven = false;
  /** What was asked of the promise watch and has not come back, maybe from before an interruption. */
  #waits = 0;

  constructor(pausing: VuPausing, owner: EventLoopOwner, promises: PromiseWatch | undefined) {
    this.#pausing = pausing;
    this.#owner = owner;
    this.#promises = promises;
  }

  /** Whether something that the script opened is still open. */
  get isHeld(): boolean {
    return this.#tenants.size > 0;
  }

  hold(tenant: Tenant): void {
    this.#tenants.add(tenant);
  }

  release(tenant: Tenant): void {
    this.#tenants.delete(tenant);
    this.advance();
  }

  /** Takes events from now on. */
  begin(): void {
    this.#accepting = true;
  }

  /** Takes no more events. Nothing holds the loop and nothing waits. */
  end(): void {
    this.#accepting = false;
  }

  /** Handles an event now or, where others are before it, in its turn. */
  deliver(receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    if (!this.#accepting) return;
    if (this.#isFree()) {
      this.#perform(receiver, kind, data, time);
      this.advance();
    } else {
      this.#queue.push(receiver);
      this.#queue.push(kind);
      this.#queue.push(data);
      this.#queue.push(time);
    }
  }

  /** Handles an event before all that wait. Only called by a receiver. */
  deliverNext(receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    if (this.#accepting) this.#steps.push(time, data, kind, receiver);
  }

  /** Ends what holds the loop, in good order. */
  evictTenants(): void {
    for (const tenant of [...this.#tenants]) tenant.evict();
  }

  /** Stops at once: no code of the script runs any more. */
  abandon(): void {
    this.#accepting = false;
    this.#reset();
    const tenants = [...this.#tenants];
    this.#tenants.clear();
    for (const tenant of tenants) tenant.abandon();
  }

  /** A promise was rejected and nobody handles it: whatever runs or is paused is given up, as in k6. */
  reject(error: unknown): void {
    if (!this.#accepting) return;
    if (this.#running) {
      this.#pausing.interrupt();
      this.#pausing.reset();
    }
    this.#running = true;
    this.#owner.failed(error);
    this.#running = false;
    this.advance();
  }

  /** A pause is over: the promises of what was paused have yet to run. */
  unlocked(): void {
    this.#stirred = true;
    this.#unproven = true;
    this.advance();
  }

  /** Goes on with the next event, if the loop is free. */
  advance(): void {
    while (this.#isIdle() && this.#accepting) {
      if (this.#promises !== undefined && this.#waitForPromises(this.#promises)) return;
      if (!this.#next()) return this.#owner.rested();
    }
  }

  /** Waits for microtasks after each event, and for the news of rejected promises before the loop ends. */
  #waitForPromises(promises: PromiseWatch): boolean {
    if (this.#stirred) {
      this.#stirred = false;
      this.#waits++;
      promises.afterMicrotasks(this.#promisesDone);
    } else if (this.#unproven && this.#tenants.size === 0 && this.#isEmpty()) {
      this.#unproven = false;
      this.#waits++;
      promises.afterRejections(this.#promisesDone);
    }
    return this.#waits > 0;
  }

  /** Runs the handler of one event; for {@linkcode PromiseWatch}. */
  call(receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    let result: unknown;
    try {
      const event = this.#event;
      event[0] = receiver;
      event[1] = kind;
      event[2] = data;
      event[3] = time;
      result = this.#pausing.run(receive, event);
    } catch (error) {
      this.#owner.failed(error);
      // Whoever has this event handled goes on with the next one.
      this.#running = false;
      return;
    }
    if (this.#pausing.isPause(result)) this.#pausing.wait(result, this.#done, this.#failed);
    else this.#running = false;
  }

  #perform(receiver: EventReceiver, kind: number, data: unknown, time: number): void {
    this.#running = true;
    this.#stirred = true;
    this.#unproven = true;
    if (this.#promises === undefined) this.call(receiver, kind, data, time);
    else this.#promises.call(this, receiver, kind, data, time);
  }

  readonly #done = (): void => {
    this.#running = false;
    this.advance();
  };

  readonly #failed = (error: unknown): void => {
    this.#owner.failed(error);
    this.#done();
  };

  readonly #promisesDone = (): void => {
    this.#waits--;
    this.advance();
  };

  #isFree(): boolean {
    return this.#isIdle() && this.#isEmpty();
  }

  /** Nothing runs, is paused, or is waited for. */
  #isIdle(): boolean {
    return !this.#running && this.#waits === 0 && !this.#pausing.locked;
  }

  #isEmpty(): boolean {
    return this.#queue.size === 0 && this.#steps.length === 0;
  }

  #next(): boolean {
    const steps = this.#steps;
    const queue = this.#queue;
    if (steps.length > 0) {
      const receiver = steps.pop() as EventReceiver;
      this.#perform(receiver, steps.pop() as number, steps.pop(), steps.pop() as number);
    } else if (queue.size >= SLOTS) {
      const receiver = queue.shift() as EventReceiver;
      this.#perform(receiver, queue.shift() as number, queue.shift(), queue.shift() as number);
    } else return false;
    return true;
  }

  #reset(): void {
    this.#queue.clear();
    this.#steps = [];
    this.#running = false;
    this.#stirred = false;
    this.#unproven = false;
  }
}

function receive(receiver: EventReceiver, kind: number, data: unknown, time: number): unknown {
  return receiver.receive(kind, data, time);
}
