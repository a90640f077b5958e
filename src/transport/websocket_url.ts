/**
 * URLs as Go reads them (RFC 3986 with Go's leniences), because k6 scripts see Go's results and Go's messages; the
 * WHATWG parser of the platform would normalise what k6 leaves alone and accept what k6 refuses.
 */

import { SquallError } from "../base/mod.ts";
import { goQuote } from "./go_quote.ts";
import { parseIpAddress } from "./ip_address.ts";
import { percentDecode, percentEncode, type UrlPart } from "./percent_encoding.ts";

/** A parsed URL. Any scheme parses, and none: which ones can be dialled is for the transport to say. */
export interface WebSocketUrl {
  /** The text as it was given. */
  readonly text: string;
  /** In lower case; `""` when there is none. */
  readonly scheme: string;
  /** Host and port as written, brackets included, percent-escapes decoded. */
  readonly host: string;
  /** The host without port and brackets. */
  readonly hostname: string;
  /** The port as written; `""` when there is none. */
  readonly port: string;
  /** Path and query as the request line carries them; `/` when the path is empty. */
  readonly requestTarget: string;
  /** What stands before the `@`, as written; `undefined` without one. */
  readonly userinfo: string | undefined;
  /** The decoded fragment; `""` when there is none. */
  readonly fragment: string;
  /** The URL re-serialised: scheme in lower case, no slash appended, an empty fragment removed. */
  readonly href: string;
}

interface Authority {
  readonly host: string;
  readonly userinfo: string | undefined;
}

const SCHEME_REGEXP = /^([a-zA-Z][a-zA-Z0-9+.\-]*):/;
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;
const USERINFO_REGEXP = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT_REGEXP = /^(:\d*)?$/;

/** The URLs parsed last: nearly all connections of a test go to a few, and share what is known of them. */
const recent = new Map<string, WebSocketUrl>();
const MOST_RECENT = 1024;

/**
 * Parses a URL as Go's `net/url` does.
 *
 * @param text The URL.
 * @returns Its parts.
 * @throws {SquallError} `INVALID_URL` with Go's message, `parse "<url>": <detail>`.
 */
export function parseWebSocketUrl(text: string): WebSocketUrl {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const url = parse(text);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(text, url);
  return url;
}

function parse(text: string): WebSocketUrl {
  const [body, fragmentText] = cut(text, "#");
  const parts = parseBody(body);
  const fragment = decode(text, fragmentText ?? "", "fragment");
  return {
    ...parts,
    text,
    fragment,
    href: parts.href + (fragment === "" ? "" : `#${percentEncode(fragmentText!)}`),
  };
}

function parseBody(body: string): Omit<WebSocketUrl, "text" | "fragment"> {
  if (CONTROL_REGEXP.test(body)) throw invalid(body, "net/url: invalid control character in URL");
  if (body.startsWith(":")) throw invalid(body, "missing protocol scheme");
  const prefix = SCHEME_REGEXP.exec(body);
  const scheme = prefix === null ? "" : prefix[1]!.toLowerCase();
  const [hierarchy, query] = cut(prefix === null ? body : body.slice(prefix[0].length), "?");
  const search = query === undefined ? "" : `?${query}`;
  if (scheme !== "" && !hierarchy.startsWith("/")) return opaque(scheme, hierarchy, search);
  if (scheme === "" && /^[^/]*:/.test(hierarchy)) {
    throw invalid(body, "first path segment in URL cannot contain colon");
  }
  const hasAuthority = hierarchy.startsWith("//") && (scheme !== "" || !hierarchy.startsWith("///"));
  const slash = hasAuthority ? hierarchy.indexOf("/", 2) : 0;
  const written = hasAuthority ? hierarchy.slice(2, slash < 0 ? undefined : slash) : "";
  const authority = parseAuthority(body, written);
  const pathText = slash < 0 ? "" : hierarchy.slice(slash);
  decode(body, pathText, "path");
  const path = percentEncode(pathText);
  const port = /:(\d*)$/.exec(authority.host);
  return {
    scheme,
    ...authority,
    hostname: withoutBrackets(port === null ? authority.host : authority.host.slice(0, port.index)),
    port: port?.[1] ?? "",
    requestTarget: `${path.startsWith("/") ? path : `/${path}`}${search}`,
    href: `${scheme === "" ? "" : `${scheme}:`}${hasAuthority ? `//${escapeNonAscii(written)}` : ""}${path}${search}`,
  };
}

/** `ws:foo`: no authority, hence no host to dial. */
function opaque(scheme: string, rest: string, search: string): Omit<WebSocketUrl, "text" | "fragment"> {
  const requestTarget = rest + search;
  return {
    scheme,
    host: "",
    hostname: "",
    port: "",
    userinfo: undefined,
    requestTarget,
    href: `${scheme}:${requestTarget}`,
  };
}

function parseAuthority(body: string, authority: string): Authority {
  const at = authority.lastIndexOf("@");
  const host = parseHost(body, authority.slice(at + 1));
  if (at < 0) return { host, userinfo: undefined };
  const userinfo = authority.slice(0, at);
  if (!USERINFO_REGEXP.test(userinfo)) throw invalid(body, "net/url: invalid userinfo");
  decode(body, userinfo, "userinfo");
  return { host, userinfo };
}

function parseHost(body: string, host: string): string {
  const bracket = host.lastIndexOf("[");
  if (bracket > 0) throw invalid(body, "invalid IP-literal");
  if (bracket === 0) return parseIpLiteral(body, host);
  const colon = host.lastIndexOf(":");
  const port = colon < 0 ? "" : host.slice(colon);
  if (!PORT_REGEXP.test(port)) throw invalid(body, `invalid port ${goQuote(port)} after host`);
  return decode(body, host, "host");
}

function parseIpLiteral(body: string, host: string): string {
  const end = host.lastIndexOf("]");
  if (end < 0) throw invalid(body, "missing ']' in host");
  const port = host.slice(end + 1);
  if (!PORT_REGEXP.test(port)) throw invalid(body, `invalid port ${goQuote(port)} after host`);
  const written = host.slice(1, end);
  const zone = written.indexOf("%25");
  const literal = zone < 0
    ? decode(body, written, "host")
    : decode(body, written.slice(0, zone), "host") + decode(body, written.slice(zone), "zone");
  if (!literal.includes(":")) throw invalid(body, "invalid IP-literal");
  if (parseIpAddress(literal) === undefined) {
    throw invalid(body, `invalid host: ParseAddr(${goQuote(literal)}): unable to parse IP`);
  }
  return `[${literal}]${port}`;
}

function withoutBrackets(host: string): string {
  return host.startsWith("[") ? host.slice(1, -1) : host;
}

function escapeNonAscii(host: string): string {
  return host.toWellFormed().replace(/[\u0080-\uffff]+/g, encodeURIComponent);
}

/** The text before the first separator, and what follows it; `undefined` without a separator. */
function cut(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function decode(body: string, text: string, part: UrlPart): string {
  const decoded = percentDecode(text, part);
  if ("problem" in decoded) throw invalid(body, decoded.problem);
  return decoded.value;
}

function invalid(url: string, detail: string): SquallError {
  return new SquallError("INVALID_URL", `parse ${goQuote(url)}: ${detail}`);
}
