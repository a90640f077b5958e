/** The params of a request: read, checked, with the options of the run for what a script leaves out. */

import { messageOf, parseDuration } from "../../base/mod.ts";
import type { TagSet } from "../../metrics/mod.ts";
import { canonicalHeaderName } from "../../transport/mod.ts";
import type { CookieStore } from "../cookie_store.ts";
import { GoError, goTypeName } from "../go_error.ts";
import { ScriptCookieJar } from "../script_cookie_jar.ts";
import { withScriptTags } from "../sample_tags.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { type Codings, readCodings } from "./compression.ts";
import { ExpectedStatuses } from "./expected_statuses.ts";
import { goFormat } from "./go_format.ts";
import { PrepareError } from "./prepare_error.ts";

/** How the body of a response is given to the script. */
export type ResponseType = "text" | "binary" | "none";

/** A cookie of one request. */
export interface RequestCookie {
  readonly value: string;
  /** It takes the place of the jar's cookie of the same name. */
  readonly replace: boolean;
}

const DEFAULT_TIMEOUT = 60_000;
const RESPONSE_TYPES: ReadonlySet<string> = new Set(["text", "binary", "none"]);

/** See the top of this file. */
export class RequestParams {
  readonly #vu: VirtualUser;
  /** By canonical name, in the order of the script. */
  readonly headers = new Map<string, string>();
  readonly cookies = new Map<string, RequestCookie>();
  jar: CookieStore;
  tags: TagSet;
  timeout = DEFAULT_TIMEOUT;
  /** Most redirects to follow; `undefined` where nobody has said how many. */
  redirects: number | undefined;
  usesDigest = false;
  codings: Codings = [];
  responseType: ResponseType;
  /** `null`: the script does not want to know. */
  expected: ExpectedStatuses | null;
  throws: boolean;

  /**
   * @param vu The VU that sends the request.
   * @param expected What it expects unless the params say otherwise.
   */
  constructor(vu: VirtualUser, expected: ExpectedStatuses | null) {
    const { throw: throws, http: { discardResponseBodies, maxRedirects } } = vu.settings;
    this.#vu = vu;
    this.jar = vu.cookies;
    this.tags = vu.tags;
    this.redirects = maxRedirects;
    this.responseType = discardResponseBodies ? "none" : "text";
    this.expected = expected;
    this.throws = throws;
  }

  /** Takes over what a script gave. @throws {PrepareError} When some of it cannot be used. */
  take(params: unknown): this {
    if (params === undefined || params === null) return this;
    for (const [key, value] of Object.entries(params)) TAKERS[key]?.(this, value, this.#vu);
    return this;
  }

  /** The value of a header that the script has set. */
  header(name: string): string | undefined {
    return this.headers.get(name);
  }
}

type Taker = (params: RequestParams, value: unknown, vu: VirtualUser) => void;

const TAKERS: Readonly<Record<string, Taker>> = {
  headers: (params, value) => {
    if (value === undefined || value === null) return;
    for (const [name, each] of Object.entries(value)) params.headers.set(canonicalHeaderName(name), String(each));
  },
  cookies: (params, value) => {
    if (value === undefined || value === null) return;
    for (const [name, each] of Object.entries(value)) params.cookies.set(name, readCookie(each));
  },
  jar: (params, value, vu) => {
    params.jar = ScriptCookieJar.storeOf(value) ?? vu.cookies;
  },
  tags: (params, value) => {
    try {
      params.tags = withScriptTags(params.tags, value);
    } catch (error) {
      throw new PrepareError(`invalid HTTP request metric tags: ${messageOf(error)}`);
    }
  },
  timeout: (params, value) => {
    params.timeout = readTimeout(value);
  },
  redirects: (params, value) => {
    params.redirects = Math.trunc(Number(value)) || 0;
  },
  auth: (params, value) => {
    if (value === "ntlm") {
      throw new GoError(`auth "ntlm" is not supported by squall: use "basic", "digest", or an Authorization header`);
    }
    params.usesDigest = value === "digest";
  },
  compression: (params, value) => {
    const read = readCodings(String(value));
    if ("problem" in read) throw new PrepareError(read.problem);
    params.codings = read.codings;
  },
  responseType: (params, value) => {
    const name = String(value);
    if (!RESPONSE_TYPES.has(name)) throw new PrepareError(`${name} does not belong to ResponseType values`);
    params.responseType = name as ResponseType;
  },
  responseCallback: (params, value) => {
    if (value === undefined) return;
    if (value !== null && !(value instanceof ExpectedStatuses)) {
      throw new PrepareError("unsupported responseCallback");
    }
    params.expected = value;
  },
  throw: (params, value) => {
    params.throws = Boolean(value);
  },
};

function readCookie(value: unknown): RequestCookie {
  if (typeof value !== "object" || value === null) return { value: String(value), replace: false };
  const { value: text, replace } = value as Record<string, unknown>;
  return { value: text === undefined || text === null ? "" : String(text), replace: Boolean(replace) };
}

/** Milliseconds, or Go's notation. */
function readTimeout(value: unknown): number {
  if (typeof value !== "string" && typeof value !== "number") {
    throw new PrepareError(`invalid timeout value: unable to use type ${goTypeName(value)} as a duration value`);
  }
  const timeout = parseDuration(value);
  if (timeout === undefined) {
    throw new PrepareError(`invalid timeout value: time: invalid duration ${JSON.stringify(goFormat(value))}`);
  }
  return timeout;
}
