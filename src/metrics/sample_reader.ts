/** Samples as outputs see them: the batches of all threads, each sample with its metric and its tags. */

import type { MetricDefinition } from "./metric.ts";
import type { MetricsDelta } from "./metrics_delta.ts";
import { PASSING, type SeriesDefinition } from "./sample_log.ts";

/**
 * A metric with one set of tags. One object per thread and series, as long as there are not too many: outputs may keep
 * what they know of it, but not the object.
 */
export interface SampleSeries {
  readonly metric: MetricDefinition;
  /** Sorted by name. */
  readonly tags: readonly (readonly [name: string, value: string])[];
}

/** Some samples, in the order in which one thread has taken them. */
export interface Samples {
  readonly length: number;
  /** The series of a sample. */
  seriesAt(index: number): SampleSeries;
  valueAt(index: number): number;
  /** Milliseconds since the Unix epoch. */
  timeAt(index: number): number;
}

/** How the indices in one source's batches are to be read. */
interface Source {
  readonly metrics: MetricDefinition[];
  readonly series: SampleSeries[];
}

/** Reads the deltas of many registries. */
export class SampleReader {
  readonly #sources = new Map<number, Source>();

  /**
   * Reads the samples of a delta.
   *
   * @param source Which registry: any number, the same for all its deltas.
   * @param delta The next delta of that registry.
   * @returns Its samples; `undefined` where it has none.
   */
  read(source: number, { metrics, samples }: MetricsDelta): Samples | undefined {
    const known = this.#source(source);
    known.metrics.push(...metrics);
    if (samples === undefined) return undefined;
    const seriesOf = ({ metric, tags }: SeriesDefinition): SampleSeries => ({ metric: known.metrics[metric]!, tags });
    for (const definition of samples.series) known.series.push(seriesOf(definition));
    const { ids, values, times } = samples;
    const { series } = known;
    const passing = samples.passing.map(seriesOf);
    return {
      length: ids.length,
      seriesAt: (index) => {
        const id = ids[index]!;
        return id < PASSING ? series[id]! : passing[id - PASSING]!;
      },
      valueAt: (index) => values[index]!,
      timeAt: (index) => times[index]!,
    };
  }

  #source(source: number): Source {
    let known = this.#sources.get(source);
    if (known === undefined) this.#sources.set(source, known = { metrics: [], series: [] });
    return known;
  }
}
