/** Where a request goes and what its samples call it: plain text, or what the tag `http.url` has made. */

import { messageOf } from "../../base/mod.ts";
import { goQuote, parseWebSocketUrl, type WebSocketUrl } from "../../transport/mod.ts";
import { goFormat } from "./go_format.ts";
import { INVALID_URL } from "./error_codes.ts";
import { PrepareError } from "./prepare_error.ts";

/** What `http.url` makes: a URL whose samples are all called the same. Scripts see its members. */
export class NamedUrl {
  readonly name: string;
  readonly url: string;
  readonly clean_url: string;

  constructor(name: string, url: string) {
    this.name = name;
    this.url = url;
    this.clean_url = cleanUrl(url);
  }
}

/** A URL to send a request to. */
export interface RequestUrl {
  readonly parsed: WebSocketUrl;
  /** For the tags `name` and `url`; `undefined` where they follow the URL. */
  readonly name: string | undefined;
}

/** The tag function `http.url`. */
export function tagUrl(parts: unknown, values: readonly unknown[]): NamedUrl {
  const texts = (Array.isArray(parts) ? parts : [parts]).map(String);
  return new NamedUrl(
    texts.join("${}"),
    texts.map((text, index) => index < values.length ? text + String(values[index]) : text).join(""),
  );
}

/**
 * Reads a URL.
 *
 * @param value What the script gave.
 * @throws {PrepareError} When it is none.
 */
export function readUrl(value: unknown): RequestUrl {
  const text = value instanceof NamedUrl ? value.url : value;
  if (typeof text !== "string") {
    throw new PrepareError(`invalid URL: '#${goFormat(text)}'`, INVALID_URL);
  }
  try {
    return { parsed: parseWebSocketUrl(text), name: value instanceof NamedUrl ? value.name : undefined };
  } catch (error) {
    throw new PrepareError(`invalid URL: ${messageOf(error)}`, INVALID_URL);
  }
}

/** A URL without its credentials, as tags and logs show it. */
export function cleanUrl(text: string): string {
  return text.replace(
    /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*)@/i,
    (_match, scheme: string, userinfo: string) => `${scheme}${userinfo.includes(":") ? "****:****" : "****"}@`,
  );
}

/** A URL without its password, as Go's errors show it. */
export function redactedUrl(url: WebSocketUrl): string {
  if (url.userinfo === undefined) return goQuote(url.href);
  const name = url.userinfo.replace(/:.*$/s, "");
  const shown = url.userinfo.includes(":") ? `${name}:***@` : `${name}@`;
  return goQuote(url.href.replace(`${url.userinfo}@`, shown));
}
