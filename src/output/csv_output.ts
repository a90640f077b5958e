/** The output `csv`: a row for each sample, column for column as k6 writes them. */

import { ExitCode, SquallError } from "../base/mod.ts";
import { metadataName, type Samples, type SampleSeries } from "../metrics/mod.ts";
import { type LineFile, openLineFile } from "./line_file.ts";
import type { Output, OutputHost, OutputKind } from "./output.ts";
import { metadataOf } from "./sample_metadata.ts";
import { formatTime } from "./sample_time.ts";

/** System tags that are metadata, and have no column. */
const METADATA: readonly string[] = ["iter", "vu"];

/** How times can be written. */
const TIME_FORMATS: Readonly<Record<string, (epoch: number) => string>> = {
  unix: (epoch) => String(Math.floor(epoch / 1000)),
  unix_milli: (epoch) => String(Math.floor(epoch)),
  unix_micro: (epoch) => String(Math.floor(epoch * 1000)),
  unix_nano: (epoch) => `${Math.floor(epoch * 1000)}000`,
  rfc3339: (epoch) => formatTime(Math.floor(epoch / 1000) * 1000),
  rfc3339_nano: formatTime,
};

interface CsvSettings {
  readonly fileName: string;
  readonly timeFormat: string;
}

/** k6's `--out csv[=FILE]`, or `--out csv=fileName=FILE,timeFormat=FORMAT`. */
export const CSV_OUTPUT: OutputKind = {
  describe: (argument) => `csv (${readSettings(argument, {}).fileName})`,
  async start(argument, host) {
    const { fileName, timeFormat } = readSettings(argument, host.environment);
    return new CsvOutput(await openLineFile(fileName, host), TIME_FORMATS[timeFormat]!, host);
  },
};

class CsvOutput implements Output {
  readonly #file: LineFile;
  readonly #formatTime: (epoch: number) => string;
  /** Tags that have a column, in the order of the columns. */
  readonly #columns: readonly string[];
  /** Settles when the first line is written; that it cannot be is told as it is of any other line. */
  readonly #header: Promise<void>;
  readonly #parts = new WeakMap<SampleSeries, string>();

  constructor(file: LineFile, formatTime: (epoch: number) => string, host: OutputHost) {
    this.#file = file;
    this.#formatTime = formatTime;
    this.#columns = [...host.systemTags].filter((name) => !METADATA.includes(name)).sort();
    const header = ["metric_name", "timestamp", "metric_value", ...this.#columns, "extra_tags", "metadata"];
    this.#header = file.write(`${header.join(",")}\n`);
    this.#header.catch(() => {});
  }

  async add(samples: Samples): Promise<void> {
    await this.#header;
    let text = "";
    for (let i = 0; i < samples.length; i++) {
      const series = samples.seriesAt(i);
      let tail = this.#parts.get(series);
      if (tail === undefined) this.#parts.set(series, tail = this.#tailOf(series));
      text += `${series.metric.name},${this.#formatTime(samples.timeAt(i))},${samples.valueAt(i).toFixed(6)},${tail}\n`;
    }
    await this.#file.write(text);
  }

  async stop(): Promise<void> {
    try {
      await this.#header;
    } finally {
      await this.#file.close();
    }
  }

  /** What stands behind the value: the tags with a column, then the others, then the metadata. */
  #tailOf({ tags }: SampleSeries): string {
    const byName = new Map(tags);
    const extra = tags.filter(([name]) => !this.#columns.includes(name) && metadataName(name) === undefined);
    const metadata = metadataOf(tags);
    const cells = [...this.#columns.map((name) => byName.get(name) ?? ""), joinPairs(extra), joinPairs(metadata)];
    return cells.map(quoteCell).join(",");
  }
}

function joinPairs(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

/** RFC 4180, and Go's habit to quote what begins with a space. */
function quoteCell(cell: string): string {
  return /[",\r\n]|^\s/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function readSettings(argument: string, environment: OutputHost["environment"]): CsvSettings {
  const settings: Record<string, string> = {
    fileName: environment.K6_CSV_FILENAME ?? "file.csv",
    saveInterval: environment.K6_CSV_SAVE_INTERVAL ?? "1s",
    timeFormat: environment.K6_CSV_TIME_FORMAT ?? "unix",
  };
  if (argument !== "" && !argument.includes("=")) settings.fileName = argument;
  else {
    for (const part of argument.split(",").filter((part) => part !== "")) {
      const [name = "", value] = part.split("=", 2);
      if (value === undefined || !Object.hasOwn(settings, name)) {
        throw wrong(`couldn't parse ${part} as a setting of csv`);
      }
      settings[name] = value;
    }
  }
  const { fileName = "", timeFormat = "" } = settings;
  if (!Object.hasOwn(TIME_FORMATS, timeFormat)) throw wrong(`unknown CSV timestamp format: ${timeFormat}`);
  return { fileName, timeFormat };
}

function wrong(message: string): SquallError {
  return new SquallError("INVALID_OUTPUT", message, {
    exitCode: ExitCode.Other,
    hint: `The settings are fileName, saveInterval and timeFormat (${Object.keys(TIME_FORMATS).join(", ")})`,
  });
}
