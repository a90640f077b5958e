/** One VU's instance of a program: links its modules, evaluates them in order, answers `import()` and `require()`. */

import { GoError } from "../../base/mod.ts";
import { AsyncCall } from "../pause/async_call.ts";
import { defaultOf, TopLevelAwait } from "../pause/code_helpers.ts";
import { drive, goOn } from "../pause/continuation.ts";
import { HOST_SITE, Pause, unbox } from "../pause/pause.ts";
import { Ended, type PauseLedger } from "../pause/pause_ledger.ts";
import { promiseJob } from "../pause/promise_jobs.ts";
import type { ProgramTarget } from "../program.ts";
import { resolveSpecifier, resolveUrl } from "../resolve.ts";
import type { CompiledModule } from "./compiled_module.ts";
import { ModuleRecord, type RecordOwner } from "./module_record.ts";
import { makeNamespace } from "./namespace.ts";

/** What one VU offers to its script. */
export interface ScriptHost {
  /** The VU's exports of a built-in module: an object with `default` and the names that the loader was told. */
  builtin(specifier: string): object;
  /** The VU's global object, from `createScope`. */
  readonly scope: object;
}

/** The modules of a program as an instance looks them up. */
export interface ModuleTable {
  readonly modules: readonly CompiledModule[];
  readonly byUrl: ReadonlyMap<string, CompiledModule>;
  isBuiltin(specifier: string): boolean;
  /** The instances of modules that are shared, made by the first VU that needs them; by index. */
  readonly shared: (ModuleRecord | undefined)[];
}

/** The exports of a script's entry module. */
export type Exports = Readonly<Record<string, unknown>>;

/** One VU's instance of a program. */
export class ModuleInstance implements RecordOwner {
  readonly #table: ModuleTable;
  readonly #ledger: PauseLedger;
  readonly #host: ScriptHost;
  readonly #records: (ModuleRecord | undefined)[];
  #isInitialised = false;
  /** A shared module is being linked, and what it imports with it. */
  #isSharing = false;
  #evaluating: string | undefined = undefined;

  constructor(table: ModuleTable, ledger: PauseLedger, host: ScriptHost) {
    this.#table = table;
    this.#ledger = ledger;
    this.#host = host;
    this.#records = new Array(table.modules.length).fill(undefined);
  }

  /**
   * Evaluates the script and everything that it imports: the init stage of one VU. To be called once, through
   * `PauseContext.run`.
   *
   * @returns The entry's exports; a pause that ends with them if the top level pauses; a promise of them if it awaits.
   * @throws What the top level throws.
   */
  evaluate(): unknown {
    const exports = this.#evaluate(this.#link(0));
    if (exports instanceof Promise) return exports.finally(() => this.#isInitialised = true);
    return goOn(this.#ledger, exports, {
      next: (value) => {
        this.#isInitialised = true;
        return value;
      },
    });
  }

  /** The URL of the module whose top level runs, with whatever that calls; `undefined` outside the init stage. */
  get evaluating(): string | undefined {
    return this.#evaluating;
  }

  passOn(record: ModuleRecord, index: number): unknown {
    const { source, imported } = record.compiled.module.exports[index]!;
    if (typeof source === "string") {
      const builtin = this.#host.builtin(source);
      return imported === undefined ? builtin : Reflect.get(builtin, imported);
    }
    const target = this.#link(source);
    if (imported === undefined) return this.#namespace(target);
    if (target.compiled.module.kind !== "commonjs") return Reflect.get(target.link, imported);
    const { exports } = target.link as { exports: unknown };
    return imported === "default" ? defaultOf(exports) : Object(exports)[imported];
  }

  namespaceOf(record: ModuleRecord, link: number): object {
    const index = record.compiled.module.links[link];
    if (typeof index === "number") return this.#namespace(this.#link(index));
    return this.#host.builtin(String(index));
  }

