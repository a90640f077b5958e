/** One hop of a request: what is sent to one URL. Redirects and challenges lead from one to the next. */

import { messageOf } from "../../base/mod.ts";
import {
  goQuote,
  type HttpRequest,
  type HttpResponse,
  parseWebSocketUrl,
  type WebSocketUrl,
} from "../../transport/mod.ts";
import type { CookieStore } from "../cookie_store.ts";
import { groupByName } from "../named_values.ts";
import type { RequestCookie, RequestParams } from "./request_params.ts";

/** See the top of this file. */
export interface Hop {
  readonly method: string;
  readonly url: WebSocketUrl;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array | undefined;
}

/** Headers about a body that a redirected request no longer has. */
const BODY_HEADERS = ["Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Location"];
/** Headers that are meant for one host. */
const SECRET_HEADERS = ["Authorization", "Cookie", "Cookie2", "Proxy-Authorization", "Www-Authenticate"];

/**
 * Where a response sends its client.
 *
 * @param hop What was answered.
 * @param response The answer.
 * @param first The first hop of the request.
 * @returns The next hop, why there can be none, or `undefined` when the response is the last word.
 */
export function redirectOf(hop: Hop, response: HttpResponse, first: Hop): Hop | { problem: string } | undefined {
  const { status } = response;
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const location = response.headers.find(([name]) => name === "Location")?.[1] ?? "";
  if (location === "") return undefined;
  let url: WebSocketUrl;
  try {
    url = resolveUrl(hop.url, location);
  } catch (error) {
    return { problem: `failed to parse Location header ${goQuote(location)}: ${messageOf(error)}` };
  }
  const keepsBody = status === 307 || status === 308;
  const method = keepsBody || hop.method === "GET" || hop.method === "HEAD" ? hop.method : "GET";
  const headers = new Map(first.headers);
  if (!keepsBody) { for (const name of BODY_HEADERS) headers.delete(name); }
  if (!isSameSite(first.url.hostname, url.hostname)) { for (const name of SECRET_HEADERS) headers.delete(name); }
  // What the script gave itself stays; cookies are looked up anew.
  headers.delete("Cookie");
  if (!first.headers.has("Referer")) {
    const isDowngrade = hop.url.scheme === "https" && url.scheme === "http";
    if (!isDowngrade) headers.set("Referer", withoutUserinfo(hop.url));
  }
  return { method, url, headers, body: keepsBody ? hop.body : undefined };
}

/**
 * A reference, relative to a URL (RFC 3986 section 5).
 *
 * @throws {SquallError} `INVALID_URL` with Go's message.
 */
export function resolveUrl(base: WebSocketUrl, reference: string): WebSocketUrl {
  const parsed = parseWebSocketUrl(reference);
  if (parsed.scheme !== "" || reference.startsWith("//")) {
    return parsed.scheme === "" ? parseWebSocketUrl(`${base.scheme}:${reference}`) : parsed;
  }
  return parseWebSocketUrl(new URL(reference, withoutUserinfo(base)).href);
}

function withoutUserinfo(url: WebSocketUrl): string {
  const href = url.fragment === "" ? url.href : url.href.replace(/#.*$/s, "");
  return url.userinfo === undefined ? href : href.replace(`${url.userinfo}@`, "");
}

/** Whether a host may know what was meant for another: it is the same, or below it. */
function isSameSite(first: string, next: string): boolean {
  return next === first || next.endsWith(`.${first}`);
}

/** The `Cookie` header of a hop, and what it is made of. */
export interface HopCookies {
  readonly header: string;
  readonly byName: Record<string, { name: string; value: string; replace: boolean }[]>;
}

/**
 * The cookies of a hop: the script's own header first, then those of this request, then those of the jar.
 *
 * @param hop Where it goes.
 * @param params The params of the request.
 */
export function cookiesOf(hop: Hop, { cookies, jar }: RequestParams): HopCookies {
  const named: [name: string, cookie: HopCookies["byName"][string][number]][] = [];
  const texts: string[] = [];
  const given = hop.headers.get("Cookie");
  if (given !== undefined && given !== "") texts.push(given);
  const add = (name: string, { value, replace }: RequestCookie) => {
    texts.push(`${name}=${value}`);
    named.push([name, { name, value, replace }]);
  };
  for (const [name, cookie] of cookies) add(name, cookie);
  for (const [name, value] of jar.pairs(cookieUrl(hop.url))) {
    if (cookies.get(name)?.replace !== true) add(name, { value, replace: false });
  }
  return { header: texts.join("; "), byName: groupByName(named) };
}

/** Keeps the cookies of a response. */
export function storeCookies(hop: Hop, response: HttpResponse, jar: CookieStore): void {
  const cookies = response.headers.filter(([name]) => name === "Set-Cookie").map(([, value]) => value);
  if (cookies.length > 0) jar.store(cookieUrl(hop.url), cookies);
}

/** Cookies do not care for ports, credentials and fragments. */
function cookieUrl(url: WebSocketUrl): string {
  return `${url.scheme}://${url.host}${url.requestTarget}`;
}

/** A hop as the client sends it. */
export function requestOf(
  hop: Hop,
  cookies: string,
  options: { readonly keepsBody: boolean; readonly timeout: number; readonly authorization: string | undefined },
): HttpRequest {
  const headers = new Map(hop.headers);
  const host = headers.get("Host");
  headers.delete("Host");
  if (cookies !== "") headers.set("Cookie", cookies);
  if (options.authorization !== undefined) headers.set("Authorization", options.authorization);
  return {
    method: hop.method,
    url: hop.url,
    headers: [...headers],
    host: host === "" ? undefined : host,
    body: hop.body,
    keepsBody: options.keepsBody,
    timeout: options.timeout,
  };
}
