/** A terminal as far as squall uses one: it interprets what is written to it, scrolls, and wraps anew when it is resized. */

interface Row {
  text: string;
  /** Whether the text goes on in the next row, because it did not fit. */
  goesOn: boolean;
}

// deno-lint-ignore no-control-regex
const SEQUENCE = /^\x1b\[(\??)([\d;]*)([A-Za-z])/;

/** See the top of this file. */
export class TerminalGrid {
  columns: number;
  rows: number;
  /** All rows, those that have scrolled away first. */
  #lines: Row[] = [{ text: "", goesOn: false }];
  #row = 0;
  #column = 0;

  /**
   * @param columns Characters in a row.
   * @param rows Rows that are visible.
   */
  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  /** What is visible, without empty rows below. */
  get visible(): string[] {
    return this.#trimmed(this.#lines.slice(this.#top));
  }

  /** Everything that was written and not erased, without empty rows below. */
  get history(): string[] {
    return this.#trimmed(this.#lines);
  }

  /** Where the cursor is, from the top of what is visible. */
  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row - this.#top, column: this.#column };
  }

  /** Interprets. Throws for what it does not know. */
  write(text: string): void {
    for (let rest = text; rest.length > 0;) {
      const sequence = SEQUENCE.exec(rest);
      if (sequence !== null) {
        this.#control(sequence[1]!, sequence[2]!, sequence[3]!);
        rest = rest.slice(sequence[0].length);
      } else {
        this.#put(rest[0]!);
        rest = rest.slice(1);
      }
    }
  }

  /** Changes the size: lines that do not fit are wrapped, wrapped ones are joined, the cursor stays with its text. */
  resize(columns: number, rows: number): void {
    const lines: Row[] = [];
    let cursor: readonly [row: number, column: number] = [0, 0];
    for (let at = 0; at < this.#lines.length;) {
      let text = "";
      let offset: number | undefined;
      let goesOn: boolean;
      do {
        const row = this.#lines[at]!;
        if (at === this.#row) offset = text.length + this.#column;
        text += row.text;
        goesOn = row.goesOn;
        at++;
      } while (goesOn);
      if (offset !== undefined) {
        cursor = [lines.length + Math.floor(Math.min(offset, text.length) / columns), offset % columns];
      }
      const pieces = Math.max(1, Math.ceil(text.length / columns));
      for (let i = 0; i < pieces; i++) {
        lines.push({ text: text.slice(i * columns, (i + 1) * columns), goesOn: i < pieces - 1 });
      }
    }
    this.columns = columns;
    this.rows = rows;
    this.#lines = lines;
    [this.#row, this.#column] = cursor;
    this.#reach(this.#row);
  }

  get #top(): number {
    return Math.max(0, this.#lines.length - this.rows);
  }

  #trimmed(rows: readonly Row[]): string[] {
    const texts = rows.map(({ text }) => text.trimEnd());
    while (texts.at(-1) === "") texts.pop();
    return texts;
  }

  #put(character: string): void {
    if (character === "\r") this.#column = 0;
    else if (character === "\n") this.#nextRow(false);
    else if (character < " ") {
      throw new Error(`The terminal does not know this character: ${JSON.stringify(character)}`);
    } else {
      // As on real terminals, a full row is left only by the next character.
      if (this.#column === this.columns) this.#nextRow(true);
      const row = this.#lines[this.#row]!;
      row.text = row.text.padEnd(this.#column).slice(0, this.#column) + character + row.text.slice(this.#column + 1);
      this.#column++;
    }
  }

  #nextRow(goesOn: boolean): void {
    this.#lines[this.#row]!.goesOn = goesOn;
    this.#row++;
    this.#column = 0;
    this.#reach(this.#row);
  }

  #reach(row: number): void {
    while (this.#lines.length <= row) this.#lines.push({ text: "", goesOn: false });
  }

  #control(isPrivate: string, parameters: string, name: string): void {
    const row = this.#lines[this.#row]!;
    const number = Number(parameters || "1");
    if (isPrivate !== "" && (name === "h" || name === "l") && parameters === "2026") return;
    else if (name === "m") return;
    else if (name === "A") this.#row = Math.max(this.#top, this.#row - number);
    else if (name === "K" && parameters === "") {
      row.text = row.text.slice(0, this.#column);
      row.goesOn = false;
    } else if (name === "J" && parameters === "") {
      row.text = row.text.slice(0, this.#column);
      row.goesOn = false;
      // What is below stays there, empty.
      for (const below of this.#lines.slice(this.#row + 1)) Object.assign(below, { text: "", goesOn: false });
    } else throw new Error(`The terminal does not know this sequence: CSI ${isPrivate}${parameters}${name}`);
  }
}
