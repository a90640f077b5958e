/** The pausing side of one VU as its host sees it: blocks, calls into the script, waits, interrupts. */

import { drive, goOn, type LoopSteps, runLoop } from "./continuation.ts";
import { Failure, HOST_SITE, keep, Pause, unbox } from "./pause.ts";
import { Ended, PauseLedger } from "./pause_ledger.ts";
import { promiseJob } from "./promise_jobs.ts";
import { VuLock } from "./vu_lock.ts";

/** What a {@linkcode PauseContext} tells its host. */
export interface PauseHost {
  /** A pause of an entry has ended and all promise jobs that waited for it have run: the VU takes events again. */
  unlocked(): void;
}

/** A function of the script, as the host calls it. */
// deno-lint-ignore no-explicit-any -- the one type that every function is assignable to
export type ScriptFunction = (...args: any[]) => unknown;

/**
 * Lets the calls of one VU's script block without blocking the thread.
 *
 * A blocking function returns {@linkcode PauseContext.block}. Whoever calls into the script looks at the result: a
 * {@linkcode Pause} is claimed at once, with {@linkcode PauseContext.wait} by the host's own code, or by returning the
 * result of {@linkcode PauseContext.after}, `loop` or `drive` from a function that the script called.
 */
export class PauseContext {
  /** The account of this VU's pauses, for rewritten code. */
  readonly ledger: PauseLedger;
  readonly #lock: VuLock;
  /** The pause of the running entry; it owns the lock. */
  #entry: Pause | null = null;
  /** Counts interruptions: what waits from before one must not go on. */
  #epoch = 0;

