/** Binds the names of a module: see {@linkcode BoundModule}. */

import type * as acorn from "acorn";
import { BIND_VISITORS } from "./bind_visitors.ts";
import { BindWalk, type BoundModule } from "./bind_walk.ts";
import { DEFAULT_BINDING, type ModuleSyntax } from "./module_syntax.ts";

/** Walks a module once. */
export function bindModule(program: acorn.Program, { imports, localExports }: ModuleSyntax): BoundModule {
  const walk = new BindWalk(program, BIND_VISITORS);
  for (const imported of imports) walk.scope.declare(imported.local, "import", imported);
  if (localExports.some(({ local }) => local === DEFAULT_BINDING)) walk.scope.declare(DEFAULT_BINDING, "lexical");
  for (const statement of program.body) walk.visit(statement);
  walk.resolve();
  return walk;
}
