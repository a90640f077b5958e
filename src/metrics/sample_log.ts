/** Every single sample of one thread, for outputs that want them one by one. Runs that have no such output keep none. */

import { Series } from "./series.ts";

/** A series that samples belong to. */
export interface SeriesDefinition {
  /** Index into the metrics that this source has defined so far. */
  readonly metric: number;
  /** Sorted by name. */
  readonly tags: readonly (readonly [name: string, value: string])[];
}

/** Samples in the order in which they were taken, as plain data for `postMessage`. */
export interface SampleBatch {
  /** Series whose first sample is in this batch. They continue the source's count from 0. */
  readonly series: readonly SeriesDefinition[];
  /** Series that nobody keeps, in this batch only: they count from {@linkcode PASSING}. */
  readonly passing: readonly SeriesDefinition[];
  /** The series of each sample. */
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** Milliseconds since the Unix epoch. */
  readonly times: Float64Array<ArrayBuffer>;
}

/** What a {@linkcode SampleLog} needs. */
export interface SampleLogOptions {
  /** The time, in milliseconds since the Unix epoch. */
  now(): number;
  /** As many samples wait as there is room for: has to take them before it returns. */
  full(): void;
}

/** The number of the first series that is known within its batch only. */
export const PASSING = 2 ** 31;

/** Samples that wait before {@linkcode SampleLogOptions.full} is called: 2.5 MB. */
const CAPACITY = 1 << 17;

/** Keeps samples until they are taken. */
export class SampleLog {
  readonly #options: SampleLogOptions;
  readonly #ids = new Uint32Array(CAPACITY);
  readonly #values = new Float64Array(CAPACITY);
  readonly #times = new Float64Array(CAPACITY);
  #length = 0;
  #series: SeriesDefinition[] = [];
  #seriesCount = 0;
  #passing: SeriesDefinition[] = [];
  /** How many batches were taken. */
  batches = 0;

  constructor(options: SampleLogOptions) {
    this.#options = options;
  }

  /** Gives a series its number. */
  announce(definition: SeriesDefinition): number {
    this.#series.push(definition);
    return this.#seriesCount++;
  }

  /** Whether the next sample begins another batch. */
  get isFull(): boolean {
    return this.#length === CAPACITY;
  }

  /** Gives a series its number in the batch that the next sample is part of. */
  announcePassing(definition: SeriesDefinition): number {
    this.#makeRoom();
    this.#passing.push(definition);
    return PASSING + this.#passing.length - 1;
  }

  /** Keeps one sample. */
  record(id: number, value: number, time: number = this.#options.now()): void {
    this.#makeRoom();
    const at = this.#length++;
    this.#ids[at] = id;
    this.#values[at] = value;
    this.#times[at] = time;
  }

  /** Hands out what was kept, and starts anew; `undefined` where there is nothing. */
  take(): SampleBatch | undefined {
    const length = this.#length;
    if (length === 0) return undefined;
    const [series, passing] = [this.#series, this.#passing];
    this.#series = [];
    this.#passing = [];
    this.#length = 0;
    this.batches++;
    return {
      series,
      passing,
      ids: this.#ids.slice(0, length),
      values: this.#values.slice(0, length),
      times: this.#times.slice(0, length),
    };
  }

  #makeRoom(): void {
    if (this.isFull) this.#options.full();
  }
}

/** A series whose samples are kept as well as added up. */
abstract class LoggedSeries extends Series {
  protected readonly inner: Series;
  protected readonly log: SampleLog;

  constructor(inner: Series, log: SampleLog) {
    super(inner.metric, inner.tags);
    this.inner = inner;
    this.log = log;
  }

  protected get definition(): SeriesDefinition {
    return { metric: this.metric.index, tags: this.tags.entries() };
  }
}

/** One that is kept itself. */
export class RecordedSeries extends LoggedSeries {
  /** Its number in the log, given with its first sample. */
  #id = -1;

  override add(value: number, time?: number): void {
    this.inner.add(value, time);
    // What a sink passes over is no sample.
    if (Number.isNaN(value)) return;
    if (this.#id < 0) this.#id = this.log.announce(this.definition);
    this.log.record(this.#id, value, time);
  }
}

/** One that nobody keeps: there may be one for every sample, and none of them is to be remembered. */
export class PassingSeries extends LoggedSeries {
  #id = -1;
  /** The batch that the number is good for. */
  #batch = -1;

  override add(value: number, time?: number): void {
    this.inner.add(value, time);
    if (Number.isNaN(value)) return;
    if (this.#batch !== this.log.batches || this.log.isFull) {
      this.#id = this.log.announcePassing(this.definition);
      this.#batch = this.log.batches;
    }
    this.log.record(this.#id, value, time);
  }
}
