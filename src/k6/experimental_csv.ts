/**
 * The module `k6/experimental/csv` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import type { File } from "./experimental_fs.ts";
import { outsideRunner } from "./outside_runner.ts";

/** What of a file is wanted, and how. Lines are records, counted from 0. */
export interface CsvOptions {
  /** What is between fields: one character. Default: `","`. */
  readonly delimiter?: string;
  /** Leaves the first line out. */
  readonly skipFirstLine?: boolean;
  /** The first line that is wanted. */
  readonly fromLine?: number;
  /** The last line that is wanted; 0 is the last one of the file. */
  readonly toLine?: number;
  /** Makes objects with the names of the first line. */
  readonly asObjects?: boolean;
}

/** A record: its fields, or an object of them where `asObjects` is set. */
export type CsvRow = string[] | Record<string, string>;

/** What {@linkcode Parser.next} gives. */
export interface CsvResult {
  /** Whether there is no record any more. */
  readonly done: boolean;
  /** The record; an empty array at the end. */
  readonly value: CsvRow;
}

/** Reads records one by one. Of the file, only what is being read is decoded. */
export interface Parser {
  /**
   * Reads the next record.
   *
   * @throws {Error} With line and column when it is wrong; the one behind it can still be read.
   */
  next(): Promise<CsvResult>;
}

/** Makes parsers. */
export interface ParserConstructor {
  /**
   * Makes a parser. Init context only.
   *
   * @param file From `k6/experimental/fs`.
   * @param options What is wanted of it.
   */
  new (file: File, options?: CsvOptions): Parser;
}

/** What the module exports. */
export interface Csv {
  /** Makes parsers. */
  readonly Parser: ParserConstructor;
  /**
   * Reads all records of a file into an array that all VUs share.
   *
   * @param file From `k6/experimental/fs`.
   * @param options What is wanted of it.
   * @returns A `SharedArray`.
   * @throws {Error} With line and column when a record is wrong.
   */
  parse(file: File, options?: CsvOptions): Promise<readonly CsvRow[]>;
}

/** All exports in one object. */
const csv: Csv = outsideRunner("k6/experimental/csv", "use a parser such as jsr:@std/csv");

/** See {@linkcode ParserConstructor}. */
export const Parser: Csv["Parser"] = csv.Parser;
/** See {@linkcode Csv.parse}. */
export const parse: Csv["parse"] = csv.parse;

export default csv;
