/** The module `k6/metrics`: `Counter`, `Gauge`, `Rate`, `Trend`. */

import type { Metric, MetricKind, Series, TagSet } from "../metrics/mod.ts";
import { messageOf } from "../base/mod.ts";
import { GoError } from "./go_error.ts";
import { withScriptTags } from "./sample_tags.ts";
import type { VirtualUser } from "./virtual_user.ts";

const KINDS: Readonly<Record<string, MetricKind>> = {
  Counter: "counter",
  Gauge: "gauge",
  Trend: "trend",
  Rate: "rate",
};
const NO_VALUE = Symbol("no value");

/**
 * Makes the exports of `k6/metrics` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createMetricsModule(vu: VirtualUser): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(KINDS).map(([name, kind]) => [name, createMetricConstructor(vu, name, kind)]),
  );
}

/** A constructor that, like k6's, works with and without `new`. */
function createMetricConstructor(vu: VirtualUser, className: string, kind: MetricKind): unknown {
  // The engine names objects in its messages after the function that has made them.
  const named = {
    [className]: function (name?: unknown, isTime?: unknown): CustomMetric {
      vu.pausing.enter();
      if (vu.phase !== "init") throw new GoError("metrics must be declared in the init context");
      return createMetric(vu, define(vu, kind, name, isTime), named[className]!.prototype);
    },
  };
  return named[className];
}

function define(vu: VirtualUser, kind: MetricKind, name: unknown, isTime: unknown): Metric {
  try {
    return vu.registry.define(
      name === undefined || name === null ? "" : String(name),
      kind,
      isTime ? "time" : "default",
    );
  } catch (error) {
    throw new GoError(messageOf(error));
  }
}

/** A custom metric as scripts hold it. */
interface CustomMetric {
  readonly name: string;
  add(value?: unknown, tags?: unknown): boolean;
}

function createMetric(vu: VirtualUser, metric: Metric, prototype: object): CustomMetric {
  // The series of the tags that the last sample had: in a loop over messages, the tags rarely change.
  let lastTags: TagSet | undefined;
  let lastSeries: Series | undefined;
  function add(value?: unknown, tags?: unknown): boolean {
    vu.pausing.enter();
    if (vu.phase === "init") throw new GoError("Adding to metrics in the init context is not supported");
    const number = typeof value === "number" ? value : toSampleValue(value);
    if (Number.isNaN(number)) return refuse(vu, metric, arguments.length === 0 ? NO_VALUE : String(value));
    const tagged = tags === undefined
      ? vu.tags
      : withScriptTags(vu.tags, tags, `cannot add tags for the '${metric.name}' custom metric: `);
    if (tagged !== lastTags || lastSeries === undefined) {
      lastTags = tagged;
      lastSeries = vu.registry.series(metric, tagged);
    }
    // The time of others is asked for where samples are kept, and nowhere else.
    if (metric.kind === "gauge") lastSeries.add(number, vu.clock.epoch());
    else lastSeries.add(number);
    return true;
  }
  return Object.create(prototype, {
    name: { value: metric.name, enumerable: true },
    add: { value: add, enumerable: true },
  });
}

/** A sample's value, `NaN` where it has none. `null` is a number to JavaScript but not to k6. */
function toSampleValue(value: unknown): number {
  if (value === null || value === undefined || typeof value === "symbol" || typeof value === "bigint") return NaN;
  return Number(value);
}

function refuse(vu: VirtualUser, metric: Metric, value: string | typeof NO_VALUE): false {
  const problem = value === NO_VALUE ? "no value was provided" : `'${value}' is an invalid value`;
  const text = `${problem} for metric '${metric.name}', a number or a boolean value is expected`;
  if (vu.settings.throw) throw new GoError(text);
  vu.log("warning", text);
  return false;
}
