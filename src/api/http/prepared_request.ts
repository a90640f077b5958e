/** A request as a script asked for it, checked and ready to be sent: the first of its hops. */

import { goQuote, isToken } from "../../transport/mod.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { encodeBody } from "./compression.ts";
import type { ExpectedStatuses } from "./expected_statuses.ts";
import { PrepareError } from "./prepare_error.ts";
import { readBody } from "./request_body.ts";
import { RequestParams } from "./request_params.ts";
import { readUrl, type RequestUrl } from "./url.ts";

/** What a script gave. */
export interface RequestArguments {
  readonly method: string;
  readonly url: unknown;
  readonly body?: unknown;
  readonly params?: unknown;
}

/** See the top of this file. */
export interface PreparedRequest {
  readonly method: string;
  readonly url: RequestUrl;
  readonly params: RequestParams;
  readonly body: Uint8Array | undefined;
  /** What the script sees of the body, before it was compressed. */
  readonly plainBody: Uint8Array | undefined;
}

/**
 * Checks a request.
 *
 * @param vu The VU that sends it.
 * @param given What the script gave.
 * @param expected The statuses that the VU expects.
 * @throws {PrepareError} When it cannot be sent; whatever getters of the script throw.
 */
export function prepareRequest(
  vu: VirtualUser,
  given: RequestArguments,
  expected: ExpectedStatuses | null,
): PreparedRequest {
  const { method } = given;
  const url = readUrl(given.url);
  if (!isToken(method)) throw new PrepareError(`net/http: invalid method ${goQuote(method)}`);
  const plain = readBody(given.body);
  const params = new RequestParams(vu, expected).take(given.params);
  const body = plain === undefined || params.codings.length === 0
    ? plain?.bytes
    : encodeBody(plain.bytes, params.codings);
  const { headers } = params;
  if (plain?.contentType !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", plain.contentType);
  describeCoding(vu, method, url, params, body);
  dropWrongLength(vu, method, url, params, body);
  if (!headers.has("User-Agent")) headers.set("User-Agent", vu.settings.userAgent);
  return { method, url, params, body, plainBody: plain?.bytes };
}

/** Says how a body is compressed, unless the script does that itself. */
function describeCoding(
  vu: VirtualUser,
  method: string,
  { parsed }: RequestUrl,
  { codings, headers }: RequestParams,
  body: Uint8Array | undefined,
): void {
  if (body === undefined || codings.length === 0) return;
  const coding = codings.join(", ");
  const given = headers.get("Content-Encoding");
  if (given === undefined) headers.set("Content-Encoding", coding);
  else if (given !== coding) {
    vu.log(
      "warning",
      "There's a mismatch between the desired `compression` the manually set `Content-Encoding` header " +
        `in the ${method} request for '${parsed.text}', the custom header has precedence and won't be overwritten. ` +
        "This may result in invalid data being sent to the server.",
    );
  }
}

/** A length that is not the body's is not sent. */
function dropWrongLength(
  vu: VirtualUser,
  method: string,
  { parsed }: RequestUrl,
  { headers }: RequestParams,
  body: Uint8Array | undefined,
): void {
  const given = headers.get("Content-Length");
  if (given === undefined) return;
  headers.delete("Content-Length");
  const length = body?.length ?? 0;
  if (given === String(length)) return;
  vu.log(
    "warning",
    `The specified Content-Length header ${goQuote(given)} in the ${method} request for ${parsed.text} ` +
      `doesn't match the actual request body length of ${length}, so it will be ignored!`,
  );
}
