/** Links a graph of modules: finds for every import and export the module that has the binding. */

import type { ProgramExport } from "../program.ts";
import { DEFAULT_BINDING, type ImportedName, type LocalExport, type Request } from "../transform/module_syntax.ts";
import type { ResolvedImport } from "../transform/reference_texts.ts";
import type { Node } from "../transform/syntax.ts";
import type { BuiltinModule } from "./load_options.ts";
import { cyclesOf } from "./module_cycles.ts";
import type { CodeModule, GraphModule } from "./module_graph.ts";

/** A module and how it is tied to others. */
export interface LinkedModule {
  readonly module: GraphModule;
  /** The modules to be evaluated first, in order. */
  readonly dependencies: readonly number[];
  /** What the module's code refers to: indices of modules, and specifiers of built-in ones. */
  readonly links: readonly (number | string)[];
  /** By local name. */
  readonly imports: ReadonlyMap<string, ResolvedImport>;
  /** Sorted by name. */
  readonly exports: readonly ProgramExport[];
  readonly ownExports: readonly LocalExport[];
}

/** Where a binding is: in a module or a built-in one, and its name there; `undefined`: the namespace. */
interface Origin {
  readonly source: number | string;
  readonly imported: string | undefined;
}

type Found = Origin | "ambiguous" | undefined;

/**
 * Links the modules of a program.
 *
 * @throws {ScriptError} When a module does not export what is imported from it.
 */
export function linkGraph(
  modules: readonly GraphModule[],
  builtins: ReadonlyMap<string, BuiltinModule>,
): readonly LinkedModule[] {
  const linker = new Linker(modules, builtins);
  return modules.map((_, index) => linker.link(index));
}

class Linker {
  readonly #modules: readonly GraphModule[];
  readonly #builtins: ReadonlyMap<string, BuiltinModule>;
  readonly #indices: ReadonlyMap<string, number>;
  /** Modules of the same number import each other in a circle. */
  readonly #cycles: readonly number[];

  constructor(modules: readonly GraphModule[], builtins: ReadonlyMap<string, BuiltinModule>) {
    this.#modules = modules;
    this.#builtins = builtins;
    this.#indices = new Map(modules.map(({ source }, index) => [source.url, index]));
    this.#cycles = cyclesOf(modules.map((module) => this.#dependencies(module)));
  }

