/** Files that scripts `open`: read once per thread, below the folders that the script was given. */

import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { GoError, type ScriptFiles } from "../api/mod.ts";
import { messageOf } from "../base/mod.ts";

/** See the top of this file. */
export class OpenedFiles implements ScriptFiles {
  readonly #directory: string;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #contents = new Map<string, Uint8Array<ArrayBuffer>>();

  /**
   * @param directory Where relative paths start: the folder of the script.
   * @param known The paths that were opened in the first evaluation of the init code; `undefined` in that one.
   */
  constructor(directory: string, known?: Iterable<string>) {
    this.#directory = directory;
    this.#known = known === undefined ? undefined : new Set(known);
  }

  /** The absolute paths read so far. */
  get paths(): string[] {
    return [...this.#contents.keys()];
  }

  read(path: string): Uint8Array<ArrayBuffer> {
    const absolute = this.#resolve(path);
    const known = this.#contents.get(absolute);
    if (known !== undefined) return known;
    if (this.#known !== undefined && !this.#known.has(absolute)) {
      throw new GoError(
        "open() can't be used with files that weren't previously opened during initialization (__VU==0), " +
          `path: "${absolute}"`,
      );
    }
    const contents = readFile(absolute);
    this.#contents.set(absolute, contents);
    return contents;
  }

  #resolve(path: string): string {
    if (path.startsWith("file:")) return fileURLToPath(path);
    return isAbsolute(path) ? path : resolve(this.#directory, path);
  }
}

function readFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new GoError(`stat ${path}: no such file or directory`);
    if (error instanceof Deno.errors.IsADirectory) {
      throw new GoError(`open() can't be used with directories, path: "${path}"`);
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new GoError(
        `open ${path}: the script may only read below its own folder; run squall with --allow-read=${path}`,
      );
    }
    throw new GoError(`open ${path}: ${messageOf(error)}`);
  }
}
