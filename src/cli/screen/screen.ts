/** What a run shows while it goes on: log lines, and below them its progress, redrawn in place on a terminal. */

/** A stream of the process. */
export type Stream = "stdout" | "stderr";

/** What a {@linkcode Screen} draws on. */
export interface ScreenOptions {
  /** Writes to a stream of the process, all of it. */
  write(stream: Stream, content: string | Uint8Array): void;
  /** The columns of the terminal that stdout is; `undefined` where it is none, or nothing is to be redrawn. */
  width(): number | undefined;
  /** The lines of the progress, now, for so many columns. */
  progress(width: number | undefined): readonly string[];
}

/** Milliseconds between two looks at the progress, on a terminal and elsewhere. */
const REDRAW_MS = 100;
const REPEAT_MS = 1000;

/** See the top of this file. */
export class Screen {
  readonly #options: ScreenOptions;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** Lines of progress that stand on the terminal, below everything else. */
  #drawn = 0;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Shows the progress from now on. */
  start(): void {
    if (this.#ticker !== undefined) return;
    const isTerminal = this.#options.width() !== undefined;
    this.#ticker = setInterval(() => this.#tick(), isTerminal ? REDRAW_MS : REPEAT_MS);
  }

  /** Takes the progress away. */
  stop(): void {
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#erase();
  }

  /** Writes above the progress. */
  write(stream: Stream, content: string | Uint8Array): void {
    this.#erase();
    this.#options.write(stream, content);
    if (this.#ticker !== undefined && this.#options.width() !== undefined) this.#draw();
  }

  /** Writes the progress once, to stay. */
  writeProgress(): void {
    const lines = this.#options.progress(this.#options.width());
    if (lines.length > 0) this.#options.write("stdout", `\n${lines.join("\n")}\n`);
  }

  #tick(): void {
    if (this.#options.width() === undefined) return this.writeProgress();
    this.#erase();
    this.#draw();
  }

  #draw(): void {
    const width = this.#options.width();
    // A line that wraps could not be erased.
    const lines = this.#options.progress(width).map((line) => line.slice(0, width));
    if (lines.length === 0) return;
    this.#options.write("stdout", `\n${lines.join("\n")}\n`);
    this.#drawn = lines.length + 1;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#options.write("stdout", `\x1b[${this.#drawn}A\r\x1b[J`);
    this.#drawn = 0;
  }
}
