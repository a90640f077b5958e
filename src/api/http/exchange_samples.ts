/** The one emitter of `http_*` samples: one set for each hop of a request. */

import type { BuiltInMetricName, TagSet } from "../../metrics/mod.ts";
import type { HttpOutcome } from "../../transport/mod.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { type RequestError, statusErrorCode } from "./error_codes.ts";
import { tlsVersionName } from "./response.ts";

/** What the samples of one hop are about. */
export interface ExchangeFacts {
  /** The VU's tags and the script's. */
  readonly tags: TagSet;
  readonly method: string;
  /** The URL without credentials. */
  readonly url: string;
  readonly outcome: HttpOutcome;
  readonly error: RequestError | undefined;
  /** Whether the response was expected; `undefined` where nobody wants to know. */
  readonly isExpected: boolean | undefined;
}

/**
 * Emits the samples of one hop.
 *
 * @param vu The VU that sent it.
 * @param facts What came of it.
 */
export function emitExchange(vu: VirtualUser, facts: ExchangeFacts): void {
  const { registry } = vu;
  const tags = exchangeTags(vu, facts);
  const { blocked, connecting, tlsHandshaking, sending, waiting, receiving } = facts.outcome.timings;
  const add = (name: BuiltInMetricName, value: number): void =>
    registry.series(registry.builtIn(name), tags).add(value);
  add("http_reqs", 1);
  add("http_req_duration", sending + waiting + receiving);
  add("http_req_blocked", blocked);
  add("http_req_connecting", connecting);
  add("http_req_tls_handshaking", tlsHandshaking);
  add("http_req_sending", sending);
  add("http_req_waiting", waiting);
  add("http_req_receiving", receiving);
  if (facts.isExpected !== undefined) add("http_req_failed", facts.isExpected ? 0 : 1);
}

function exchangeTags(vu: VirtualUser, { tags, method, url, outcome, error, isExpected }: ExchangeFacts): TagSet {
  const { systemTags } = vu.settings;
  const response = error === undefined ? outcome.response : undefined;
  const status = response?.status ?? 0;
  const code = error?.code ?? statusErrorCode(status);
  // A name that the script has chosen stands for all URLs that it covers.
  const name = tags.get("name") ?? url;
  let result = tags;
  const set = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== "" && systemTags.has(key)) result = result.with(key, value);
  };
  for (const key of ["name", "url"]) if (systemTags.has(key)) result = result.with(key, name);
  set("method", method);
  set("status", String(status));
  set("proto", response?.version);
  set("error", error?.text);
  set("error_code", code === 0 ? undefined : String(code));
  set("expected_response", isExpected === undefined ? undefined : String(isExpected));
  set("tls_version", tlsVersionName(outcome));
  set("ocsp_status", outcome.tls === undefined ? undefined : "unknown");
  set("ip", outcome.remoteAddress);
  return result;
}
