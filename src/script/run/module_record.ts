/** One VU's instance of one module: the activation of its code, its exports, how far its evaluation has come. */

import type { ActivatedRecord, Activation, CompiledModule } from "./compiled_module.ts";
import { makeNamespace } from "./namespace.ts";
import type { View, ViewSource } from "./view.ts";

/** What a {@linkcode ModuleRecord} asks of the instance of the program that it is part of. */
export interface RecordOwner {
  /** The value of an export that a module passes on from another one. */
  passOn(record: ModuleRecord, index: number): unknown;
  namespaceOf(record: ModuleRecord, link: number): object;
  requireFrom(record: ModuleRecord, specifier: unknown): unknown;
  importFrom(record: ModuleRecord, specifier: unknown): Promise<unknown>;
  resolveFrom(record: ModuleRecord, specifier: unknown): string;
}

/** One module in one VU. Its code knows this object as `$$r`. */
export class ModuleRecord implements ViewSource, ActivatedRecord {
  readonly #owner: RecordOwner;
  readonly compiled: CompiledModule;
  /** What importing modules read: the exports of an ES module, `module` of a CommonJS one, the namespace of JSON. */
  readonly link: View | { exports: unknown } | object;
  /** Reads an exported binding. The module's code puts its own function here when it is linked. */
  read: (index: number) => unknown = readTooEarly;
  /** Not there any more once the evaluation has begun. */
  activation: Activation | undefined = undefined;
  /** Whether the evaluation has begun. */
  isEvaluated = false;
  /** Settles with the evaluation that the module is part of, if that awaits something. */
  pending: Promise<unknown> | undefined = undefined;
  /** What the evaluation failed with; whoever imports the module again gets it again. */
  failure: { readonly error: unknown } | undefined = undefined;
  /** The module's namespace object, once the script has asked for it. */
  ownNamespace: object | undefined = undefined;
  #meta: object | undefined = undefined;
  #require: ((specifier: unknown) => unknown) | undefined = undefined;

  constructor(owner: RecordOwner, compiled: CompiledModule) {
    this.#owner = owner;
    this.compiled = compiled;
    const { kind, code } = compiled.module;
    if (kind === "module") this.link = compiled.makeView(this);
    else this.link = kind === "commonjs" ? { exports: {} } : makeJsonNamespace(code);
  }

  readPassedOn(index: number): unknown {
    return this.#owner.passOn(this, index);
  }

  /** The namespace object of the module behind a link: `import * as` where more than properties are read. */
  namespace(link: number): object {
    return this.#owner.namespaceOf(this, link);
  }

  /** `import.meta` */
  get meta(): object {
    return this.#meta ??= {
      url: this.compiled.module.url,
      resolve: (specifier: unknown) => this.#owner.resolveFrom(this, specifier),
    };
  }

  /** `require` */
  get require(): (specifier: unknown) => unknown {
    return this.#require ??= (specifier) => this.#owner.requireFrom(this, specifier);
  }

  /** `import(specifier)` */
  import(specifier: unknown): Promise<unknown> {
    return this.#owner.importFrom(this, specifier);
  }
}

function makeJsonNamespace(text: string): object {
  const value: unknown = JSON.parse(text);
  return makeNamespace(["default"], () => value);
}

function readTooEarly(): never {
  throw new ReferenceError("Cannot access an imported variable before initialization");
}
