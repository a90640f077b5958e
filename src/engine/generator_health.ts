/** Whether the load generator keeps up, from what its threads report and what the process takes of the machine. */

import type { ThreadHealth } from "../runtime/mod.ts";
import { describeBottleneck, type GeneratorRecord, isLateLag, type ThreadRecord } from "./bottleneck.ts";
import { countOpenFiles, openFileLimit, type ProcessorTime, readProcessorTime } from "./process_load.ts";

/** How the generator is, over the last second or so. */
export interface LiveHealth {
  /** How late the latest timer of any thread was, in milliseconds. */
  readonly lag: number;
  /** Processor time of the process as a part of one core: 1.5 is one core and a half. */
  readonly cores: number;
  /** Cores that the machine has. */
  readonly machineCores: number;
  readonly openFiles: number | undefined;
  readonly openFileLimit: number | undefined;
  /** WebSocket connections. */
  readonly openSockets: number;
  /** Sockets whose servers read less than they are sent, and the bytes that wait for them. */
  readonly waitingSockets: number;
  readonly waitingBytes: number;
}

/** What {@linkcode GeneratorHealth} asks for; tests replace it. */
export interface HealthSources {
  processorTime(): ProcessorTime;
  openFiles(): number | undefined;
  openFileLimit(): number | undefined;
  readonly machineCores: number;
}

interface Moment {
  readonly time: number;
  readonly processor: ProcessorTime;
}

const SYSTEM: HealthSources = {
  processorTime: readProcessorTime,
  openFiles: countOpenFiles,
  openFileLimit,
  machineCores: navigator.hardwareConcurrency,
};

/** See the top of this file. */
export class GeneratorHealth {
  readonly #sources: HealthSources;
  readonly #threads = new Map<number, { record: ThreadRecord; last: ThreadHealth }>();
  readonly #fileLimit: number | undefined;
  #began: Moment | undefined;
  #ended: Moment | undefined;
  #last: Moment | undefined;
  #live = { cores: 0, openFiles: undefined as number | undefined };

  constructor(sources: HealthSources = SYSTEM) {
    this.#sources = sources;
    this.#fileLimit = sources.openFileLimit();
  }

  /** The executors begin, at a moment in milliseconds. */
  begin(time: number): void {
    this.#began = this.#last = this.#read(time);
  }

  /** The executors are through. */
  end(time: number): void {
    this.#ended = this.#read(time);
  }

  /** Takes what a thread reports. */
  merge(thread: number, health: ThreadHealth): void {
    const { record } = this.#threads.get(thread) ?? { record: NO_RECORD };
    this.#threads.set(thread, {
      last: health,
      record: {
        looks: record.looks + health.lags.length,
        lateLooks: record.lateLooks + health.lags.filter(isLateLag).length,
        worstLag: Math.max(record.worstLag, ...health.lags),
        lateStarts: record.lateStarts + health.lateStarts,
        latestStart: Math.max(record.latestStart, health.latestStart),
        refused: health.load.refused,
      },
    });
  }

  /** Looks at the process; to be called about once a second. */
  sample(time: number): void {
    const last = this.#last;
    const now = this.#last = this.#read(time);
    const cores = last === undefined || time === last.time
      ? 0
      : (now.processor.own - last.processor.own) / (time - last.time);
    this.#live = { cores, openFiles: this.#sources.openFiles() };
  }

  /** How the generator is now. */
  get live(): LiveHealth {
    const reports = Array.from(this.#threads.values(), ({ last }) => last);
    const sum = (read: (health: ThreadHealth) => number): number => reports.reduce((all, each) => all + read(each), 0);
    return {
      ...this.#live,
      lag: Math.max(0, ...reports.flatMap(({ lags }) => lags)),
      machineCores: this.#sources.machineCores,
      openFileLimit: this.#fileLimit,
      openSockets: sum(({ load }) => load.open),
      waitingSockets: sum(({ load }) => load.waiting),
      waitingBytes: sum(({ load }) => load.waitingBytes),
    };
  }

  /**
   * What to say when the generator was the bottleneck.
   *
   * @param iterations Iterations that the run has begun.
   * @returns One line; `undefined` when it was not.
   */
  bottleneck(iterations: number): string | undefined {
    return describeBottleneck(this.#record(iterations));
  }

  #record(iterations: number): GeneratorRecord {
    const { machineCores } = this.#sources;
    const [from, to] = [this.#began, this.#ended];
    const threads = Array.from(this.#threads.values(), ({ record }) => record);
    const base = { threads, iterations, machineCores, openFileLimit: this.#fileLimit };
    if (from === undefined || to === undefined || to.time <= from.time) {
      return { ...base, cores: 0, machineLoad: undefined };
    }
    const [first, last] = [from.processor.machine, to.processor.machine];
    return {
      ...base,
      cores: (to.processor.own - from.processor.own) / (to.time - from.time),
      machineLoad: first && last && (last.busy - first.busy) / Math.max(1, last.total - first.total),
    };
  }

  #read(time: number): Moment {
    return { time, processor: this.#sources.processorTime() };
  }
}

const NO_RECORD: ThreadRecord = { looks: 0, lateLooks: 0, worstLag: 0, lateStarts: 0, latestStart: 0, refused: 0 };
