/** The outputs of a run: feeds them every sample, and keeps one that fails from harming anything else. */

import { messageOf } from "../base/mod.ts";
import { type MetricsDelta, SampleReader, type Samples } from "../metrics/mod.ts";
import { type OutputHost, type StartedOutput, startOutputs } from "../output/mod.ts";
import type { TestOptions } from "../scenario/mod.ts";
import type { Measurements } from "./measurements.ts";
import type { RunRequest } from "./run_request.ts";

/** More samples than this may not wait for a slow output: 200 MB. */
const MOST_WAITING = 10_000_000;

/** One output, and how far it has come. */
interface Feed extends StartedOutput {
  /** Settles when everything it was given is written; never fails. */
  written: Promise<void>;
  waiting: number;
  failed: boolean;
}

/** See the top of this file. */
export class RunOutputs {
  readonly #reader = new SampleReader();
  readonly #feeds: readonly Feed[];
  readonly #warn: (message: string) => void;
  #stopped = false;

  private constructor(outputs: readonly StartedOutput[], warn: (message: string) => void) {
    this.#warn = warn;
    this.#feeds = outputs.map((each) => ({ ...each, written: Promise.resolve(), waiting: 0, failed: false }));
  }

  /**
   * Starts outputs.
   *
   * @param names As they were named: `json=out.json`.
   * @param host The run.
   * @param warn Logs a warning.
   * @returns The outputs.
   * @throws {SquallError} Where one of them cannot be started.
   */
  static async start(names: readonly string[], host: OutputHost, warn: (message: string) => void): Promise<RunOutputs> {
    return new RunOutputs(await startOutputs(names, host), warn);
  }

  /**
   * Starts the outputs of a run, and has everything that is measured from now on go to them.
   *
   * @param request The run.
   * @param options The options of its test.
   * @param run Its measurements; `warn` logs a warning.
   * @returns The outputs; `undefined` where none is asked for.
   * @throws {SquallError} Where one of them cannot be started.
   */
  static async startFor(
    { settings, host }: RunRequest,
    { systemTags }: TestOptions,
    { measurements, warn }: { readonly measurements: Measurements; warn(message: string): void },
  ): Promise<RunOutputs | undefined> {
    if (settings.outputs.length === 0) return undefined;
    const outputs = await RunOutputs.start(settings.outputs, {
      describe: (metric) => measurements.describe(metric),
      systemTags: new Set(systemTags),
      environment: settings.environment,
      writeStdout: (bytes) => host.writeSamples === undefined ? host.write("stdout", bytes) : host.writeSamples(bytes),
    }, warn);
    measurements.passOn((thread, delta) => outputs.merge(thread, delta));
    return outputs;
  }

  /** The names of outputs that did not get everything. */
  get failed(): string[] {
    return this.#feeds.filter(({ failed }) => failed).map(({ name }) => name);
  }

  /** Hands on what a thread has measured. */
  merge(thread: number, delta: MetricsDelta): void {
    const samples = this.#reader.read(thread, delta);
    if (samples === undefined || this.#stopped) return;
    for (const feed of this.#feeds) this.#give(feed, samples);
  }

  /** Writes what is left, and ends all of them. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await Promise.all(this.#feeds.map(async (feed) => {
      await feed.written;
      await feed.output.stop().catch((error) => this.#fail(feed, messageOf(error)));
    }));
  }

  #give(feed: Feed, samples: Samples): void {
    if (feed.failed) return;
    if (feed.waiting > MOST_WAITING) return this.#fail(feed, "it is too slow for what the test measures");
    feed.waiting += samples.length;
    feed.written = feed.written.then(async () => {
      if (!feed.failed) await feed.output.add(samples);
      feed.waiting -= samples.length;
    }).catch((error) => this.#fail(feed, messageOf(error)));
  }

  #fail(feed: Feed, reason: string): void {
    if (feed.failed) return;
    feed.failed = true;
    this.#warn(`The output ${feed.name} has ended, and gets no more samples: ${reason}`);
  }
}
