/**
 * The module `k6/experimental/fs` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** What {@linkcode File.seek} counts from. */
export interface SeekModes {
  /** The first byte. */
  readonly Start: 0;
  /** Where the file is. */
  readonly Current: 1;
  /** The end, behind the last byte. */
  readonly End: 2;
}

/** A file. Its bytes are shared by all VUs; how far it has been read is its own. */
export interface File {
  /** The absolute path. */
  readonly path: string;
  /**
   * Reads on.
   *
   * @param into Filled from its beginning, as far as the file goes.
   * @returns How many bytes were read; `null` at the end of the file.
   */
  read(into: Uint8Array): Promise<number | null>;
  /**
   * Goes somewhere else in the file.
   *
   * @param offset Bytes.
   * @param mode What they count from.
   * @returns Where the file is now, in bytes from its beginning.
   * @throws {TypeError} For places outside of the file.
   */
  seek(offset: number, mode: 0 | 1 | 2): Promise<number>;
  /** What the file is called and how many bytes it has. */
  stat(): Promise<FileInfo>;
}

/** What is known of a file. */
export interface FileInfo {
  /** Its name, without the folder. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What the module exports. */
export interface Fs {
  /** See {@linkcode SeekModes}. */
  readonly SeekMode: SeekModes;
  /**
   * Opens a file. Init context only.
   *
   * @param path Relative to the script.
   * @returns The file.
   * @throws {Error} Named `NotFoundError`, `InvalidResourceError` or `ForbiddenError`.
   */
  open(path: string): Promise<File>;
}

/** All exports in one object. */
const fs: Fs = outsideRunner("k6/experimental/fs", "use Deno.open()");

/** See {@linkcode SeekModes}. */
export const SeekMode: Fs["SeekMode"] = fs.SeekMode;
/** See {@linkcode Fs.open}. */
export const open: Fs["open"] = fs.open;

export default fs;
