/** Runs a script and writes down every single sample of its thread: for tests of values and tags. */

import { runScript, type ScriptRun, type ScriptRunOptions } from "./run_script.ts";
import type { Sample } from "./recording_thread.ts";

/** What came of a script, and all that it measured. */
export interface RecordedRun extends ScriptRun {
  /** In the order in which they were added. */
  readonly samples: readonly Sample[];
}

/**
 * Runs a script like `runScript`, with one thread.
 *
 * @param source Its text.
 * @param options How to run it.
 * @returns What came of it, with its samples. `vus` and `vus_max` are not among them: the main thread adds those.
 */
export async function recordSamples(source: string, options: ScriptRunOptions = {}): Promise<RecordedRun> {
  const samples: Sample[] = [];
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(_url: string | URL, workerOptions?: WorkerOptions) {
      super(new URL("./recording_thread.ts", import.meta.url), workerOptions);
      this.addEventListener("message", ({ data }) => data.kind === "samples" && samples.push(...data.samples));
    }
  };
  try {
    return { ...await runScript(source, options), samples };
  } finally {
    globalThis.Worker = Worker;
  }
}

/** Value and tags of the samples of one metric. */
export function samplesOf({ samples }: RecordedRun, metric: string): [number, Readonly<Record<string, string>>][] {
  return samples.filter((sample) => sample.metric === metric).map(({ value, tags }) => [value, tags]);
}

/** How many samples there are of each metric whose name begins so. */
export function countSamples({ samples }: RecordedRun, prefix: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { metric } of samples) if (metric.startsWith(prefix)) counts[metric] = (counts[metric] ?? 0) + 1;
  return counts;
}
