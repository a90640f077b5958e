/** Requests of `k6/http`: types of what scripts give. */

import type { CookieJar } from "./http_cookies.ts";
import type { Tags } from "./k6.ts";

/** Statuses that a script expects, made by `expectedStatuses`: opaque. */
export interface ExpectedStatuses {
  /** Nothing that scripts could use. */
  readonly has: (status: number) => boolean;
}

/** A URL made by the tag `http.url`: its samples are called the same, whatever stands in the gaps. */
export interface HttpUrl {
  /** What the samples are called: the text with `${}` in its gaps. */
  readonly name: string;
  /** The URL itself. */
  readonly url: string;
  /** The URL without credentials. */
  readonly clean_url: string;
}

/** A file in a form, made by `file`. */
export interface FileData {
  /** Its content. */
  readonly data: string | ArrayBuffer;
  /** What the server is told it is called. */
  readonly filename: string;
  /** Its type. */
  readonly content_type: string;
}

/**
 * The body of a request. An object is a form: `application/x-www-form-urlencoded`, or `multipart/form-data` if one of
 * its members is a file.
 */
export type RequestBody =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Readonly<Record<string, unknown>>
  | null
  | undefined;

/** A cookie of one request. */
export interface RequestCookie {
  /** Its value. */
  readonly value: string;
  /** It takes the place of the jar's cookie of the same name. Default: `false`, both are sent. */
  readonly replace?: boolean;
}

/** How the body of a response is given: as text, as bytes, or not at all. */
export type ResponseType = "text" | "binary" | "none";

/** How to send a request. */
export interface RequestParams {
  /** Headers. `Host` replaces the host of the URL in the request only. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Cookies of this request, besides those of the jar. */
  readonly cookies?: Readonly<Record<string, string | RequestCookie>>;
  /** Where cookies come from and go to. Default: the VU's jar. */
  readonly jar?: CookieJar | null;
  /** Tags of the samples. `name` stands for the URL, too. */
  readonly tags?: Tags;
  /** For the whole request with its redirects: milliseconds, or a duration such as `10s`. Default: 60 s. */
  readonly timeout?: number | string;
  /** Most redirects to follow. Default: the option `maxRedirects`, 10. */
  readonly redirects?: number;
  /** How the credentials of the URL are sent. Default: `basic`. */
  readonly auth?: "basic" | "digest";
  /** Packs the body: `gzip`, `deflate`, `br`, `zstd`, or several, separated by commas. */
  readonly compression?: string;
  /** Default: `text`; with the option `discardResponseBodies`, `none`. */
  readonly responseType?: ResponseType;
  /** The statuses that are no failure; `null` for not asking. Default: 200 to 399. */
  readonly responseCallback?: ExpectedStatuses | null;
  /** A request that fails throws. Default: the option `throw`. */
  readonly throw?: boolean;
}

/** A request of a batch, by names. */
export interface BatchRequest {
  /** Default: `GET`. */
  readonly method?: string;
  /** Where to. */
  readonly url: string | HttpUrl;
  /** Its body. */
  readonly body?: RequestBody;
  /** How to send it. */
  readonly params?: RequestParams | null;
}

/** A request of a batch: a URL, the arguments of `request` in a list, or an object with their names. */
export type BatchEntry =
  | string
  | HttpUrl
  | readonly [
    method: string,
    url: string | HttpUrl,
    body?: RequestBody,
    params?: RequestParams | null,
  ]
  | BatchRequest;
