/** The grammar of one threshold: `METHOD OPERATOR NUMBER`, as in `p(95) < 250`. Parsing only. */

import { parseGoFloat } from "./go_float.ts";
import type { MetricKind } from "./metric.ts";

/** In the order in which k6 looks for them: the first one that occurs with something behind it splits the text. */
const OPERATORS = ["<=", "<", ">=", ">", "===", "==", "!="] as const;

/** How a threshold compares. `===` and `==` are the same. */
export type ThresholdOperator = typeof OPERATORS[number];

const PLAIN_METHODS = ["count", "rate", "value", "avg", "min", "max", "med"] as const;

/** What a threshold looks at; `p` is a percentile. */
export type ThresholdMethod = typeof PLAIN_METHODS[number] | "p";

/** Which methods suit which kind of metric. */
export const METHODS_OF_KIND: Readonly<Record<MetricKind, readonly ThresholdMethod[]>> = {
  counter: ["count", "rate"],
  gauge: ["value"],
  rate: ["rate"],
  trend: ["avg", "min", "max", "med", "p"],
};

/** A parsed threshold. */
export interface ThresholdExpression {
  /** The text, as it was written. */
  readonly source: string;
  /** What is looked at. */
  readonly method: ThresholdMethod;
  /** From 0 to 100; only for the method `p`. */
  readonly percent: number;
  /** The method as it was written, for reports: `p(99.90)`. */
  readonly label: string;
  /** How it compares with the limit. */
  readonly operator: ThresholdOperator;
  /** What it is compared with. */
  readonly limit: number;
}

/**
 * Parses one threshold.
 *
 * @param source For example `p(95)<250`. Spaces around the parts are ignored.
 * @returns Its parts.
 * @throws {SyntaxError} With k6's text, when it is not a threshold.
 */
export function parseThresholdExpression(source: string): ThresholdExpression {
  const quoted = JSON.stringify(source);
  const operator = OPERATORS.find((candidate) => source.slice(0, -1).includes(candidate));
  if (operator === undefined) {
    throw new SyntaxError(`failed parsing threshold expression ${quoted}; reason: malformed threshold expression`);
  }
  const at = source.indexOf(operator);
  const label = source.slice(0, at).trim();
  const limit = source.slice(at + operator.length).trim();
  const left = inContext(`failed parsing threshold expression's ${quoted} left hand side`, () => parseMethod(label));
  // "expresion" is k6's spelling: the text is one that pipelines may look for.
  const right = inContext(`failed parsing threshold expresion's ${quoted} right hand side`, () => parseGoFloat(limit));
  return { source, ...left, label, operator, limit: right };
}

function parseMethod(label: string): { method: ThresholdMethod; percent: number } {
  const plain = PLAIN_METHODS.find((method) => method === label);
  if (plain !== undefined) return { method: plain, percent: NaN };
  if (!label.startsWith("p(") || !label.endsWith(")")) throw new SyntaxError("failed parsing method from expression");
  const percent = inContext("malformed percentile value", () => parseGoFloat(label.slice(2, -1)));
  if (percent >= 0 && percent <= 100) return { method: "p", percent };
  throw new SyntaxError("malformed percentile value, provide a number between 0 and 100");
}

/** Puts in front of a syntax error what was being read. */
function inContext<T>(context: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`${context}; reason: ${error.message}`);
  }
}