  requireFrom(record: ModuleRecord, specifier: unknown): unknown {
    this.#ledger.enter();
    if (this.#isInitialised) {
      throw new GoError(
        'the "require" function is only available in the init stage (i.e. the global scope), see ' +
          "https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information",
      );
    }
    if (specifier === "") throw new GoError("require() can't be used with an empty specifier");
    const target = this.#target(record, String(specifier));
    if ("error" in target) throw new GoError(target.error);
    if ("builtin" in target) return this.#host.builtin(target.builtin);
    const required = this.#link(target.module);
    const exports = this.#evaluate(required);
    if (exports instanceof Promise) {
      throw new Error(`require() cannot wait for the top-level await of ${required.compiled.module.url}: import it`);
    }
    return goOn(this.#ledger, exports, { next: () => this.#required(required) });
  }

  importFrom(record: ModuleRecord, specifier: unknown): Promise<unknown> {
    return Promise.resolve().then(promiseJob(this.#ledger, () => {
      const target = this.#target(record, String(specifier));
      if ("error" in target) throw new TypeError(target.error);
      if ("builtin" in target) return this.#host.builtin(target.builtin);
      const imported = this.#link(target.module);
      const exports = this.#evaluate(imported);
      if (exports instanceof Promise) return exports.then(() => this.#namespace(imported));
      return goOn(this.#ledger, exports, { next: () => this.#namespace(imported) });
    }));
  }

  resolveFrom(record: ModuleRecord, specifier: unknown): string {
    this.#ledger.enter();
    const resolution = resolveUrl(String(specifier), record.compiled.module.url);
    if ("error" in resolution) throw new GoError(resolution.error);
    return resolution.url.href;
  }

  #resolve(record: ModuleRecord, specifier: string) {
    return resolveSpecifier(specifier, record.compiled.module.url, { has: (name) => this.#table.isBuiltin(name) });
  }

  #target(record: ModuleRecord, specifier: string): ProgramTarget {
    const known = record.compiled.module.targets[specifier];
    if (known !== undefined) return known;
    const resolution = this.#resolve(record, specifier);
    if (!("url" in resolution)) return resolution;
    const module = this.#table.byUrl.get(resolution.url.href);
    if (module !== undefined) return { module: module.index };
    return {
      error: `The module "${specifier}" was not loaded with the script: only specifiers that are written out as ` +
        "text are. Import it statically, or write its name in place of the expression.",
    };
  }

  /** Makes a module's record and those of everything that it imports; all function declarations can be called then. */
  #link(index: number): ModuleRecord {
    return this.#records[index] ??
      (this.#table.modules[index]!.module.isShared ? this.#share(index) : this.#make(index));
  }

  /** The thread's record of a module. Who makes it evaluates it at once: another VU may be the next to need it. */
  #share(index: number): ModuleRecord {
    const { shared } = this.#table;
    const known = shared[index];
    if (known !== undefined) return this.#records[index] = known;
    const isFirst = !this.#isSharing;
    this.#isSharing = true;
    try {
      const record = this.#make(index);
      if (isFirst) this.#evaluate(record);
      return record;
    } finally {
      if (isFirst) this.#isSharing = false;
    }
  }

  #make(index: number): ModuleRecord {
    const compiled = this.#table.modules[index]!;
    const record = new ModuleRecord(this, compiled);
    this.#records[index] = record;
    if (compiled.module.isShared) this.#table.shared[index] = record;
    for (const dependency of compiled.module.dependencies) this.#link(dependency);
    const links = compiled.module.links.map((link) =>
      typeof link === "string" ? this.#host.builtin(link) : this.#link(link).link
    );
    if (compiled.module.kind === "json") record.isEvaluated = true;
    else record.activation = compiled.activate(record, { ledger: this.#ledger, scope: this.#host.scope, links });
    if (compiled.module.kind === "module") record.activation?.next();
    return record;
  }

  /** Evaluates a module after everything that it imports, each once. Ends with the module's exports. */
  #evaluate(record: ModuleRecord): unknown {
    const order: ModuleRecord[] = [];
    collectPending(record, order, (dependency) => this.#link(dependency));
    const steps = this.#evaluateEach(record, order);
    const awaits = order.some(({ compiled, pending }) => compiled.module.hasTopLevelAwait || pending !== undefined);
    return awaits ? this.#evaluateAwaiting(order, steps) : drive(this.#ledger, steps);
  }

  /** Evaluation with top-level `await`: like a call of an async function of the script. */
  #evaluateAwaiting(order: readonly ModuleRecord[], steps: Generator<unknown, unknown, unknown>): unknown {
    const call = new AsyncCall(this.#ledger);
    const mine = order.filter(({ pending }) => pending === undefined);
    for (const record of mine) record.pending = call.promise;
    awaitEach(this.#ledger, call, steps).finally(() => {
      for (const record of mine) record.pending = undefined;
    });
    return call.leave();
  }

  /** Yields the pauses of the modules' top levels and a {@linkcode TopLevelAwait} for everything that they await. */
  *#evaluateEach(entry: ModuleRecord, order: readonly ModuleRecord[]): Generator<unknown, unknown, unknown> {
    const outer = this.#evaluating;
    try {
      for (const record of order) {
        const { activation } = record;
        record.activation = undefined;
        this.#evaluating = record.compiled.module.url;
        try {
          if (activation !== undefined) yield* activation;
          else if (record.pending !== undefined) yield new TopLevelAwait(record.pending);
        } catch (error) {
          record.failure = { error };
          throw error;
        }
      }
    } finally {
      this.#evaluating = outer;
    }
    return entry.compiled.module.kind === "commonjs" ? Reflect.get(entry.link, "exports") : entry.link;
  }

