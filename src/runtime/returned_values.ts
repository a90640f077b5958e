/** What a script exports as options, and what its `setup` and `handleSummary` return, made ready to leave the thread. */

import { ExitCode, messageOf, SquallError } from "../base/mod.ts";

/** What is to be written, by path; `stdout` and `stderr` are the streams. */
export type SummaryFiles = ReadonlyMap<string, string | ArrayBuffer>;

/**
 * Makes JSON of what `setup` returned: every VU gets a copy of its own.
 *
 * @param value What it returned.
 * @returns The JSON; `undefined` where it returned nothing that has one.
 * @throws {SquallError} `SETUP_DATA`, exit code 255 as in k6, for cycles and BigInts.
 */
export function packSetupData(value: unknown): string | undefined {
  return toJson(value, (reason) =>
    new SquallError("SETUP_DATA", `error marshaling setup() data to JSON: ${reason}`, {
      hint: "Return plain data from setup(): every VU gets a copy of it",
    }));
}

/**
 * Makes JSON of the options that a script exports.
 *
 * @param value What it exports.
 * @returns The JSON; `undefined` where it exports none.
 * @throws {SquallError} `INVALID_OPTIONS`, exit code 104, for cycles and BigInts.
 */
export function packOptions(value: unknown): string | undefined {
  function fail(reason: string): SquallError {
    const message = `The exported options are not plain data: ${reason}`;
    return new SquallError("INVALID_OPTIONS", message, { exitCode: ExitCode.InvalidConfig });
  }
  const json = toJson(value, fail);
  if (json === undefined && value !== undefined) throw fail(`they are a ${typeof value}`);
  return json;
}

function toJson(value: unknown, fail: (reason: string) => SquallError): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Where the cycle is follows on further lines, in the engine's own drawing.
    throw fail(messageOf(error).split("\n")[0]!);
  }
}

/**
 * Reads what `handleSummary` returned.
 *
 * @param value What it returned.
 * @returns What is to be written; `undefined` where it returned nothing, or something that counts as nothing.
 * @throws {SquallError} `SUMMARY_VALUE` for anything but an object of texts and bytes.
 */
export function readSummaryFiles(value: unknown): SummaryFiles | undefined {
  if (!value) return undefined;
  if (typeof value !== "object" || Array.isArray(value) || value instanceof Map) {
    throw new SquallError("SUMMARY_VALUE", "handleSummary() should return a map with string keys");
  }
  const files = Object.entries(value).map(([path, content]) => ({ path, type: typeof content, bytes: read(content) }));
  const problems = files
    .filter(({ bytes }) => bytes === undefined)
    .map(({ path, type }) => `${path}: invalid type ${type}, it needs to be a string or ArrayBuffer`);
  if (problems.length > 0) {
    throw new SquallError("SUMMARY_VALUE", `error handling summary object ${problems.join(", ")}`);
  }
  return new Map(files.map(({ path, bytes }) => [path, bytes!]));
}

function read(content: unknown): string | ArrayBuffer | undefined {
  if (typeof content === "string" || content instanceof ArrayBuffer) return content;
  if (!ArrayBuffer.isView(content)) return undefined;
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength).slice().buffer;
}
