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
}

/** All criteria of one metric or submetric. */
export interface ThresholdDefinition {
  /** How reports call it: a metric's name, or a submetric's like `rtt{room:a}`. */
  readonly name: string;
  /** The metric's name without tags. */
  readonly metric: string;
  /** `true` when the criteria apply to a submetric. */
  readonly isSubmetric: boolean;
  /** May be empty: then the metric only shows up in the summary. */
  readonly criteria: readonly ThresholdCriterion[];
}

/** What the option says. Plain data. */
export interface ParsedThresholds {
  /** One definition for each metric or submetric that is named. */
  readonly thresholds: readonly ThresholdDefinition[];
  /** The submetrics that registries and store have to keep. */
  readonly submetrics: readonly SubmetricRequest[];
  /** Everything that is wrong with the option, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads the `thresholds` option. Two spellings of one tag set share a submetric, which is called as the first one.
 *
 * @param raw The option's value as the script has it; `undefined` and `null` mean no thresholds.
 * @returns All that could be understood, and all problems.
 */
export function parseThresholds(raw: unknown): ParsedThresholds {
  const problems: string[] = [];
  const submetrics = new Map<string, SubmetricRequest>();
  const thresholds = new Map<string, ThresholdDefinition>();
  for (const [selector, list] of readOption(raw, problems)) {
    const criteria = readCriteria(list, `thresholds[${JSON.stringify(selector)}]`, problems);
    const target = orProblem(problems, () => ({ submetric: parseSubmetricSelector(selector) }));
    if (target === undefined) continue;
    const submetric = target.submetric && firstSpelling(submetrics, target.submetric);
    const name = submetric?.name ?? selector;
    thresholds.set(name, {
      name,
      metric: submetric?.metric ?? selector,
      isSubmetric: submetric !== undefined,
      criteria: [...thresholds.get(name)?.criteria ?? [], ...criteria],
    });
  }
  return { thresholds: [...thresholds.values()], submetrics: [...submetrics.values()], problems };
}

function readOption(raw: unknown, problems: string[]): [selector: string, list: unknown][] {
  if (raw === undefined || raw === null) return [];
  if (isRecord(raw)) return Object.entries(raw);
  problems.push(mismatch("thresholds", "an object whose keys are metric names", raw));
  return [];
}

function readCriteria(list: unknown, path: string, problems: string[]): ThresholdCriterion[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    problems.push(mismatch(path, "an array", list));
    return [];
  }
  return list.flatMap((entry, index) => readCriterion(entry, `${path}[${index}]`, problems) ?? []);
}

function readCriterion(entry: unknown, path: string, problems: string[]): ThresholdCriterion | undefined {
  if (typeof entry === "string") return readCriterion({ threshold: entry }, path, problems);
  if (entry !== null && !isRecord(entry)) {
    problems.push(mismatch(path, "a string or an object with a threshold", entry));
    return undefined;
  }
  const { threshold, abortOnFail, delayAbortEval } = entry ?? {};
  const source = threshold ?? "";
  const delay = parseDuration(delayAbortEval ?? 0);
  if (typeof source !== "string") problems.push(mismatch(`${path}.threshold`, "a string", source));
  if (typeof (abortOnFail ?? false) !== "boolean") {
    problems.push(mismatch(`${path}.abortOnFail`, "true or false", abortOnFail));
  }
  if (delay === undefined) problems.push(mismatch(`${path}.delayAbortEval`, "a duration", delayAbortEval));
  const expression = typeof source === "string"
    ? orProblem(problems, () => parseThresholdExpression(source))
    : undefined;
  return expression && { expression, abortOnFail: abortOnFail === true, delayAbortEval: delay ?? 0 };
}

/** The request that was made for the same tags before, or this one. */
function firstSpelling(submetrics: Map<string, SubmetricRequest>, wanted: SubmetricRequest): SubmetricRequest {
  const key = viewKey(wanted);
  const known = submetrics.get(key);
  if (known === undefined) submetrics.set(key, wanted);
  return known ?? wanted;
}

/** What was read, or `undefined` with the reason among the problems. */
function orProblem<T>(problems: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mismatch(path: string, wanted: string, value: unknown): string {
  return `${path} must be ${wanted}, but is ${JSON.stringify(value) ?? String(value)}`;
}
