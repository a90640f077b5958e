/**
 * The module `k6/experimental/csv`: tables from files of `k6/experimental/fs`.
 *
 * Differences from k6: errors of `next()` are `Error`s; concurrent calls of `next()` are answered in their order; a
 * parser reads on from where the file was when it was made, and leaves the file there.
 */

import { messageOf } from "../../base/mod.ts";
import { viewOf } from "../data_module.ts";
import { ScriptFile } from "../fs_module.ts";
import { GoError, goTypeName } from "../go_error.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { promiseOf } from "../pending_promise.ts";
import { type CsvOptions, CsvReader, type CsvRow, readCsvOptions } from "./csv_reader.ts";

/** What `next()` says. */
interface CsvResult {
  readonly done: boolean;
  /** An empty array at the end. */
  readonly value: CsvRow;
}

class ScriptParser {
  readonly #vu: VirtualUser;
  readonly #reader: CsvReader;

  constructor(vu: VirtualUser, reader: CsvReader) {
    this.#vu = vu;
    this.#reader = reader;
  }

  next(): Promise<CsvResult> {
    this.#vu.pausing.enter();
    return promiseOf(this.#vu, () => {
      const value = this.#reader.next();
      return value === undefined ? { done: true, value: [] } : { done: false, value };
    });
  }
}

/**
 * Makes the exports of `k6/experimental/csv` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createCsvModule(vu: VirtualUser): Record<string, unknown> {
  return {
    Parser: function Parser(file?: unknown, options?: unknown): ScriptParser {
      vu.pausing.enter();
      if (vu.phase !== "init") throw new GoError("csv Parser constructor must be called in the init context");
      if (file === undefined || file === null) {
        throw new GoError("csv Parser constructor takes at least one non-nil source argument");
      }
      const wanted = optionsOf(options ?? {}, "encountered an error while interpreting Parser options");
      const { bytes, start } = restOf(file);
      return new ScriptParser(vu, createReader(bytes, start, wanted));
    },
    parse: (file?: unknown, options?: unknown) => {
      vu.pausing.enter();
      return promiseOf(vu, () => parse(vu, file, options));
    },
  };
}

function parse(vu: VirtualUser, file: unknown, options: unknown): readonly unknown[] {
  if (file === undefined || file === null) throw new GoError("csv parse takes at least one non-nil source argument");
  const wanted = optionsOf(options ?? {}, "failed to interpret the provided Parser options");
  const { bytes, start } = restOf(file);
  const name = `csv:${JSON.stringify([(file as ScriptFile).path, start, wanted])}`;
  return viewOf(vu.sharedArray(name, () => rowsOf(createReader(bytes, start, wanted))));
}

function* rowsOf(reader: CsvReader): Generator<string> {
  for (;;) {
    let row: CsvRow | undefined;
    try {
      row = reader.next();
    } catch (error) {
      throw new GoError(`failed to read record; reason: ${messageOf(error)}`);
    }
    if (row === undefined) return;
    yield JSON.stringify(row);
  }
}

function createReader(bytes: Uint8Array, start: number, options: CsvOptions): CsvReader {
  try {
    return new CsvReader(bytes, start, options);
  } catch (error) {
    throw new GoError(`failed to create a new parser; reason: ${messageOf(error)}`);
  }
}

function optionsOf(options: unknown, failure: string): CsvOptions {
  try {
    return readCsvOptions(options);
  } catch (error) {
    throw new GoError(`${failure}; reason: ${messageOf(error)}`);
  }
}

function restOf(file: unknown): { readonly bytes: Uint8Array; readonly start: number } {
  const rest = ScriptFile.rest(file);
  if (rest !== undefined) return rest;
  throw new GoError(`first argument expected to be a fs.File instance, got ${goTypeName(file)} instead`);
}
