/** What a parser of operator-written text gives back: a value, or what is wrong with the text. */

/** A value, or one line that says what is wrong, the text that is wrong, and what was expected. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };
