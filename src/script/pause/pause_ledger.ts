/**
 * The account of one VU's pauses: handed out, claimed, or lost. Rewritten code knows this object as `$$`.
 *
 * A function of the script that may pause runs its body in an async arrow in place and calls
 * {@linkcode PauseLedger.leave} with the arrow's promise. A body that ended without pausing has left its value in
 * {@linkcode PauseLedger.ended} and {@linkcode PauseLedger.value}, and the caller gets it synchronously; otherwise the
 * caller gets a {@linkcode Pause}, claims it and waits.
 *
 * Between the moment a pause is handed out and its claim no other code of the VU runs, because every rewritten site
 * claims in the very next operation. So a pause that is still unclaimed when anything else happens is lost, and every
 * such moment is checked.
 */

import { lostPauseError, PauseError, type SiteFormatter } from "./pause_error.ts";
import { Failure, HOST_SITE, keep, Pause, type PauseOwner, unbox } from "./pause.ts";
import type { VuLock } from "./vu_lock.ts";

/** How the function body that just ended has ended. Rewritten code writes these numbers. */
export const Ended = {
  /** It has not: it waits for a pause. */
  Paused: 0,
  Returned: 1,
  Threw: 2,
  /** An async function reached its first `await`, or its end, without pausing. */
  Detached: 3,
} as const;

/** The pauses of one VU. */
export class PauseLedger implements PauseOwner {
  /** How the body that just ended has ended: a number of {@linkcode Ended}. */
  ended: number = Ended.Paused;
  /** The value or exception that goes with {@linkcode PauseLedger.ended}. */
  value: unknown = undefined;
  /** The pause that was handed out and must be claimed by the very next operation. */
  unclaimed: Pause | null = null;
  /** What an async function has returned last, without pausing. */
  asyncResult: unknown = undefined;
  /** The outcome that an iterator which paused is resumed with. */
  sent: unknown = undefined;
  /** The order of promise jobs while the VU is paused. */
  readonly lock: VuLock;
  /** Names a position of the program in messages. */
  formatSite: SiteFormatter = String;

  /** The pause that was claimed last: what a function that turns out to be paused waits for. */
  #last: Pause | null = null;
  /** Once set, the iteration has failed, whatever the script catches. */
  #doom: { readonly error: unknown } | null = null;

  /** @param lock The lock of the same VU. */
  constructor(lock: VuLock) {
    this.lock = lock;
  }

