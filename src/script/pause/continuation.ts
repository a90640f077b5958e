/** Goes on after calls into the script that may have paused: synchronously if they have not. */

import { Failure, HOST_SITE, keep, Pause, unbox } from "./pause.ts";
import type { PauseLedger } from "./pause_ledger.ts";

/** A loop over calls into the script. */
export interface LoopSteps {
  /** Whether there is another step. */
  more(): boolean;
  /** Calls into the script. */
  step(): unknown;
  /** Takes the value of the call that {@linkcode LoopSteps.step} made; `false` ends the loop. */
  take(value: unknown): boolean;
  /** The value of the whole loop. */
  end(): unknown;
}

/** What follows a call into the script. */
export interface Sequel {
  /** Takes the value of the call. Its own result may be a pause again. */
  next(value: unknown): unknown;
  /** Takes the exception of a call that had paused. Default: it is passed on. */
  otherwise?: ((error: unknown) => unknown) | undefined;
}

/**
 * Goes on with the value of a call into the script.
 *
 * @returns The result of the sequel, or a pause that ends with it.
 */
export function goOn(ledger: PauseLedger, value: unknown, sequel: Sequel): unknown {
  if (value instanceof Pause) return ledger.leave(goOnAfter(ledger, value, sequel));
  ledger.settle();
  return sequel.next(value);
}

/**
 * Runs a loop, synchronously up to the first step that pauses.
 *
 * @returns The value of `steps.end()`, or a pause that ends with it.
 */
export function runLoop(ledger: PauseLedger, steps: LoopSteps): unknown {
  while (steps.more()) {
    const value = steps.step();
    if (value instanceof Pause) return ledger.leave(loopOn(ledger, value, steps));
    if (!steps.take(value)) break;
  }
  return steps.end();
}

/**
 * Runs a generator that yields the results of calls into the script, synchronously up to the first that is a pause.
 *
 * @returns What the generator returns, or a pause that ends with it.
 */
export function drive(ledger: PauseLedger, steps: Generator<unknown, unknown, unknown>): unknown {
  let step = steps.next();
  while (!step.done) {
    if (step.value instanceof Pause) return ledger.leave(driveOn(ledger, step.value, steps));
    step = steps.next(step.value);
  }
  return step.value;
}

async function goOnAfter(ledger: PauseLedger, pause: Pause, { next, otherwise }: Sequel): Promise<unknown> {
  const outcome = await ledger.claim(pause, HOST_SITE);
  if (outcome instanceof Failure && otherwise === undefined) return outcome;
  try {
    const value = outcome instanceof Failure ? otherwise!(outcome.error) : next(unbox(outcome));
    return value instanceof Pause ? await ledger.claim(value, HOST_SITE) : keep(value);
  } catch (error) {
    return new Failure(error);
  }
}

async function loopOn(ledger: PauseLedger, pause: Pause, steps: LoopSteps): Promise<unknown> {
  try {
    let value: unknown = pause;
    for (;;) {
      if (value instanceof Pause) value = unbox(await ledger.claim(value, HOST_SITE));
      if (!steps.take(value) || !steps.more()) return keep(steps.end());
      value = steps.step();
    }
  } catch (error) {
    return new Failure(error);
  }
}

async function driveOn(
  ledger: PauseLedger,
  pause: Pause,
  steps: Generator<unknown, unknown, unknown>,
): Promise<unknown> {
  try {
    let step: IteratorResult<unknown, unknown> = { done: false, value: pause };
    while (!step.done) {
      if (step.value instanceof Pause) {
        const outcome = await ledger.claim(step.value, HOST_SITE);
        step = outcome instanceof Failure ? steps.throw(outcome.error) : steps.next(unbox(outcome));
      } else step = steps.next(step.value);
    }
    return keep(step.value);
  } catch (error) {
    return new Failure(error);
  }
}
