/** How `console.log` turns its arguments into one line of text, as k6 does (k6-runner reference, 2.2). */

import { SocketError } from "./ws/socket_error.ts";

/**
 * Formats the arguments of one console call.
 *
 * @param values The arguments: strings stand as they are, everything else in k6's notation.
 * @returns The arguments, joined by one space.
 */
export function formatConsoleArguments(values: readonly unknown[]): string {
  if (values.length === 1 && typeof values[0] === "string") return values[0];
  return values.map(formatTopLevel).join(" ");
}

function formatTopLevel(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return String(value);
  return formatValue(value, []);
}

function formatValue(value: unknown, ancestors: readonly object[]): string {
  switch (typeof value) {
    case "string":
      return `"${value}"`;
    case "undefined":
      return "null";
    case "function":
      return "[object Function]";
    case "symbol":
      return ancestors.length === 0 ? value.description ?? "" : `"${value.description ?? ""}"`;
    case "number":
      return Object.is(value, -0) ? "0" : String(value);
    case "object":
      return value === null ? "null" : formatObject(value, ancestors);
    default:
      return String(value);
  }
}

function formatObject(object: object, ancestors: readonly object[]): string {
  if (ancestors.includes(object)) return "[Circular]";
  if (object instanceof Error || object instanceof SocketError) return String(object);
  if (object instanceof Date) return isNaN(object.getTime()) ? "{}" : JSON.stringify(object);
  const path = [...ancestors, object];
  if (ArrayBuffer.isView(object) && !(object instanceof DataView)) return formatTypedArray(object);
  if (object instanceof ArrayBuffer) return formatArrayBuffer(object);
  if (Array.isArray(object)) return formatArray(object, path);
  const members = Object.entries(object).map(([key, value]) => `${key}: ${formatValue(value, path)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function formatArray(array: readonly unknown[], path: readonly object[]): string {
  if (array.length === 0) return "[]";
  return `[ ${Array.from(array, (element) => formatValue(element, path)).join(", ")} ]`;
}

function formatTypedArray(view: ArrayBufferView): string {
  const elements = Array.from(view as unknown as ArrayLike<number | bigint>, String);
  const body = elements.length === 0 ? "[]" : `[ ${elements.join(", ")} ]`;
  return `${view.constructor.name}(${elements.length}) ${body}`;
}

function formatArrayBuffer(buffer: ArrayBuffer): string {
  const bytes = Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0"));
  return `ArrayBuffer { [Uint8Contents]: <${bytes.join(" ")}>, byteLength: ${buffer.byteLength} }`;
}
