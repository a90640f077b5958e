/** How the length of a response body is told (RFC 9112 section 6.3), with Go's messages for what makes no sense. */

import { goQuote } from "../go_quote.ts";
import { MalformedResponseError, type ResponseHead } from "./response_head.ts";

/** Where a body ends. */
export type Framing = { kind: "length"; left: number } | { kind: "chunked" } | { kind: "until end" };

/**
 * Reads it from the head.
 *
 * @param head The head of the response.
 * @throws {MalformedResponseError} When the head does not say how long the body is. The message is Go's.
 */
export function framingOf(head: ResponseHead): Framing {
  const values = (name: string) => head.headers.filter(([given]) => given === name).map(([, value]) => value);
  const [coding] = values("Transfer-Encoding");
  const hasNoBody = head.status < 200 || head.status === 204 || head.status === 304;
  if (coding !== undefined) {
    if (coding.toLowerCase() === "chunked") return hasNoBody ? { kind: "length", left: 0 } : { kind: "chunked" };
    throw new MalformedResponseError(`unsupported transfer encoding: ${goQuote(coding)}`);
  }
  const lengths = [...new Set(values("Content-Length"))];
  if (lengths.length > 1) {
    const list = lengths.map(goQuote).join(" ");
    throw new MalformedResponseError(`http: message cannot contain multiple Content-Length headers; got [${list}]`);
  }
  const [length] = lengths;
  if (length !== undefined && (!/^\d+$/.test(length) || BigInt(length) >= 2n ** 63n)) {
    throw new MalformedResponseError(`bad Content-Length ${goQuote(length)}`);
  }
  if (hasNoBody) return { kind: "length", left: 0 };
  return length === undefined ? { kind: "until end" } : { kind: "length", left: Number(length) };
}
