/** A stable sort whose comparator may pause. */

import type { Callback } from "./array_loops.ts";

/**
 * Sorts by merging runs of doubling length.
 *
 * @param values What to sort; it is used as working space.
 * @param compare As for `Array.prototype.sort`.
 * @returns Steps for `drive`: yields the results of the comparator, returns the values in order.
 */
export function* mergeSort(values: unknown[], compare: Callback): Generator<unknown, unknown[], unknown> {
  const length = values.length;
  let source = values;
  let target = new Array<unknown>(length);
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takesRight = right < end &&
          (left === middle || Number(yield compare.call(undefined, source[left], source[right])) > 0);
        target[at] = takesRight ? source[right++] : source[left++];
      }
    }
    [source, target] = [target, source];
  }
  return source;
}
