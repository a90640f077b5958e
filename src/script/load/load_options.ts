/** What the loader has to be told about the world of a script. */

import type { Pausing } from "../transform/analysis/program_view.ts";

/** A module that the runner brings, as far as the loader has to know it. */
export interface BuiltinModule {
  /** The name that scripts import. */
  readonly specifier: string;
  /** Its named exports; `default` always exists. */
  readonly exports: readonly string[];
  /**
   * The functions that may pause, by name: among the named exports, the properties of the default export, and the
   * methods of the objects that these make.
   */
  readonly pausing: Readonly<Record<string, Pausing>>;
}

/** Where a script begins. */
export interface ScriptEntry {
  /** A `file:` or `https:` URL. Relative imports start from it, also if the text is given. */
  readonly url: URL;
  /** The text, if it is not to be read from the URL: a script from standard input. TypeScript is recognised in it. */
  readonly source?: string;
}

/** Reads modules. */
export interface ModuleReader {
  /**
   * Reads a module.
   *
   * @param url Where it is.
   * @returns Its text.
   */
  read(url: URL): Promise<string>;
}

/** How a script is loaded. */
export interface LoadOptions {
  /** The built-in modules, by specifier. */
  readonly builtins: ReadonlyMap<string, BuiltinModule>;
  /** The names that every VU's scope has besides the language's own: `console`, `__VU`, `setTimeout`, `open`, … */
  readonly scopeNames: readonly string[];
  /** A built-in module that stands in for a URL; `undefined`: the URL itself is loaded. */
  readonly alias?: (url: URL) => string | undefined;
  /** What to do without a module of k6 that is not built in, as what follows a colon; absent: nobody knows. */
  readonly insteadOf?: (specifier: string) => string | undefined;
  /**
   * Which calls may pause: those that an analysis of the program finds (the default), or every call. The result is the
   * same; the second makes slower code.
   */
  readonly mode?: "analysis" | "every-call";
  /**
   * Library modules of which all VUs of a thread share one instance: file names or URLs, `*` stands for any text.
   * Default: none.
   */
  readonly share?: readonly string[];
  /** Reads `https:` modules. Absent: they are refused. */
  readonly remote?: ModuleReader;
  /** Reads `file:` modules. Default: from disk. */
  readonly readFile?: (url: URL) => Promise<string>;
}
