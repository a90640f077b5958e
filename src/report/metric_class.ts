/** Which part of a summary a metric belongs to, judged by how its name begins: custom metrics can fit too, as in k6. */

import type { SummaryMode } from "./summary.ts";

/** Names that begin like this are listed under this title. The first line that fits counts. */
const TITLE_BY_PREFIX: readonly (readonly [prefix: string, title: string])[] = [
  ["http_reqs", "HTTP"],
  ["http_req_failed", "HTTP"],
  ["http_req_duration", "HTTP"],
  ["http_req_blocked", "HTTP"],
  ["http_req_connecting", "HTTP"],
  ["http_req_tls_handshaking", "HTTP"],
  ["http_req_sending", "HTTP"],
  ["http_req_waiting", "HTTP"],
  ["http_req_receiving", "HTTP"],
  ["vus", "EXECUTION"],
  ["iterations", "EXECUTION"],
  ["iteration_duration", "EXECUTION"],
  ["dropped_iterations", "EXECUTION"],
  ["generator_lag", "EXECUTION"],
  ["data_sent", "NETWORK"],
  ["data_received", "NETWORK"],
  ["browser_web_vital_", "WEB_VITALS"],
  ["browser_", "BROWSER"],
  ["grpc_", "GRPC"],
  ["ws_", "WEBSOCKET"],
];

const OTHERS = "CUSTOM";

/** All titles in the order of the text. */
export const CLASS_TITLES: readonly string[] = [
  OTHERS,
  "HTTP",
  "EXECUTION",
  "NETWORK",
  "BROWSER",
  "WEB_VITALS",
  "GRPC",
  "WEBSOCKET",
];

/** Shown in other places of the text. */
const ALWAYS_HIDDEN: readonly string[] = ["checks", "group_duration"];

/** Too detailed for a compact summary. */
const HIDDEN_IN_COMPACT: readonly string[] = [
  "http_req_blocked",
  "http_req_connecting",
  "http_req_receiving",
  "http_req_sending",
  "http_req_tls_handshaking",
  "http_req_waiting",
];

/** The title under which a metric is listed. */
export function classTitle(metric: string): string {
  return TITLE_BY_PREFIX.find(([prefix]) => metric.startsWith(prefix))?.[1] ?? OTHERS;
}

/** Is a metric listed at all? */
export function isListed(metric: string, mode: SummaryMode): boolean {
  const hidden = mode === "compact" ? [...ALWAYS_HIDDEN, ...HIDDEN_IN_COMPACT] : ALWAYS_HIDDEN;
  return !hidden.some((prefix) => metric.startsWith(prefix));
}
