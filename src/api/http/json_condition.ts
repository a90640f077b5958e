/** The conditions in `#(…)` of JSON paths: `age>40`, `first=="Dale"`, `name%"D*"`, `nets.#(=="fb")`. */

/** Finds what a path leads to. */
type Follow = (value: unknown, path: string) => unknown;

type Operator = (left: unknown, right: unknown) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "==": (a, b) => a === b,
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<=": (a, b) => compare(a, b, (order) => order <= 0),
  ">=": (a, b) => compare(a, b, (order) => order >= 0),
  "<": (a, b) => compare(a, b, (order) => order < 0),
  ">": (a, b) => compare(a, b, (order) => order > 0),
  "!%": (a, b) => typeof a === "string" && !likeness(b).test(a),
  "%": (a, b) => typeof a === "string" && likeness(b).test(a),
};

/** The path, the operator, and what it compares with. */
const CONDITION_REGEXP = /^((?:[^=!<>%"()]|\((?:[^()]|\([^()]*\))*\)|"[^"]*")*)(==|!=|<=|>=|!%|=|<|>|%)(.*)$/s;

/**
 * Whether an element meets a condition.
 *
 * @param value The element.
 * @param condition What stands in the brackets.
 * @param follow Finds what a path leads to.
 */
export function matchesCondition(value: unknown, condition: string, follow: Follow): boolean {
  const parts = CONDITION_REGEXP.exec(condition);
  // Without an operator, what the path leads to has to be there.
  if (parts === null) return follow(value, condition.trim()) !== undefined;
  const path = parts[1]!.trim();
  const left = path === "" ? value : follow(value, path);
  const right = parts[3]!.trim();
  if (right.startsWith("~")) return OPERATORS[parts[2]!]!(truthOf(left, right), true);
  return left !== undefined && OPERATORS[parts[2]!]!(comparable(left), likeLeft(left, literal(right)));
}

/** `~true`, `~false`, `~null`, `~*`: whether a value counts as that. */
function truthOf(value: unknown, kind: string): boolean {
  switch (kind) {
    case "~true":
      return Boolean(value) && value !== "false" && value !== "0";
    case "~false":
      return value === undefined || !value || value === "false" || value === "0";
    case "~null":
      return value === null || value === undefined;
    default:
      return value !== undefined;
  }
}

/** What stands behind an operator, as text. */
function literal(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}

/** Numbers and texts are compared as such, everything else by how it is written. */
function comparable(value: unknown): unknown {
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}

/** A text as that kind of value which it is compared with. */
function likeLeft(left: unknown, text: string): unknown {
  return typeof left === "number" ? Number(text) : text;
}

/** Only numbers with numbers and texts with texts have an order. */
function compare(a: unknown, b: unknown, holds: (order: number) => boolean): boolean {
  if (typeof a === "number" && typeof b === "number") return holds(a - b);
  return typeof a === "string" && typeof b === "string" && holds(a < b ? -1 : a > b ? 1 : 0);
}

function likeness(pattern: unknown): RegExp {
  const source = String(pattern).replace(
    /[*?]|[^*?]+/g,
    (part) => part === "*" ? ".*" : part === "?" ? "." : RegExp.escape(part),
  );
  return new RegExp(`^${source}$`, "s");
}
