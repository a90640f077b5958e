/** The `thresholds` option of a script: from whatever the script wrote to definitions, submetrics and problems. */

import { parseDuration } from "../base/mod.ts";
import { parseSubmetricSelector } from "./submetric_selector.ts";
import { parseThresholdExpression, type ThresholdExpression } from "./threshold_expression.ts";
import { type SubmetricRequest, viewKey } from "./view.ts";

/** One expression and what its failure does. */
export interface ThresholdCriterion {
  /** What is to hold. */
  readonly expression: ThresholdExpression;
  /** A failure ends the run at once. */
  readonly abortOnFail: boolean;
  /** Milliseconds of the run during which a failure does not end it. */
  readonly delayAbortEval: number;
  /** The keys that lead from the option to it. */
  readonly keys: ThresholdProblem["keys"];
}

/** All criteria of one metric or submetric. */
export interface ThresholdDefinition {
  /** How reports call it: a metric's name, or a submetric's like `rtt{room:a}`. */
  readonly name: string;
  /** The metric's name without tags. */
  readonly metric: string;
  /** `true` when the criteria apply to a submetric. */
  readonly isSubmetric: boolean;
  /** How the option writes the name. */
  readonly selector: string;
  /** May be empty: then the metric only shows up in the summary. */
  readonly criteria: readonly ThresholdCriterion[];
}

/** Something wrong with the option. */
export interface ThresholdProblem {
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The keys that lead from the option to it. */
  readonly keys: readonly (string | number)[];
}

/** What the option says. Plain data. */
export interface ParsedThresholds {
  /** One definition for each metric or submetric that is named. */
  readonly thresholds: readonly ThresholdDefinition[];
  /** The submetrics that registries and store have to keep. */
  readonly submetrics: readonly SubmetricRequest[];
  /** Everything that is wrong with the option. */
  readonly problems: readonly ThresholdProblem[];
}

/** Where something is read, and what is wrong there. */
class Reading {
  readonly keys: ThresholdProblem["keys"];
  readonly #problems: ThresholdProblem[];

  constructor(problems: ThresholdProblem[], keys: ThresholdProblem["keys"] = []) {
    this.#problems = problems;
    this.keys = keys;
  }

  at(key: string | number): Reading {
    return new Reading(this.#problems, [...this.keys, key]);
  }

  /** Something is not what was wanted. */
  mismatch(wanted: string, value: unknown): undefined {
    const path = this.keys.map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      return index === 0 ? `[${JSON.stringify(key)}]` : `.${key}`;
    }).join("");
    this.refuse(`thresholds${path} must be ${wanted}, but is ${JSON.stringify(value) ?? String(value)}`);
  }

  refuse(message: string): undefined {
    this.#problems.push({ message, keys: this.keys });
  }

  /** What was read, or `undefined` with the reason among the problems. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return this.refuse(error.message);
    }
  }
}

/**
 * Reads the `thresholds` option. Two spellings of one tag set share a submetric, which is called as the first one.
 *
 * @param raw The option's value as the script has it; `undefined` and `null` mean no thresholds.
 * @returns All that could be understood, and all problems.
 */
export function parseThresholds(raw: unknown): ParsedThresholds {
  const problems: ThresholdProblem[] = [];
  const option = new Reading(problems);
  const submetrics = new Map<string, SubmetricRequest>();
  const thresholds = new Map<string, ThresholdDefinition>();
  for (const [selector, list] of readOption(raw, option)) {
    const own = option.at(selector);
    const criteria = readCriteria(list, own);
    const target = own.attempt(() => ({ submetric: parseSubmetricSelector(selector) }));
    if (target === undefined) continue;
    const submetric = target.submetric && firstSpelling(submetrics, target.submetric);
    const name = submetric?.name ?? selector;
    thresholds.set(name, {
      name,
      metric: submetric?.metric ?? selector,
      isSubmetric: submetric !== undefined,
      selector,
      criteria: [...thresholds.get(name)?.criteria ?? [], ...criteria],
    });
  }
  return { thresholds: [...thresholds.values()], submetrics: [...submetrics.values()], problems };
}

function readOption(raw: unknown, option: Reading): [selector: string, list: unknown][] {
  if (raw === undefined || raw === null) return [];
  if (isRecord(raw)) return Object.entries(raw);
  option.mismatch("an object whose keys are metric names", raw);
  return [];
}

function readCriteria(list: unknown, at: Reading): ThresholdCriterion[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    at.mismatch("an array", list);
    return [];
  }
  return list.flatMap((entry, index) => readCriterion(entry, at.at(index)) ?? []);
}

function readCriterion(entry: unknown, at: Reading): ThresholdCriterion | undefined {
  if (typeof entry === "string") return readExpression(entry, { at, abortOnFail: false, delayAbortEval: 0 });
  if (entry !== null && !isRecord(entry)) return at.mismatch("a string or an object with a threshold", entry);
  const { threshold, abortOnFail, delayAbortEval } = entry ?? {};
  const delay = parseDuration(delayAbortEval ?? 0);
  if (typeof (threshold ?? "") !== "string") at.at("threshold").mismatch("a string", threshold);
  if (typeof (abortOnFail ?? false) !== "boolean") at.at("abortOnFail").mismatch("true or false", abortOnFail);
  if (delay === undefined) at.at("delayAbortEval").mismatch("a duration", delayAbortEval);
  if (typeof (threshold ?? "") !== "string") return undefined;
  return readExpression(String(threshold ?? ""), {
    at: threshold === undefined ? at : at.at("threshold"),
    abortOnFail: abortOnFail === true,
    delayAbortEval: delay ?? 0,
  });
}

function readExpression(
  source: string,
  { at, ...rest }: { readonly at: Reading } & Omit<ThresholdCriterion, "expression" | "keys">,
): ThresholdCriterion | undefined {
  const expression = at.attempt(() => parseThresholdExpression(source));
  return expression && { expression, ...rest, keys: at.keys };
}

/** The request that was made for the same tags before, or this one. */
function firstSpelling(submetrics: Map<string, SubmetricRequest>, wanted: SubmetricRequest): SubmetricRequest {
  const key = viewKey(wanted);
  const known = submetrics.get(key);
  if (known === undefined) submetrics.set(key, wanted);
  return known ?? wanted;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
