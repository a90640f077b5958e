/** A thread as in a run, that also posts each sample it adds. */

import { type Metric, Registry, type Series, type TagSet } from "../../src/metrics/mod.ts";
import "../../src/runtime/thread_worker.ts";

/** One sample. */
export interface Sample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
}

const samples: Sample[] = [];
const worker = self as unknown as { postMessage(message: unknown, transfer?: Transferable[]): void };
const { postMessage } = worker;
const { series } = Registry.prototype;

worker.postMessage = (message, transfer = []) => {
  if (samples.length > 0) postMessage.call(self, { kind: "samples", samples: samples.splice(0) });
  postMessage.call(self, message, transfer);
};

Registry.prototype.series = function (metric: Metric, tags: TagSet): Series {
  const found = series.call(this, metric, tags);
  if (!Object.hasOwn(found, "add")) record(found);
  return found;
};

function record(found: Series): void {
  const { add } = found;
  const tags = Object.fromEntries(found.tags.entries());
  found.add = (value: number, time?: number): void => {
    samples.push({ metric: found.metric.name, value, tags });
    add.call(found, value, time);
  };
}
