/** Which library modules the VUs of a thread share: those that were named, as far as they cannot tell VUs apart. */

import type { ModulePlan } from "../transform/module_plan.ts";
import type { LinkedModule } from "./link_graph.ts";

/** What is shared, and what was to be shared and is not. */
export interface Sharing {
  /** The indices of the modules. */
  readonly shared: ReadonlySet<number>;
  /** One sentence for each that is not, and for each name that stands for no module. */
  readonly refused: readonly string[];
}

/** Names that lead to what a VU has of its own, where a module uses them. Others, such as `console`, work for all. */
const OWN_NAMES = [
  ...["__VU", "__ITER", "__ENV", "open"],
  // Their callbacks would be events of the VU that has made the module, whoever has asked for them.
  ...["setTimeout", "setInterval", "clearTimeout", "clearInterval"],
];
/** The part of `crypto` that gives promises, which are events, too. */
const EVENTFUL_CRYPTO_REGEXP = /\bsubtle\b/;

/**
 * Decides what is shared.
 *
 * @param linked All modules.
 * @param plans Their plans.
 * @param patterns What was asked for: file names or URLs, with `*` for any text.
 */
export function findSharing(
  linked: readonly LinkedModule[],
  plans: readonly (ModulePlan | undefined)[],
  patterns: readonly string[],
): Sharing {
  const named = new Set<number>();
  const refused: string[] = [];
  for (const pattern of patterns) {
    const matches = linked.flatMap(({ module }, index) => isNamed(module.source.url, pattern) ? [index] : []);
    if (matches.length === 0) refused.push(`no module of the script is called ${pattern}`);
    for (const index of matches) named.add(index);
  }
  const reasons = new Map<number, string>();
  for (const index of named) {
    const reason = ownReason(linked[index]!, plans[index], index);
    if (reason !== undefined) reasons.set(index, reason);
  }
  refuseImporters(linked, named, reasons);
  for (const [index, reason] of reasons) refused.push(`${linked[index]!.module.source.url} is not shared: ${reason}`);
  return { shared: new Set([...named].filter((index) => !reasons.has(index))), refused };
}

/** A pattern without a slash stands for the last part of the URL, without its query. */
function isNamed(url: string, pattern: string): boolean {
  const text = pattern.includes("/") ? url : url.replace(/[?#].*$/s, "").replace(/^.*\//s, "");
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

/** Why a module cannot be shared, whatever it imports. */
function ownReason({ module, links }: LinkedModule, plan: ModulePlan | undefined, index: number): string | undefined {
  if (index === 0) return "it is the script";
  if (module.kind === "json") return undefined;
  const importsBuiltin = [...module.targets.values()].some((target) => "builtin" in target);
  if (importsBuiltin || links.some((link) => typeof link === "string")) return "it imports modules of k6";
  if (plan!.coloured.size > 0 || plan!.sites.size > 0) return "it calls functions of the script that may pause";
  if (module.bound.topLevelAwait !== undefined) return "it awaits at its top level";
  const used = new Set([...module.bound.references].filter(([, binding]) => !binding).map(([{ name }]) => name));
  const usesSubtle = used.has("crypto") && EVENTFUL_CRYPTO_REGEXP.test(module.source.text);
  const name = OWN_NAMES.find((each) => used.has(each)) ?? (usesSubtle ? "crypto.subtle" : undefined);
  return name === undefined ? undefined : `it uses ${name}, which every VU has of its own`;
}

/** What imports a module that is not shared would hold one VU's instance of it. */
function refuseImporters(
  linked: readonly LinkedModule[],
  named: ReadonlySet<number>,
  reasons: Map<number, string>,
): void {
  const indices = new Map(linked.map(({ module }, index) => [module.source.url, index]));
  for (let before = -1; before < reasons.size;) {
    before = reasons.size;
    for (const index of named) {
      if (reasons.has(index)) continue;
      const { module } = linked[index]!;
      if (module.kind === "json") continue;
      for (const target of module.targets.values()) {
        if (!("url" in target)) continue;
        const imported = indices.get(target.url);
        if (imported === undefined || (named.has(imported) && !reasons.has(imported))) continue;
        reasons.set(index, `it imports ${target.url}, which is not`);
      }
    }
  }
}
