/**
 * Keeps the turns of a thread short when servers send more than it can take in: timers, stop signals and the other
 * connections must not wait until everything that the kernel holds has been handled.
 *
 * The runtime hands over all that there is, socket by socket, and of one socket up to 32 full buffers, before timers
 * have their turn. So time is looked at every few messages; when a turn has taken long, whoever has read much reads no
 * more, and goes on in one of the next turns, first come first served. When it has taken twice as long, what has been
 * read waits, too. A thread that keeps up never notices.
 */

import { type Clock, RingBuffer } from "../../base/mod.ts";

/** Milliseconds after which nobody reads any more in a turn; after twice as many nothing is delivered any more. */
export const TURN_MS = 15;
/** Messages, or units of bytes, between two looks at the clock. */
export const WORK_PER_LOOK = 32;
/**
 * A turn is watched from the first look that comes after so many others, or so many milliseconds after the one before:
 * to be told of its end costs more than a message does.
 */
const LOOKS_PER_WATCH = 8;
const WATCH_MS = 4;
/** Bytes that count as one unit of work, beside the message that they are part of: a power of two. */
const UNIT_BITS = 11;
/** Reads of fewer bytes are no flood: their connections are left alone. */
const MUCH = 1024;

/** Where a reader stands: free, about to have its turn, with its turn behind it, or halted until it comes. */
export const Place = { Free: 0, Next: 1, Served: 2, Halted: 3 } as const;

/** Who reads. */
export interface Reader {
  /** Kept by the budget, {@linkcode Place.Free} at first. */
  place: typeof Place[keyof typeof Place];
  /** Stops reading; its place tells that it delivers nothing. */
  halt(): void;
  /** Delivers what was held up, and reads on. Tells whether there is anything left to read. */
  goOn(): boolean;
}

/** See the top of this file. One per thread. */
export class TurnBudget {
  readonly #clock: Clock;
  readonly #nextTurn: (callback: () => void) => void;
  /** Nobody is to read any more in this turn. */
  isClosed = false;
  /** Nobody is to deliver any more in this turn. */
  isSpent = false;
  #work = 0;
  #looked = -Infinity;
  #looks = 0;
  /** Since when this turn is watched. */
  #opened: number | undefined;
  /** Who reads much, or is about to. */
  #active: Reader[] = [];
  /** Who was about to read when time was up, and who has read: in this order they go on. */
  #unserved: Reader[] = [];
  readonly #served = new RingBuffer<Reader>();
  /** How many of them go on in one turn. */
  #width = 1;

  /**
   * @param clock Tells how long a turn takes.
   * @param nextTurn Calls back once sockets and timers had their turn.
   */
  constructor(clock: Clock, nextTurn: (callback: () => void) => void) {
    this.#clock = clock;
    this.#nextTurn = nextTurn;
  }

  /** A message of so many bytes is about to be handled. */
  spend(bytes: number): void {
    this.#work += 1 + (bytes >> UNIT_BITS);
    if (this.#work >= WORK_PER_LOOK) this.#look();
  }

  /** Somebody has so many bytes to deliver at once. */
  serve(reader: Reader, bytes: number): void {
    if (bytes < MUCH || this.isClosed || reader.place >= Place.Served) return;
    if (reader.place === Place.Free) this.#active.push(reader);
    reader.place = Place.Served;
  }

  /** Somebody has delivered so many bytes after the end of the reading. */
  rest(reader: Reader, bytes: number): void {
    if (bytes >= MUCH && reader.place !== Place.Halted) this.postpone(reader);
  }

  /** Somebody has more than this turn has time for. */
  postpone(reader: Reader): void {
    reader.place = Place.Halted;
    this.#served.push(reader);
    reader.halt();
  }

  #look(): void {
    this.#work = 0;
    const now = this.#clock.now();
    const sinceLook = now - this.#looked;
    this.#looked = now;
    if (this.#opened === undefined) {
      if (sinceLook >= WATCH_MS || ++this.#looks >= LOOKS_PER_WATCH) this.#open();
      return;
    }
    const elapsed = now - this.#opened;
    if (elapsed < TURN_MS) return;
    if (!this.isClosed) this.#close();
    if (elapsed >= 2 * TURN_MS) this.isSpent = true;
  }

  #open(): void {
    this.#opened = this.#looked = this.#clock.now();
    this.#looks = 0;
    this.#nextTurn(this.#endTurn);
  }

  #close(): void {
    this.isClosed = true;
    this.#width = 0;
    for (const reader of this.#active) {
      if (reader.place === Place.Served) {
        this.#width++;
        this.postpone(reader);
      } else {
        reader.place = Place.Halted;
        this.#unserved.push(reader);
        reader.halt();
      }
    }
    this.#active = [];
    this.#width = Math.max(1, this.#width);
  }

  readonly #endTurn = (): void => {
    if (!this.isClosed) this.#rotate();
    this.isClosed = this.isSpent = false;
    this.#opened = undefined;
    if (this.#waiting === 0) return;
    // Even if nobody has anything to read: those that wait are not forgotten.
    this.#open();
    while (!this.isClosed && this.#active.length < this.#width && this.#waiting > 0) {
      const reader = this.#unserved.shift() ?? this.#served.shift()!;
      reader.place = Place.Next;
      this.#active.push(reader);
      if (!reader.goOn()) this.#active.pop();
    }
  };

  /** There was time left: those that have read make room for those that wait, which may be more now. */
  #rotate(): void {
    const active = this.#active;
    const areOthers = this.#waiting > 0;
    this.#active = [];
    this.#width *= 2;
    for (const reader of active) {
      if (areOthers && reader.place === Place.Served) this.postpone(reader);
      else reader.place = Place.Free;
    }
  }

  get #waiting(): number {
    return this.#unserved.length + this.#served.size;
  }
}
