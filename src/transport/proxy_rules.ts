/** Which proxy a connection goes through: `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` as Go's programs read them. */

import { SquallError } from "../base/mod.ts";
import { type AddressRange, isInRange, isLoopback, parseAddressRange, parseIpAddress } from "./ip_address.ts";
import type { Parsed } from "./parsed.ts";
import { percentDecode } from "./percent_encoding.ts";
import { parseWebSocketUrl, type WebSocketUrl } from "./websocket_url.ts";

/** The values of the environment variables; `undefined` or `""` where one is not set. */
export interface ProxySettings {
  /** `HTTP_PROXY`: for `ws` URLs. */
  readonly http?: string;
  /** `HTTPS_PROXY`: for `wss` URLs. */
  readonly https?: string;
  /** `NO_PROXY`: hosts that are dialled directly. */
  readonly no?: string;
}

/** An HTTP proxy that tunnels by `CONNECT`. */
export interface ProxyServer {
  readonly hostname: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`; `undefined` when the proxy's URL carries no user. */
  readonly authorization: string | undefined;
}

type Exemption = (hostname: string, port: number) => boolean;

/**
 * Reads the address of a proxy.
 *
 * @param text A URL, or `host[:port]`, which is taken for an HTTP proxy.
 * @returns The proxy, or what is wrong with the text. Only HTTP proxies can be used.
 */
export function parseProxyServer(text: string): Parsed<ProxyServer> {
  const url = parseLeniently(text);
  if (url === undefined) {
    return { problem: `invalid proxy address '${text}': expected a URL such as http://proxy:3128` };
  }
  if (url.scheme !== "http") {
    return { problem: `proxy: unknown scheme: ${url.scheme} in '${text}': only http proxies can be used` };
  }
  const port = url.port === "" ? 80 : Number(url.port);
  return { value: { hostname: url.hostname, port, authorization: basicAuthorization(url.userinfo) } };
}

/** The proxies of a run. A variable that names no usable proxy fails the dials that would need it, and no other. */
export class ProxyRules {
  readonly #http: Parsed<ProxyServer> | undefined;
  readonly #https: Parsed<ProxyServer> | undefined;
  readonly #exemptions: readonly Exemption[];

  constructor(settings: ProxySettings) {
    this.#http = settings.http ? parseProxyServer(settings.http) : undefined;
    this.#https = settings.https ? parseProxyServer(settings.https) : undefined;
    this.#exemptions = (settings.no ?? "").split(",").map(parseExemption);
  }

  /** The proxy for a connection; `undefined` when it is dialled directly, as loopback addresses always are. */
  find(secure: boolean, hostname: string, port: number): Parsed<ProxyServer> | undefined {
    const proxy = secure ? this.#https : this.#http;
    if (proxy === undefined || hostname === "localhost") return undefined;
    const address = parseIpAddress(hostname);
    if (address !== undefined && isLoopback(address)) return undefined;
    const name = hostname.toLowerCase();
    return this.#exemptions.some((isExempt) => isExempt(name, port)) ? undefined : proxy;
  }
}

function parseLeniently(text: string): WebSocketUrl | undefined {
  try {
    const url = parseWebSocketUrl(text.includes("://") ? text : `http://${text}`);
    return url.hostname === "" ? undefined : url;
  } catch (error) {
    if (error instanceof SquallError) return undefined;
    throw error;
  }
}

function basicAuthorization(userinfo: string | undefined): string | undefined {
  if (userinfo === undefined) return undefined;
  const colon = userinfo.indexOf(":");
  const parts = colon < 0 ? [userinfo, ""] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  const bytes = new TextEncoder().encode(parts.map(decodeUserinfo).join(":"));
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** The URL's parser has refused broken escapes already. */
function decodeUserinfo(text: string): string {
  const decoded = percentDecode(text, "userinfo");
  return "value" in decoded ? decoded.value : text;
}

/** One entry of `NO_PROXY`: `*`, a range, an address or a domain (with all below it), the last two with an optional port. */
function parseExemption(entry: string): Exemption {
  const text = entry.trim().toLowerCase();
  if (text === "*") return () => true;
  const range = parseAddressRange(text);
  if (range !== undefined) return (hostname) => isHostInRange(hostname, range);
  const match = parseIpAddress(text) === undefined ? /^(.*?)(?::(\d+))?$/s.exec(text) : null;
  const host = match === null ? text : match[1]!.replace(/^\[(.*)\]$/, "$1");
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (host === "") return () => false;
  const address = parseIpAddress(host);
  if (address !== undefined) {
    const single = parseAddressRange(`${host}/${host.includes(":") ? 128 : 32}`)!;
    return (hostname, dialled) => isHostInRange(hostname, single) && (port === undefined || port === dialled);
  }
  const suffix = host.startsWith("*.") ? host.slice(1) : host;
  const below = suffix.startsWith(".") ? suffix : `.${suffix}`;
  return (hostname, dialled) =>
    (hostname.endsWith(below) || hostname === suffix) && (port === undefined || port === dialled) &&
    parseIpAddress(hostname) === undefined;
}

function isHostInRange(hostname: string, range: AddressRange): boolean {
  const address = parseIpAddress(hostname);
  return address !== undefined && isInRange(address, range);
}
