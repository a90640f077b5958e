/** The words and numbers that a scenario's description and its progress line are made of. */

import { formatDuration } from "../base/mod.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * Writes a duration with as many digits as a longer one has, so that a column does not jump: `0m05.3s` up to 2 minutes.
 *
 * @param elapsed Milliseconds, shown to a tenth of a second.
 * @param longest Milliseconds; the width is that of this duration.
 * @returns The text.
 */
export function formatFixedDuration(elapsed: number, longest: number): string {
  const tenths = Math.round(Math.max(0, elapsed) / 100);
  const widest = Math.max(longest, tenths * 100);
  const hours = Math.floor(tenths / (HOUR / 100));
  const minutes = Math.floor(tenths / (MINUTE / 100)) % 60;
  const seconds = ((tenths % (MINUTE / 100)) / 10).toFixed(1);
  if (widest >= HOUR) {
    const width = String(Math.floor(widest / HOUR)).length;
    return `${String(hours).padStart(width, "0")}h${String(minutes).padStart(2, "0")}m${seconds.padStart(4, "0")}s`;
  }
  if (widest >= MINUTE) {
    return `${String(minutes).padStart(widest < 10 * MINUTE ? 1 : 2, "0")}m${seconds.padStart(4, "0")}s`;
  }
  return `${seconds.padStart(widest < 10_000 ? 3 : 4, "0")}s`;
}

/** Time passed and time given; the latter alone once it is used up. */
export function timeColumn(elapsed: number, duration: number): string {
  const total = formatDuration(duration);
  return elapsed > duration ? total : `${formatFixedDuration(elapsed, duration)}/${total}`;
}

/** How much of a total is done; all of nothing. */
export function fractionOf(count: number, total: number): number {
  return total === 0 ? 1 : Math.min(1, count / total);
}

/** A rate with two digits, as Go writes it: what is exactly between two numbers becomes the even one. */
export function formatRate(rate: number): string {
  const below = Math.floor(rate * 100);
  // Only odd eighths end in a 5 that binary numbers hold exactly.
  const isBetween = Number.isInteger(rate * 8) && (rate * 8) % 2 === 1;
  return (isBetween && below % 2 === 0 ? below / 100 : rate).toFixed(2);
}

/** A count with as many digits as the most that it can be. */
export function padCount(count: number, most: number): string {
  return String(count).padStart(String(most).length, "0");
}

/** A count and its total, with as many digits as the total has. */
export function countColumn(count: number, total: number): string {
  return `${padCount(count, total)}/${total}`;
}

/** The fact that a scenario has a time limit. */
export function maxDurationFact({ maxDuration }: { readonly maxDuration: number }): string {
  return `maxDuration: ${formatDuration(maxDuration)}`;
}
