/** From places in the code that runs to places in the files as the user wrote them. */

import type { Program, ProgramModule } from "../program.ts";
import { SourceMap } from "./source_map.ts";
import { lastNotAfter, type LineColumn, lineColumnAt, lineStartsOf, offsetAt } from "./source_position.ts";

/** In {@linkcode ProgramModule.positions}: text of the loader's that stands for no place, the seam of a function. */
export const NO_PLACE = 0xffff_ffff;

/** In {@linkcode ProgramModule.positions}: added to an offset that all of the following text stands for. */
export const FIXED_PLACE = 0x8000_0000;

/** A place in the user's files. */
export interface SourcePlace extends LineColumn {
  readonly url: string;
  /** The name of the function around it; empty for none. */
  readonly functionName: string;
}

/** Finds places in one program. Only consulted when something is formatted, so everything is prepared lazily. */
export class ProgramPositions {
  readonly #modules: readonly ProgramModule[];
  readonly #byUrl: ReadonlyMap<string, number>;
  readonly #codeLines = new Map<number, Uint32Array>();
  readonly #maps = new Map<number, SourceMap>();

  constructor(program: Program) {
    this.#modules = program.modules;
    this.#byUrl = new Map(program.modules.map(({ url }, index) => [url, index]));
  }

  /** Names a position that is counted over all modules, like `main.js:5:23`. */
  formatSite(site: number): string {
    const index = this.#modules.findLastIndex(({ base }) => base <= site);
    const module = this.#modules[index]!;
    const { line, column } = this.#original(index, site - module.base);
    return `${module.url.slice(module.url.lastIndexOf("/") + 1)}:${line}:${column}`;
  }

  /**
   * The place that a line and column of the running code come from.
   *
   * @returns The place; `"seam"` for text that the loader put around a function; `undefined` if the URL is none of the
   *   program's.
   */
  find(url: string, place: LineColumn): SourcePlace | "seam" | undefined {
    const index = this.#byUrl.get(url);
    if (index === undefined) return undefined;
    const offset = this.#sourceOffset(index, place);
    if (offset === NO_PLACE) return "seam";
    return { url, functionName: this.#functionAt(index, offset), ...this.#original(index, offset) };
  }

  #sourceOffset(index: number, place: LineColumn): number {
    const { code, positions } = this.#modules[index]!;
    let lines = this.#codeLines.get(index);
    if (lines === undefined) this.#codeLines.set(index, lines = lineStartsOf(code));
    const offset = offsetAt(lines, place);
    const run = lastNotAfter(positions, offset, 2);
    if (run < 0) return NO_PLACE;
    const source = positions[run * 2 + 1]!;
    if (source === NO_PLACE) return NO_PLACE;
    return source >= FIXED_PLACE ? source - FIXED_PLACE : source + offset - positions[run * 2]!;
  }

  #functionAt(index: number, offset: number): string {
    const { functions } = this.#modules[index]!;
    return functions.findLast(({ start, end }) => start <= offset && offset < end)?.name ?? "";
  }

  #original(index: number, offset: number): LineColumn {
    const { lineStarts, sourceMap } = this.#modules[index]!;
    const place = lineColumnAt(lineStarts, offset);
    if (sourceMap === undefined) return place;
    let map = this.#maps.get(index);
    if (map === undefined) this.#maps.set(index, map = new SourceMap(sourceMap));
    return map.original(place);
  }
}
