/** Loads a script and everything that it imports. */

import type { Program } from "acorn";
import { ExitCode, jsonErrorOffset, messageOf } from "../../base/mod.ts";
import { resolveSpecifier } from "../resolve.ts";
import { ScriptError } from "../script_error.ts";
import { bindModule } from "../transform/bind_module.ts";
import type { BoundModule } from "../transform/bind_walk.ts";
import { type ImportedName, type ModuleSyntax, readModuleSyntax } from "../transform/module_syntax.ts";
import type { Node } from "../transform/syntax.ts";
import type { LoadOptions, ScriptEntry } from "./load_options.ts";
import { parseModule } from "./parse_module.ts";
import { SourceText } from "./source_text.ts";
import { stripTypes } from "./type_stripper.ts";

/** Where a specifier leads: another module of the graph, a built-in one, or nowhere. */
export type GraphTarget = { readonly url: string } | { readonly builtin: string } | { readonly error: string };

/** A module with code. */
export interface CodeModule {
  readonly kind: "module" | "commonjs";
  readonly source: SourceText;
  readonly ast: Program;
  readonly syntax: ModuleSyntax;
  readonly bound: BoundModule;
  /** Where its specifiers lead, as far as they are written out as text. */
  readonly targets: Map<string, GraphTarget>;
}

/** A JSON module. */
export interface JsonModule {
  readonly kind: "json";
  readonly source: SourceText;
}

/** A module of the graph. */
export type GraphModule = CodeModule | JsonModule;

/** A module could not be read; whoever imports it says so in its own words. */
class Unreadable {
  readonly describe: (specifier: string) => string;

  constructor(describe: (specifier: string) => string) {
    this.describe = describe;
  }
}

interface Requested {
  readonly specifier: string;
  readonly node: Node;
  readonly isJson: boolean;
}

const TYPESCRIPT_REGEXP = /\.[cm]?ts$/;

/**
 * Loads the graph.
 *
 * @returns The modules in the order in which the text leads to them, the entry first.
 * @throws {ScriptError} The first error that the text leads to. What is behind `import()` or `require()` throws none:
 *   the script may never get there.
 */
export async function loadGraph(entry: ScriptEntry, options: LoadOptions): Promise<GraphModule[]> {
  const loader = new GraphLoader(entry, options);
  await loader.loadAll();
  return loader.inOrder();
}

class GraphLoader {
  readonly #entry: ScriptEntry;
  readonly #options: LoadOptions;
  readonly #modules = new Map<string, GraphModule | ScriptError | Unreadable>();
  #ordered = new Map<string, GraphModule>();

  constructor(entry: ScriptEntry, options: LoadOptions) {
    this.#entry = entry;
    this.#options = options;
  }

