/** Quotes text the way Go's `%q` does, because the messages that k6 scripts compare are Go's. */

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/** Everything that Go does not count as printable (only the ASCII space is, of all separators), and what ends a string. */
const ESCAPED_REGEXP = /["\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/**
 * Text as a double-quoted Go string literal.
 *
 * @param text Any text.
 * @returns The text in quotes, with everything that is not printable escaped.
 */
export function goQuote(text: string): string {
  return `"${text.replace(ESCAPED_REGEXP, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const codePoint = character.codePointAt(0)!;
  const digits = codePoint.toString(16);
  if (codePoint < 0x80) return `\\x${digits.padStart(2, "0")}`;
  return codePoint < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
