/**
 * The module `k6/http` as scripts see it: types, for editors and for `deno check`. Calls pause the VU, never the thread.
 *
 * @module
 */

import type { CookieJar, CookieJarConstructor } from "./http_cookies.ts";
import type { BatchEntry, ExpectedStatuses, FileData, HttpUrl, RequestBody, RequestParams } from "./http_request.ts";
import type { Response } from "./http_response.ts";
import { HTTP_INSTEAD, outsideRunner } from "./outside_runner.ts";

export { CookieJar, type CookieJarConstructor, type CookieOptions, type Cookies } from "./http_cookies.ts";
export type { Tags } from "./k6.ts";
export type {
  BatchEntry,
  BatchRequest,
  ExpectedStatuses,
  FileData,
  HttpUrl,
  RequestBody,
  RequestCookie,
  RequestParams,
  ResponseType,
} from "./http_request.ts";
export type {
  ClickLinkOptions,
  Ocsp,
  Response,
  ResponseCookie,
  SentRequest,
  SubmitFormOptions,
  Timings,
} from "./http_response.ts";

/** What the module exports. */
export interface Http {
  /** `tls1.0`. */
  readonly TLS_1_0: "tls1.0";
  /** `tls1.1`. */
  readonly TLS_1_1: "tls1.1";
  /** `tls1.2`. */
  readonly TLS_1_2: "tls1.2";
  /** `tls1.3`. */
  readonly TLS_1_3: "tls1.3";
  /** `good`. */
  readonly OCSP_STATUS_GOOD: "good";
  /** `revoked`. */
  readonly OCSP_STATUS_REVOKED: "revoked";
  /** `server_failed`. */
  readonly OCSP_STATUS_SERVER_FAILED: "server_failed";
  /** `unknown`. */
  readonly OCSP_STATUS_UNKNOWN: "unknown";
  /** `unspecified`. */
  readonly OCSP_REASON_UNSPECIFIED: "unspecified";
  /** `key_compromise`. */
  readonly OCSP_REASON_KEY_COMPROMISE: "key_compromise";
  /** `ca_compromise`. */
  readonly OCSP_REASON_CA_COMPROMISE: "ca_compromise";
  /** `affiliation_changed`. */
  readonly OCSP_REASON_AFFILIATION_CHANGED: "affiliation_changed";
  /** `superseded`. */
  readonly OCSP_REASON_SUPERSEDED: "superseded";
  /** `cessation_of_operation`. */
  readonly OCSP_REASON_CESSATION_OF_OPERATION: "cessation_of_operation";
  /** `certificate_hold`. */
  readonly OCSP_REASON_CERTIFICATE_HOLD: "certificate_hold";
  /** `remove_from_crl`. */
  readonly OCSP_REASON_REMOVE_FROM_CRL: "remove_from_crl";
  /** `privilege_withdrawn`. */
  readonly OCSP_REASON_PRIVILEGE_WITHDRAWN: "privilege_withdrawn";
  /** `aa_compromise`. */
  readonly OCSP_REASON_AA_COMPROMISE: "aa_compromise";
  /** Makes empty jars. */
  readonly CookieJar: CookieJarConstructor;
  /** The jar of this VU: what requests and handshakes use that are given no other. Not in the init context. */
  cookieJar(): CookieJar;
  /**
   * Sends `GET`.
   *
   * @param url Where to.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  get(url: string | HttpUrl, params?: RequestParams | null): Response;
  /**
   * Sends `HEAD`.
   *
   * @param url Where to.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  head(url: string | HttpUrl, params?: RequestParams | null): Response;
  /**
   * Sends `POST`.
   *
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  post(url: string | HttpUrl, body?: RequestBody, params?: RequestParams | null): Response;
  /**
   * Sends `PUT`.
   *
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  put(url: string | HttpUrl, body?: RequestBody, params?: RequestParams | null): Response;
  /**
   * Sends `PATCH`.
   *
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  patch(url: string | HttpUrl, body?: RequestBody, params?: RequestParams | null): Response;
  /**
   * Sends `DELETE`.
   *
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  del(url: string | HttpUrl, body?: RequestBody, params?: RequestParams | null): Response;
  /**
   * Sends `OPTIONS`.
   *
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  options(url: string | HttpUrl, body?: RequestBody, params?: RequestParams | null): Response;
  /**
   * Sends a request with any method.
   *
   * @param method As the server is to see it.
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  request(method: string, url: string | HttpUrl, body?: RequestBody, params?: RequestParams | null): Response;
  /**
   * Sends a request while the VU goes on.
   *
   * @param method As the server is to see it.
   * @param url Where to.
   * @param body What.
   * @param params How.
   * @returns What came of it: a request that fails has status 0 and says why in `error`.
   * @throws {Error} With the option or the param `throw`, when it fails.
   */
  asyncRequest(
    method: string,
    url: string | HttpUrl,
    body?: RequestBody,
    params?: RequestParams | null,
  ): Promise<Response>;
  /**
   * Sends several requests side by side, as many as `batch` and `batchPerHost` allow.
   *
   * @param requests The requests, in a list or by names.
   * @returns Their responses, in the same way.
   * @throws {Error} With the option or the param `throw`, when one fails.
   */
  batch<Requests extends readonly BatchEntry[] | Readonly<Record<string, BatchEntry>>>(
    requests: Requests,
  ): { -readonly [Key in keyof Requests]: Response };
  /**
   * Says which statuses are no failure.
   *
   * @param statuses Statuses, and ranges of them.
   * @returns For `responseCallback` and `setResponseCallback`.
   * @throws {Error} For anything else.
   */
  expectedStatuses(...statuses: (number | { readonly min: number; readonly max: number })[]): ExpectedStatuses;
  /**
   * Makes a file for a form.
   *
   * @param data Its content.
   * @param filename What the server is told it is called. Default: a number.
   * @param contentType Default: `application/octet-stream`.
   * @returns The file.
   * @throws {Error} When the content is neither text nor bytes.
   */
  file(data: string | ArrayBuffer | ArrayBufferView, filename?: string, contentType?: string): FileData;
  /**
   * Says which statuses are no failure of this VU's requests.
   *
   * @param callback From `expectedStatuses`; `null` stops the metric `http_req_failed`.
   */
  setResponseCallback(callback: ExpectedStatuses | null): void;
  /**
   * The tag of URLs whose samples are to be called the same: ``http.url`https://a.example/items/${id}` ``.
   *
   * @param texts What stands between the gaps.
   * @param values What stands in them.
   * @returns The URL.
   */
  url(texts: TemplateStringsArray, ...values: unknown[]): HttpUrl;
}

