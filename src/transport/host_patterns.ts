/** Host names and wildcards (`*.example.com`) with a value each; the most specific pattern that matches a name wins. */

import type { Parsed } from "./parsed.ts";

const LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const PATTERN_REGEXP = new RegExp(`^(?:\\*|(?:\\*\\.?)?${LABEL}(?:\\.${LABEL})*)$`);

/**
 * Checks a host name pattern.
 *
 * @param text A host name, `*`, or a host name with `*` or `*.` in front, in any case.
 * @returns The pattern in lower case, or what is wrong with it.
 */
export function parseHostPattern(text: string): Parsed<string> {
  const pattern = text.toLowerCase();
  if (PATTERN_REGEXP.test(pattern)) return { value: pattern };
  return { problem: `invalid hostname pattern '${text}': expected a host name, in which only the start may be a '*'` };
}

/** A pattern and what was filed under it. */
export interface HostMatch<T> {
  readonly pattern: string;
  readonly value: T;
}

/** A map from host patterns to values. */
export class HostPatterns<T> {
  readonly #exact = new Map<string, HostMatch<T>>();
  /** By the text after the `*`, the longest first. */
  #wildcards: { readonly suffix: string; readonly match: HostMatch<T> }[] = [];

  /** @param pattern As {@linkcode parseHostPattern} returned it. A pattern that is already there is replaced. */
  set(pattern: string, value: T): void {
    const match = { pattern, value };
    if (!pattern.startsWith("*")) {
      this.#exact.set(pattern, match);
      return;
    }
    const suffix = pattern.slice(1);
    this.#wildcards = [...this.#wildcards.filter((entry) => entry.suffix !== suffix), { suffix, match }];
    this.#wildcards.sort((a, b) => b.suffix.length - a.suffix.length);
  }

  /** The most specific pattern that matches a host name in any case; `undefined` when none does. */
  match(hostname: string): HostMatch<T> | undefined {
    const name = hostname.toLowerCase();
    const exact = this.#exact.get(name);
    if (exact !== undefined) return exact;
    return this.#wildcards.find((entry) => name.endsWith(entry.suffix))?.match;
  }
}
