/** Cookies of one VU or one `CookieJar`: a thin face over `tough-cookie`, which keeps the rules of RFC 6265. */

import type { Cookie, CookieJar } from "tough-cookie";
import { groupByName } from "./named_values.ts";

type CookieLibrary = typeof import("tough-cookie");

let library: CookieLibrary | undefined;

/** Loads the cookie library. A thread awaits this once, before its first VU can need a cookie. */
export async function loadCookieLibrary(): Promise<void> {
  library ??= await import("tough-cookie");
}

/** Attributes of a cookie that a script sets. */
export interface CookieAttributes {
  readonly domain?: string;
  readonly path?: string;
  readonly expires?: Date;
  /** Seconds. */
  readonly maxAge?: number;
  readonly secure?: boolean;
  readonly httpOnly?: boolean;
}

/** A jar that costs nothing until the first cookie. URLs are `http:` or `https:`; others hold no cookies, as in k6. */
export class CookieStore {
  #jar: CookieJar | undefined;

  /**
   * The `Cookie` header for a request.
   *
   * @param url An `http:` or `https:` URL.
   * @returns `name=value; …`, or `""`.
   */
  header(url: string): string {
    return this.#find(url).map((cookie) => cookie.cookieString()).join("; ");
  }

  /**
   * Stores what a response set. Cookies that break the rules are dropped, as a browser does.
   *
   * @param url The request's URL.
   * @param setCookies The `Set-Cookie` values.
   */
  store(url: string, setCookies: readonly string[]): void {
    for (const text of setCookies) this.#open().setCookieSync(text, url, { ignoreError: true });
  }

  /** Sets one cookie as if the server at `url` had. */
  set(url: string, name: string, value: string, attributes: CookieAttributes = {}): void {
    if (!isHttp(url)) return;
    const { domain, path, expires, maxAge, secure, httpOnly } = attributes;
    const cookie = new (loaded().Cookie)({
      key: name,
      value,
      secure: secure ?? false,
      httpOnly: httpOnly ?? false,
      ...(domain ? { domain: domain.replace(/^\./, "") } : {}),
      ...(path ? { path } : {}),
      ...(expires ? { expires } : {}),
      ...(maxAge ? { maxAge } : {}),
    });
    this.#open().setCookieSync(cookie, url, { ignoreError: true });
  }

  /** Names and values of the cookies for a request, in the order in which it carries them. */
  pairs(url: string): (readonly [name: string, value: string])[] {
    return this.#find(url).map(({ key, value }) => [key, value]);
  }

  /** The values of all cookies that a request to `url` would carry, by name. */
  valuesByName(url: string): Record<string, string[]> {
    return groupByName(this.pairs(url));
  }

  /** Removes the cookies of that name that a request to `url` would carry; all of them without a name. */
  remove(url: string, name?: string): void {
    for (const cookie of this.#find(url)) {
      if (name !== undefined && cookie.key !== name) continue;
      const { domain, path, key } = cookie;
      this.#open().store.removeCookie(domain ?? "", path ?? "/", key, ignoreOutcome);
    }
  }

  #find(url: string): Cookie[] {
    if (this.#jar === undefined || !isHttp(url)) return [];
    return this.#jar.getCookiesSync(url);
  }

  #open(): CookieJar {
    this.#jar ??= new (loaded().CookieJar)(undefined, {
      looseMode: true,
      rejectPublicSuffixes: false,
      // As in k6, `Secure` means TLS, also on this machine.
      allowSecureOnLocal: false,
    });
    return this.#jar;
  }
}

function loaded(): CookieLibrary {
  if (library === undefined) throw new Error("The cookie library was used before loadCookieLibrary()");
  return library;
}

function isHttp(url: string): boolean {
  return /^https?:/i.test(url) && URL.canParse(url);
}

/** The memory store calls back before it returns and cannot fail. */
function ignoreOutcome(): void {}
