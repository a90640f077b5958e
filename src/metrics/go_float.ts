/**
 * Numbers as Go's `strconv.ParseFloat` reads them, because thresholds in k6 scripts are written in that notation. Only
 * its hexadecimal notation is left out.
 */

const DIGITS = String.raw`\d(?:_?\d)*`;
const DECIMAL_REGEXP = new RegExp(`^[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);
const INFINITY_REGEXP = /^([+-]?)inf(?:inity)?$/i;

/**
 * Reads a floating-point number in Go's notation.
 *
 * @param text For example `0.95`, `1e3`, `1_000`, `-Inf`.
 * @returns The number, infinite when it is too large for one; `undefined` when the text is not a number.
 */
export function readGoFloat(text: string): number | undefined {
  if (DECIMAL_REGEXP.test(text)) return Number(text.replaceAll("_", ""));
  if (/^nan$/i.test(text)) return NaN;
  const infinity = INFINITY_REGEXP.exec(text);
  if (infinity === null) return undefined;
  return infinity[1] === "-" ? -Infinity : Infinity;
}

/**
 * Like {@linkcode readGoFloat}, for numbers that have to be there.
 *
 * @throws {SyntaxError} With Go's text, when it is not a number or too large for one.
 */
export function parseGoFloat(text: string): number {
  const value = readGoFloat(text);
  if (value === undefined) throw new SyntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (!Number.isFinite(value) && /\d/.test(text)) {
    throw new SyntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`);
  }
  return value;
}
