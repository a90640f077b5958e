/** Shows a linked program to the analysis. */

import type { BindingOrigin, ModuleView, Pausing, ProgramView } from "../transform/analysis/program_view.ts";
import type { LinkedModule } from "./link_graph.ts";
import type { BuiltinModule } from "./load_options.ts";
import type { CodeModule } from "./module_graph.ts";

/** Makes the view. */
export function viewProgram(
  linked: readonly LinkedModule[],
  builtins: ReadonlyMap<string, BuiltinModule>,
): ProgramView {
  const indices = new Map(linked.map(({ module }, index) => [module.source.url, index]));
  const pausingOf = (name: string): Readonly<Record<string, Pausing>> => builtins.get(name)?.pausing ?? {};
  const edges = linked.map(({ module }) =>
    module.kind === "json" ? [] : [...module.targets.keys()].map((specifier) => targetOf(module, specifier, indices))
  );
  const reaching = modulesReaching(edges, (name) => Object.keys(pausingOf(name)).length > 0);
  const modules = linked.map((link, index) =>
    link.module.kind === "json" ? undefined : viewModule(link, link.module, indices, !reaching.has(index))
  );
  const used = new Set(edges.flat().filter((target) => typeof target === "string"));
  const methods = [...used].flatMap((name) => Object.entries(pausingOf(name)));
  const methodsOf = (wanted: Pausing): string[] => methods.flatMap(([method, kind]) => kind === wanted ? method : []);
  return {
    modules,
    pausingOf,
    handlerMethods: methodsOf("handlers"),
    pausingMethods: methodsOf("method"),
    callbackMethods: new Set(methodsOf("callbacks")),
    propertyMethods: methods.flatMap(([method, kind]) => typeof kind === "string" ? [] : [[method, kind] as const]),
  };
}

function viewModule(
  { links, imports, exports, ownExports }: LinkedModule,
  module: CodeModule,
  indices: ReadonlyMap<string, number>,
  isLibrary: boolean,
): ModuleView {
  const { ast, bound, kind } = module;
  const locals = new Map(ownExports.map(({ exported, local }) => [exported, local]));
  return {
    ast,
    bound,
    isLibrary,
    isCommonJs: kind === "commonjs",
    imports: new Map(
      [...imports].map((
        [local, { link, imported }],
      ): [string, BindingOrigin] => [local, { source: links[link]!, imported }]),
    ),
    exports: new Map(
      exports.map(({ name, source, imported }): [string, BindingOrigin] => [name, { source, imported }]),
    ),
    exportedBinding: (name) => bound.scope.own(locals.get(name) ?? ""),
    target: (specifier) => targetOf(module, specifier, indices),
  };
}

function targetOf(
  module: CodeModule,
  specifier: string,
  indices: ReadonlyMap<string, number>,
): number | string | undefined {
  const target = module.targets.get(specifier);
  if (target === undefined || "error" in target) return undefined;
  return "builtin" in target ? target.builtin : indices.get(target.url);
}

/** The modules from which a built-in module that pauses can be reached by imports of any kind. */
function modulesReaching(
  edges: readonly (readonly (number | string | undefined)[])[],
  pauses: (builtin: string) => boolean,
): ReadonlySet<number> {
  const reaching = new Set<number>();
  for (let before = -1; before < reaching.size;) {
    before = reaching.size;
    edges.forEach((targets, index) => {
      if (
        targets.some((target) =>
          typeof target === "string" ? pauses(target) : target !== undefined && reaching.has(target)
        )
      ) {
        reaching.add(index);
      }
    });
  }
  return reaching;
}
