/** What is kept of a metric besides its total: submetrics and breakdowns. */

import type { TagSet } from "./tag_set.ts";

/** The samples of one metric that carry all of the given tags, as in `rtt{room:a}`. */
export interface SubmetricRequest {
  /** Tells requests apart. */
  readonly kind: "submetric";
  /** The name of the metric that it is a part of. */
  readonly metric: string;
  /** All of them must be there, with exactly these values. */
  readonly tags: Readonly<Record<string, string>>;
  /** How reports call it, for example `rtt{room:a}`. */
  readonly name: string;
}

/** One sink for each combination of values that some tags take; that a tag is absent is one of its values. */
export interface BreakdownRequest {
  /** Tells requests apart. */
  readonly kind: "breakdown";
  /** Absent: every metric is broken down. */
  readonly metric?: string;
  /** Names of tags. */
  readonly by: readonly string[];
}

/** Something to keep besides the total of each metric. Plain data, the same in every thread. */
export type ViewRequest = SubmetricRequest | BreakdownRequest;

/** Two requests for the same thing have the same key. A submetric's display name makes no difference. */
export function viewKey(view: ViewRequest): string {
  if (view.kind === "breakdown") return JSON.stringify([view.metric ?? null, view.by]);
  const tags = Object.entries(view.tags).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify([view.metric, { tags }]);
}

/** The requests without those that ask again for what an earlier one asked for. */
export function distinctViews(views: readonly ViewRequest[]): readonly ViewRequest[] {
  const first = new Map<string, ViewRequest>();
  for (const view of views) {
    const key = viewKey(view);
    if (!first.has(key)) first.set(key, view);
  }
  return [...first.values()];
}

/** Does a series of this metric with these tags belong to the view? */
export function viewCovers(view: ViewRequest, metric: string, tags: TagSet): boolean {
  if (view.metric !== undefined && view.metric !== metric) return false;
  if (view.kind === "breakdown") return true;
  for (const name in view.tags) {
    if (tags.get(name) !== view.tags[name]) return false;
  }
  return true;
}
