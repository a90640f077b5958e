/** Files that scripts `open`: read once per thread, below the folders that the script was given. */

import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { GoError, type ScriptFiles } from "../api/mod.ts";
import { isGranted, messageOf } from "../base/mod.ts";

// Taken here, because no script can see the runtime's names.
const { errors, readFileSync } = Deno;

/** See the top of this file. */
export class OpenedFiles implements ScriptFiles {
  readonly #directory: string;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #asked = new Set<string>();
  readonly #contents = new Map<string, Uint8Array<ArrayBuffer>>();

  /**
   * @param directory Where relative paths start: the folder of the script.
   * @param known The paths that were opened in the first evaluation of the init code; `undefined` in that one.
   */
  constructor(directory: string, known?: Iterable<string>) {
    this.#directory = directory;
    this.#known = known === undefined ? undefined : new Set(known);
  }

  /** The absolute paths asked for so far, found or not. */
  get paths(): string[] {
    return [...this.#asked];
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
    const contents = readFile(absolute);
    this.#contents.set(absolute, contents);
    return contents;
  }

  /** k6 starts from the module whose top level runs, not from the one that the call is written in. */
  #resolve(path: string, importer: string | undefined): string {
    const local = path.startsWith("file:") ? localPath(path) : path;
    if (isAbsolute(local)) return resolve(local);
    return resolve(importer?.startsWith("file:") ? dirname(fileURLToPath(importer)) : this.#directory, local);
  }
}

/** The path of a `file:` URL; k6 takes `file://./users.json`, too, which is relative. */
function localPath(url: string): string {
  const parsed = URL.parse(url);
  return parsed?.hostname === "" ? fileURLToPath(parsed) : url.slice("file://".length);
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
