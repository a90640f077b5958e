/**
 * Cookie jars of `k6/http` as scripts see them.
 *
 * Difference from k6: the error of a date in another notation says what notation it should be in.
 */

import { messageOf } from "../base/mod.ts";
import { parseWebSocketUrl } from "../transport/mod.ts";
import type { CookieStore } from "./cookie_store.ts";
import { GoError } from "./go_error.ts";

/** A jar as scripts see it; {@linkcode ScriptCookieJar.storeOf} gives the store back. */
export class ScriptCookieJar {
  readonly #store: CookieStore;

  constructor(store: CookieStore) {
    this.#store = store;
  }

  /** The store behind a value, if the value is a jar of `k6/http`. */
  static storeOf(value: unknown): CookieStore | undefined {
    return typeof value === "object" && value !== null && #store in value ? value.#store : undefined;
  }

  // The methods are the jar's own and need no `this`, as in k6.

  readonly set = (url?: unknown, name?: unknown, value?: unknown, options?: unknown): boolean => {
    const text = value === undefined ? "" : String(value);
    this.#store.set(checkUrl(url), String(name), text, readAttributes(options));
    return true;
  };

  readonly cookiesForURL = (url?: unknown): Record<string, string[]> => this.#store.valuesByName(checkUrl(url));

  readonly clear = (url?: unknown): void => this.#store.remove(checkUrl(url));

  readonly delete = (url?: unknown, name?: unknown): void => this.#store.remove(checkUrl(url), String(name));
}

/** Only what Go cannot parse is refused; a URL that no cookie can belong to has none. */
function checkUrl(url: unknown): string {
  const text = String(url);
  try {
    parseWebSocketUrl(text);
  } catch (error) {
    throw new GoError(messageOf(error));
  }
  return text;
}

function readAttributes(options: unknown): {
  domain?: string;
  path?: string;
  expires?: Date;
  maxAge?: number;
  secure?: boolean;
  httpOnly?: boolean;
} {
  if (typeof options !== "object" || options === null) return {};
  const { domain, path, expires, max_age, secure, http_only } = options as Record<string, unknown>;
  return {
    ...(domain === undefined ? {} : { domain: String(domain) }),
    ...(path === undefined ? {} : { path: String(path) }),
    ...(expires === undefined ? {} : { expires: readDate(String(expires)) }),
    ...(max_age === undefined ? {} : { maxAge: Number(max_age) || 0 }),
    secure: Boolean(secure),
    httpOnly: Boolean(http_only),
  };
}

/** k6 takes one notation only, RFC 1123 with a zone name: `Mon, 02 Jan 2006 15:04:05 GMT`. */
function readDate(text: string): Date {
  const date = new Date(text);
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [A-Z]{3,4}$/.test(text) || isNaN(date.getTime())) {
    throw new GoError(
      `unable to parse "expires" date string ${
        JSON.stringify(text)
      }: expected a date like "Mon, 02 Jan 2006 15:04:05 GMT"`,
    );
  }
  return date;
}
