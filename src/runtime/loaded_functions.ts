/** Functions of this very program in the place of a script: plain async code, which nobody loads or rewrites. */

import { type MetricDefinition, Registry } from "../metrics/mod.ts";
import type { HostedCode, RunServices, ScriptSurroundings } from "./loaded_script.ts";
import { PlainPausing } from "./plain_pausing.ts";
import { PromiseTracker } from "./promise_tracker.ts";
import { packOptions } from "./returned_values.ts";
import { type KnownFiles, OpenedFiles } from "./script_files.ts";
import type { InitReport } from "./thread_protocol.ts";
import type { ThreadServices } from "./thread_services.ts";
import type { CodeOwner, VuCode } from "./vu_code.ts";

/** A function of the program, for one VU. */
export type HostedFunction = (argument: unknown) => unknown;

/** What the program wants run. */
export interface HostedFunctions {
  /** k6's options. */
  readonly options: unknown;
  /** Variables of the VUs. */
  readonly env: Readonly<Record<string, string>>;
  /** Custom metrics: those that thresholds may name. */
  readonly metrics: readonly MetricDefinition[];
  /** The names of the functions: `default`, `setup`, `teardown`, `handleSummary`, and those that scenarios name. */
  readonly names: readonly string[];
  /** Says what is wrong. @throws {SquallError} If anything is. */
  check(): void;
  /**
   * Makes the functions for one VU.
   *
   * @param vu The VU, in its init phase.
   * @param builtin Gives the k6 module of that name.
   * @returns The functions by name.
   */
  create(vu: PlainVu, builtin: (specifier: string) => object): Readonly<Record<string, HostedFunction>>;
}

/** A VU whose code is not rewritten. */
export interface PlainVu extends CodeOwner {
  readonly pausing: PlainPausing;
}

/** See the top of this file. */
export class LoadedFunctions implements HostedCode {
  readonly #functions: HostedFunctions;
  readonly #surroundings: ScriptSurroundings;
  readonly #promises = new PromiseTracker();
  readonly #code: VuCode;

  /**
   * @param functions The functions.
   * @param surroundings What the thread brings.
   */
  constructor(functions: HostedFunctions, surroundings: ScriptSurroundings) {
    this.#functions = functions;
    this.#surroundings = surroundings;
    this.#code = {
      createPausing: (host) => new PlainPausing(host),
      instantiate: (vu, builtin) => ({ evaluating: undefined, evaluate: () => this.#instantiate(vu, builtin) }),
    };
  }

  openFiles(known?: KnownFiles): OpenedFiles {
    return new OpenedFiles("", known);
  }

  services(run: RunServices): ThreadServices {
    const { clock, timers } = this.#surroundings;
    return {
      clock,
      timers,
      code: this.#code,
      env: this.#functions.env,
      promises: this.#promises,
      log: (record) => this.#surroundings.log(record),
      warnOnce: (message) => this.#surroundings.warnOnce(message),
      askSecret: (source, key, answered) => this.#surroundings.askSecret(source, key, answered),
      abort: (error) => this.#surroundings.abort(error),
      markAsFailed: () => this.#surroundings.markAsFailed(),
      ...run,
    };
  }

  /**
   * Says what there is to run.
   *
   * @throws {SquallError} What is wrong with the functions; `INVALID_METRIC` for a metric that cannot be.
   */
  inspect(): Promise<InitReport> {
    const { options, names, metrics } = this.#functions;
    this.#functions.check();
    const registry = new Registry();
    for (const { name, kind, contains } of metrics) registry.define(name, kind, contains);
    return Promise.resolve({
      options: packOptions(options),
      exports: names,
      functions: names,
      metrics: registry.metrics().map(({ name, kind, contains }) => ({ name, kind, contains })),
      sharedArrays: new Map(),
      openedFiles: [],
      readFiles: [],
      sharedFiles: new Map(),
    });
  }

  [Symbol.dispose](): void {
    this.#promises[Symbol.dispose]();
  }

  #instantiate(vu: CodeOwner, builtin: (specifier: string) => object): Readonly<Record<string, HostedFunction>> {
    const functions = Object.entries(this.#functions.create(vu as PlainVu, builtin));
    return Object.fromEntries(functions.map(([name, run]) => [name, (argument) => hold(vu, name, run(argument))]));
  }
}

/** While the promise of a function is pending its iteration goes on, whatever the function waits for. */
function hold(vu: CodeOwner, name: string, result: unknown): unknown {
  if (!(result instanceof Promise)) return result;
  const waiting = vu.pausing.block(`${name}()`, (resume, fail) => void result.then(resume, fail));
  return (waiting as { promise: Promise<unknown> }).promise;
}
