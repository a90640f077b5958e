/** Offsets, lines and columns of a text. */

/** A line and a column, both counted from 1; columns in UTF-16 code units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

const LINE_END_REGEXP = /\r\n|[\n\r\u2028\u2029]/g;

/** The offset of every line of a text. */
export function lineStartsOf(text: string): Uint32Array {
  const starts = [0];
  for (const match of text.matchAll(LINE_END_REGEXP)) starts.push(match.index + match[0].length);
  return Uint32Array.from(starts);
}

/** The line and column of an offset. */
export function lineColumnAt(lineStarts: ArrayLike<number>, offset: number): LineColumn {
  const line = Math.max(0, lastNotAfter(lineStarts, offset));
  return { line: line + 1, column: offset - lineStarts[line]! + 1 };
}

/** The offset of a line and column. */
export function offsetAt(lineStarts: ArrayLike<number>, { line, column }: LineColumn): number {
  return (lineStarts[line - 1] ?? 0) + column - 1;
}

/**
 * Binary search in ascending numbers.
 *
 * @param stride Every how manieth element counts.
 * @returns The index, in strides, of the last element that is not greater than `value`; -1 if there is none.
 */
export function lastNotAfter(ascending: ArrayLike<number>, value: number, stride = 1): number {
  let low = 0;
  let high = Math.floor(ascending.length / stride);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle * stride]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
