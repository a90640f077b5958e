/**
 * The module `k6/http`. Cookies are here; what sends requests is loaded for scripts that import the module.
 *
 * Differences from k6. Where k6 is plainly broken: an empty body is sent with `Content-Length: 0` and not in chunks; a cookie
 * without an end has `expires` 0; `auth: "digest"` does not give the password away before it is challenged; `json(undefined)`
 * gives all of the body, as `json()` does; every request of a batch that could not be made has a response; a body that never
 * came is `null`. Deliberate: HTTP/1.1 is spoken over TLS as well, so that `proto` never says `HTTP/2.0`; a body larger than
 * `--max-message-size` is an error; `auth: "ntlm"` is refused by name, and the stapled answer about a certificate is not read.
 */

import { type CreateHttpClient, loadHttpClient } from "../transport/mod.ts";
import { CookieStore } from "./cookie_store.ts";
import { GoError } from "./go_error.ts";
import { HTTP_CONSTANTS } from "./http/constants.ts";
import { ScriptCookieJar } from "./script_cookie_jar.ts";
import type { VirtualUser } from "./virtual_user.ts";

type CreateRequests = typeof import("./http/requests.ts").createRequests;

let createRequests: CreateRequests | undefined;

const REQUEST_FUNCTIONS = [
  "asyncRequest",
  "batch",
  "del",
  "expectedStatuses",
  "file",
  "get",
  "head",
  "options",
  "patch",
  "post",
  "put",
  "request",
  "setResponseCallback",
  "url",
] as const;

/** The names that `k6/http` exports. */
export const HTTP_EXPORTS: readonly string[] = [
  "CookieJar",
  "cookieJar",
  ...REQUEST_FUNCTIONS,
  ...Object.keys(HTTP_CONSTANTS),
];

/** Those that pause the VU, with the methods of responses that do. */
export const HTTP_PAUSING = {
  batch: "always",
  del: "always",
  get: "always",
  head: "always",
  options: "always",
  patch: "always",
  post: "always",
  put: "always",
  request: "always",
  clickLink: "method",
  submitForm: "method",
} as const;

/**
 * Loads what sends requests. A thread awaits this once, before a VU of a script that imports the module.
 *
 * @returns What makes the clients of VUs.
 */
export async function loadHttpRequests(): Promise<CreateHttpClient> {
  const [requests, createClient] = await Promise.all([import("./http/requests.ts"), loadHttpClient()]);
  createRequests = requests.createRequests;
  return createClient;
}

/**
 * Makes the exports of `k6/http` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createHttpModule(vu: VirtualUser): Record<string, unknown> {
  return {
    CookieJar: function CookieJar(): ScriptCookieJar {
      vu.pausing.enter();
      return new ScriptCookieJar(new CookieStore());
    },
    cookieJar: () => {
      vu.pausing.enter();
      if (vu.phase === "init") throw new GoError("Making cookie jars in the init context is not supported");
      return new ScriptCookieJar(vu.cookies);
    },
    ...createRequests?.(vu) ?? withoutRequests(),
  };
}

/** What there is where nobody runs a script. */
function withoutRequests(): Record<string, unknown> {
  const functions = REQUEST_FUNCTIONS.map((name): [string, unknown] => [name, () => {
    throw new GoError(`http.${name}() is there in scripts and load tests only`);
  }]);
  return { ...HTTP_CONSTANTS, ...Object.fromEntries(functions) };
}
