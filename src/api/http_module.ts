/**
 * What exists of the module `k6/http`: cookies. Its request functions are refused by name when they are called.
 *
 * Difference from k6: the error of a date in another notation says what notation it should be in.
 */

import { messageOf } from "../base/mod.ts";
import { parseWebSocketUrl } from "../transport/mod.ts";
import { CookieStore } from "./cookie_store.ts";
import { GoError } from "./go_error.ts";
import type { VirtualUser } from "./virtual_user.ts";

/** Functions of k6's module that are not built: they can be imported, and say so when they are called. */
const NOT_BUILT = [
  "asyncRequest",
  "batch",
  "del",
  "expectedStatuses",
  "file",
  "get",
  "head",
  "options",
  "patch",
  "post",
  "put",
  "request",
  "setResponseCallback",
  "url",
] as const;

/** The names that `k6/http` exports. */
export const HTTP_EXPORTS: readonly string[] = ["CookieJar", "cookieJar", ...NOT_BUILT];

/** A jar as scripts see it; {@linkcode jarBehind} gives the store back. */
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

/**
 * Makes the exports of `k6/http` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createHttpModule(vu: VirtualUser): Record<string, unknown> {
  const exports: Record<string, unknown> = {
    CookieJar: function CookieJar(): ScriptCookieJar {
      vu.pausing.enter();
      return new ScriptCookieJar(new CookieStore());
    },
    cookieJar: () => {
      vu.pausing.enter();
      if (vu.phase === "init") throw new GoError("Making cookie jars in the init context is not supported");
      return new ScriptCookieJar(vu.cookies);
    },
  };
  for (const name of NOT_BUILT) {
    exports[name] = () => {
      throw new GoError(`http.${name}() is not built in squall yet: k6/http offers CookieJar and cookieJar() only`);
    };
  }
  return exports;
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
