/** Collects what the connections of a thread send during one turn, and hands it to the network in one write each. */

import { SendArena } from "./send_arena.ts";

/** A connection with frames in the outbox. */
export interface Sender {
  /**
   * Writes what it has in the outbox. Must not call anything that sends.
   *
   * @param endsTurn Whether the outbox forgets the sender with this: what it sends next needs a new promise.
   */
  writeOut(endsTurn: boolean): void;
  /** The turn's frames of all senders have been written. May send again, and may have sent already. */
  afterFlush(): void;
}

/** Frames up to this size share one arena; larger ones get memory of their own size. */
const SMALL_FRAME = 16 * 1024;
const SMALL_CAPACITY = 64 * 1024;
/** Memory kept for large frames; more is given back as soon as it is not needed. */
export const LARGE_CAPACITY = 256 * 1024;

/** The frames that are on their way out. One per thread. */
export class Outbox {
  readonly #reportDefect: (error: unknown) => void;
  readonly #small = new SendArena(SMALL_CAPACITY);
  readonly #large = new SendArena(0);
  readonly #runTurn = () => this.#endTurn();
  #senders: Sender[] = [];
  /** The array of the previous turn, to be used again. */
  #spare: Sender[] = [];
  #scheduled = false;

  /** @param reportDefect Takes what a sender should not have thrown. */
  constructor(reportDefect: (error: unknown) => void) {
    this.#reportDefect = reportDefect;
  }

  /** Memory for a frame of at most `size` bytes. Everything that was sent before is written out if that takes room. */
  reserve(size: number): SendArena {
    const arena = size <= SMALL_FRAME ? this.#small : this.#large;
    if (arena.fits(size)) return arena;
    this.#writeOut(false);
    if (!arena.fits(size)) arena.abandon(Math.max(LARGE_CAPACITY, size + 8));
    return arena;
  }

  /** Promises a sender that it will be flushed at the end of this turn. */
  add(sender: Sender): void {
    this.#senders.push(sender);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(this.#runTurn);
  }

  /** Leaves the memory of all frames so far to a write that the network has not taken yet. */
  abandon(): void {
    this.#small.abandon(SMALL_CAPACITY);
    this.#large.abandon(0);
  }

  #endTurn(): void {
    this.#writeOut(true);
    const senders = this.#senders;
    this.#senders = this.#spare;
    this.#spare = senders;
    this.#scheduled = false;
    for (let i = 0; i < senders.length; i++) {
      try {
        senders[i]!.afterFlush();
      } catch (error) {
        this.#reportDefect(error);
      }
    }
    senders.length = 0;
  }

  #writeOut(endsTurn: boolean): void {
    for (let i = 0; i < this.#senders.length; i++) {
      try {
        this.#senders[i]!.writeOut(endsTurn);
      } catch (error) {
        this.#reportDefect(error);
      }
    }
    this.#small.reset();
    if (this.#large.block.capacity > LARGE_CAPACITY) this.#large.abandon(0);
    else this.#large.reset();
  }
}
