/** How wide a text counts in the columns of a summary. */

/** The number of code points after compatibility normalisation (NFKC), which is how k6 counts. */
export function textWidth(text: string): number {
  return [...text.normalize("NFKC")].length;
}

/** Spaces that fill a column up behind a text. */
export function padding(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text)));
}
