/** Values by names that a server has chosen: `constructor` and `__proto__` are names like any other. */

/**
 * Collects the values of each name.
 *
 * @param pairs Names and values; a name may come more than once.
 * @returns The values by name, in the order in which they came.
 */
export function groupByName<Value>(pairs: Iterable<readonly [name: string, value: Value]>): Record<string, Value[]> {
  const byName = new Map<string, Value[]>();
  for (const [name, value] of pairs) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(byName);
}
