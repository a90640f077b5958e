/** What a script imports, and what of it k6 would need extensions for: what `squall deps` prints. */

import { listImports } from "../script/mod.ts";
import { loadOptions } from "./load_script.ts";
import type { RunRequest } from "./run_request.ts";

/** What a script depends on. */
export interface ScriptDependencies {
  /** Versions by name, of k6 itself and of the extensions that the script imports or names. */
  readonly buildDependencies: Readonly<Record<string, string>>;
  /** URLs of modules and names of built-in ones, sorted. */
  readonly imports: readonly string[];
  /** Whether the script imports extensions. */
  readonly customBuildRequired: boolean;
}

const EXTENSION = "k6/x/";
/** `use k6 >= 1.0`, `use k6 with k6/x/sql >= 1.0`. */
const DIRECTIVE_REGEXP = /^\s*use\s+k6(?:\s+with\s+(k6\/x\/[^\s<>=~^!*]+))?\s*(.*)$/;

/**
 * Lists what a script depends on. Nothing of it runs.
 *
 * @param request The run that is not to be.
 * @returns The dependencies; extensions are listed, not looked for.
 * @throws {ScriptError} When a module cannot be found, read or parsed.
 */
export async function listDependencies(request: RunRequest): Promise<ScriptDependencies> {
  const options = loadOptions(request);
  const { urls, builtins, directives } = await listImports(request.script, {
    ...options,
    builtins: new WithExtensions(options.builtins),
    // The libraries that squall has its own copy of are imported all the same.
    alias: (url) => options.alias?.(url) && url.href,
  });
  const extensions = builtins.filter(isExtension);
  return {
    buildDependencies: sortedVersions(extensions, directives),
    imports: [...urls, ...builtins].sort(),
    customBuildRequired: extensions.length > 0,
  };
}

/** The built-in modules, and any extension by its name. */
class WithExtensions<T> extends Map<string, T> {
  override has(name: string): boolean {
    return super.has(name) || isExtension(name);
  }
}

function isExtension(name: string): boolean {
  return name.startsWith(EXTENSION);
}

function sortedVersions(extensions: readonly string[], directives: readonly string[]): Record<string, string> {
  const versions = new Map<string, string>([["k6", "*"], ...extensions.map((name) => [name, "*"] as const)]);
  for (const directive of directives) {
    const match = DIRECTIVE_REGEXP.exec(directive);
    if (match === null) continue;
    const [, extension, constraint = ""] = match;
    versions.set(extension ?? "k6", constraint.replaceAll(/\s+/g, "") || "*");
  }
  return Object.fromEntries([...versions].sort(([one], [other]) => one < other ? -1 : 1));
}
