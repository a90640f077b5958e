/** Where a module's code differs from its source, so that everything else is copied without being looked at. */

import type { BoundModule } from "./bind_walk.ts";
import type { ModulePlan } from "./module_plan.ts";
import type { ReferenceTexts } from "./reference_texts.ts";
import type { Node } from "./syntax.ts";

/**
 * Finds the places outside of functions that may pause; inside of those every statement counts.
 *
 * @returns The offsets of the nodes that are not copied as they are, ascending.
 */
export function changedPlaces(
  statements: readonly Node[],
  bound: BoundModule,
  plan: ModulePlan,
  references: ReferenceTexts,
): Uint32Array {
  const places: number[] = [];
  for (const node of plan.sites.keys()) places.push(node.start);
  for (const { node } of plan.coloured) places.push(node.start);
  for (
    const node of [...plan.waitingFields, ...plan.waitingStatics, ...bound.dynamicImports, ...bound.metaProperties]
  ) {
    places.push(node.start);
  }
  for (const identifier of bound.references.keys()) {
    if (references.text(identifier) !== undefined) places.push(identifier.start);
  }
  for (const node of statements) {
    if (node.type.startsWith("Import") || node.type.startsWith("Export")) places.push(node.start);
    // A function without a name gets one.
    if (node.type === "ExportDefaultDeclaration") places.push(node.declaration.start);
  }
  if (plan.mayPause) places.push(...watchedPlaces(bound));
  return Uint32Array.from(places).sort();
}

/** Where constructors of base classes are watched. */
function watchedPlaces({ functions, classes }: BoundModule): number[] {
  const calls = functions.flatMap(({ candidates }) => candidates.filter(({ kind }) => kind === "super"));
  const derived = [...classes.values()].filter(({ node, hasFields }) => node.superClass && hasFields);
  return [...calls, ...derived].map(({ node }) => node.start);
}
