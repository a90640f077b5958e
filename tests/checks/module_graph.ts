/** Which module of this repository imports which, types and dynamic imports included, as `deno info` sees it. */

import { fileURLToPath } from "node:url";
import { REPOSITORY } from "./repository.ts";

/** One import. Paths are relative to the repository. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Only types are imported. */
  readonly typeOnly: boolean;
}

/** An import of something outside of this repository. */
export interface ForeignImport {
  readonly from: string;
  /** As the source has it. */
  readonly specifier: string;
}

/** The imports of some modules and of all that they lead to. */
export interface ModuleGraph {
  readonly arrows: readonly Arrow[];
  readonly foreign: readonly ForeignImport[];
}

/** The part of `deno info --json` that is read here. */
interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

/**
 * Reads the imports of these files.
 *
 * @param paths Files of the repository.
 * @throws {Error} Where one of the files cannot be parsed or resolved.
 */
export async function readModuleGraph(paths: readonly string[]): Promise<ModuleGraph> {
  // `deno info` takes one file: a temporary one that imports all others.
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const lines = paths.map((path) => `import ${JSON.stringify(new URL(path, REPOSITORY).href)};`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    return parseInfo(await denoInfo(entry));
  } finally {
    await Deno.remove(entry);
  }
}

async function denoInfo(entry: string): Promise<Info> {
  const config = fileURLToPath(new URL("deno.json", REPOSITORY));
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json", "--config", config, entry] });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(`Cannot read the imports: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

function parseInfo(info: Info): ModuleGraph {
  const arrows: Arrow[] = [];
  const foreign: ForeignImport[] = [];
  for (const { specifier, error, dependencies = [] } of info.modules) {
    if (error !== undefined) throw new Error(`Cannot read the imports: ${error}`);
    const from = pathOf(specifier);
    if (from === undefined) continue;
    for (const { specifier, code, type } of dependencies) {
      const to = pathOf(code?.specifier ?? type?.specifier ?? "");
      if (to === undefined) foreign.push({ from, specifier });
      else arrows.push({ from, to, typeOnly: code === undefined });
    }
  }
  return { arrows, foreign };
}

function pathOf(specifier: string): string | undefined {
  return specifier.startsWith(REPOSITORY.href) ? specifier.slice(REPOSITORY.href.length) : undefined;
}

/**
 * Finds the modules that can reach themselves.
 *
 * @returns One path of modules per cycle found, the first repeated at its end. Every cycle has a module on such a path.
 */
export function findCycles(arrows: readonly Arrow[]): string[][] {
  const targets = Map.groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  function visit(module: string): void {
    const start = path.indexOf(module);
    if (start !== -1) cycles.push([...path.slice(start), module]);
    if (start !== -1 || done.has(module)) return;
    path.push(module);
    for (const { to } of targets.get(module) ?? []) visit(to);
    path.pop();
    done.add(module);
  }
  for (const module of targets.keys()) visit(module);
  return cycles;
}
