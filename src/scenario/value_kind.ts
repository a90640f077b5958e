/** How values of one kind are read from a script's object, from the text of the environment, from flags. */

import { formatDuration, messageOf, parseDuration, parseGoDuration } from "../base/mod.ts";
import type { Place } from "./problem.ts";

/**
 * A kind of value. Readers return `undefined` where the value is wrong, having noted so at the {@linkcode Place}, or
 * where it means "not set".
 */
export interface ValueKind<T> {
  /** What help shows for the value; absent for booleans, whose flags take none. */
  readonly placeholder?: string;
  /** All values that there are, where they are few. */
  readonly words?: readonly string[];
  /** Reads a value of a script or of a JSON file; never called with `undefined` or `null`, which mean "not set". */
  fromValue(value: unknown, place: Place): T | undefined;
  /** Reads the text of an environment variable; never called with `""`, which means "not set". */
  fromText(text: string, place: Place): T | undefined;
  /** Reads the arguments of a flag in the order given, at least one. Absent: the last one counts, read by `fromText`. */
  fromArguments?(texts: readonly string[], place: Place): T | undefined;
  /** Writes a value as k6's JSON of options has it. Absent: as it is. */
  toScript?(value: T): unknown;
}

/**
 * Reads the arguments of a flag.
 *
 * @param kind The kind of its value.
 * @param texts The arguments in the order given, at least one.
 * @param place Where problems are noted.
 * @returns The value; `undefined` where it could not be read.
 */
export function readArguments<T>(kind: ValueKind<T>, texts: readonly string[], place: Place): T | undefined {
  if (kind.fromArguments !== undefined) return kind.fromArguments(texts, place);
  return kind.fromText(texts.at(-1) ?? "", place);
}

/**
 * Writes a value as k6's JSON of options has it.
 *
 * @param kind The kind of the value.
 * @param value The value, if it is set.
 * @returns Durations as text, `null` where it is not set.
 */
export function toScriptValue<T>(kind: ValueKind<T>, value: T | undefined): unknown {
  if (value === undefined) return null;
  return kind.toScript === undefined ? value : kind.toScript(value);
}

const INTEGER_REGEXP = /^[+-]?\d+$/;
const TRUE_REGEXP = /^(1|t|T|true|TRUE|True)$/;
const FALSE_REGEXP = /^(0|f|F|false|FALSE|False)$/;

/** `true` or `false`; as text, everything that Go's ParseBool takes. */
export const BOOLEAN: ValueKind<boolean> = {
  fromValue(value, place) {
    return typeof value === "boolean" ? value : place.refuse(value, "expected true or false");
  },
  fromText(text, place) {
    if (TRUE_REGEXP.test(text)) return true;
    return FALSE_REGEXP.test(text) ? false : place.refuse(text, "expected true or false");
  },
};

/** A whole number; in scripts also as text, where an empty one means "not set", as in k6. */
export const INTEGER: ValueKind<number> = {
  placeholder: "int",
  fromValue(value, place) {
    if (value === "") return undefined;
    if (typeof value === "string") return INTEGER.fromText(value, place);
    return Number.isSafeInteger(value) ? Number(value) : place.refuse(value, "expected a whole number");
  },
  fromText(text, place) {
    const number = Number(text);
    if (INTEGER_REGEXP.test(text) && Number.isSafeInteger(number)) return number;
    return place.refuse(text, "expected a whole number");
  },
};

const DURATION_MESSAGE = "expected a duration such as 30s, 1m30s or 500ms";

/** A length of time in milliseconds: Go's notation with days, or a number; flags insist on a unit, as in k6. */
export const DURATION: ValueKind<number> = {
  placeholder: "duration",
  fromValue(value, place) {
    return parseDuration(value) ?? place.refuse(value, DURATION_MESSAGE);
  },
  fromText(text, place) {
    return parseDuration(text) ?? place.refuse(text, DURATION_MESSAGE);
  },
  fromArguments(texts, place) {
    const text = texts.at(-1) ?? "";
    return parseGoDuration(text) ?? place.refuse(text, DURATION_MESSAGE);
  },
  toScript: formatDuration,
};

/** Any text. */
export const TEXT: ValueKind<string> = {
  placeholder: "string",
  fromValue(value, place) {
    return typeof value === "string" ? value : place.refuse(value, "expected a text");
  },
  fromText(text) {
    return text;
  },
};

/**
 * Makes the kind of one of a few words.
 *
 * @param words All that there are.
 * @returns The kind.
 */
export function oneOf<T extends string>(words: readonly T[]): ValueKind<T> {
  const message = `expected one of ${words.map((word) => `"${word}"`).join(", ")}`;
  function read(value: unknown, place: Place): T | undefined {
    return words.find((word) => word === value) ?? place.refuse(value, message);
  }
  return { placeholder: "string", words, fromValue: read, fromText: read };
}

/** Any object whose meaning is another room's: a copy by way of JSON, which is how k6 reads options. */
export const RECORD: ValueKind<Readonly<Record<string, unknown>>> = {
  placeholder: "json",
  fromValue(value, place) {
    if (!isRecord(value)) return place.refuse(value, "expected an object");
    try {
      return JSON.parse(JSON.stringify(value));
    } catch (error) {
      return place.refuse(value, `expected an object that JSON can hold: ${messageOf(error)}`);
    }
  },
  fromText(text, place) {
    return readJson(text, RECORD, place);
  },
  toScript: sortedByName,
};

/** The same members in the order of their names, as Go writes them. */
export function sortedByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => one < other ? -1 : 1));
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads text as JSON, then the result by a kind. */
export function readJson<T>(text: string, kind: ValueKind<T>, place: Place): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return place.refuse(text, "expected JSON");
  }
  return kind.fromValue(value, place);
}
