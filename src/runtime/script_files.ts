/** Files that scripts `open`: read once per thread, below the folders that the script was given. */

import * as nodePath from "node:path";
import { fileURLToPath } from "node:url";
import { GoError, type ScriptFiles } from "../api/mod.ts";
import { isGranted, messageOf } from "../base/mod.ts";
import { anonymousPath } from "./archive_name.ts";

// Taken here, because no script can see the runtime's names.
const { errors, readFileSync } = Deno;

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
   * @throws {GoError} With what went wrong and what to do about it.
   */
  read(path: string): Uint8Array<ArrayBuffer>;
}

/** The disk, as far as the script was given it. */
const DISK: FileSource = { paths: nodePath, pathOf: fileURLToPath, read: readFile };

/**
 * The files of an archive, which are all that a script from it can read. Their paths have slashes on every system.
 *
 * @param files The contents by the name in the archive.
 */
export function archivedFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): FileSource {
  return {
    paths: nodePath.posix,
    pathOf: (url) => decodeURIComponent(url.pathname),
    read(path) {
      const contents = files.get(`file${anonymousPath(path)}`);
      if (contents !== undefined) return contents;
      throw new GoError(`open ${path}: the archive has no such file: it has what the script opened when it was packed`);
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

  /**
   * @param directory Where relative paths start: the folder of the script.
   * @param known The paths that were opened in the first evaluation of the init code; `undefined` in that one.
   * @param source What files are read from.
   */
  constructor(directory: string, known?: Iterable<string>, source: FileSource = DISK) {
    this.#directory = directory;
    this.#source = source;
    this.#known = known === undefined ? undefined : new Set(known);
  }

  /** The absolute paths asked for so far, found or not. */
  get paths(): string[] {
    return [...this.#asked];
  }

  /** The absolute paths of the files that were read. */
  get found(): string[] {
    return [...this.#contents.keys()];
  }

  read(path: string, importer?: string): Uint8Array<ArrayBuffer> {
    const absolute = this.#resolve(path, importer);
    const known = this.#contents.get(absolute);
    if (known !== undefined) return known;
    if (this.#known !== undefined && !this.#known.has(absolute)) {
      throw new GoError(
        "open() can't be used with files that weren't previously opened during initialization (__VU==0), " +
          `path: "${absolute}"`,
      );
    }
    this.#asked.add(absolute);
    const contents = this.#source.read(absolute);
    this.#contents.set(absolute, contents);
    return contents;
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

function readFile(path: string): Uint8Array<ArrayBuffer> {
  // Reading what is not granted would ask whoever sits at the terminal.
  if (!isGranted({ name: "read", path })) {
    throw new GoError(
      `open ${path}: the script may only read below its own folder; run squall with --allow-read=${path}`,
    );
  }
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof errors.NotFound) throw new GoError(`stat ${path}: no such file or directory`);
    if (error instanceof errors.IsADirectory) {
      throw new GoError(`open() can't be used with directories, path: "${path}"`);
    }
    throw new GoError(`open ${path}: ${messageOf(error)}`);
  }
}
