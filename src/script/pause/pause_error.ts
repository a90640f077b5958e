/** The error of a pause that reached code which cannot wait for it. */

import { HOST_SITE, type Pause } from "./pause.ts";

const ADVICE = "A function that pauses can be called by the script's own code and by the callbacks of array methods, " +
  "promises, timers and sockets, but not by code inside the engine (coercions, Proxy traps, Reflect and the like), " +
  "nor by a library that gets hold of it indirectly: hand the function to the library directly.";

/**
 * A pause reached code that cannot wait for it, so the iteration fails. Names the blocking call, not the place where the loss was noticed.
 *
 * @example
 * ```
 * cannot pause here: sleep() at main.js:5:23 was called by code that cannot wait
 * ```
 */
export class PauseError extends Error {
  override name = "PauseError";
}

/** Turns a position counted over all modules into `main.js:5:23`. */
export type SiteFormatter = (site: number) => string;

/**
 * Builds the error for a pause that nobody claimed.
 *
 * @param pause The lost pause: the outermost link of its chain.
 * @param noticed When it was noticed, as the end of a sentence: `at the next call of console.log()`.
 * @param formatSite Names the places where the links of the chain were claimed.
 * @returns The error, not thrown.
 */
export function lostPauseError(pause: Pause, noticed: string, formatSite: SiteFormatter): PauseError {
  const links: Pause[] = [];
  for (let link: Pause | null = pause; link !== null; link = link.inner) links.push(link);
  const places = links.filter((link) => link.site !== HOST_SITE).map((link) => formatSite(link.site)).reverse();
  const what = links.at(-1)?.what ?? "";
  const where = places.length > 0 ? ` at ${places[0]}` : "";
  const through = places.length > 1 ? ` (through ${places.slice(1).join(", ")})` : "";
  return new PauseError(
    `cannot pause here: ${what}${where} was called by code that cannot wait${through}; noticed ${noticed}. ${ADVICE}`,
  );
}