  #namespace(record: ModuleRecord): object {
    const { kind, exports } = record.compiled.module;
    if (kind === "commonjs") return this.#required(record) as object;
    if (kind === "json") return record.link;
    return record.ownNamespace ??= makeNamespace(
      exports.map(({ name }) => name),
      (name) => Reflect.get(record.link, name),
    );
  }

  #required(record: ModuleRecord): unknown {
    const { kind } = record.compiled.module;
    if (kind === "module") return this.#namespace(record);
    return Reflect.get(record.link, kind === "commonjs" ? "exports" : "default");
  }
}

/** Lists what is not evaluated yet, in the order of evaluation. */
function collectPending(record: ModuleRecord, order: ModuleRecord[], link: (index: number) => ModuleRecord): void {
  if (record.failure !== undefined) throw record.failure.error;
  if (record.isEvaluated) {
    if (record.pending !== undefined) order.push(record);
    return;
  }
  record.isEvaluated = true;
  for (const dependency of record.compiled.module.dependencies) collectPending(link(dependency), order, link);
  order.push(record);
}

/** The body of the async call: never rejects. */
async function awaitEach(
  ledger: PauseLedger,
  call: AsyncCall,
  steps: Generator<unknown, unknown, unknown>,
): Promise<void> {
  const end = (ended: number, value: unknown) => {
    if (call.phase !== 0) return ended === Ended.Returned ? call.returned(value) : call.threw(value);
    ledger.ended = ended;
    ledger.value = value;
  };
  try {
    let goOn = () => steps.next();
    for (;;) {
      const { done, value } = goOn();
      if (done) return end(Ended.Returned, value);
      try {
        const received = value instanceof Pause
          ? unbox(await call.claim(value, HOST_SITE))
          : await call.awaiting((value as TopLevelAwait).value);
        goOn = () => steps.next(received);
      } catch (error) {
        goOn = () => steps.throw(error);
      }
      if (call.mustQueue()) await ledger.lock.turn(undefined);
    }
  } catch (error) {
    end(Ended.Threw, error);
  }
}
