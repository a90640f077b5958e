/** Which statuses are what a script expects: what `http.expectedStatuses` makes and `responseCallback` takes. */

import { GoError } from "../go_error.ts";

/** A set of statuses, opaque to scripts. */
export class ExpectedStatuses {
  readonly #ranges: readonly (readonly [min: number, max: number])[];

  /** @param ranges Statuses from `min` to `max`, both included. */
  constructor(ranges: readonly (readonly [min: number, max: number])[]) {
    this.#ranges = ranges;
  }

  /** Whether a status is among them; 0 stands for no response. */
  has(status: number): boolean {
    return this.#ranges.some(([min, max]) => status >= min && status <= max);
  }
}

/** What is expected unless a script says otherwise. */
export const DEFAULT_EXPECTED: ExpectedStatuses = new ExpectedStatuses([[200, 399]]);

/**
 * Reads the arguments of `http.expectedStatuses`.
 *
 * @param args Whole numbers, and objects with `min` and `max`.
 * @throws {GoError} With k6's text for anything else.
 */
export function readExpectedStatuses(args: readonly unknown[]): ExpectedStatuses {
  if (args.length === 0) throw new GoError("no arguments");
  return new ExpectedStatuses(args.map((value, index) => readRange(value, index + 1)));
}

function readRange(value: unknown, number: number): readonly [number, number] {
  if (typeof value === "number" && Number.isInteger(value)) return [value, value];
  if (value === null || value === undefined) throw new TypeError("Cannot convert undefined or null to object");
  const { min, max } = value as { min?: unknown; max?: unknown };
  if (min === undefined || max === undefined) {
    throw new GoError(
      `argument number ${number} to expectedStatuses was neither an integer nor an object like {min:100, max:329}`,
    );
  }
  if (Number.isInteger(min) && Number.isInteger(max)) return [min as number, max as number];
  throw new GoError(`both min and max need to be integers for argument number ${number}`);
}
