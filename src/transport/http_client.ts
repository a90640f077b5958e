/**
 * What an HTTP client is: requests over HTTP/1.1 connections that are kept for reuse, with the time that each phase took.
 * It knows nothing of cookies, redirects or content codings: those are the business of whoever asks.
 */

import type { ByteMeter } from "./connection.ts";
import type { NetworkPolicy } from "./network_policy.ts";
import type { TlsSettings } from "./tls_settings.ts";
import type { WebSocketUrl } from "./websocket_url.ts";

/** What all requests of a client have in common. */
export interface HttpClientOptions {
  readonly network: NetworkPolicy;
  readonly tls: TlsSettings;
  /** Source IP address. */
  readonly localAddress?: string | undefined;
  readonly meter: ByteMeter;
  /** Connections without a request that are kept, for one host and altogether. */
  readonly maxIdlePerHost: number;
  readonly maxIdle: number;
  /** `false`: every connection is closed after its response, and the server is told so. */
  readonly keepsConnections: boolean;
  /** Largest body that is accepted, in bytes. */
  readonly maxBodySize: number;
}

/** One request. */
export interface HttpRequest {
  /** Sent as it is; the caller has checked that it is a token. */
  readonly method: string;
  /** `http:` or `https:`; what stands before an `@` is not looked at. */
  readonly url: WebSocketUrl;
  /** Canonical names without `Host` and `Content-Length`; sent sorted, `User-Agent` first. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The `Host` header; the URL's host if absent. */
  readonly host?: string | undefined;
  /** `undefined`: there is none. */
  readonly body: Uint8Array | undefined;
  /** `false`: the body of the response is counted and thrown away. */
  readonly keepsBody: boolean;
  /** Milliseconds for everything. */
  readonly timeout: number;
}

/** Milliseconds of each phase; 0 for those that have not come about. */
export interface HttpTimings {
  /** From asking for a connection to having one: look-up, TCP and TLS of a new one included, as in k6. */
  readonly blocked: number;
  readonly connecting: number;
  readonly tlsHandshaking: number;
  readonly sending: number;
  readonly waiting: number;
  readonly receiving: number;
}

/** What a server answered. */
export interface HttpResponse {
  readonly status: number;
  /** What follows the status code on its line. */
  readonly reason: string;
  /** `HTTP/1.1` or `HTTP/1.0`. */
  readonly version: string;
  /** Canonical names, in the order received; repeated names stay repeated. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it came, content codings included; incomplete where an error says so, empty where it was not to be kept. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What came of a request. */
export interface HttpOutcome {
  /** There when the head of a response has come. */
  readonly response: HttpResponse | undefined;
  /** Why there is no response, or no complete one, in Go's words. */
  readonly error: string | undefined;
  readonly timings: HttpTimings;
  /** `""` without a connection. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** There for a connection over TLS. */
  readonly tls: { readonly version: string; readonly cipherSuite: string } | undefined;
}

/** A request on its way. */
export interface HttpCall {
  /** Gives up; nobody is told anything. */
  cancel(): void;
}

/** Sends requests; keeps connections for those that come later. One per VU. */
export interface HttpClient {
  /**
   * Sends a request.
   *
   * @param request What to send.
   * @throws {SquallError} `UNSUPPORTED_BY_TRANSPORT`, naming the option, where the runtime cannot do what is asked for.
   * @param done Called exactly once, never from within this call; not after {@linkcode HttpCall.cancel}.
   */
  send(request: HttpRequest, done: (outcome: HttpOutcome) => void): HttpCall;
  /** Closes the connections that have no request. */
  closeIdle(): void;
}

/** What a time limit says that has passed. */
export const REQUEST_TIMEOUT_TEXT = "request timeout";
