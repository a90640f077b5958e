/** Reads a source map (version 3): where in the file as it was written a place of the transformed text comes from. */

import type { LineColumn } from "./source_position.ts";

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** One mapping of a line: from a column on, in code units counted from 0. */
interface Segment {
  readonly column: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

/** A source map with one source. */
export class SourceMap {
  readonly #lines: readonly (readonly Segment[])[];

  /** @param json The text of the map. */
  constructor(json: string) {
    const { mappings } = JSON.parse(json) as { mappings: string };
    this.#lines = decodeMappings(mappings);
  }

  /** The original of a place; the place itself where the map says nothing. */
  original(place: LineColumn): LineColumn {
    const segment = this.#lines[place.line - 1]?.findLast(({ column }) => column <= place.column - 1);
    if (segment === undefined) return place;
    // Within a segment, columns run on in step as long as the text was only moved.
    return { line: segment.sourceLine + 1, column: segment.sourceColumn + (place.column - 1 - segment.column) + 1 };
  }
}

function decodeMappings(mappings: string): Segment[][] {
  let sourceLine = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of line.split(",")) {
      const [columnStep, , lineStep, sourceColumnStep] = decodeNumbers(text);
      if (columnStep === undefined) continue;
      column += columnStep;
      if (lineStep === undefined || sourceColumnStep === undefined) continue;
      sourceLine += lineStep;
      sourceColumn += sourceColumnStep;
      segments.push({ column, sourceLine, sourceColumn });
    }
    return segments;
  });
}

/** The base64 variable-length quantities of one segment. */
function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = BASE64.indexOf(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