  /** @param host Is told when the VU is free again. */
  constructor(host: PauseHost) {
    this.#lock = new VuLock(() => host.unlocked());
    this.ledger = new PauseLedger(this.#lock);
  }

  /** Whether the VU is paused, or promise jobs that waited for the end of a pause still run: events have to wait. */
  get locked(): boolean {
    return this.#lock.held;
  }

  /**
   * The guard. The first thing in every function that a script can call, before its arguments are looked at.
   *
   * @throws {PauseError} When a pause was lost before this call.
   */
  enter(): void {
    this.ledger.enter();
  }

  /** Whether a value that a call into the script returned is a pause. */
  isPause(value: unknown): value is Pause {
    return value instanceof Pause;
  }

  /**
   * Whether a function that has returned a promise is one of the script's async functions.
   *
   * @param fn The function.
   * @param result The promise.
   * @param hasPaused Whether it took a pause to get it.
   */
  isAsyncCall(fn: ScriptFunction, result: Promise<unknown>, hasPaused: boolean): boolean {
    if (Object.prototype.toString.call(fn) === "[object AsyncFunction]") return true;
    // The loader has made those that may pause plain ones. Others may hand on what one of them returned.
    return (hasPaused || result === this.ledger.asyncResult) && String(fn).includes(".AsyncCall(");
  }

  /**
   * Pauses the VU from within a function that the script called. The result goes back to the script at once.
   *
   * @param what The call as messages name it: `sleep()`.
   * @param start Begins the work. It is given the two ways to end the pause; the first call of either counts, and none
   *   does after an interruption.
   * @returns What the function must return to the script.
   * @throws {PauseError} When a pause was lost before this call.
   */
  block(what: string, start: (resume: (value?: unknown) => void, fail: (error: unknown) => void) => void): Pause {
    this.ledger.enter();
    const epoch = this.#epoch;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const pause = new Pause(this.ledger, promise, what, null);
    const end = (outcome: unknown) => {
      if (epoch === this.#epoch && !pause.dropped) resolve(outcome);
    };
    start((value) => end(keep(value)), (error) => end(new Failure(error)));
    return this.ledger.hand(pause);
  }

  /**
   * Calls into the script: the exec function, an event handler, a timer, a module's evaluation.
   *
   * Between entries the VU is free; a call made during a pause (a handler of a connection that a blocking call waits
   * for) is part of that pause.
   *
   * @param fn The script's function; `this` is undefined.
   * @param args Its arguments.
   * @returns Its value. If that is a {@linkcode Pause}, the VU is locked now, and the host claims it at once with
   *   {@linkcode PauseContext.wait}.
   * @throws What the function threw, or the error that the iteration has to fail with.
   */
  run(fn: ScriptFunction, args: readonly unknown[]): unknown {
    this.ledger.ended = Ended.Paused;
    let value: unknown;
    try {
      value = Reflect.apply(fn, undefined, args);
    } catch (error) {
      throw this.ledger.verdict(error);
    }
    if (!(value instanceof Pause)) {
      this.ledger.settle();
      return value;
    }
    if (!this.#lock.held) {
      this.#entry = value;
      this.#lock.take(value);
    }
    return value;
  }

  /**
   * Claims a pause for the host. Exactly one of the callbacks is called, later; neither after an interruption.
   * At the end of a pause that {@linkcode PauseContext.run} returned to a free VU, the callback is called first, then
   * queued promise jobs run, then {@linkcode PauseHost.unlocked} is called.
   *
   * @param pause From `run`, or from a callback that the host called itself.
   * @param done Takes the value of the paused call.
   * @param failed Takes its exception.
   */
  wait(pause: Pause, done: (value: unknown) => void, failed: (error: unknown) => void): void {
    const epoch = this.#epoch;
    const isEntry = this.#entry === pause;
    this.ledger.claim(pause, HOST_SITE).then((outcome) => {
      if (epoch !== this.#epoch) return;
      const end = this.#settled(outcome);
      if (end instanceof Failure) failed(end.error);
      else done(unbox(end));
      if (isEntry && epoch === this.#epoch) {
        this.#entry = null;
        this.#lock.release(pause);
      }
    });
  }

  /**
   * Makes a function of the script keep the VU's order although the platform calls it, from one of its own promises.
   *
   * @param fn The function; `this` is undefined.
   * @returns To be called in its place: does not run it while the VU is paused, and holds the VU if it pauses itself.
   */
  job(fn: ScriptFunction): (...args: unknown[]) => unknown {
    return promiseJob(this.ledger, fn);
  }

  /**
   * Goes on with the value of a call into the script, at once if the call did not pause.
   *
   * @param value What the call returned.
   * @param next Takes the value; its own result may be a pause again.
   * @param otherwise Takes the exception of a call that paused. One that did not pause has thrown before.
   * @returns The result of `next` or `otherwise`, or a pause that ends with it: to be returned to the script.
   */
  after(value: unknown, next: (value: unknown) => unknown, otherwise?: (error: unknown) => unknown): unknown {
    return goOn(this.ledger, value, { next, otherwise });
  }

  /**
   * Runs a loop over calls into the script, synchronously up to the first that pauses.
   *
   * @param steps The loop.
   * @returns The value of `steps.end()`, or a pause that ends with it: to be returned to the script.
   */
  loop(steps: LoopSteps): unknown {
    return runLoop(this.ledger, steps);
  }

  /**
   * Runs a generator whose `yield`s are calls into the script, synchronously up to the first that pauses.
   *
   * @param steps Yields what a call into the script returned, and is resumed with its value or its exception.
   * @returns What the generator returns, or a pause that ends with it: to be returned to the script.
   */
  drive(steps: Generator<unknown, unknown, unknown>): unknown {
    return drive(this.ledger, steps);
  }

  /**
   * To be called when a callback that the host called itself has returned and was no pause, and when an iteration ends.
   *
   * @throws {PauseError} When a pause was lost, or whatever else the iteration has to fail with.
   */
  settle(): void {
    this.ledger.settle();
  }

  /**
   * Makes the iteration fail, whatever the script catches: every further call into the runner throws the error again.
   *
   * @param error What the iteration fails with. The first one counts.
   */
  condemn(error: unknown): void {
    this.ledger.condemn(error);
  }

  /**
   * Drops everything that waits: nothing of the script resumes, no `finally` block runs. Microtasks that are on their
   * way find the VU frozen, so they must have run before {@linkcode PauseContext.reset}: call that in a later task.
   */
  interrupt(): void {
    this.ledger.condemn(new Error("The iteration was interrupted"));
    this.#forget();
    this.#lock.freeze();
  }

  /** Makes the VU ready for its next iteration. */
  reset(): void {
    this.#forget();
    this.ledger.forgive();
    this.#lock.reset();
  }

  #forget(): void {
    this.#epoch++;
    this.#entry = null;
    this.ledger.forget();
  }

  /** The outcome of a pause, unless a pause was lost at the very end of the call or the iteration has failed. */
  #settled(outcome: unknown): unknown {
    if (outcome instanceof Failure) return new Failure(this.ledger.verdict(outcome.error));
    try {
      this.ledger.settle();
      return outcome;
    } catch (error) {
      return new Failure(error);
    }
  }
}
