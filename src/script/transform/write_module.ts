/** Rewrites one module into a function expression that makes a VU's instance of it. */

import type * as acorn from "acorn";
import type { BoundModule } from "./bind_walk.ts";
import { changedPlaces } from "./changed_places.ts";
import { CodeNames } from "./code_names.ts";
import { CodeWriter } from "./code_writer.ts";
import { Emission } from "./emission.ts";
import { EMITTERS } from "./emitters.ts";
import type { ModulePlan } from "./module_plan.ts";
import { DEFAULT_BINDING, type LocalExport } from "./module_syntax.ts";
import { type OuterNames, ReferenceTexts } from "./reference_texts.ts";

/** What is known about a module when its code is written. */
export interface ModuleToWrite {
  readonly url: string;
  readonly source: string;
  readonly ast: acorn.Program;
  readonly isCommonJs: boolean;
  readonly bound: BoundModule;
  readonly plan: ModulePlan;
  readonly outer: OuterNames;
  /** The exports whose bindings are the module's own. */
  readonly ownExports: readonly LocalExport[];
  /** The position of the module's first character, counted over all modules. */
  readonly base: number;
}

/** The code of a module and where its pieces come from. */
export interface WrittenModule {
  readonly code: string;
  /** As in `ProgramModule.positions`. */
  readonly positions: Uint32Array;
}

/**
 * Writes a module's code. Everything in front of the body is on the first line, so lines keep their numbers.
 *
 * The function is a generator: its first step links (exports can be read, functions can be called), its second
 * evaluates. A pause, or an `await`, of the top level is yielded.
 */
export function writeModule(module: ModuleToWrite): WrittenModule {
  const { source, bound, plan, base, outer, isCommonJs } = module;
  const names = new CodeNames(source);
  const references = new ReferenceTexts(bound, names, outer, isCommonJs);
  const out = new CodeWriter(source);
  const places = changedPlaces(module.ast.body, bound, plan, references);
  const e = new Emission({ source, bound, plan, names, references, base, out, changedPlaces: places }, EMITTERS);
  const params = [names.ledger, names.pause, names.helpers, names.scope, names.links, names.record];
  if (isCommonJs) params.push("module", "exports", "require");
  out.writeSeam(`(function*(${params.join(",")}){"use strict";let ${names.value};`);
  if (!isCommonJs) out.writeSeam(linkStep(module, names) + references.constants());
  const isProgramFile = source.startsWith("#!");
  if (isProgramFile) out.writeSeam("//");
  e.copyAround(module.ast, isProgramFile ? 2 : 0, source.length);
  out.writeSeam(`\n${e.frame.declaration}})\n//# sourceURL=${module.url}\n`);
  return { code: out.code, positions: out.positions };
}

/** The first step: it leaves a function behind that reads the module's exports, by number. */
function linkStep({ ownExports, ast }: ModuleToWrite, names: CodeNames): string {
  const localName = (local: string) => local === DEFAULT_BINDING ? names.default : local;
  const cases = ownExports.map(({ local }, index) => `case ${index}:return ${localName(local)};`).join("");
  const read = cases === "" ? "" : `${names.record}.read=${names.index}=>{switch(${names.index}){${cases}}};`;
  const hasNamelessFunction = ast.body.some((statement) =>
    statement.type === "ExportDefaultDeclaration" && statement.declaration.type === "FunctionDeclaration" &&
    !statement.declaration.id
  );
  return `${read}${hasNamelessFunction ? `${names.helpers}.named(${names.default});` : ""}yield;`;
}
