/** The lines of a file that is read as it is needed: one block is decoded at a time, however large the file is. */

/** Bytes that are decoded at once, if they end with a line; more where a line is longer. */
const BLOCK = 64 * 1024;

const NEWLINE = 0x0a;

/** See the top of this file. */
export class CsvLines {
  readonly #bytes: Uint8Array;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Where the next block begins. */
  #position: number;
  #block = "";
  #at = 0;
  /** How many lines were given. */
  count = 0;

  /**
   * @param bytes The file.
   * @param start Where the first line begins.
   */
  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#position = start;
  }

  /** The next line with its newline, which is always `\n`; the last one may lack it. `undefined` at the end. */
  next(): string | undefined {
    if (this.#at >= this.#block.length && !this.#decodeBlock()) return undefined;
    const end = this.#block.indexOf("\n", this.#at);
    const line = end < 0 ? this.#block.slice(this.#at) : this.#block.slice(this.#at, end + 1);
    this.#at += line.length;
    this.count++;
    if (line.endsWith("\r\n")) return `${line.slice(0, -2)}\n`;
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }

  #decodeBlock(): boolean {
    const start = this.#position;
    if (start >= this.#bytes.length) return false;
    let end = this.#bytes.lastIndexOf(NEWLINE, start + BLOCK - 1);
    if (end < start) end = this.#bytes.indexOf(NEWLINE, start + BLOCK);
    this.#position = start + BLOCK >= this.#bytes.length || end < 0 ? this.#bytes.length : end + 1;
    // Copied out first: a decoder refuses shared memory.
    this.#block = this.#decoder.decode(this.#bytes.slice(start, this.#position));
    this.#at = 0;
    return true;
  }
}
