/** The parts of a full summary: one section for each group and each scenario. */

import { type Sink, sumOfSinks } from "../metrics/mod.ts";
import { CheckList } from "./check_list.ts";
import { groupNames } from "./group_path.ts";
import { summariseSink, type SummaryBasis } from "./metric_summary.ts";
import type { SectionSummary } from "./summary.ts";
import { CHECKS_VIEW, SECTIONS_VIEW } from "./summary_views.ts";

/** The scenario of k6's short options. Its groups count as the script's own and it gets no section itself. */
const DEFAULT_SCENARIO = "default";

/** The groups in which `setup()` and `teardown()` run. */
const LIFECYCLE_GROUPS: readonly string[] = ["setup", "teardown"];

/** A section while it is put together. */
class GrowingSection {
  readonly #name: string;
  readonly #groups = new Map<string, GrowingSection>();
  readonly #sinks = new Map<string, Sink[]>();
  readonly checks = new CheckList();

  constructor(name: string) {
    this.#name = name;
  }

  /** The section of the group of that name inside this one. */
  child(name: string): GrowingSection {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const made = new GrowingSection(name);
    this.#groups.set(name, made);
    return made;
  }

  addSink(metric: string, sink: Sink): void {
    const known = this.#sinks.get(metric);
    if (known === undefined) this.#sinks.set(metric, [sink]);
    else known.push(sink);
  }

  summary(basis: SummaryBasis): SectionSummary {
    return {
      name: this.#name,
      checks: this.checks.list(),
      metrics: Array.from(this.#sinks, ([metric, sinks]) => {
        const definition = basis.store.metric(metric)!;
        return summariseSink(definition, sumOfSinks(definition.kind, sinks), basis);
      }),
      groups: Array.from(this.#groups.values(), (group) => group.summary(basis)),
    };
  }
}

/** The sections of a full summary besides that of the whole run. */
export interface SectionTree {
  /** Groups that were entered outside of scenarios or in the one called `default`, in the order of first samples. */
  readonly groups: readonly SectionSummary[];
  /** All other scenarios, sorted by name. */
  readonly scenarios: readonly SectionSummary[];
}

/**
 * Builds the sections for groups and scenarios. A group's section counts what carries exactly its tag; a scenario's
 * section counts everything that ran in it.
 *
 * @param basis Its store was made with {@linkcode SECTIONS_VIEW} and {@linkcode CHECKS_VIEW}.
 */
export function buildSections(basis: SummaryBasis): SectionTree {
  const growing = new GrowingSections();
  for (const { metric, values: [scenario = "", tag = ""], sink } of basis.store.breakdown(SECTIONS_VIEW)) {
    for (const section of growing.sectionsOf(scenario, tag)) section.addSink(metric, sink);
  }
  for (const { values: [scenario = "", tag = "", check], sink } of basis.store.breakdown(CHECKS_VIEW)) {
    if (sink.kind !== "rate" || check === undefined) continue;
    for (const section of growing.sectionsOf(scenario, tag)) section.checks.add(check, sink);
  }
  return growing.tree(basis);
}

/** All sections while they are put together. */
class GrowingSections {
  /** Holds the groups that are not in a scenario's section. */
  readonly #root = new GrowingSection("");
  readonly #scenarios = new Map<string, GrowingSection>();

  /** The sections that samples with these tags count in: their scenario's and their group's, where they have one. */
  sectionsOf(scenario: string, tag: string): GrowingSection[] {
    const isListed = scenario !== "" && scenario !== DEFAULT_SCENARIO;
    const parent = isListed ? this.#scenario(scenario) : this.#root;
    const sections = isListed ? [parent] : [];
    const names = groupNames(tag);
    if (names.length === 0 || isLifecycleGroup(scenario, names)) return sections;
    return [...sections, names.reduce((section, name) => section.child(name), parent)];
  }

  tree(basis: SummaryBasis): SectionTree {
    const names = [...this.#scenarios.keys()].sort((a, b) => a.localeCompare(b, "en"));
    const scenarios = names.map((name) => this.#scenario(name).summary(basis));
    return { groups: this.#root.summary(basis).groups, scenarios };
  }

  #scenario(name: string): GrowingSection {
    const known = this.#scenarios.get(name);
    if (known !== undefined) return known;
    const made = new GrowingSection(name);
    this.#scenarios.set(name, made);
    return made;
  }
}

/** The groups of `setup()` and `teardown()` get a section for the groups inside them only. */
function isLifecycleGroup(scenario: string, [name = "", ...inner]: readonly string[]): boolean {
  return scenario === "" && inner.length === 0 && LIFECYCLE_GROUPS.includes(name);
}
