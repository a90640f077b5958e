/** Values as Go's `%v` prints them: what k6 makes of the members of a form that are no text. */

/**
 * Formats a value.
 *
 * @param value What a script put into a form.
 * @returns For example `<nil>`, `[1 2]`, `map[a:1]`.
 */
export function goFormat(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goFormat).join(" ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([name, member]) => `${name}:${goFormat(member)}`).join(" ")}]`;
  }
  return String(value);
}
