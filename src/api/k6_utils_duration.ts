/** `parseDuration` of `k6-utils`. */

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400e3, h: 3600e3, m: 60e3, s: 1e3, ms: 1 };

/**
 * Reads a duration like `1d2h3m4.5s6ms`.
 *
 * @param text The duration; each unit at most once, a bare number at the end counts as milliseconds.
 * @returns Milliseconds.
 * @throws {Error} When the text is empty, no duration, or repeats a unit.
 */
export function parseStageDuration(text: unknown): number {
  if (text === undefined || text === null || String(text) === "") throw new Error("str is required");
  const seen = new Set<string>();
  let rest = String(text);
  let total = 0;
  while (rest !== "") {
    const part = /^(\d+\.?\d*|\.\d+)(d|h|ms|m|s|$)/.exec(rest);
    if (part === null) throw new Error(`${String(text)} is not a valid duration string`);
    const unit = part[2] === "" ? "ms" : part[2]!;
    if (seen.has(unit)) throw new Error(`${unit} time unit is provided multiple times`);
    seen.add(unit);
    total += Number(part[1]) * UNIT_MS[unit]!;
    rest = rest.slice(part[0].length);
  }
  return total;
}
