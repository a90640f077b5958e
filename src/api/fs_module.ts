/**
 * The module `k6/experimental/fs`: files whose bytes all VUs of all threads share.
 *
 * Differences from k6: errors are `Error`s; the end of a file is behind its last byte, where k6 takes the last byte for
 * it; `read` fills the part of a buffer that a view shows, where k6 fills the whole buffer.
 */

import { basename } from "node:path";
import { FileError } from "./file_error.ts";
import type { SharedBytes, VirtualUser } from "./virtual_user.ts";
import { promiseOf } from "./pending_promise.ts";

/** What `seek` counts from. */
export const SeekMode: { readonly Start: 0; readonly Current: 1; readonly End: 2 } = { Start: 0, Current: 1, End: 2 };

/** An error of the module. */
class FsError extends Error {
  constructor(name: string, message: string) {
    super(message);
    Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
  }
}

/** A file as a script sees it: its bytes, and how far it has been read. */
export class ScriptFile {
  readonly path: string;
  readonly #vu: VirtualUser;
  readonly #bytes: SharedBytes;
  #offset = 0;

  constructor(vu: VirtualUser, path: string, bytes: SharedBytes) {
    this.path = path;
    this.#vu = vu;
    this.#bytes = bytes;
  }

  /** What is left to be read of a file; `undefined` if the value is none. */
  static rest(value: unknown): { readonly bytes: SharedBytes; readonly start: number } | undefined {
    if (typeof value !== "object" || value === null || !(#bytes in value)) return undefined;
    return { bytes: value.#bytes, start: value.#offset };
  }

  read(into?: unknown): Promise<number | null> {
    this.#vu.pausing.enter();
    return promiseOf(this.#vu, () => this.#read(into));
  }

  seek(offset?: unknown, mode?: unknown): Promise<number> {
    this.#vu.pausing.enter();
    return promiseOf(this.#vu, () => this.#offset = this.#target(readOffset(offset), mode));
  }

  stat(): Promise<{ name: string; size: number }> {
    this.#vu.pausing.enter();
    return promiseOf(this.#vu, () => ({ name: basename(this.path), size: this.#bytes.length }));
  }

  #read(into: unknown): number | null {
    if (into === undefined || into === null) {
      throw new TypeError("read() failed; reason: into argument cannot be null or undefined");
    }
    if (!(into instanceof Uint8Array)) throw new TypeError("read() failed; reason: into argument must be a Uint8Array");
    if (into.length === 0) return 0;
    if (this.#offset >= this.#bytes.length) return null;
    const part = this.#bytes.subarray(this.#offset, this.#offset + into.length);
    into.set(part);
    this.#offset += part.length;
    return part.length;
  }

  #target(offset: number, mode: unknown): number {
    if (mode === undefined || mode === null) {
      throw new TypeError("seek() failed; reason: the whence argument cannot be null or undefined");
    }
    if (mode === SeekMode.Start && offset < 0) {
      throw new TypeError("offset cannot be negative when using SeekModeStart");
    }
    if (mode === SeekMode.End && offset > 0) throw new TypeError("offset cannot be positive when using SeekModeEnd");
    const target = offset + this.#origin(mode);
    if (target < 0) throw new TypeError("seeking before start of file");
    if (target > this.#bytes.length) throw new TypeError("seeking beyond end of file");
    return target;
  }

  #origin(mode: unknown): number {
    switch (mode) {
      case SeekMode.Start:
        return 0;
      case SeekMode.Current:
        return this.#offset;
      case SeekMode.End:
        return this.#bytes.length;
      default:
        throw new TypeError("seek() failed; reason: the whence argument must be a SeekMode");
    }
  }
}

/**
 * Makes the exports of `k6/experimental/fs` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createFsModule(vu: VirtualUser): Record<string, unknown> {
  return {
    SeekMode: { ...SeekMode },
    open: (path?: unknown) => {
      vu.pausing.enter();
      return promiseOf(vu, () => openFile(vu, path));
    },
  };
}

function openFile(vu: VirtualUser, path: unknown): ScriptFile {
  if (vu.phase !== "init") {
    throw new FsError("ForbiddenError", "open() failed; reason: opening a file is allowed only in the Init context");
  }
  if (path === undefined || path === null) {
    throw new TypeError("open() failed; reason: path cannot be null or undefined");
  }
  if (path === "") throw new TypeError("open() failed; reason: path cannot be empty");
  try {
    const file = vu.files.share(String(path));
    return new ScriptFile(vu, file.path, file.bytes);
  } catch (error) {
    throw error instanceof FileError ? inOwnWords(error) : error;
  }
}

function inOwnWords({ reason, path, message }: FileError): Error {
  switch (reason) {
    case "missing":
      return new FsError("NotFoundError", `no such file or directory ${JSON.stringify(path)}`);
    case "directory":
      return new FsError(
        "InvalidResourceError",
        `cannot open ${JSON.stringify(path)}: opening a directory is not supported`,
      );
    default:
      return new FsError("ForbiddenError", message);
  }
}

function readOffset(offset: unknown): number {
  if (offset === undefined || offset === null) {
    throw new TypeError("seek() failed; reason: the offset argument cannot be null or undefined");
  }
  if (typeof offset !== "number" || !Number.isInteger(offset)) {
    throw new TypeError("seek() failed; reason: the offset argument must be a number");
  }
  return offset;
}
