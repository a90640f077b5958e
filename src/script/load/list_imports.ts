/** What a script imports, found out without running it. What that needs is imported when it is asked for. */

import type { LoadOptions, ScriptEntry } from "./load_options.ts";

/** Everything that a script and its modules import. */
export interface ImportedModules {
  /** The URLs of all modules with code or data, the script's own among them. */
  readonly urls: readonly string[];
  /** The names of built-in modules. */
  readonly builtins: readonly string[];
  /** The directives that a module begins with, such as `use k6 >= 1.0`. */
  readonly directives: readonly string[];
}

/**
 * Lists what a script imports.
 *
 * @param entry Where the script is.
 * @param options What the world of the script is like.
 * @returns The modules, in the order in which the text leads to them.
 * @throws {ScriptError} When a module cannot be found, read or parsed.
 */
export async function listImports(entry: ScriptEntry, options: LoadOptions): Promise<ImportedModules> {
  const { loadGraph } = await import("./module_graph.ts");
  const modules = await loadGraph(entry, options);
  const code = modules.filter((module) => module.kind !== "json");
  const targets = code.flatMap((module) => [...module.targets.values()]);
  return {
    urls: modules.map(({ source }) => source.url),
    builtins: [...new Set(targets.flatMap((target) => "builtin" in target ? [target.builtin] : []))],
    directives: code.flatMap(({ ast }) =>
      ast.body.flatMap((node) => node.type === "ExpressionStatement" && node.directive ? [node.directive] : [])
    ),
  };
}
