/** What the main thread makes of a script and worker threads run: plain data, to be cloned between threads. */

/** Where an exported name comes from. */
export interface ProgramExport {
  readonly name: string;
  /** The module that has the binding (its index in {@linkcode Program.modules}), or the specifier of a built-in one. */
  readonly source: number | string;
  /** The name that `source` exports the binding under; `undefined`: the namespace of `source` itself. */
  readonly imported: string | undefined;
}

/** What a specifier in `import()`, `require()` and `import.meta.resolve()` leads to. */
export type ProgramTarget =
  | { readonly module: number }
  | { readonly builtin: string }
  /** It could not be loaded; the script sees this message when it gets there. */
  | { readonly error: string };

/** A function whose frames in stack traces need a name, and the text that it covers, as offsets into the source. */
export interface ProgramFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** One module of a {@linkcode Program}. */
export interface ProgramModule {
  /** The URL that the module was loaded from; it appears in stack traces. */
  readonly url: string;
  readonly kind: "module" | "commonjs" | "json";
  /** A function expression that makes one VU's instance of the module, on the same lines as the source; or JSON text. */
  readonly code: string;
  /** What the code's imports refer to: indices into {@linkcode Program.modules}, or specifiers of built-in modules. */
  readonly links: readonly (number | string)[];
  /** The modules to be evaluated before this one, in order. */
  readonly dependencies: readonly number[];
  /** All names that can be imported from the module, sorted. Empty for CommonJS, whose names appear at run time. */
  readonly exports: readonly ProgramExport[];
  /** The exported names whose bindings are the module's own, in the order in which its code numbers them. */
  readonly ownExports: readonly string[];
  /** By specifier, for the specifiers that appear literally. */
  readonly targets: Readonly<Record<string, ProgramTarget>>;
  readonly hasTopLevelAwait: boolean;
  /** Whether there is one instance of the module for all VUs of a thread. */
  readonly isShared: boolean;
  /** The position of the module's first character, counted over all modules. */
  readonly base: number;
  /** The offset of every line of the source. */
  readonly lineStarts: Uint32Array;
  /** Pairs of offsets, in the code and in the source, where copied text begins. */
  readonly positions: Uint32Array;
  readonly functions: readonly ProgramFunction[];
  /** A source map (version 3) from what `positions` calls the source to the file as it was written. */
  readonly sourceMap: string | undefined;
}

/** A script with everything that it imports, ready to run. Structured-cloneable. */
export interface Program {
  /** The entry's URL. */
  readonly url: string;
  /** All modules; the entry is the first. */
  readonly modules: readonly ProgramModule[];
  /** The specifiers of all built-in modules that are imported somewhere. */
  readonly builtins: readonly string[];
  /** What was to be shared between VUs and is not, one sentence each. */
  readonly notShared: readonly string[];
  /** Whether anything may queue promise jobs, so that microtasks have to run between two events of a VU. */
  readonly usesPromises: boolean;
  /** Whether the script imports `randomSeed`: then the scope of a VU needs a `Math` of its own. */
  readonly seedsRandom: boolean;
}
