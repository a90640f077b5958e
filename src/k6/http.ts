/**
 * The module `k6/http` as squall has it, which is its cookies: types, for editors and for `deno check`. The functions
 * that send requests can be imported and say that they are not built when they are called.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

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

/** A function that squall has not built: it throws when it is called. */
export type NotBuilt = (...args: unknown[]) => never;

/** What the module exports. */
export interface Http {
  /** Makes empty jars. */
  readonly CookieJar: CookieJarConstructor;
  /** The jar of this VU: what handshakes use that are given no other. Not in the init context. */
  cookieJar(): CookieJar;
  /** Not built. */
  readonly asyncRequest: NotBuilt;
  /** Not built. */
  readonly batch: NotBuilt;
  /** Not built. */
  readonly del: NotBuilt;
  /** Not built. */
  readonly expectedStatuses: NotBuilt;
  /** Not built. */
  readonly file: NotBuilt;
  /** Not built. */
  readonly get: NotBuilt;
  /** Not built. */
  readonly head: NotBuilt;
  /** Not built. */
  readonly options: NotBuilt;
  /** Not built. */
  readonly patch: NotBuilt;
  /** Not built. */
  readonly post: NotBuilt;
  /** Not built. */
  readonly put: NotBuilt;
  /** Not built. */
  readonly request: NotBuilt;
  /** Not built. */
  readonly setResponseCallback: NotBuilt;
  /** Not built. */
  readonly url: NotBuilt;
}

/** All exports in one object. */
const http: Http = outsideRunner("k6/http", 'import { CookieJar } from "@squall/squall"');

/** Makes empty jars. */
export const CookieJar: CookieJarConstructor = http.CookieJar;
/** See {@linkcode Http.cookieJar}. */
export const cookieJar: Http["cookieJar"] = http.cookieJar;
/** Not built. */
export const asyncRequest: NotBuilt = http.asyncRequest;
/** Not built. */
export const batch: NotBuilt = http.batch;
/** Not built. */
export const del: NotBuilt = http.del;
/** Not built. */
export const expectedStatuses: NotBuilt = http.expectedStatuses;
/** Not built. */
export const file: NotBuilt = http.file;
/** Not built. */
export const get: NotBuilt = http.get;
/** Not built. */
export const head: NotBuilt = http.head;
/** Not built. */
export const options: NotBuilt = http.options;
/** Not built. */
export const patch: NotBuilt = http.patch;
/** Not built. */
export const post: NotBuilt = http.post;
/** Not built. */
export const put: NotBuilt = http.put;
/** Not built. */
export const request: NotBuilt = http.request;
/** Not built. */
export const setResponseCallback: NotBuilt = http.setResponseCallback;
/** Not built. */
export const url: NotBuilt = http.url;

export default http;
