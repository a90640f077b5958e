/** Guessing what was meant by a word that does not exist. */

import { levenshteinDistance as untyped } from "@std/text/levenshtein-distance";

const distance: (one: string, other: string) => number = untyped;

/**
 * Finds the word that was probably meant.
 *
 * @param given What was typed.
 * @param words What exists.
 * @returns The nearest word, or `undefined` where none is near: at most a third of what was typed may be wrong.
 */
export function suggest(given: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((word) => ({ word, distance: isShuffled(given, word) ? 1 : distance(given, word) }))
    .sort((one, other) => one.distance - other.distance);
  const [nearest] = ranked;
  return nearest !== undefined && nearest.distance <= Math.max(1, given.length / 3) ? nearest.word : undefined;
}

/** Letters in the wrong order are one slip, not two. */
function isShuffled(given: string, word: string): boolean {
  return given.length === word.length && [...given].sort().join() === [...word].sort().join();
}
