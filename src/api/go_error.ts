/** The error class that scripts get from k6's modules, and Go's names for JavaScript types that its texts mention. */

export { GoError } from "../base/mod.ts";

/**
 * Go's name for the type of a JavaScript value, as k6 shows it in texts like `unsupported send type int64`.
 *
 * @param value Any value of a script.
 * @returns The name.
 */
export function goTypeName(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "<nil>";
    case "number":
      return isGoInteger(value) ? "int64" : "float64";
    case "boolean":
      return "bool";
    case "bigint":
      return "*big.Int";
    case "string":
      return "string";
    case "function":
      return "func(sobek.FunctionCall) sobek.Value";
    default:
      return goObjectTypeName(value);
  }
}

/** What k6's engine keeps as an integer. */
function isGoInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 53 && !Object.is(value, -0);
}

function goObjectTypeName(value: unknown): string {
  if (value === null) return "<nil>";
  if (value instanceof Number || value instanceof Boolean) return goTypeName(value.valueOf());
  if (Array.isArray(value) || value instanceof Set) return "[]interface {}";
  if (value instanceof Date) return "time.Time";
  if (value instanceof Promise) return "*sobek.Promise";
  if (value instanceof Map) return "[][2]interface {}";
  return "map[string]interface {}";
}
