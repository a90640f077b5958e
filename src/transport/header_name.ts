/** Header names in Go's canonical form, which is how scripts see them, and what may stand in a header at all. */

/** A token of RFC 9110 section 5.6.2: the only characters of a header name and of a subprotocol. */
const TOKEN_REGEXP = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Most names come in their canonical form already. */
const CANONICAL_REGEXP = /^[A-Z][a-z]*(?:-[A-Z][a-z]*)*$/;

/**
 * A header name in canonical form: the first letter and every letter after a hyphen in upper case, the others in lower.
 *
 * @param name A name in any case. One that is not a valid header name is returned as it is.
 * @returns For example `Sec-Websocket-Accept`.
 */
export function canonicalHeaderName(name: string): string {
  if (CANONICAL_REGEXP.test(name) || !isToken(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Whether a text is a token of RFC 9110, as a header name has to be. */
export function isToken(text: string): boolean {
  return TOKEN_REGEXP.test(text);
}
