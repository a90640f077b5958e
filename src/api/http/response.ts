/** The response that scripts get: plain members, and the functions that read the body or go on from it. */

import type { HttpOutcome } from "../../transport/mod.ts";
import { GoError } from "../go_error.ts";
import type { RequestError } from "./error_codes.ts";
import { followPath } from "./json_path.ts";
import { jsonErrorText } from "./json_error.ts";
import type { Page } from "./page.ts";
import type { ResponseType } from "./request_params.ts";
import { type ResponseCookie, responseCookies } from "./response_cookies.ts";

/** The request behind a response, as scripts see it. */
export interface RequestView {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly cookies: Readonly<Record<string, readonly { name: string; value: string; replace: boolean }[]>>;
}

/** What a response is made of. */
export interface ResponseParts {
  readonly outcome: HttpOutcome | undefined;
  /** Its body, unpacked. */
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly responseType: ResponseType;
  readonly url: string;
  readonly error: RequestError | undefined;
  readonly errorCode: number;
  readonly request: RequestView | null;
  /** What `html` and its relatives work with. */
  readonly page: Page;
}

const decoder = new TextDecoder();
/** k6 reads the stapled answer of a certificate's authority; the runtime does not tell it. */
const OCSP = { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: "" };
const NO_BODY = "this likely was because of a request error getting the response";
const UNTIMED = { blocked: 0, connecting: 0, tlsHandshaking: 0, sending: 0, waiting: 0, receiving: 0 };

/** See the top of this file. The functions need no `this`, as in k6. */
export class Response {
  remote_ip: string;
  remote_port: number;
  url: string;
  status: number;
  status_text: string;
  proto: string;
  headers: Record<string, string>;
  cookies: Record<string, ResponseCookie[]>;
  body: string | ArrayBuffer | null;
  timings: Record<string, number>;
  tls_version: string;
  tls_cipher_suite: string;
  ocsp: Record<string, number | string>;
  error: string;
  error_code: number;
  request: RequestView | null;

  constructor(parts: ResponseParts) {
    const { outcome, error, url } = parts;
    // What failed on its way has no status, although its head may have come.
    const response = error === undefined ? outcome?.response : undefined;
    const headers = response?.headers ?? [];
    this.remote_ip = outcome?.remoteAddress ?? "";
    this.remote_port = outcome?.remotePort ?? 0;
    this.url = url;
    this.status = response?.status ?? 0;
    this.status_text = response === undefined ? "" : `${response.status} ${response.reason}`.trim();
    this.proto = response?.version ?? "";
    this.headers = joined(headers);
    this.cookies = responseCookies(headers);
    this.body = bodyOf(parts);
    this.timings = timingsOf(outcome);
    this.tls_version = tlsVersionName(outcome);
    this.tls_cipher_suite = outcome?.tls?.cipherSuite ?? "";
    this.ocsp = { ...OCSP, status: outcome?.tls === undefined ? "" : "unknown" };
    this.error = error?.text ?? "";
    this.error_code = parts.errorCode;
    this.request = parts.request;
    const { page } = parts;
    this.clickLink = (options?: unknown): unknown => page.clickLink(this, options);
    this.html = (selector?: unknown): unknown => page.html(this.#text("HTML"), this.url, selector);
    this.submitForm = (options?: unknown): unknown => page.submitForm(this, options);
  }

  readonly clickLink: (options?: unknown) => unknown;
  readonly html: (selector?: unknown) => unknown;

  readonly json = (selector?: unknown): unknown => {
    const text = this.#text("JSON");
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // Looking for something in what is no JSON finds nothing, as in k6.
      if (selector !== undefined) return undefined;
      throw new GoError(jsonErrorText(text));
    }
    return selector === undefined ? value : followPath(value, String(selector));
  };

  readonly submitForm: (options?: unknown) => unknown;

  #text(what: "HTML" | "JSON"): string {
    const { body } = this;
    if (body === null) throw new GoError(`the body is null so we can't transform it to ${what} - ${NO_BODY}`);
    return typeof body === "string" ? body : decoder.decode(body);
  }
}

/** `tls1.3`, for example; `""` without TLS. */
export function tlsVersionName(outcome: HttpOutcome | undefined): string {
  return outcome?.tls === undefined ? "" : outcome.tls.version.replace(/^TLSv/, "tls");
}

function bodyOf({ outcome, body, responseType }: ResponseParts): string | ArrayBuffer | null {
  const status = outcome?.response?.status;
  if (body === undefined || responseType === "none" || status === 204 || status === 304) return null;
  return responseType === "binary" ? body.buffer : decoder.decode(body);
}

function timingsOf(outcome: HttpOutcome | undefined): Record<string, number> {
  const { blocked, connecting, tlsHandshaking, sending, waiting, receiving } = outcome?.timings ?? UNTIMED;
  return {
    duration: sending + waiting + receiving,
    blocked,
    looking_up: 0,
    connecting,
    tls_handshaking: tlsHandshaking,
    sending,
    waiting,
    receiving,
  };
}

function joined(headers: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  const byName: Record<string, string> = {};
  for (const [name, value] of headers) {
    // Those that only say how the bytes come are gone once they have come.
    if (name === "Transfer-Encoding") continue;
    byName[name] = byName[name] === undefined ? value : `${byName[name]}, ${value}`;
  }
  return byName;
}