  /** Loads in waves, each in parallel: the entry, what it imports, what that imports. */
  async loadAll(): Promise<void> {
    let wave = new Map([[this.#entry.url.href, false]]);
    while (wave.size > 0) {
      const next = new Map<string, boolean>();
      await Promise.all([...wave].map(async ([url, isJson]) => {
        const module = await this.#load(url, isJson);
        this.#modules.set(url, module);
        if (module instanceof ScriptError || module instanceof Unreadable || module.kind === "json") return;
        for (const requested of [...module.syntax.requests, ...lenientRequests(module)]) {
          const target = module.targets.get(requested.specifier)!;
          if ("url" in target) next.set(target.url, requested.isJson);
        }
      }));
      wave = new Map([...next].filter(([url]) => !this.#modules.has(url)));
    }
  }

  inOrder(): GraphModule[] {
    const url = this.#entry.url.href;
    const entry = this.#modules.get(url)!;
    if (entry instanceof Unreadable) {
      throw new ScriptError("MODULE_NOT_FOUND", entry.describe(url), { url, exitCode: ExitCode.Other });
    }
    this.#add(url);
    return [...this.#ordered.values()];
  }

  #add(url: string): void {
    if (this.#ordered.has(url)) return;
    const module = this.#modules.get(url)!;
    if (module instanceof ScriptError) throw module;
    if (module instanceof Unreadable) throw new Error(`No importer has reported ${url}`);
    this.#ordered.set(url, module);
    if (module.kind === "json") return;
    for (const requested of module.syntax.requests) this.#follow(module, requested);
    for (const requested of lenientRequests(module)) this.#followLeniently(module, requested);
  }

  #follow(module: CodeModule, { specifier, node }: Requested): void {
    const target = module.targets.get(specifier)!;
    if ("error" in target) throw module.source.error("MODULE_SPECIFIER", target.error, node.start);
    if ("builtin" in target) return;
    const found = this.#modules.get(target.url)!;
    if (found instanceof Unreadable) {
      throw module.source.error("MODULE_NOT_FOUND", found.describe(specifier), node.start);
    }
    this.#add(target.url);
  }

  #followLeniently(module: CodeModule, requested: Requested): void {
    const before = new Map(this.#ordered);
    try {
      this.#follow(module, requested);
    } catch (error) {
      this.#ordered = before;
      const target = module.targets.get(requested.specifier)!;
      // What is wrong with the specifier itself is known without its place.
      if ("error" in target) return;
      const found = "url" in target ? this.#modules.get(target.url) : undefined;
      const message = found instanceof Unreadable ? found.describe(requested.specifier) : messageOf(error);
      module.targets.set(requested.specifier, { error: message });
    }
  }

  async #load(url: string, isJson: boolean): Promise<GraphModule | ScriptError | Unreadable> {
    const isEntry = url === this.#entry.url.href;
    let text: string;
    try {
      text = isEntry && this.#entry.source !== undefined ? this.#entry.source : await this.#read(new URL(url));
    } catch (error) {
      return new Unreadable((specifier) => describeFailure(specifier, url, error));
    }
    if (text.startsWith("\ufeff")) text = text.slice(1);
    try {
      if (isJson || new URL(url).pathname.endsWith(".json")) return loadJson(url, text);
      return await this.#loadCode(url, text, isEntry && this.#entry.source !== undefined);
    } catch (error) {
      if (error instanceof ScriptError) return error;
      throw error;
    }
  }

  #read(url: URL): Promise<string> {
    const { remote, readFile = Deno.readTextFile } = this.#options;
    if (url.protocol === "file:") return readFile(url);
    if (remote === undefined) throw new Error("importing modules over https is not allowed here");
    return remote.read(url);
  }

  async #loadCode(url: string, text: string, mayHaveTypes: boolean): Promise<CodeModule> {
    const isTypeScript = TYPESCRIPT_REGEXP.test(new URL(url).pathname);
    let source = isTypeScript ? await stripTypes(url, text) : new SourceText(url, text);
    let parsed: ReturnType<typeof parseModule>;
    try {
      parsed = parseModule(source);
    } catch (error) {
      if (!mayHaveTypes || isTypeScript) throw error;
      // Standard input has no name to tell TypeScript by.
      source = await stripTypes(url, text).catch(() => {
        throw error;
      });
      parsed = parseModule(source);
    }
    const written = readModuleSyntax(parsed.ast);
    const bound = bindModule(parsed.ast, written);
    if (bound.topLevelAwait?.type === "ForOfStatement") {
      const message = "for await is not possible at the top level of a module: put it into an async function";
      throw source.error("SCRIPT_SYNTAX", message, bound.topLevelAwait.start);
    }
    const syntax = source.isTypeScript ? withoutTypeImports(written, bound) : written;
    const module = { ...parsed, source, syntax, bound, targets: new Map<string, GraphTarget>() };
    for (const { specifier } of [...syntax.requests, ...lenientRequests(module)]) {
      module.targets.set(specifier, this.#resolve(specifier, url));
    }
    return module;
  }

  #resolve(specifier: string, referrer: string): GraphTarget {
    const { builtins, alias, insteadOf } = this.#options;
    const resolution = resolveSpecifier(specifier, referrer, { has: (name) => builtins.has(name), insteadOf });
    if (!("url" in resolution)) return resolution;
    const builtin = alias?.(resolution.url);
    return builtin === undefined ? { url: resolution.url.href } : { builtin };
  }
}

/** The modules that the script asks for only when it gets there. */
function lenientRequests({ bound }: CodeModule): Requested[] {
  const literals = [...bound.dynamicImports.map(({ source }) => source), ...bound.requires];
  return literals.flatMap((node) =>
    node.type === "Literal" && typeof node.value === "string" ? [{ specifier: node.value, node, isJson: false }] : []
  );
}

/** In TypeScript, what is imported and never referred to was a type; a module of which nothing is left is not loaded. */
function withoutTypeImports(syntax: ModuleSyntax, bound: BoundModule): ModuleSyntax {
  const isUsed = ({ local }: ImportedName) => bound.scope.own(local)?.isReferenced ?? true;
  const used = new Set(syntax.imports.filter(isUsed).map(({ request }) => request));
  const unused = new Set(syntax.imports.map(({ request }) => request).filter((request) => !used.has(request)));
  return {
    ...syntax,
    imports: syntax.imports.filter(isUsed),
    requests: syntax.requests.filter((request) => !unused.has(request)),
  };
}

function loadJson(url: string, text: string): JsonModule {
  const source = new SourceText(url, text);
  try {
    JSON.parse(text);
  } catch (error) {
    throw source.error("MODULE_JSON", messageOf(error), jsonErrorOffset(text, error));
  }
  return { kind: "json", source };
}

function describeFailure(specifier: string, url: string, error: unknown): string {
  if (!url.startsWith("file:")) {
    return `The moduleSpecifier "${specifier}" couldn't be retrieved from the resolved url "${url}". Error : ` +
      `"${messageOf(error)}"`;
  }
  if (error instanceof Deno.errors.NotFound) {
    return `The moduleSpecifier "${specifier}" couldn't be found on local disk. Make sure that you've specified the ` +
      "right path to the file.";
  }
  return `The moduleSpecifier "${specifier}" couldn't be read: ${messageOf(error)}`;
}
