/** Reaches the first of two addresses that answers, the preferred one with a head start (RFC 8305, as Go does it). */

import type { TimerQueue } from "../../base/mod.ts";
import type { DialScope } from "./dial_scope.ts";

/** An attempt to connect that has been started. */
export interface Racer {
  /** Resolves when it has connected; rejects when it cannot. */
  readonly connected: Promise<void>;
  /** Gives up. */
  destroy(): void;
}

/** Milliseconds that the preferred address is alone. */
const HEAD_START = 300;

/**
 * Connects to one of some addresses.
 *
 * @param addresses One, or one of each family, the preferred one first.
 * @param open Starts an attempt.
 * @param scope Calls attempts off.
 * @param timers For the head start.
 * @returns The attempt that connected first. The other one has been given up.
 * @throws {DialError} The preferred address's, when none could be reached.
 */
export async function raceAddresses<T extends Racer>(
  addresses: readonly string[],
  open: (address: string) => T,
  scope: DialScope,
  timers: TimerQueue,
): Promise<T> {
  const start = (address: string): T => {
    const attempt = open(address);
    scope.onAbort(() => attempt.destroy());
    return attempt;
  };
  const [preferred, other] = addresses;
  const first = start(preferred!);
  if (other === undefined || await connectsSoon(first, timers)) {
    await first.connected;
    return first;
  }
  const second = start(other);
  const winner = await firstToConnect([first, second]);
  (winner === first ? second : first).destroy();
  return winner;
}

/** Whether an attempt connects within its head start. */
async function connectsSoon(attempt: Racer, timers: TimerQueue): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = timers.after(() => resolve(false), HEAD_START);
  attempt.connected.then(() => resolve(true), () => resolve(false));
  try {
    return await promise;
  } finally {
    timers.cancel(timer);
  }
}

async function firstToConnect<T extends Racer>(attempts: readonly T[]): Promise<T> {
  try {
    return await Promise.any(attempts.map((attempt) => attempt.connected.then(() => attempt)));
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}
