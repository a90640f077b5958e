/** Kinds of values made of other kinds: lists, objects with known fields, comma lists, maps of texts. */

import { suggest } from "../base/mod.ts";
import type { Place } from "./problem.ts";
import { isRecord, readArguments, readJson, sortedByName, TEXT, type ValueKind } from "./value_kind.ts";

/** The kind of each field of an object. */
export type FieldKinds<T> = { readonly [K in keyof T]-?: ValueKind<Exclude<T[K], undefined>> };

/**
 * Makes a kind whose values are read by another one first, then go through one more step.
 *
 * @param kind Reads the value.
 * @param step Turns it into another one, or notes what is wrong and returns `undefined`.
 * @returns The kind.
 */
export function refine<T, U>(kind: ValueKind<T>, step: (value: T, place: Place) => U | undefined): ValueKind<U> {
  function then(value: T | undefined, place: Place): U | undefined {
    return value === undefined ? undefined : step(value, place);
  }
  return {
    ...(kind.placeholder === undefined ? {} : { placeholder: kind.placeholder }),
    fromValue: (value, place) => then(kind.fromValue(value, place), place),
    fromText: (text, place) => then(kind.fromText(text, place), place),
    fromArguments: (texts, place) => then(readArguments(kind, texts, place), place),
  };
}

/** A list of values of one kind; as text, JSON. */
export function listOf<T>(kind: ValueKind<T>): ValueKind<readonly T[]> {
  const list: ValueKind<readonly T[]> = {
    placeholder: "json",
    fromValue(value, place) {
      if (!Array.isArray(value)) return place.refuse(value, "expected a list");
      const items = value.map((item, index) => kind.fromValue(item, place.at(index)));
      return items.filter((item) => item !== undefined);
    },
    fromText: (text, place) => readJson(text, list, place),
  };
  return list;
}

/** An object with known fields, all of them optional; others are wrong, or merely odd. As text, JSON. */
export function recordOf<T extends object>(fields: FieldKinds<T>, unknown: UnknownFields = "refuse"): ValueKind<T> {
  const record: ValueKind<T> = {
    placeholder: "json",
    fromValue: (value, place) => readFields(value, fields, { place, unknown }),
    fromText: (text, place) => readJson(text, record, place),
  };
  return record;
}

/** What to do about fields that an object should not have. */
export type UnknownFields = "refuse" | "warn";

/**
 * Reads the known fields of an object. Names are taken in any case, as Go takes them: scripts that k6 understands say
 * `preAllocatedVus` and `insecureSkipTlsVerify`.
 */
export function readFields<T extends object>(
  value: unknown,
  fields: Partial<FieldKinds<T>>,
  { place, unknown }: { place: Place; unknown: UnknownFields },
): T | undefined {
  if (!isRecord(value)) return place.refuse(value, "expected an object");
  const kinds = Object.entries<ValueKind<unknown> | undefined>(fields);
  const result: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value)) {
    if (member === undefined || member === null) continue;
    const [name, kind] = kinds.find(([name]) => name.toLowerCase() === given.toLowerCase()) ?? [];
    const at = place.at(given);
    if (name !== undefined && kind !== undefined) result[name] = kind.fromValue(member, at);
    else if (unknown === "warn") at.warn(member, unknownField(given, kinds));
    else at.refuse(member, unknownField(given, kinds));
  }
  // Every member was read by the kind of its own field; those that could not be read are absent.
  return Object.fromEntries(Object.entries(result).filter(([, member]) => member !== undefined)) as T;
}

function unknownField(given: string, kinds: readonly (readonly [name: string, kind: unknown])[]): string {
  const meant = suggest(given, kinds.map(([name]) => name));
  return meant === undefined ? "unknown field" : `unknown field, did you mean ${meant}?`;
}

/** A list of texts; as text, separated by commas; as a flag, also repeatable. Blanks around items do not count. */
export const TEXT_LIST: ValueKind<readonly string[]> = {
  placeholder: "list",
  fromValue: listOf(TEXT).fromValue,
  fromText: splitList,
  fromArguments: (texts) => texts.flatMap(splitList),
};

function splitList(text: string): string[] {
  return text.trim() === "" ? [] : text.split(",").map((item) => item.trim());
}

/** Texts by name. As text: JSON, or `name:value,name:value` as in k6; as a flag: `name=value`, repeatable. */
export const TEXT_MAP: ValueKind<Readonly<Record<string, string>>> = {
  placeholder: "name=value",
  fromValue(value, place) {
    if (!isRecord(value)) return place.refuse(value, "expected an object of texts");
    const texts = Object.entries(value).map(([name, text]) => [name, TEXT.fromValue(text ?? "", place.at(name))]);
    return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
  },
  fromText(text, place) {
    if (text.startsWith("{")) return readJson(text, TEXT_MAP, place);
    const pairs = splitList(text).map((item) => item.split(":"));
    const odd = pairs.find((pair) => pair.length !== 2);
    return odd ? place.refuse(odd.join(":"), "expected JSON or name:value,name:value") : Object.fromEntries(pairs);
  },
  fromArguments(texts, place) {
    const pairs = texts.map((text) => [text, ...splitOnce(text)] as const);
    for (const [text, name, value] of pairs) {
      if (name === "") return place.refuse(text, "expected name=value, but the name is empty");
      if (value === "") return place.refuse(text, "expected name=value, but the value is empty");
    }
    return Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
  },
  toScript: sortedByName,
};

/** What is before and after the first `=`; all of it and nothing where there is none. */
function splitOnce(text: string): [before: string, after: string] {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
}
