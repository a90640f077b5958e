/** Files that scripts `open`: read once per thread, below the folders that the script was given. */

import * as nodePath from "node:path";
import { fileURLToPath } from "node:url";
import { FileError, type FileErrorReason, type ScriptFiles, type SharedBytes } from "../api/mod.ts";
import { isGranted, messageOf } from "../base/mod.ts";
import { anonymousPath } from "./archive_name.ts";

// Taken here, because no script can see the runtime's names.
const { errors, openSync, readFileSync } = Deno;

/** What the first evaluation of the init code has opened. */
export interface KnownFiles {
  /** Absolute paths: no others may be opened any more. */
  readonly paths: Iterable<string>;
  /** The bytes of those that all threads share. */
  readonly shared?: ReadonlyMap<string, SharedArrayBuffer>;
}

/** What files are read from. */
export interface FileSource {
  /** How its paths are written. */
  readonly paths: Pick<typeof nodePath, "dirname" | "isAbsolute" | "resolve">;
  /** The path of a `file:` URL. */
  pathOf(url: URL): string;
  /**
   * Reads a file.
   *
   * @param path An absolute path.
   * @throws {FileError} With what went wrong and what to do about it.
   */
  read(path: string): Uint8Array<ArrayBuffer>;
  /**
   * Reads a file into memory that threads share.
   *
   * @param path An absolute path.
   * @throws {FileError} As above.
   */
  share(path: string): SharedArrayBuffer;
}

/** The disk, as far as the script was given it. */
const DISK: FileSource = {
  paths: nodePath,
  pathOf: fileURLToPath,
  read: (path) => accessFile(path, () => readFileSync(path)),
  share: (path) => accessFile(path, () => readShared(path)),
};

/**
 * The files of an archive, which are all that a script from it can read. Their paths have slashes on every system.
 *
 * @param files The contents by the name in the archive.
 */
export function archivedFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): FileSource {
  function read(path: string): Uint8Array<ArrayBuffer> {
    const contents = files.get(`file${anonymousPath(path)}`);
    if (contents !== undefined) return contents;
    const message = `open ${path}: the archive has no such file: it has what the script opened when it was packed`;
    throw new FileError("missing", path, message);
  }
  return {
    paths: nodePath.posix,
    pathOf: (url) => decodeURIComponent(url.pathname),
    read,
    share(path) {
      const contents = read(path);
      const shared = new SharedArrayBuffer(contents.byteLength);
      new Uint8Array(shared).set(contents);
      return shared;
    },
  };
}

/** See the top of this file. */
export class OpenedFiles implements ScriptFiles {
  readonly #directory: string;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #source: FileSource;
  readonly #asked = new Set<string>();
  readonly #contents = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #shared: Map<string, SharedArrayBuffer>;

  /**
   * @param directory Where relative paths start: the folder of the script.
   * @param known What was opened in the first evaluation of the init code; `undefined` in that one.
   * @param source What files are read from.
   */
  constructor(directory: string, known?: KnownFiles, source: FileSource = DISK) {
    this.#directory = directory;
    this.#source = source;
    this.#known = known === undefined ? undefined : new Set(known.paths);
    this.#shared = new Map(known?.shared);
  }

  /** The absolute paths asked for so far, found or not. */
  get paths(): string[] {
    return [...this.#asked];
  }

  /** The absolute paths of the files that were read. */
  get found(): string[] {
    return [...new Set([...this.#contents.keys(), ...this.#shared.keys()])];
  }

  /** The bytes of all files that threads share, by their absolute paths. */
  get shared(): ReadonlyMap<string, SharedArrayBuffer> {
    return this.#shared;
  }

  read(path: string, importer?: string): Uint8Array<ArrayBuffer> {
    const absolute = this.#resolve(path, importer);
    const known = this.#contents.get(absolute);
    if (known !== undefined) return known;
    this.#ask(absolute);
    const contents = this.#source.read(absolute);
    this.#contents.set(absolute, contents);
    return contents;
  }

  share(path: string, importer?: string): { readonly path: string; readonly bytes: SharedBytes } {
    const absolute = this.#resolve(path, importer);
    let buffer = this.#shared.get(absolute);
    if (buffer === undefined) {
      this.#ask(absolute);
      buffer = this.#source.share(absolute);
      this.#shared.set(absolute, buffer);
    }
    return { path: absolute, bytes: new Uint8Array(buffer) };
  }

  #ask(path: string): void {
    if (this.#known !== undefined && !this.#known.has(path)) {
      throw new FileError(
        "unseen",
        path,
        "open() can't be used with files that weren't previously opened during initialization (__VU==0), " +
          `path: "${path}"`,
      );
    }
    this.#asked.add(path);
  }

  /** k6 starts from the module whose top level runs, not from the one that the call is written in. */
  #resolve(path: string, importer: string | undefined): string {
    const { paths: { dirname, isAbsolute, resolve } } = this.#source;
    const local = path.startsWith("file:") ? this.#localPath(path) : path;
    if (isAbsolute(local)) return resolve(local);
    const folder = importer?.startsWith("file:") ? dirname(this.#source.pathOf(new URL(importer))) : this.#directory;
    return resolve(folder, local);
  }

  /** The path of a `file:` URL; k6 takes `file://./users.json`, too, which is relative. */
  #localPath(url: string): string {
    const parsed = URL.parse(url);
    return parsed?.hostname === "" ? this.#source.pathOf(parsed) : url.slice("file://".length);
  }
}

/** Reads a file straight into shared memory, so that a large one is there once. */
function readShared(path: string): SharedArrayBuffer {
  using file = openSync(path);
  const { size, isDirectory } = file.statSync();
  if (isDirectory) throw new errors.IsADirectory();
  const buffer = new SharedArrayBuffer(size);
  let position = 0;
  while (position < size) {
    const count = file.readSync(new Uint8Array(buffer, position));
    if (count === null) return buffer.slice(0, position);
    position += count;
  }
  return buffer;
}

function accessFile<Contents>(path: string, access: () => Contents): Contents {
  const fail = (reason: FileErrorReason, message: string): never => {
    throw new FileError(reason, path, message);
  };
  // Reading what is not granted would ask whoever sits at the terminal.
  if (!isGranted({ name: "read", path })) {
    return fail(
      "refused",
      `open ${path}: the script may only read below its own folder; run squall with --allow-read=${path}`,
    );
  }
  try {
    return access();
  } catch (error) {
    if (error instanceof errors.NotFound) return fail("missing", `stat ${path}: no such file or directory`);
    if (error instanceof errors.IsADirectory) {
      return fail("directory", `open() can't be used with directories, path: "${path}"`);
    }
    return fail("unreadable", `open ${path}: ${messageOf(error)}`);
  }
}
