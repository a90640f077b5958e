/** The head of an HTTP request as text, in the order in which Go writes it. */

import type { HttpRequest } from "../http_client.ts";
import { isToken } from "../header_name.ts";
import { goQuote } from "../go_quote.ts";
import type { Parsed } from "../parsed.ts";
import type { ProxyServer } from "../proxy_rules.ts";

/** Methods that say that there is no body when there is none. */
const BODY_METHODS: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const BAD_VALUE_REGEXP = /[\x00-\x08\x0a-\x1f\x7f]/;

/** How the request travels. */
export interface RequestRoute {
  /** `false` asks the server to close the connection afterwards. */
  readonly keepsConnection: boolean;
  /** A proxy that passes plain requests on: it wants to be told the whole URL. */
  readonly proxy: ProxyServer | undefined;
}

/**
 * Writes the head.
 *
 * @param request What to ask for.
 * @param route How it travels.
 * @returns The head with its empty last line, or why it cannot be sent, in Go's words.
 */
export function buildRequestHead(request: HttpRequest, route: RequestRoute): Parsed<string> {
  const { method, url, headers, body } = request;
  for (const [name, value] of headers) {
    if (!isToken(name)) return { problem: `net/http: invalid header field name ${goQuote(name)}` };
    if (BAD_VALUE_REGEXP.test(value)) return { problem: `net/http: invalid header field value for ${goQuote(name)}` };
  }
  const { proxy, keepsConnection } = route;
  const target = proxy === undefined ? url.requestTarget : `http://${url.host}${url.requestTarget}`;
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${request.host ?? url.host}`];
  const agent = headers.find(([name]) => name === "User-Agent");
  if (agent !== undefined && agent[1] !== "") lines.push(`User-Agent: ${agent[1].trim()}`);
  if (!keepsConnection) lines.push("Connection: close");
  if (body !== undefined && body.length > 0) lines.push(`Content-Length: ${body.length}`);
  else if (body !== undefined || BODY_METHODS.has(method)) lines.push("Content-Length: 0");
  const others = headers.filter(([name]) => name !== "User-Agent" && (keepsConnection || name !== "Connection"));
  for (const [name, value] of others.toSorted(byName)) lines.push(`${name}: ${value.trim()}`);
  if (proxy?.authorization !== undefined) lines.push(`Proxy-Authorization: ${proxy.authorization}`);
  return { value: `${lines.join("\r\n")}\r\n\r\n` };
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
