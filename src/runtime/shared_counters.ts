/**
 * The few numbers that all threads of a process share: live counts for whoever looks on, the numbers of iterations and
 * of VUs that are made during the test, and the turns of HTTP requests, which threads take from one another.
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

/**
 * The memory, in words of eight bytes: the flag that stops all, the moment at which the run began, what was taken of
 * each scenario's iterations, the last number given to an iteration of each scenario, the last of a VU made late,
 * the next free turn of an HTTP request, and the counts of each thread; behind them, in words of four bytes, the log
 * lines of each thread that have been printed.
 */
class CountersView {
  readonly memory: SharedMemory;
  protected readonly counts: Float64Array;
  /** What threads take from one another: iterations by scenario, their numbers by scenario, late VUs, HTTP turns. */
  protected readonly claimed: BigInt64Array;
  /** By thread: the log lines that have been printed. */
  protected readonly printed: Int32Array;
  readonly #stopFlag: Int32Array;
  readonly #began: Float64Array;

  constructor(memory: SharedMemory) {
    const { buffer, layout } = memory;
    const claims = 2 * layout.scenarios + 2;
    const counts = layout.threads * threadSize(layout);
    this.memory = memory;
    this.#stopFlag = new Int32Array(buffer, 0, 1);
    this.#began = new Float64Array(buffer, 8, 1);
    this.claimed = new BigInt64Array(buffer, 16, claims);
    this.counts = new Float64Array(buffer, 16 + 8 * claims, counts);
    this.printed = new Int32Array(buffer, 16 + 8 * (claims + counts), layout.threads);
  }

  /** Has all threads end their executors, also those that are too busy to take messages. */
  stop(): void {
    Atomics.store(this.#stopFlag, 0, 1);
  }

  /** Whether {@linkcode CountersView.stop} was called, by whomever. */
  get isStopped(): boolean {
    return Atomics.load(this.#stopFlag, 0) !== 0;
  }

  /** When the run began, with `setup`: milliseconds since the Unix epoch, 0 before that. */
  get began(): number {
    return this.#began[0]!;
  }

  set began(epoch: number) {
    this.#began[0] = epoch;
  }

  /** So many log lines of a thread have been printed: it may send as many more. */
  addPrinted(thread: number, count: number): void {
    // Before the test is planned, nobody is held back.
    if (thread >= this.printed.length) return;
    Atomics.add(this.printed, thread, count);
    Atomics.notify(this.printed, thread);
  }

  /** VUs in an iteration loop. */
  get vusActive(): number {
    return this.#sumOfScenarios("activeVus");
  }

  /** Iterations that came to their end. */
  get iterationsCompleted(): number {
    return this.#sumOfScenarios("completed");
  }

  /** Iterations that were ended. */
  get iterationsInterrupted(): number {
    return this.#sumOfScenarios("interrupted");
  }

  /** VUs that have run their init code. */
  get vusInitialized(): number {
    const { layout } = this.memory;
    let sum = 0;
    for (let thread = 0; thread < layout.threads; thread++) sum += this.counts[thread * threadSize(layout)]!;
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

  #sumOfScenarios(field: Field): number {
    let sum = 0;
    for (let scenario = 0; scenario < this.memory.layout.scenarios; scenario++) sum += this.#sum(scenario, field);
    return sum;
  }

  #sum(scenario: number, field: Field): number {
    const { layout } = this.memory;
    let sum = 0;
    for (let thread = 0; thread < layout.threads; thread++) {
      sum += this.counts[position(layout, thread, scenario, field)]!;
    }
    return sum;
  }
}

/** All numbers, to be read by the main thread. */
export class SharedCounters extends CountersView {
  /** @param layout What there is to count. */
  constructor(layout: CountersLayout) {
    const { scenarios, threads } = layout;
    const words = 2 + (2 * scenarios + 2) + threads * threadSize(layout);
    super({ layout, buffer: new SharedArrayBuffer(8 * words + 4 * threads) });
  }
}

/** The numbers of one thread. Only that thread writes them, so adding needs no lock. */
export class ThreadCounters extends CountersView {
  readonly #thread: number;

  /**
   * @param memory From the main thread.
   * @param thread The number of this thread.
   */
  constructor(memory: SharedMemory, thread: number) {
    super(memory);
    this.#thread = thread;
  }

  /**
   * Waits until no more than {@linkcode MOST_UNPRINTED} log lines of this thread wait to be printed: as in k6, who logs
   * faster than it can be written is held up, and fills no memory.
   *
   * @param sent The lines that were sent.
   */
  waitForPrinting(sent: number): void {
    for (;;) {
      const printed = load(this.printed, this.#thread);
      // The printed lines are counted in 32 bits, which a long flood passes.
      if (((sent - printed) | 0) <= MOST_UNPRINTED) return;
      wait(this.printed, this.#thread, printed, WAIT_MS);
    }
  }

  addInitialized(): void {
    this.counts[this.#thread * threadSize(this.memory.layout)]!++;
  }

  add(scenario: number, field: Field, count: number): void {
    this.counts[position(this.memory.layout, this.#thread, scenario, field)]! += count;
  }

  /** Takes the next iterations of a scenario, for all threads. Returns the number of the first one, from 1. */
  claim(scenario: number, count: number): number {
    return this.#claim(scenario, count);
  }

  /** Numbers an iteration of a scenario that begins, for all threads. Returns its number on this machine, from 0. */
  claimIterationNumber(scenario: number): number {
    return this.#claim(this.memory.layout.scenarios + scenario, 1) - 1;
  }

  /**
   * Takes the next turn of an HTTP request, for all threads: turns are evenly spaced, and those of the past are lost.
   *
   * @param rate Requests per second; 0 for any number.
   * @param now Milliseconds since the epoch.
   * @returns Milliseconds until the turn.
   */
  claimRequest(rate: number, now: number): number {
    if (rate <= 0) return 0;
    const moment = BigInt(Math.round(now * 1000));
    const distance = BigInt(Math.round(1e6 / rate));
    const place = 2 * this.memory.layout.scenarios + 1;
    for (;;) {
      const free = Atomics.load(this.claimed, place);
      const turn = free > moment ? free : moment;
      if (Atomics.compareExchange(this.claimed, place, free, turn + distance) === free) {
        return Number(turn - moment) / 1000;
      }
    }
  }

  /** Counts a VU that is made during the test, for all threads. Returns its number among these, from 1. */
  claimLateVu(): number {
    return this.#claim(2 * this.memory.layout.scenarios, 1);
  }

  #claim(place: number, count: number): number {
    return Number(Atomics.add(this.claimed, place, BigInt(count))) + 1;
  }
}

function threadSize({ scenarios }: CountersLayout): number {
  return 1 + FIELDS.length * scenarios;
}

function position(layout: CountersLayout, thread: number, scenario: number, field: Field): number {
  return thread * threadSize(layout) + 1 + scenario * FIELDS.length + FIELDS.indexOf(field);
}
