/** The output `json`: a line for each metric, then one for each sample, field for field as k6 writes them. */

import { metadataName, type Samples, type SampleSeries } from "../metrics/mod.ts";
import { type LineFile, openLineFile } from "./line_file.ts";
import type { Output, OutputHost, OutputKind, OutputMetric, OutputThreshold } from "./output.ts";
import { metadataOf } from "./sample_metadata.ts";
import { formatTime } from "./sample_time.ts";

/** What stands around the time and the value of a series' samples. */
interface LineParts {
  readonly head: string;
  readonly tail: string;
}

/** k6's `--out json[=FILE]`. */
export const JSON_OUTPUT: OutputKind = {
  describe: (argument) => `json (${argument === "" ? "-" : argument})`,
  start: async (argument, host) => new JsonOutput(await openLineFile(argument, host), host),
};

class JsonOutput implements Output {
  readonly #file: LineFile;
  readonly #host: OutputHost;
  readonly #metrics = new Set<string>();
  readonly #parts = new WeakMap<SampleSeries, LineParts>();

  constructor(file: LineFile, host: OutputHost) {
    this.#file = file;
    this.#host = host;
  }

  add(samples: Samples): Promise<void> {
    let text = "";
    for (let i = 0; i < samples.length; i++) {
      const series = samples.seriesAt(i);
      let parts = this.#parts.get(series);
      if (parts === undefined) {
        text += this.#announce(series);
        this.#parts.set(series, parts = lineParts(series));
      }
      text += `${parts.head}${formatTime(samples.timeAt(i))}","value":${samples.valueAt(i)}${parts.tail}`;
    }
    return this.#file.write(text);
  }

  stop(): Promise<void> {
    return this.#file.close();
  }

  #announce({ metric }: SampleSeries): string {
    if (this.#metrics.has(metric.name)) return "";
    this.#metrics.add(metric.name);
    return metricLine(this.#host.describe(metric));
  }
}

function metricLine({ name, kind, contains, thresholds, submetrics }: OutputMetric): string {
  const parts = submetrics.map(({ name, tags }) => ({
    name,
    suffix: name.slice(name.indexOf("{") + 1, -1),
    tags,
  }));
  const data = {
    name,
    type: kind,
    contains,
    thresholds: thresholds.map(thresholdData),
    submetrics: parts.length === 0 ? null : parts,
  };
  return `${JSON.stringify({ type: "Metric", data, metric: name })}\n`;
}

/** A threshold that aborts is written as an object, any other as its text. */
function thresholdData({ threshold, abortOnFail, delayAbortEval }: OutputThreshold): unknown {
  return abortOnFail
    ? { threshold, abortOnFail, delayAbortEval: delayAbortEval === "" ? null : delayAbortEval }
    : threshold;
}

function lineParts({ metric, tags }: SampleSeries): LineParts {
  const indexed = tags.filter(([name]) => metadataName(name) === undefined);
  const metadata = metadataOf(tags);
  const rest = metadata.length === 0 ? "" : `,"metadata":${JSON.stringify(Object.fromEntries(metadata))}`;
  return {
    head: `{"metric":${JSON.stringify(metric.name)},"type":"Point","data":{"time":"`,
    tail: `,"tags":${JSON.stringify(Object.fromEntries(indexed))}${rest}}}\n`,
  };
}