  link(index: number): LinkedModule {
    const module = this.#modules[index]!;
    if (module.kind === "json") {
      const exports = [{ name: "default", source: index, imported: "default" }];
      return { module, dependencies: [], links: [], imports: new Map(), exports, ownExports: [] };
    }
    const links: (number | string)[] = [];
    const imports = new Map<string, ResolvedImport>();
    for (const name of module.syntax.imports) imports.set(name.local, this.#resolve(module, index, name, links));
    for (const { request, imported, node } of module.syntax.indirectExports) {
      if (imported !== undefined) this.#require(module, request, imported, node);
    }
    const names = module.kind === "module" ? [...this.#namesOf(index, new Set())].sort() : [];
    return {
      module,
      dependencies: this.#dependencies(module),
      links,
      imports,
      exports: names.flatMap((name) => this.#exportNamed(index, name)),
      ownExports: module.syntax.localExports.filter((entry) => importOf(module, entry) === undefined),
    };
  }

  #resolve(module: CodeModule, index: number, name: ImportedName, links: (number | string)[]): ResolvedImport {
    const { source, imported } = name.imported === undefined
      ? { source: this.#source(module, name.request), imported: undefined }
      : this.#require(module, name.request, name.imported, name.node);
    let link = links.indexOf(source);
    if (link < 0) link = links.push(source) - 1;
    if (typeof source === "string") return { link, kind: "builtin", imported, isConstant: true };
    const { kind } = this.#modules[source]!;
    return { link, kind, imported, isConstant: this.#isConstant(index, source, imported) };
  }

  /** The origin of an imported binding; there must be one. */
  #require(module: CodeModule, request: Request, imported: string, node: Node): Origin {
    const found = this.#find(this.#source(module, request), imported, new Set());
    if (found !== undefined && found !== "ambiguous") return found;
    const problem = found === undefined
      ? `does not provide an export named "${imported}"${this.#whatThereIs(module, request)}`
      : `contains conflicting star exports for name "${imported}"`;
    throw module.source.error(
      "MODULE_EXPORT",
      `The requested module "${request.specifier}" ${problem}`,
      node.start,
    );
  }

  /** What a built-in module exports instead of a name that it does not have. */
  #whatThereIs(module: CodeModule, request: Request): string {
    const source = this.#source(module, request);
    return typeof source === "string" ? `: it has ${this.#builtins.get(source)!.exports.join(", ")}` : "";
  }

  /** A value that is read once must be there when the importing module is evaluated, and never change. */
  #isConstant(importer: number, source: number, imported: string | undefined): boolean {
    const exporter = this.#modules[source]!;
    if (exporter.kind === "json") return true;
    if (this.#cycles[importer] === this.#cycles[source]) return false;
    if (imported === undefined) return true;
    if (exporter.kind === "commonjs") return imported === "default";
    const local = exporter.syntax.localExports.find(({ exported }) => exported === imported)?.local;
    return local === DEFAULT_BINDING || exporter.bound.scope.own(local ?? "")?.isReassigned === false;
  }

  #find(source: number | string, name: string, seen: Set<string>): Found {
    if (typeof source === "string") {
      const isExported = name === "default" || this.#builtins.get(source)?.exports.includes(name);
      return isExported ? { source, imported: name } : undefined;
    }
    const module = this.#modules[source]!;
    if (module.kind === "json") return name === "default" ? { source, imported: name } : undefined;
    if (module.kind === "commonjs") return { source, imported: name };
    const key = `${source} ${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    return this.#findOwn(module, source, name, seen) ?? this.#findInStars(module, name, seen);
  }

  #findOwn(module: CodeModule, source: number, name: string, seen: Set<string>): Found {
    const { localExports, indirectExports } = module.syntax;
    const local = localExports.find(({ exported }) => exported === name);
    if (local !== undefined) {
      const imported = importOf(module, local);
      return imported === undefined ? { source, imported: name } : this.#follow(module, imported, seen);
    }
    const indirect = indirectExports.find(({ exported }) => exported === name);
    return indirect === undefined ? undefined : this.#follow(module, indirect, seen);
  }

  #follow(
    module: CodeModule,
    { request, imported }: { readonly request: Request; readonly imported: string | undefined },
    seen: Set<string>,
  ): Found {
    const source = this.#source(module, request);
    return imported === undefined ? { source, imported } : this.#find(source, imported, seen);
  }

  #findInStars(module: CodeModule, name: string, seen: Set<string>): Found {
    if (name === "default") return undefined;
    let found: Found;
    for (const request of this.#starsOf(module)) {
      const candidate = this.#find(this.#source(module, request), name, seen);
      if (candidate === "ambiguous") return candidate;
      if (candidate === undefined) continue;
      if (found === undefined) found = candidate;
      else if (found !== "ambiguous" && (found.source !== candidate.source || found.imported !== candidate.imported)) {
        return "ambiguous";
      }
    }
    return found;
  }

  /** Names of CommonJS modules appear at run time, so nothing can be said of what `export *` takes from them. */
  #starsOf(module: CodeModule): Request[] {
    return module.syntax.stars.filter((request) => {
      const source = this.#source(module, request);
      return typeof source === "string" || this.#modules[source]!.kind !== "commonjs";
    });
  }

  #namesOf(source: number | string, seen: Set<number>): Set<string> {
    if (typeof source === "string") return new Set(this.#builtins.get(source)?.exports);
    const module = this.#modules[source]!;
    if (module.kind !== "module" || seen.has(source)) return new Set();
    seen.add(source);
    const { localExports, indirectExports } = module.syntax;
    const names = new Set([...localExports, ...indirectExports].map(({ exported }) => exported));
    for (const request of this.#starsOf(module)) {
      for (const name of this.#namesOf(this.#source(module, request), seen)) if (name !== "default") names.add(name);
    }
    return names;
  }

  #exportNamed(index: number, name: string): ProgramExport[] {
    const found = this.#find(index, name, new Set());
    return found === undefined || found === "ambiguous" ? [] : [{ name, ...found }];
  }

  #dependencies(module: GraphModule): number[] {
    if (module.kind === "json") return [];
    const sources = module.syntax.requests.map((request) => this.#source(module, request));
    return [...new Set(sources)].filter((source) => typeof source === "number");
  }

  /** What a specifier of a static import leads to; the graph has been loaded, so there is something. */
  #source(module: CodeModule, { specifier }: Request): number | string {
    const target = module.targets.get(specifier)!;
    if ("builtin" in target) return target.builtin;
    return "url" in target ? this.#indices.get(target.url)! : specifier;
  }
}

/** The import that a local export passes on, if it does. */
function importOf(module: CodeModule, { local }: LocalExport): ImportedName | undefined {
  return module.bound.scope.own(local)?.imported;
}
