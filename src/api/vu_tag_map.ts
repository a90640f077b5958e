/** `exec.vu.metrics.tags` and `exec.vu.metrics.metadata`: objects whose properties are what the VU's samples carry. */

import { metadataName } from "../metrics/mod.ts";
import type { VirtualUser } from "./virtual_user.ts";

/** Names and texts that can be changed. */
interface TextMap {
  /** For messages: `metric tag`. */
  readonly what: string;
  /** For messages: `metric tag values`. */
  readonly values: string;
  get(name: string): string | undefined;
  names(): string[];
  set(name: string, value: string): void;
  remove(name: string): void;
}

/**
 * Makes the object behind the tags of a VU. System tags are among them, and can be overwritten.
 *
 * @param vu The VU.
 * @returns The object.
 */
export function createTagMap(vu: VirtualUser): object {
  return createMap(vu, {
    what: "metric tag",
    values: "metric tag values",
    get: (name) => vu.tags.get(name),
    names: () => vu.tags.entries().map(([name]) => name).filter((name) => metadataName(name) === undefined),
    set: (name, value) => vu.setTag(name, value),
    remove: (name) => vu.removeTag(name),
  });
}

/**
 * Makes the object behind the metadata of a VU.
 *
 * @param vu The VU.
 * @returns The object.
 */
export function createMetadataMap(vu: VirtualUser): object {
  return createMap(vu, {
    what: "metric metadata",
    values: "metric metadata value",
    get: (name) => vu.metadata.get(name),
    names: () => [...vu.metadata.keys()].sort(),
    set: (name, value) => vu.setMetadata(name, value),
    remove: (name) => vu.setMetadata(name, undefined),
  });
}

function createMap(vu: VirtualUser, map: TextMap): object {
  const set = (name: string | symbol, value: unknown): true => {
    vu.pausing.enter();
    map.set(requireName(name), toText(map, requireName(name), value));
    return true;
  };
  return new Proxy({}, {
    get: (target, name) => (typeof name === "string" ? map.get(name) : undefined) ?? Reflect.get(target, name),
    has: (target, name) => typeof name === "string" && map.get(name) !== undefined || Reflect.has(target, name),
    ownKeys: () => map.names(),
    getOwnPropertyDescriptor(_target, name) {
      const value = typeof name === "string" ? map.get(name) : undefined;
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
    set: (_target, name, value) => set(name, value),
    // What is defined is only its value: a getter could not travel with samples.
    defineProperty: (_target, name, { value }) => set(name, value),
    deleteProperty(_target, name) {
      vu.pausing.enter();
      if (typeof name === "string") map.remove(name);
      return true;
    },
  });
}

function requireName(name: string | symbol): string {
  if (typeof name === "string") return name;
  throw new TypeError("Dynamic objects do not support Symbol properties");
}

function toText({ what, values }: TextMap, name: string, value: unknown): string {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return String(value);
    case "symbol":
      return value.description ?? "";
    default:
      throw new TypeError(
        `invalid value for ${what} '${name}': only String, Boolean and Number types are accepted as a ${values}`,
      );
  }
}