  /**
   * The end of every rewritten function: what its caller gets.
   *
   * @param promise Of the arrow that runs the body.
   * @param target The object under construction if the function was called with `new`, or the receiver of a setter.
   * @param setter The property, if the function is its setter.
   */
  leave(promise: Promise<unknown>, target?: object, setter?: PropertyKey): unknown {
    const ended = this.ended;
    if (ended === Ended.Returned) {
      this.ended = Ended.Paused;
      const value = this.value;
      this.value = undefined;
      if (this.unclaimed !== null) this.lose("at the end of a function");
      return value;
    }
    if (ended === Ended.Threw) {
      this.ended = Ended.Paused;
      const error = this.value;
      this.value = undefined;
      throw error;
    }
    const pause = this.hand(new Pause(this, promise, "", this.#last));
    if (target === undefined) return pause;
    // The engine drops what a setter returns, and a constructor must not return anything but its own object.
    pause.target = target;
    pause.setter = setter;
    return undefined;
  }

  /** Hands out a pause. */
  hand(pause: Pause): Pause {
    if (this.unclaimed !== null) this.lose("when another one began");
    this.unclaimed = pause;
    return pause;
  }

  /**
   * Claims a pause at a site. The only use of a pause that does not lose it.
   *
   * @param pause What the call returned.
   * @param site Where: a position counted over all modules.
   * @returns To be awaited; what it fulfils with goes through {@linkcode PauseLedger.unbox}.
   */
  claim(pause: Pause, site: number): Promise<unknown> {
    this.ended = Ended.Paused;
    if (this.unclaimed !== pause) {
      this.unclaimed ??= pause;
      this.lose("when another one was claimed");
    }
    this.unclaimed = null;
    pause.site = site;
    this.#last = pause;
    return pause.promise;
  }

  /** Hands out a pause in place of one that is claimed here: the next link of its chain. */
  pass(pause: Pause, site: number): Pause {
    return this.hand(new Pause(this, this.claim(pause, site), "", pause));
  }

  /** The pause of a constructor, found after `new` has made `object`. */
  underConstruction(object: unknown): Pause {
    const pause = this.unclaimed;
    if (pause === null || (pause !== object && pause.target !== object)) this.lose("when an object had been made");
    return pause;
  }

  /** The pause of a base class's constructor, found after `super()` has given `object`. */
  superPause(object: unknown): Pause {
    if (object instanceof Pause) this.lose("after super(): a constructor paused before its own super()");
    return this.underConstruction(object);
  }

  /** After the wait for a base class's constructor: `this` is bound, so it can be no other object any more. */
  inherit(returned: unknown, object: unknown): void {
    const isObject = (typeof returned === "object" && returned !== null) || typeof returned === "function";
    if (isObject && returned !== object) {
      throw new PauseError(
        "cannot pause here: the constructor of a base class paused and then returned another object",
      );
    }
  }

  /** The guard after what is not expected to pause: a base class's constructor. Hands its argument through. */
  bound<T>(value: T): T {
    if (this.unclaimed !== null) this.lose("after super()");
    return value;
  }

  /** The pause of a setter, found after an assignment. */
  setterPause(target: unknown, key: PropertyKey): Pause {
    const pause = this.unclaimed;
    if (pause === null || pause.target !== target || pause.setter !== key) this.lose("after an assignment");
    return pause;
  }

  /** The value of a claimed pause, or its exception thrown. */
  unbox(outcome: unknown): unknown {
    return unbox(outcome);
  }

  /** What an iterator that yielded a pause goes on with. */
  takeSent(): unknown {
    const outcome = this.sent;
    this.sent = undefined;
    return unbox(outcome);
  }

  /** What a body that has paused and then returned ends its promise with. */
  resumed(value: unknown): unknown {
    this.leaveNone();
    return keep(value);
  }

  /** The guard of what the constructor of a derived class returns after a pause; the engine does not see it any more. */
  constructed(value: unknown): unknown {
    if ((typeof value === "object" && value !== null) || typeof value === "function") return value;
    throw new TypeError("Derived constructors may only return object or undefined");
  }

  /** What a body that has paused and then thrown ends its promise with. */
  failed(error: unknown): Failure {
    return new Failure(this.unclaimed === null ? error : this.verdict(error));
  }

  /** The guard at the end of a function that has paused or awaited before. */
  leaveNone(): void {
    if (this.unclaimed !== null) this.lose("at the end of a function");
  }

  /** The guard in front of every call into the runner: throws if a pause was lost before it. */
  enter(): void {
    if (this.unclaimed !== null) this.lose("at the next call into the runner");
    if (this.#doom !== null) throw this.#doom.error;
  }

  /** The guard after a call into the script that returned no pause. */
  settle(): void {
    if (this.unclaimed !== null) this.lose("when the function had ended");
    if (this.#doom !== null) throw this.#doom.error;
  }

  /** The iteration fails with this error, whatever the script catches. The first error counts. */
  condemn(error: unknown): void {
    this.#doom ??= { error };
  }

  /** What an iteration fails with when `error` has reached its entry. */
  verdict(error: unknown): unknown {
    if (this.unclaimed !== null) this.condemn(this.#drop(this.unclaimed, "when an exception left the function"));
    return this.#doom === null ? error : this.#doom.error;
  }

  /** The unclaimed pause is lost: whatever waits for it must not go on, and the iteration fails. */
  lose(noticed: string): never {
    if (this.unclaimed === null) throw new Error("There is no pause to lose");
    const error = this.#drop(this.unclaimed, noticed);
    this.condemn(error);
    throw error;
  }

  misuse(pause: Pause, how: string): never {
    this.unclaimed ??= pause;
    return this.lose(`when ${how}`);
  }

  adopt(pause: Pause): Promise<unknown> {
    return this.claim(pause, HOST_SITE).then(unbox);
  }

  /** Forgets all pauses and how the last function ended; keeps the iteration's failure. */
  forget(): void {
    this.ended = Ended.Paused;
    this.value = undefined;
    this.unclaimed = null;
    this.sent = undefined;
    this.#last = null;
  }

  /** Forgives the iteration's failure. */
  forgive(): void {
    this.#doom = null;
  }

  #drop(pause: Pause, noticed: string): Error {
    this.unclaimed = null;
    for (let link: Pause | null = pause; link !== null; link = link.inner) link.dropped = true;
    return lostPauseError(pause, noticed, this.formatSite);
  }
}
