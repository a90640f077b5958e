/** Builds a program: loads all modules, links them, plans and writes their code. */

import type { Program, ProgramModule, ProgramTarget } from "../program.ts";
import { STANDARD_GLOBALS } from "../run/scope.ts";
import { AnalysedProgram } from "../transform/analysis/analysed_program.ts";
import type { ProgramView } from "../transform/analysis/program_view.ts";
import { PROMISE_MEMBERS } from "../transform/bind_assignments.ts";
import { addCoercions, COERCING_METHODS } from "../transform/bind_coercions.ts";
import { EveryCall, traitsOfEveryCall } from "../transform/every_call.ts";
import type { ModulePlan } from "../transform/module_plan.ts";
import type { PauseDecider } from "../transform/pause_decider.ts";
import { planModule } from "../transform/plan_module.ts";
import { writeModule } from "../transform/write_module.ts";
import { type LinkedModule, linkGraph } from "./link_graph.ts";
import type { LoadOptions, ScriptEntry } from "./load_options.ts";
import { type CodeModule, loadGraph } from "./module_graph.ts";
import { findSharing } from "./shared_modules.ts";
import { viewProgram } from "./view_program.ts";

/** What the modules of a program have in common when their code is written. */
interface ProgramFacts {
  readonly indices: ReadonlyMap<string, number>;
  /** Names of the language that all VUs share. */
  readonly shared: ReadonlySet<string>;
  /** Names that every VU has of its own. */
  readonly scoped: ReadonlySet<string>;
}

/** Builds a program. See `loadProgram`. */
export async function buildProgram(entry: ScriptEntry, options: LoadOptions): Promise<Program> {
  const modules = await loadGraph(entry, options);
  const linked = linkGraph(modules, options.builtins);
  const codeModules = modules.filter((module): module is CodeModule => module.kind !== "json");
  const builtins = usedBuiltins(codeModules);
  const seedsRandom = builtins.includes("k6") && codeModules.some(({ source }) => source.text.includes("randomSeed"));
  const plans = planModules(linked, builtins, options);
  const assigned = codeModules.flatMap(({ bound }) => [...bound.assignedGlobals]);
  const facts: ProgramFacts = {
    indices: new Map(modules.map(({ source }, index) => [source.url, index])),
    shared: new Set(STANDARD_GLOBALS),
    scoped: new Set([
      ...options.scopeNames,
      "global",
      ...(seedsRandom ? ["Math"] : []),
      ...assigned.filter(isStandard),
    ]),
  };
  const { shared, refused } = findSharing(linked, plans, options.share ?? []);
  let base = 0;
  const written = linked.map((link, index): ProgramModule => {
    const module = link.module.kind === "json"
      ? describeJson(link, base)
      : writeCode(link, link.module, { facts, base, plan: plans[index]! });
    base += link.module.source.text.length + 1;
    return { ...module, isShared: shared.has(index) };
  });
  return {
    url: entry.url.href,
    modules: written,
    builtins,
    notShared: refused,
    usesPromises: codeModules.some(({ bound }) => bound.usesPromises) || linked.some(importsPromises),
    seedsRandom,
  };
}

/** Whether a module imports something by a name that is known to give promises. */
function importsPromises({ imports }: LinkedModule): boolean {
  return [...imports.values()].some(({ imported }) => PROMISE_MEMBERS.has(imported));
}

function usedBuiltins(modules: readonly CodeModule[]): string[] {
  const targets = modules.flatMap((module) => [...module.targets.values()]);
  return [...new Set(targets.flatMap((target) => "builtin" in target ? [target.builtin] : []))];
}

function planModules(
  linked: readonly LinkedModule[],
  builtins: readonly string[],
  options: LoadOptions,
): (ModulePlan | undefined)[] {
  const mayPause = builtins.some((name) => Object.keys(options.builtins.get(name)?.pausing ?? {}).length > 0);
  const view = viewProgram(linked, options.builtins);
  if (mayPause) findCoercions(view);
  const deciderFor = mayPause && options.mode !== "every-call" ? analysisOf(view) : everyCallOf(linked, mayPause);
  return linked.map(({ module }, index) =>
    module.kind === "json" ? undefined : planModule(module.bound, deciderFor(index))
  );
}

/** Objects that turn themselves into numbers or strings are rare enough in scripts to look for them only if there are any. */
function findCoercions({ modules }: ProgramView): void {
  const own = modules.filter((module) => module !== undefined).filter(({ isLibrary }) => !isLibrary);
  if (!own.some(({ bound }) => COERCING_METHODS.some((method) => bound.definedNames.has(method)))) return;
  for (const { ast, bound } of own) addCoercions(ast, bound);
}

function analysisOf(view: ProgramView): (index: number) => PauseDecider {
  const analysed = new AnalysedProgram(view);
  return (index) => analysed.deciderFor(view.modules[index]!);
}

function everyCallOf(linked: readonly LinkedModule[], mayPause: boolean): (index: number) => PauseDecider {
  const bound = linked.map(({ module }) => module.kind === "json" ? undefined : module.bound);
  const traits = traitsOfEveryCall(bound.filter((module) => module !== undefined), mayPause);
  return (index) => new EveryCall(traits, bound[index]!);
}

function writeCode(
  link: LinkedModule,
  module: CodeModule,
  { facts, base, plan }: { readonly facts: ProgramFacts; readonly base: number; readonly plan: ModulePlan },
): Omit<ProgramModule, "isShared"> {
  const { source, ast, bound, kind } = module;
  const { code, positions } = writeModule({
    url: source.url,
    source: source.text,
    ast,
    bound,
    plan,
    base,
    isCommonJs: kind === "commonjs",
    outer: { shared: facts.shared, scoped: facts.scoped, imports: link.imports },
    ownExports: link.ownExports,
  });
  return {
    ...describe(link, base),
    kind,
    code,
    positions,
    targets: programTargets(module, facts.indices),
    hasTopLevelAwait: bound.topLevelAwait !== undefined,
    functions: bound.functions.slice(1).map(({ name, node: { start, end } }) => ({
      name: name.replace(/^@@(.*)$/, "[Symbol.$1]"),
      start,
      end,
    })),
  };
}

function describeJson(link: LinkedModule, base: number): Omit<ProgramModule, "isShared"> {
  return {
    ...describe(link, base),
    kind: "json",
    code: link.module.source.text,
    positions: new Uint32Array(),
    targets: {},
    hasTopLevelAwait: false,
    functions: [],
  };
}

function describe({ module: { source }, dependencies, links, exports, ownExports }: LinkedModule, base: number) {
  return {
    url: source.url,
    links,
    dependencies,
    exports,
    ownExports: ownExports.map(({ exported }) => exported),
    base,
    lineStarts: source.lineStarts,
    sourceMap: source.sourceMap,
  };
}

function programTargets(module: CodeModule, indices: ReadonlyMap<string, number>): Record<string, ProgramTarget> {
  const targets = [...module.targets].map(([specifier, target]): [string, ProgramTarget] => {
    if (!("url" in target)) return [specifier, target];
    const index = indices.get(target.url);
    return [specifier, index === undefined ? { error: `The module "${specifier}" was not loaded` } : { module: index }];
  });
  return Object.fromEntries(targets);
}

function isStandard(name: string): boolean {
  return STANDARD_GLOBALS.includes(name);
}
