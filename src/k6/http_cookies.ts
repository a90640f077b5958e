/** Cookie jars of `k6/http`: types. */

import { HTTP_INSTEAD, outsideRunner } from "./outside_runner.ts";

/** Attributes of a cookie. */
export interface CookieOptions {
  /** The host, and with it all hosts below it. */
  readonly domain?: string;
  /** The path that URLs have to begin with. */
  readonly path?: string;
  /** When it ends, as `Mon, 02 Jan 2006 15:04:05 GMT`. */
  readonly expires?: string;
  /** How long it lives, in seconds. */
  readonly max_age?: number;
  /** Only for `https:` and `wss:`. */
  readonly secure?: boolean;
  /** Not for the scripts of a page. */
  readonly http_only?: boolean;
}

/** The values of cookies by name. */
export type Cookies = Record<string, string[]>;

/** Keeps cookies by the rules of RFC 6265. URLs are `http:` or `https:`, also for `ws:` and `wss:`. */
export interface CookieJar {
  /**
   * Sets a cookie, as if the server at that URL had.
   *
   * @param url An absolute URL.
   * @param name The cookie's name.
   * @param value Its value.
   * @param options Its attributes.
   * @returns `true`.
   * @throws {Error} For a bad URL, and for a bad `expires`.
   */
  set(url: string, name: string, value: string, options?: CookieOptions): boolean;
  /**
   * What a request would carry.
   *
   * @param url An absolute URL.
   * @returns The values by name.
   * @throws {Error} For a bad URL.
   */
  cookiesForURL(url: string): Cookies;
  /**
   * Removes all cookies that a request would carry.
   *
   * @param url An absolute URL.
   * @throws {Error} For a bad URL.
   */
  clear(url: string): void;
  /**
   * Removes the cookies of one name that a request would carry.
   *
   * @param url An absolute URL.
   * @param name The name.
   * @throws {Error} For a bad URL.
   */
  delete(url: string, name: string): void;
}

/** Makes empty jars. */
export interface CookieJarConstructor {
  /** Makes an empty jar. */
  new (): CookieJar;
}

/** Makes empty jars. */
export const CookieJar: CookieJarConstructor = outsideRunner("k6/http", HTTP_INSTEAD);
