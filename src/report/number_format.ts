/** How a summary writes numbers: durations, sizes, shares and plain numbers, digit for digit as k6 does. */

import type { ValueKind } from "../metrics/mod.ts";

/** The unit of all durations in a summary; `""` chooses one for each duration. */
export type SummaryTimeUnit = "" | "s" | "ms" | "us";

const FIXED_UNITS = {
  s: { suffix: "s", perMs: 0.001 },
  ms: { suffix: "ms", perMs: 1 },
  us: { suffix: "µs", perMs: 1000 },
} as const;

const SIZE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"] as const;

/** Writes a metric's number in the way of its value kind. */
export function formatValue(value: number, contains: ValueKind, unit: SummaryTimeUnit): string {
  switch (contains) {
    case "time":
      return formatTime(value, unit);
    case "data":
      return formatSize(value);
    case "default":
      return formatPlain(value);
  }
}

/** Writes how much of a counter's sum belongs to each second. */
export function formatPerSecond(rate: number, contains: ValueKind, unit: SummaryTimeUnit): string {
  return `${formatValue(rate, contains, unit)}/s`;
}

/** Up to six decimals, without trailing zeros. */
export function formatPlain(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** A share between 0 and 1 as a percentage, cut off (not rounded) after two decimals. */
export function formatShare(share: number): string {
  return `${(Math.trunc(share * 100 * 100) / 100).toFixed(2)}%`;
}

/** Bytes with decimal units: one decimal below 10 of a unit, else none. */
export function formatSize(bytes: number): string {
  if (bytes < 10) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log(bytes) / Math.log(1000)), SIZE_UNITS.length - 1);
  const tenths = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10;
  return `${tenths.toFixed(tenths < 10 ? 1 : 0)} ${SIZE_UNITS[power]}`;
}

/**
 * Writes a duration.
 *
 * @param milliseconds The duration.
 * @param unit `""` takes the largest unit that leaves a whole number, two decimals cut off; any other rounds to two decimals.
 */
export function formatTime(milliseconds: number, unit: SummaryTimeUnit): string {
  if (unit !== "") {
    const { suffix, perMs } = FIXED_UNITS[unit];
    return `${(milliseconds * perMs).toFixed(2)}${suffix}`;
  }
  if (milliseconds === 0) return "0s";
  // Negative durations all end up here, as in k6.
  if (milliseconds < 0.001) return `${Math.trunc(milliseconds * 1e6)}ns`;
  if (milliseconds < 1) return `${cutOff(milliseconds * 1000)}µs`;
  if (milliseconds < 1000) return `${cutOff(milliseconds)}ms`;
  if (milliseconds < 60_000) return `${cutOff(milliseconds / 1000)}s`;
  const seconds = Math.trunc((milliseconds % 60_000) / 1000);
  const minutes = Math.trunc(milliseconds / 60_000);
  if (minutes < 60) return `${minutes}m${seconds}s`;
  return `${Math.trunc(minutes / 60)}h${minutes % 60}m${seconds}s`;
}

/** At most two decimals; the others are cut off. */
function cutOff(value: number): string {
  return String(Math.trunc(value * 100) / 100);
}
