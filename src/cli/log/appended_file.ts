/** A file that lines are appended to. A disk that is full costs the lines, never the run. */

import { demandAccess, SquallError, systemReason } from "../../base/mod.ts";

const encoder = new TextEncoder();

/** See the top of this file. */
export class AppendedFile {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #complain: (text: string) => void;
  #isBroken = false;

  /**
   * Opens a file, or makes it. Its folder must exist.
   *
   * @param path The file.
   * @param mode Its permissions if it is made.
   * @param complain Is told once when lines can no longer be written.
   * @throws {SquallError} `FILE_NOT_OPENED` when it cannot be opened.
   */
  constructor(path: string, mode: number, complain: (text: string) => void) {
    this.#path = path;
    this.#complain = complain;
    demandAccess("write", path);
    try {
      this.#file = Deno.openSync(path, { append: true, create: true, mode });
    } catch (error) {
      throw new SquallError("FILE_NOT_OPENED", `Cannot open the file to append to: ${path}: ${systemReason(error)}`);
    }
  }

  write(text: string): void {
    if (this.#isBroken) return;
    const bytes = encoder.encode(text);
    try {
      for (let written = 0; written < bytes.byteLength;) written += this.#file.writeSync(bytes.subarray(written));
    } catch (error) {
      this.#isBroken = true;
      this.#complain(`Cannot write to ${this.#path} any more: ${systemReason(error)}\n`);
    }
  }

  close(): void {
    this.#file.close();
  }
}
