/** What scripts make streams of, checked as k6 checks it. */

import { GoError } from "../go_error.ts";
import type { StreamCalls } from "./stream_calls.ts";

/** The part of the platform's strategies that scripts can set. */
export interface Strategy {
  readonly highWaterMark: number;
  readonly size?: (chunk: unknown) => number;
}

const SIZE_TEXT = "size must be a finite, non-NaN number";

/**
 * The functions of a source or a sink as the platform is to call them.
 *
 * @param what `underlyingSource` or `underlyingSink`, for the errors.
 * @param value What the script gave.
 * @param names The names of the functions.
 * @param calls The VU's calls.
 * @returns Those that are there.
 * @throws {TypeError} When it is no object, or has something else under one of the names.
 */
export function readFunctions(
  what: string,
  value: unknown,
  names: readonly string[],
  calls: StreamCalls,
): Record<string, (...args: unknown[]) => unknown> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null) throw new TypeError(`${what} must be an object`);
  const functions: Record<string, (...args: unknown[]) => unknown> = {};
  for (const name of names) {
    const fn: unknown = Reflect.get(value, name);
    if (fn === undefined) continue;
    if (typeof fn !== "function") throw new TypeError(`${what}.[[${name}]] must be a function`);
    functions[name] = calls.callback((...args) => Reflect.apply(fn, value, args));
  }
  return functions;
}

/** Refuses the kinds of sources that k6 does not have either. */
export function checkSourceType(source: unknown): void {
  const type: unknown = Object(source).type;
  if (type === undefined) return;
  if (type === "bytes") throw new GoError("NotSupportedError:'bytes' stream is not supported yet");
  throw new TypeError("invalid underlying source type");
}

/**
 * Reads a strategy.
 *
 * @param value What the script gave.
 * @param fallback How much is queued if the script does not say.
 * @throws {RangeError} For a mark that is none.
 */
export function readStrategy(value: unknown, fallback: number): Strategy {
  const { highWaterMark, size } = Object(value) as Record<string, unknown>;
  const mark = highWaterMark === undefined ? fallback : Number(highWaterMark);
  if (Number.isNaN(mark) || mark < 0) throw new RangeError("highWaterMark must be a non-negative number");
  if (size === undefined) return { highWaterMark: mark };
  if (typeof size !== "function") throw new TypeError("size must be a function");
  return {
    highWaterMark: mark,
    size(chunk) {
      const result = Number(Reflect.apply(size, undefined, [chunk]));
      if (!Number.isFinite(result) || result < 0) throw new RangeError(SIZE_TEXT);
      return result;
    },
  };
}

/** Counts chunks. */
export class ScriptCountQueuingStrategy {
  readonly highWaterMark: number;

  constructor(...args: readonly unknown[]) {
    if (args.length !== 1) throw new TypeError("CountQueuingStrategy takes a single argument");
    const [init] = args;
    if (typeof init !== "object" || init === null || !("highWaterMark" in init)) {
      throw new TypeError("CountQueuingStrategy argument must have 'highWaterMark' property");
    }
    this.highWaterMark = Number(init.highWaterMark);
  }

  size(): number {
    return 1;
  }
}
