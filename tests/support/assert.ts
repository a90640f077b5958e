/** A typed face over `@std/assert`, whose npm edition ships no types: the same functions under the same names. */

import * as untyped from "@std/assert";

/** A class whose instances are `E`. */
// deno-lint-ignore no-explicit-any -- only `any` accepts the constructor parameters of every class
type Class<E> = abstract new (...parameters: any[]) => E;

/** Runs a function that should throw. With a class, the error must be an instance of it and is returned as such. */
interface AssertThrows {
  (run: () => unknown, message?: string): unknown;
  <E extends Error>(run: () => unknown, errorClass: Class<E>, includes?: string, message?: string): E;
}

/** Runs a function whose promise should reject. With a class, the reason must be an instance of it and is returned as such. */
interface AssertRejects {
  (run: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
  <E extends Error>(
    run: () => PromiseLike<unknown>,
    errorClass: Class<E>,
    includes?: string,
    message?: string,
  ): Promise<E>;
}

type Compare = <T>(actual: T, expected: T, message?: string) => void;
type CompareOrder = <T extends number | bigint | string | Date>(actual: T, bound: T, message?: string) => void;
type MatchText = (actual: string, expected: RegExp, message?: string) => void;

export const AssertionError: Class<Error> = untyped.AssertionError;

export const assert: (condition: unknown, message?: string) => asserts condition = untyped.assert;
export const assertFalse: (condition: unknown, message?: string) => void = untyped.assertFalse;
export const assertExists: <T>(actual: T, message?: string) => asserts actual is NonNullable<T> = untyped.assertExists;

export const assertEquals: Compare = untyped.assertEquals;
export const assertNotEquals: Compare = untyped.assertNotEquals;
export const assertStrictEquals: <T>(actual: unknown, expected: T, message?: string) => asserts actual is T =
  untyped.assertStrictEquals;
export const assertNotStrictEquals: Compare = untyped.assertNotStrictEquals;
export const assertAlmostEquals: (actual: number, expected: number, tolerance?: number, message?: string) => void =
  untyped.assertAlmostEquals;
export const assertObjectMatch: (actual: object, expected: object, message?: string) => void =
  untyped.assertObjectMatch;
export const assertArrayIncludes: <T>(actual: ArrayLike<T>, expected: ArrayLike<T>, message?: string) => void =
  untyped.assertArrayIncludes;

export const assertGreater: CompareOrder = untyped.assertGreater;
export const assertGreaterOrEqual: CompareOrder = untyped.assertGreaterOrEqual;
export const assertLess: CompareOrder = untyped.assertLess;
export const assertLessOrEqual: CompareOrder = untyped.assertLessOrEqual;

export const assertStringIncludes: (actual: string, expected: string, message?: string) => void =
  untyped.assertStringIncludes;
export const assertMatch: MatchText = untyped.assertMatch;
export const assertNotMatch: MatchText = untyped.assertNotMatch;

export const assertInstanceOf: <T>(actual: unknown, expected: Class<T>, message?: string) => asserts actual is T =
  untyped.assertInstanceOf;
export const assertIsError: <E extends Error>(
  actual: unknown,
  errorClass?: Class<E>,
  matches?: string | RegExp,
  message?: string,
) => asserts actual is E = untyped.assertIsError;

export const assertThrows: AssertThrows = untyped.assertThrows;
export const assertRejects: AssertRejects = untyped.assertRejects;

export const equal: (a: unknown, b: unknown) => boolean = untyped.equal;
export const fail: (message?: string) => never = untyped.fail;
export const unreachable: (message?: string) => never = untyped.unreachable;
