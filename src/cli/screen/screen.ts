/** What a run shows while it goes on: log lines, and below them its progress, redrawn in place on a terminal. */

/** A stream of the process. */
export type Stream = "stdout" | "stderr";

/** How much a terminal shows. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a {@linkcode Screen} draws on. */
export interface ScreenOptions {
  /** Writes to a stream of the process, all of it. */
  write(stream: Stream, content: string | Uint8Array): void;
  /** The terminal that stdout is; `undefined` where it is none, or nothing is to be redrawn. */
  size(): TerminalSize | undefined;
  /** Whether what is written to stderr shows on that terminal. */
  readonly sharesTerminal: boolean;
  /** The lines of the progress, now; on a terminal no more of them than are asked for, none wider than it is. */
  progress(space: TerminalSize | undefined): readonly string[];
  /** Colours a line of the progress. Default: leaves it as it is. */
  paint?(line: string): string;
}

/** Milliseconds between two looks at the progress, on a terminal and elsewhere. */
const REDRAW_MS = 100;
const REPEAT_MS = 1000;
/** Rows that are not for the progress: the empty one above it, and the one below it where the cursor is. */
const OTHER_ROWS = 2;
/** Terminals that know these two show what is between them at once; others do as if they were not there. */
const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";
const ERASE_LINE = "\x1b[K";
const ERASE_BELOW = "\x1b[J";

/** What is to be written above the progress. */
interface Writing {
  readonly stream: Stream;
  readonly content: string | Uint8Array;
}

/** See the top of this file. */
export class Screen {
  readonly #options: ScreenOptions;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** Lines of progress that stand on the terminal, below everything else; none when it is empty. */
  #drawn: readonly string[] = [];
  /** The columns that it had then. */
  #columns = 0;
  /** What was written in this turn: it goes out together, so that many lines cost one drawing. */
  #writings: Writing[] = [];
  /** Whether the cursor stands behind a line that has not ended. */
  #isMidLine = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Shows the progress from now on. */
  start(): void {
    if (this.#ticker !== undefined) return;
    const isTerminal = this.#options.size() !== undefined;
    this.#ticker = setInterval(() => this.redraw(), isTerminal ? REDRAW_MS : REPEAT_MS);
  }

  /** Takes the progress away. */
  stop(): void {
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#flush();
  }

  /** Writes above the progress; at once where there is none, else before this turn is over. */
  write(stream: Stream, content: string | Uint8Array): void {
    const isShown = stream === "stdout" || this.#options.sharesTerminal;
    if (this.#ticker === undefined || !isShown || this.#options.size() === undefined) {
      return this.#put(stream, content);
    }
    this.#writings.push({ stream, content });
    if (this.#writings.length === 1) queueMicrotask(() => this.#flush());
  }

  /** Writes the progress once, to stay. */
  writeProgress(): void {
    const size = this.#options.size();
    const lines = this.#options.progress(size && { ...size, rows: Infinity });
    if (lines.length > 0) this.#put("stdout", `\n${this.#painted(lines).join("\n")}\n`);
  }

  /** Looks at the progress, and draws it anew where it has changed; called again and again by itself. */
  redraw(): void {
    const size = this.#options.size();
    if (size === undefined) return this.writeProgress();
    this.#flush();
    const lines = this.#linesFor(size);
    const isSame = size.columns === this.#columns && lines.length === this.#drawn.length &&
      lines.every((line, i) => line === this.#drawn[i]);
    if (!isSame) this.#options.write("stdout", this.#toTop(size) + this.#draw(lines, size));
  }

  /** Writes what waits, and the progress anew below it. */
  #flush(): void {
    const writings = this.#writings;
    this.#writings = [];
    const size = this.#options.size();
    if (size === undefined || (writings.length === 0 && this.#ticker !== undefined)) return;
    const erase = this.#drawn.length === 0 ? "" : this.#toTop(size) + ERASE_BELOW;
    this.#drawn = [];
    const isPlain = writings.every(({ stream, content }) => stream === "stdout" && typeof content === "string");
    if (isPlain) {
      const text = writings.map(({ content }) => content).join("");
      this.#note(text);
      return this.#options.write("stdout", erase + text + this.#redraw(size));
    }
    this.#options.write("stdout", BEGIN_UPDATE + erase);
    for (const { stream, content } of joined(writings)) this.#put(stream, content);
    this.#options.write("stdout", this.#redraw(size) + END_UPDATE);
  }

  #redraw(size: TerminalSize): string {
    return this.#ticker === undefined ? "" : this.#draw(this.#linesFor(size), size);
  }

  #linesFor({ columns, rows }: TerminalSize): string[] {
    const most = Math.max(1, rows - OTHER_ROWS);
    // A line that wraps could not be drawn anew.
    return this.#options.progress({ columns, rows: most }).slice(0, most).map((line) => line.slice(0, columns));
  }

  /** From the place below what is drawn to the one below what was written. */
  #toTop({ columns, rows }: TerminalSize): string {
    if (this.#drawn.length === 0) return "";
    // A terminal that has become narrower has wrapped the lines that stood on it, as most do.
    const wrapped = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
    return `\x1b[${Math.min(wrapped + 1, Math.max(1, rows - 1))}A\r`;
  }

  /** Draws from the place below what was written. */
  #draw(lines: readonly string[], { columns }: TerminalSize): string {
    const isFirst = this.#drawn.length === 0;
    this.#drawn = lines;
    this.#columns = columns;
    if (lines.length === 0) return isFirst ? "" : ERASE_BELOW;
    const start = isFirst && this.#isMidLine ? "\n" : "";
    this.#isMidLine = false;
    return `${start}${["", ...this.#painted(lines)].map((line) => `${line}${ERASE_LINE}\n`).join("")}${ERASE_BELOW}`;
  }

  #painted(lines: readonly string[]): readonly string[] {
    const { paint } = this.#options;
    return paint === undefined ? lines : lines.map(paint);
  }

  #put(stream: Stream, content: string | Uint8Array): void {
    this.#note(content);
    this.#options.write(stream, content);
  }

  #note(content: string | Uint8Array): void {
    if (content.length === 0) return;
    this.#isMidLine = typeof content === "string" ? !content.endsWith("\n") : content.at(-1) !== NEWLINE;
  }
}

const NEWLINE = 10;

/** One writing for all lines that follow each other to the same stream: a call of the system for each would cost more. */
function joined(writings: readonly Writing[]): Writing[] {
  const result: { stream: Stream; content: string | Uint8Array }[] = [];
  for (const { stream, content } of writings) {
    const last = result.at(-1);
    if (last?.stream === stream && typeof last.content === "string" && typeof content === "string") {
      last.content += content;
    } else result.push({ stream, content });
  }
  return result;
}
