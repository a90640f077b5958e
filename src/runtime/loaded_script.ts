/** A script in a thread: compiled, with its surroundings, before and after the options of the run are known. */

import type { SecretAnswer } from "../api/mod.ts";
import type { Clock, SquallError, TimerQueue } from "../base/mod.ts";
import { Registry } from "../metrics/mod.ts";
import { CompiledProgram, installStackFormatting, PauseContext } from "../script/mod.ts";
import { NetworkPolicy, TlsSettings } from "../transport/mod.ts";
import type { LogRecord } from "./log_record.ts";
import { PromiseTracker } from "./promise_tracker.ts";
import { packOptions } from "./returned_values.ts";
import { createVu } from "./script_calls.ts";
import { archivedFiles, type KnownFiles, OpenedFiles } from "./script_files.ts";
import { SharedData } from "./shared_data.ts";
import type { InitReport, ThreadRequests } from "./thread_protocol.ts";
import type { ThreadServices, VuOptions } from "./thread_services.ts";
import type { VuCode } from "./vu_code.ts";

/** What a VU goes by that only looks at the init code, before the options are known. It cannot connect. */
const INSPECTION_OPTIONS: VuOptions = {
  throw: false,
  userAgent: "",
  systemTags: new Set(),
  handshakeTimeout: 0,
  closeTimeout: 0,
  maxMessageSize: 0,
  strictUtf8: false,
  http: {
    maxRedirects: undefined,
    batch: 0,
    batchPerHost: 0,
    rps: 0,
    debug: "",
    discardResponseBodies: false,
    noConnectionReuse: false,
    noVuConnectionReuse: false,
  },
  noCookiesReset: false,
  minIterationDuration: 0,
  localAddresses: [],
  tags: {},
};

/** What a thread brings to a script. */
export interface ScriptSurroundings {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  log(record: LogRecord): void;
  warnOnce(message: string): void;
  /** Asks the main thread for a secret. */
  askSecret(source: string | undefined, key: string, answered: (answer: SecretAnswer) => void): void;
  /** The script has asked for the end of the run, in an iteration. */
  abort(error: SquallError): void;
  /** The script has asked for the test to be taken for failed. */
  markAsFailed(): void;
}

/** What depends on the options of the run. */
export type RunServices = Pick<
  ThreadServices,
  | "registry"
  | "options"
  | "run"
  | "files"
  | "policy"
  | "tls"
  | "transport"
  | "httpClient"
  | "claimRequest"
  | "sharedArray"
>;

/** Code that VUs of a thread run, before and after the options of the run are known. */
export interface HostedCode extends Disposable {
  /** The files that it opens; `known` are the only ones that it may open, if they are given. */
  openFiles(known?: KnownFiles): OpenedFiles;
  /** Everything that VUs of this code share. */
  services(run: RunServices): ThreadServices;
  /** Finds out what the code exports and defines. */
  inspect(): Promise<InitReport>;
  /** A promise was rejected and nobody handles it. Only asked where the global object tells nobody. */
  rejected?(event: PromiseRejectionEvent): void;
}

/** See the top of this file. */
export class LoadedScript implements HostedCode {
  readonly program: CompiledProgram;
  readonly #script: ThreadRequests["load"]["request"];
  readonly #env: Readonly<Record<string, string>>;
  readonly #surroundings: ScriptSurroundings;
  readonly #promises: PromiseTracker | undefined;
  readonly #code: VuCode;

  /**
   * @param script The program, its `__ENV`, and the folder that `open` starts from.
   * @param surroundings What the thread brings.
   */
  constructor(script: ThreadRequests["load"]["request"], surroundings: ScriptSurroundings) {
    this.program = new CompiledProgram(script.program);
    this.#script = script;
    this.#env = script.freezesEnv ? Object.freeze({ ...script.env }) : script.env;
    this.#surroundings = surroundings;
    this.#code = scriptCode(this.program, script.hasGlobal);
    this.#promises = script.program.usesPromises ? new PromiseTracker() : undefined;
    installStackFormatting(this.program.positions);
  }

  /** A promise was rejected and nobody handles it. */
  rejected(event: PromiseRejectionEvent): void {
    this.#promises?.rejected(event);
  }

  openFiles(known?: KnownFiles): OpenedFiles {
    const { directory, files } = this.#script;
    return new OpenedFiles(directory, known, files && archivedFiles(files));
  }

  /** Everything that VUs of this script share. */
  services(run: RunServices): ThreadServices {
    const { clock, timers } = this.#surroundings;
    return {
      clock,
      timers,
      code: this.#code,
      env: this.#env,
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
   * Evaluates the init code once, to see what it exports and defines.
   *
   * @returns What it exports, defines, opens and shares.
   * @throws {SquallError} `SCRIPT_EXCEPTION` when it throws.
   */
  async inspect(): Promise<InitReport> {
    const files = this.openFiles();
    const data = new SharedData();
    const registry = new Registry();
    const services = this.services({
      registry,
      files,
      options: INSPECTION_OPTIONS,
      run: undefined,
      policy: new NetworkPolicy(),
      tls: new TlsSettings(),
      transport: refuseTransport,
      httpClient: refuseTransport,
      claimRequest: () => 0,
      sharedArray: (name, create) => data.get(name, create),
    });
    const { exports } = await createVu(services, 0);
    const entry = this.program.program.modules[0]!;
    const names = entry.kind === "module" ? entry.exports.map(({ name }) => name) : Object.keys(exports);
    return {
      options: packOptions(exports.options),
      exports: names,
      functions: names.filter((name) => typeof exports[name] === "function"),
      metrics: registry.metrics().map(({ name, kind, contains }) => ({ name, kind, contains })),
      sharedArrays: data.export(),
      openedFiles: files.paths,
      readFiles: files.found,
      sharedFiles: files.shared,
    };
  }

  [Symbol.dispose](): void {
    this.#promises?.[Symbol.dispose]();
  }
}

/** A program as VUs see it. */
function scriptCode(program: CompiledProgram, hasGlobal: boolean): VuCode {
  return {
    createPausing: (host) => new PauseContext(host),
    instantiate(vu, builtin) {
      if (!hasGlobal) delete vu.scope.global;
      return program.instantiate(vu.pausing as PauseContext, { builtin, scope: vu.scope });
    },
  };
}

function refuseTransport(): never {
  throw new Error("A VU that only looks at the init code has no transport");
}