/** All exports in one object. */
const http: Http = outsideRunner("k6/http", HTTP_INSTEAD);

/** See {@linkcode Http.cookieJar}. */
export const cookieJar: Http["cookieJar"] = http.cookieJar;
/** See {@linkcode Http.asyncRequest}. */
export const asyncRequest: Http["asyncRequest"] = http.asyncRequest;
/** See {@linkcode Http.batch}. */
export const batch: Http["batch"] = http.batch;
/** See {@linkcode Http.del}. */
export const del: Http["del"] = http.del;
/** See {@linkcode Http.expectedStatuses}. */
export const expectedStatuses: Http["expectedStatuses"] = http.expectedStatuses;
/** See {@linkcode Http.file}. */
export const file: Http["file"] = http.file;
/** See {@linkcode Http.get}. */
export const get: Http["get"] = http.get;
/** See {@linkcode Http.head}. */
export const head: Http["head"] = http.head;
/** See {@linkcode Http.options}. */
export const options: Http["options"] = http.options;
/** See {@linkcode Http.patch}. */
export const patch: Http["patch"] = http.patch;
/** See {@linkcode Http.post}. */
export const post: Http["post"] = http.post;
/** See {@linkcode Http.put}. */
export const put: Http["put"] = http.put;
/** See {@linkcode Http.request}. */
export const request: Http["request"] = http.request;
/** See {@linkcode Http.setResponseCallback}. */
export const setResponseCallback: Http["setResponseCallback"] = http.setResponseCallback;
/** See {@linkcode Http.url}. */
export const url: Http["url"] = http.url;
/** `tls1.0`. */
export const TLS_1_0: "tls1.0" = http.TLS_1_0;
/** `tls1.1`. */
export const TLS_1_1: "tls1.1" = http.TLS_1_1;
/** `tls1.2`. */
export const TLS_1_2: "tls1.2" = http.TLS_1_2;
/** `tls1.3`. */
export const TLS_1_3: "tls1.3" = http.TLS_1_3;
/** `good`. */
export const OCSP_STATUS_GOOD: "good" = http.OCSP_STATUS_GOOD;
/** `revoked`. */
export const OCSP_STATUS_REVOKED: "revoked" = http.OCSP_STATUS_REVOKED;
/** `server_failed`. */
export const OCSP_STATUS_SERVER_FAILED: "server_failed" = http.OCSP_STATUS_SERVER_FAILED;
/** `unknown`. */
export const OCSP_STATUS_UNKNOWN: "unknown" = http.OCSP_STATUS_UNKNOWN;
/** `unspecified`. */
export const OCSP_REASON_UNSPECIFIED: "unspecified" = http.OCSP_REASON_UNSPECIFIED;
/** `key_compromise`. */
export const OCSP_REASON_KEY_COMPROMISE: "key_compromise" = http.OCSP_REASON_KEY_COMPROMISE;
/** `ca_compromise`. */
export const OCSP_REASON_CA_COMPROMISE: "ca_compromise" = http.OCSP_REASON_CA_COMPROMISE;
/** `affiliation_changed`. */
export const OCSP_REASON_AFFILIATION_CHANGED: "affiliation_changed" = http.OCSP_REASON_AFFILIATION_CHANGED;
/** `superseded`. */
export const OCSP_REASON_SUPERSEDED: "superseded" = http.OCSP_REASON_SUPERSEDED;
/** `cessation_of_operation`. */
export const OCSP_REASON_CESSATION_OF_OPERATION: "cessation_of_operation" = http.OCSP_REASON_CESSATION_OF_OPERATION;
/** `certificate_hold`. */
export const OCSP_REASON_CERTIFICATE_HOLD: "certificate_hold" = http.OCSP_REASON_CERTIFICATE_HOLD;
/** `remove_from_crl`. */
export const OCSP_REASON_REMOVE_FROM_CRL: "remove_from_crl" = http.OCSP_REASON_REMOVE_FROM_CRL;
/** `privilege_withdrawn`. */
export const OCSP_REASON_PRIVILEGE_WITHDRAWN: "privilege_withdrawn" = http.OCSP_REASON_PRIVILEGE_WITHDRAWN;
/** `aa_compromise`. */
export const OCSP_REASON_AA_COMPROMISE: "aa_compromise" = http.OCSP_REASON_AA_COMPROMISE;

export default http;
