/** What an output is: a place that every single sample of a run goes to. */

import type { MetricDefinition, Samples } from "../metrics/mod.ts";

/** A metric as outputs are told of it. */
export interface OutputMetric extends MetricDefinition {
  /** The thresholds of the metric itself, as written. */
  readonly thresholds: readonly OutputThreshold[];
  readonly submetrics: readonly OutputSubmetric[];
}

/** A threshold as it was written. */
export interface OutputThreshold {
  readonly threshold: string;
  readonly abortOnFail: boolean;
  /** As written; empty where there is none. */
  readonly delayAbortEval: string;
}

/** A submetric that a threshold asks for. */
export interface OutputSubmetric {
  /** `rtt{room:a}` */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What an output needs from the run. */
export interface OutputHost {
  /** What is known of a metric when its first sample comes. */
  describe(metric: MetricDefinition): OutputMetric;
  /** The system tags that samples carry. */
  readonly systemTags: ReadonlySet<string>;
  /** The environment, for the settings of outputs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output, below the screen. */
  writeStdout(bytes: Uint8Array): void;
}

/** A running output. Its methods are called one after the other, from one thread. */
export interface Output {
  /** Takes samples. What cannot be written throws; it is not called again then. */
  add(samples: Samples): Promise<void>;
  /** Writes what is left, and ends. Called once, also after a failure. */
  stop(): Promise<void>;
}

/** A kind of output. */
export interface OutputKind {
  /** How the run's description shows it: `json (out.json)`. */
  describe(argument: string): string;
  /**
   * Starts an output.
   *
   * @param argument What stands behind `NAME=`.
   * @param host The run.
   * @returns The output.
   * @throws {SquallError} Where the argument is wrong, or the file cannot be made.
   */
  start(argument: string, host: OutputHost): Promise<Output>;
}
