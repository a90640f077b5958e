/** The tree of all groups of a run with their checks, whatever scenario they ran in. */

import type { MetricStore } from "../metrics/mod.ts";
import { CheckList } from "./check_list.ts";
import { childPath, groupNames } from "./group_path.ts";
import type { GroupNode } from "./summary.ts";
import { CHECKS_VIEW, GROUPS_VIEW } from "./summary_views.ts";

/** A group while the tree grows. */
class GrowingGroup {
  readonly #name: string;
  readonly #path: string;
  readonly #groups = new Map<string, GrowingGroup>();
  readonly checks = new CheckList();

  constructor(name: string, path: string) {
    this.#name = name;
    this.#path = path;
  }

  /** The group of that name inside this one. */
  child(name: string): GrowingGroup {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const made = new GrowingGroup(name, childPath(this.#path, name));
    this.#groups.set(name, made);
    return made;
  }

  node(): GroupNode {
    const groups = Array.from(this.#groups.values(), (group) => group.node());
    return { name: this.#name, path: this.#path, groups, checks: this.checks.list() };
  }
}

/**
 * Builds the tree of groups and checks.
 *
 * @param store Made with {@linkcode CHECKS_VIEW} and {@linkcode GROUPS_VIEW}.
 * @returns Its root, which stands for the script itself.
 */
export function buildGroupTree(store: MetricStore): GroupNode {
  const root = new GrowingGroup("", "");
  const entries = [...store.breakdown(GROUPS_VIEW), ...store.breakdown(CHECKS_VIEW)];
  for (const { metric, values, sink } of entries.sort((a, b) => a.order - b.order)) {
    const [, tag = "", check] = values;
    const group = groupNames(tag).reduce((parent, name) => parent.child(name), root);
    if (metric === "checks" && sink.kind === "rate" && check !== undefined) group.checks.add(check, sink);
  }
  return root.node();
}
