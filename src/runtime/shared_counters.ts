/**
 * The few numbers that all threads of a process share: live counts for whoever looks on, the iterations of
 * shared-iterations scenarios and the numbers of VUs that are made during the test, which threads take from one another.
 */

/** How many scenarios and threads there are: the layout of the shared memory. */
export interface CountersLayout {
  readonly scenarios: number;
  readonly threads: number;
}

/** The shared memory, as it travels to other threads. */
export interface SharedMemory {
  readonly layout: CountersLayout;
  readonly buffer: SharedArrayBuffer;
}

/** Live counts of one scenario, over all threads. */
export interface ScenarioCounts {
  readonly completed: number;
  readonly interrupted: number;
  readonly activeVus: number;
  /** How often it was lent a VU: the VUs that it has had, where it keeps them to its end. */
  readonly lentVus: number;
}

// Taken here, because scripts share the thread.
const { load, wait } = Atomics;

/** Log lines of a thread that may wait to be printed. */
export const MOST_UNPRINTED = 4096;
/** Milliseconds of one wait: a thread that is to be ended must not sleep for ever. */
const WAIT_MS = 50;

/** What a thread counts for each scenario; before these, it counts the VUs that it has initialised. */
const FIELDS = ["completed", "interrupted", "activeVus", "lentVus"] as const;

type Field = typeof FIELDS[number];

/** All numbers, to be read by the main thread. */
export class SharedCounters {
  readonly memory: SharedMemory;
  readonly #counts: Float64Array;
  readonly #printed: Int32Array;

  /** @param layout What there is to count. */
  constructor(layout: CountersLayout) {
    const { scenarios, threads } = layout;
    const size = 8 * (2 + scenarios + threads * threadSize(layout)) + 4 * threads;
    this.memory = { layout, buffer: new SharedArrayBuffer(size) };
    this.#counts = countsOf(this.memory);
    this.#printed = printedOf(this.memory);
  }

  /** Has all threads end their executors, also those that are too busy to take messages. */
  stop(): void {
    Atomics.store(stopFlagOf(this.memory), 0, 1);
  }

  /** So many log lines of a thread have been printed: it may send as many more. */
  addPrinted(thread: number, count: number): void {
    // Before the test is planned, nobody is held back.
    if (thread >= this.#printed.length) return;
    Atomics.add(this.#printed, thread, count);
    Atomics.notify(this.#printed, thread);
  }

  /** VUs in an iteration loop. */
  get vusActive(): number {
    let sum = 0;
    for (let scenario = 0; scenario < this.memory.layout.scenarios; scenario++) sum += this.#sum(scenario, "activeVus");
    return sum;
  }

  /** VUs that have run their init code. */
  get vusInitialized(): number {
    const { layout } = this.memory;
    let sum = 0;
    for (let thread = 0; thread < layout.threads; thread++) sum += this.#counts[thread * threadSize(layout)]!;
    return sum;
  }

  /** The counts of one scenario, now. */
  scenario(scenario: number): ScenarioCounts {
    return {
      completed: this.#sum(scenario, "completed"),
      interrupted: this.#sum(scenario, "interrupted"),
      activeVus: this.#sum(scenario, "activeVus"),
      lentVus: this.#sum(scenario, "lentVus"),
    };
  }

  #sum(scenario: number, field: Field): number {
    const { layout } = this.memory;
    let sum = 0;
    for (let thread = 0; thread < layout.threads; thread++) {
      sum += this.#counts[position(layout, thread, scenario, field)]!;
    }
    return sum;
  }
}

/** The numbers of one thread. Only that thread writes them, so adding needs no lock. */
export class ThreadCounters {
  readonly #layout: CountersLayout;
  readonly #thread: number;
  readonly #counts: Float64Array;
  readonly #claimed: BigInt64Array;
  readonly #stopFlag: Int32Array;
  readonly #printed: Int32Array;

  /**
   * @param memory From the main thread.
   * @param thread The number of this thread.
   */
  constructor(memory: SharedMemory, thread: number) {
    this.#layout = memory.layout;
    this.#thread = thread;
    this.#counts = countsOf(memory);
    this.#claimed = new BigInt64Array(memory.buffer, 8, memory.layout.scenarios + 1);
    this.#stopFlag = stopFlagOf(memory);
    this.#printed = printedOf(memory);
  }

  /** Whether {@linkcode SharedCounters.stop} was called. */
  get isStopped(): boolean {
    return Atomics.load(this.#stopFlag, 0) !== 0;
  }

  /**
   * Waits until no more than {@linkcode MOST_UNPRINTED} log lines of this thread wait to be printed: as in k6, who logs
   * faster than it can be written is held up, and fills no memory.
   *
   * @param sent The lines that were sent.
   */
  waitForPrinting(sent: number): void {
    for (;;) {
      const printed = load(this.#printed, this.#thread);
      if (sent - printed <= MOST_UNPRINTED) return;
      wait(this.#printed, this.#thread, printed, WAIT_MS);
    }
  }

  addInitialized(): void {
    this.#counts[this.#thread * threadSize(this.#layout)]!++;
  }

  add(scenario: number, field: Field, count: number): void {
    this.#counts[position(this.#layout, this.#thread, scenario, field)]! += count;
  }

  /** Takes the next iterations of a scenario, for all threads. Returns the number of the first one, from 1. */
  claim(scenario: number, count: number): number {
    return Number(Atomics.add(this.#claimed, scenario, BigInt(count))) + 1;
  }

  /** Counts a VU that is made during the test, for all threads. Returns its number among these, from 1. */
  claimLateVu(): number {
    return this.claim(this.#layout.scenarios, 1);
  }
}

function countsOf({ layout, buffer }: SharedMemory): Float64Array {
  return new Float64Array(buffer, 8 * (2 + layout.scenarios), layout.threads * threadSize(layout));
}

function stopFlagOf({ buffer }: SharedMemory): Int32Array {
  return new Int32Array(buffer, 0, 1);
}

/** Behind everything else: the log lines of each thread that have been printed. */
function printedOf({ layout, buffer }: SharedMemory): Int32Array {
  const { scenarios, threads } = layout;
  return new Int32Array(buffer, 8 * (2 + scenarios + threads * threadSize(layout)), threads);
}

function threadSize({ scenarios }: CountersLayout): number {
  return 1 + FIELDS.length * scenarios;
}

function position(layout: CountersLayout, thread: number, scenario: number, field: Field): number {
  return thread * threadSize(layout) + 1 + scenario * FIELDS.length + FIELDS.indexOf(field);
}
