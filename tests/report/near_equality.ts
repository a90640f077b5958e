/** Comparing data whose numbers were added up in another order. */

/** Floating-point sums of a few hundred numbers differ by less. */
const RELATIVE_ERROR = 1e-12;

/**
 * Where two pieces of plain data differ, numbers that are nearly equal aside. The order of an object's keys does not
 * matter.
 */
export function differences(actual: unknown, expected: unknown, path = ""): string[] {
  if (typeof actual === "number" && typeof expected === "number") {
    const isNear = Math.abs(actual - expected) <= RELATIVE_ERROR * Math.abs(expected);
    return isNear ? [] : [`${path}: ${actual}, not ${expected}`];
  }
  if (!isObject(actual) || !isObject(expected)) {
    return Object.is(actual, expected) ? [] : [`${path}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
  }
  if (Array.isArray(actual) !== Array.isArray(expected)) return [`${path}: one of them is a list`];
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...keys].flatMap((key) => differences(actual[key], expected[key], `${path}.${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
