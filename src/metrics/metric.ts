/** What a metric is: a name, a kind, and what its numbers mean. */

import { ExitCode, SquallError } from "../base/mod.ts";

/** How a metric adds its samples up. */
export type MetricKind = "counter" | "gauge" | "rate" | "trend";

/** What a metric's numbers are: plain numbers, milliseconds (`time`) or bytes (`data`). */
export type ValueKind = "default" | "time" | "data";

/** A metric as plain data, the same in every thread. */
export interface MetricDefinition {
  /** Unique in a run. */
  readonly name: string;
  /** How its samples add up. */
  readonly kind: MetricKind;
  /** What its numbers are. */
  readonly contains: ValueKind;
}

/** A metric of one {@linkcode Registry}. */
export class Metric implements MetricDefinition {
  /** Unique in a run. */
  readonly name: string;
  /** How its samples add up. */
  readonly kind: MetricKind;
  /** What its numbers are. */
  readonly contains: ValueKind;
  /** Position among the metrics of its registry. Another registry may have given it another one. */
  readonly index: number;

  /** Metrics are made by {@linkcode Registry.define}. */
  constructor(definition: MetricDefinition, index: number) {
    this.name = definition.name;
    this.kind = definition.kind;
    this.contains = definition.contains;
    this.index = index;
  }
}

const NAME_REGEXP = /^[a-zA-Z_][a-zA-Z0-9_]{1,128}$/;

/**
 * Makes sure that a metric can be defined.
 *
 * @param wanted The definition that is asked for.
 * @param existing The metric that has the name already, if any.
 * @throws {SquallError} `INVALID_METRIC`, with k6's text, for a bad name or one that is taken in another way.
 */
export function checkDefinition(wanted: MetricDefinition, existing: MetricDefinition | undefined): void {
  const problem = NAME_REGEXP.test(wanted.name) ? existing && conflict(wanted, existing) : badName(wanted.name);
  if (problem === undefined) return;
  throw new SquallError("INVALID_METRIC", problem, { exitCode: ExitCode.ScriptException });
}

function badName(name: string): string {
  return `Invalid metric name: '${name}'. Metric names must only include up to 128 ASCII letters, numbers, or ` +
    "underscores and start with a letter or an underscore.";
}

function conflict(wanted: MetricDefinition, { kind, contains }: MetricDefinition): string | undefined {
  const exists = `metric '${wanted.name}' already exists but with`;
  if (kind !== wanted.kind) return `${exists} type ${kind}, instead of ${wanted.kind}`;
  if (contains !== wanted.contains) return `${exists} a value type ${contains}, instead of ${wanted.contains}`;
  return undefined;
}
