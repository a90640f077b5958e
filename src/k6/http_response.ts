/** Responses of `k6/http`: types of what scripts get. */

import type { RequestParams } from "./http_request.ts";

/** A cookie that a response sets. */
export interface ResponseCookie {
  /** Its name. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
  /** As the server wrote it; `""` if it did not. */
  readonly domain: string;
  /** As the server wrote it; `""` if it did not. */
  readonly path: string;
  /** Not for the scripts of a page. */
  readonly http_only: boolean;
  /** Only for TLS. */
  readonly secure: boolean;
  /** Seconds; 0 if the server did not say, -1 for a cookie to be removed. */
  readonly max_age: number;
  /** Milliseconds since the epoch; 0 if the server did not say. */
  readonly expires: number;
}

/** How long the phases of a request took, in milliseconds. */
export interface Timings {
  /** `sending`, `waiting` and `receiving` together. */
  readonly duration: number;
  /** From asking for a connection to having one; a new one included. */
  readonly blocked: number;
  /** Always 0, as in k6. */
  readonly looking_up: number;
  /** TCP. */
  readonly connecting: number;
  /** TLS. */
  readonly tls_handshaking: number;
  /** Until the request had left. */
  readonly sending: number;
  /** Until the first byte of the response. */
  readonly waiting: number;
  /** Until the last byte of the response. */
  readonly receiving: number;
}

/** What the authority of a certificate says about it: the runtime does not tell, so all of it is empty. */
export interface Ocsp {
  /** Always 0. */
  readonly produced_at: number;
  /** Always 0. */
  readonly this_update: number;
  /** Always 0. */
  readonly next_update: number;
  /** Always 0. */
  readonly revoked_at: number;
  /** Always `""`. */
  readonly revocation_reason: string;
  /** `unknown` for TLS, else `""`. */
  readonly status: string;
}

/** The request behind a response: its first hop. */
export interface SentRequest {
  /** The method. */
  readonly method: string;
  /** The URL. */
  readonly url: string;
  /** Headers by canonical name. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The body, before it was packed. */
  readonly body: string;
  /** The cookies by name. */
  readonly cookies: Readonly<
    Record<string, readonly { readonly name: string; readonly value: string; readonly replace: boolean }[]>
  >;
}

/** Which form of a page is sent, and how. */
export interface SubmitFormOptions {
  /** Finds the form. Default: `form`. */
  readonly formSelector?: string;
  /** Finds the button that would have been pressed. Default: `[type="submit"]`. */
  readonly submitSelector?: string;
  /** Values of fields, instead of those on the page. */
  readonly fields?: Readonly<Record<string, string>>;
  /** How to send it. */
  readonly params?: RequestParams;
}

/** Which link of a page is followed, and how. */
export interface ClickLinkOptions {
  /** Finds the link. Default: `a[href]`. */
  readonly selector?: string;
  /** How to send the request. */
  readonly params?: RequestParams;
}

/** What came of a request. */
export interface Response {
  /** The address of the server; `""` without a connection. */
  readonly remote_ip: string;
  /** Its port. */
  readonly remote_port: number;
  /** The last URL, after redirects. */
  readonly url: string;
  /** 0 when the request failed. */
  readonly status: number;
  /** With the words of the server: `200 OK`. */
  readonly status_text: string;
  /** `HTTP/1.1` or `HTTP/1.0`. */
  readonly proto: string;
  /** Canonical names; values of repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the server sets, by name. */
  readonly cookies: Readonly<Record<string, readonly ResponseCookie[]>>;
  /** Text, or an `ArrayBuffer` for `binary`; `null` for none. */
  readonly body: string | ArrayBuffer | null;
  /** How long it took. */
  readonly timings: Timings;
  /** `tls1.2` or `tls1.3`; `""` without TLS. */
  readonly tls_version: string;
  /** By its IANA name; `""` without TLS. */
  readonly tls_cipher_suite: string;
  /** What is known of the server's certificate. */
  readonly ocsp: Ocsp;
  /** Why it failed; `""` when it did not. */
  readonly error: string;
  /** k6's code for that; 1000 and the status from 400 on. */
  readonly error_code: number;
  /** What was sent; `null` when nothing could be. */
  readonly request: SentRequest | null;
  /**
   * Follows a link of the page. Pauses the VU.
   *
   * @param options Which one.
   * @returns What came of it.
   */
  clickLink(options?: ClickLinkOptions): Response;
  /**
   * Reads the body as HTML.
   *
   * @param selector Finds elements. Default: the whole page.
   * @returns A selection of `k6/html`.
   */
  // deno-lint-ignore no-explicit-any -- what it is depends on the module that parses
  html(selector?: string): any;
  /**
   * Reads the body as JSON.
   *
   * @param selector A path such as `items.0.name`, `items.#.name` or `items.#(price>10)#`. Default: all of it.
   * @returns The value; `undefined` where nothing is.
   * @throws {Error} When there is no body; without a selector, when it is no JSON.
   */
  // deno-lint-ignore no-explicit-any -- JSON can be anything
  json(selector?: string): any;
  /**
   * Sends a form of the page. Pauses the VU.
   *
   * @param options Which one, and with what.
   * @returns What came of it.
   */
  submitForm(options?: SubmitFormOptions): Response;
}
