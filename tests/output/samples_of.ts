/** Samples as a thread would send them, for tests of outputs. */

import { type MetricKind, Registry, SampleReader, type Samples, type ValueKind } from "../../src/metrics/mod.ts";
import type { OutputHost, OutputMetric } from "../../src/output/mod.ts";

/** One sample. */
export interface GivenSample {
  readonly metric: string;
  readonly kind?: MetricKind;
  readonly contains?: ValueKind;
  readonly tags?: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
}

/** What a registry makes of samples. */
export function samplesOf(given: readonly GivenSample[]): Samples {
  const registry = new Registry({ samples: { now: () => 0, full: () => {} } });
  for (const { metric, kind = "trend", contains = "default", tags = {}, value, time } of given) {
    registry.series(registry.define(metric, kind, contains), registry.tags(tags)).add(value, time);
  }
  return new SampleReader().read(0, registry.drain()!)!;
}

/** A run for outputs; what they write to standard output is kept. */
export class RecordingHost implements OutputHost {
  readonly systemTags: ReadonlySet<string> = new Set(["vu", "iter", "group", "status", "check", "url"]);
  readonly environment: Record<string, string> = {};
  stdout = "";
  readonly #described: Readonly<Record<string, Partial<OutputMetric>>>;

  constructor(described: Readonly<Record<string, Partial<OutputMetric>>> = {}) {
    this.#described = described;
  }

  describe(metric: OutputMetric): OutputMetric {
    const { name, kind, contains } = metric;
    return { name, kind, contains, thresholds: [], submetrics: [], ...this.#described[name] };
  }

  writeStdout(bytes: Uint8Array): void {
    this.stdout += new TextDecoder().decode(bytes);
  }
}
