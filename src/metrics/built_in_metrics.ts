/** The metrics that every run has, sampled or not: the one table that names them. */

import type { MetricDefinition } from "./metric.ts";

/** The built-in metrics in the order of their registration. Names, kinds and value kinds are k6's. */
export const BUILT_IN_METRICS = [
  { name: "vus", kind: "gauge", contains: "default" },
  { name: "vus_max", kind: "gauge", contains: "default" },
  { name: "iterations", kind: "counter", contains: "default" },
  { name: "iteration_duration", kind: "trend", contains: "time" },
  { name: "dropped_iterations", kind: "counter", contains: "default" },
  { name: "checks", kind: "rate", contains: "default" },
  { name: "group_duration", kind: "trend", contains: "time" },
  { name: "data_sent", kind: "counter", contains: "data" },
  { name: "data_received", kind: "counter", contains: "data" },
  { name: "ws_sessions", kind: "counter", contains: "default" },
  { name: "ws_connecting", kind: "trend", contains: "time" },
  { name: "ws_session_duration", kind: "trend", contains: "time" },
  { name: "ws_msgs_sent", kind: "counter", contains: "default" },
  { name: "ws_msgs_received", kind: "counter", contains: "default" },
  { name: "ws_ping", kind: "trend", contains: "time" },
  // Squall's own. Shown only where it matters, so that what k6 shows stays comparable.
  { name: "generator_lag", kind: "trend", contains: "time" },
  { name: "http_reqs", kind: "counter", contains: "default" },
  { name: "http_req_failed", kind: "rate", contains: "default" },
  { name: "http_req_duration", kind: "trend", contains: "time" },
  { name: "http_req_blocked", kind: "trend", contains: "time" },
  { name: "http_req_connecting", kind: "trend", contains: "time" },
  { name: "http_req_tls_handshaking", kind: "trend", contains: "time" },
  { name: "http_req_sending", kind: "trend", contains: "time" },
  { name: "http_req_waiting", kind: "trend", contains: "time" },
  { name: "http_req_receiving", kind: "trend", contains: "time" },
] as const satisfies readonly MetricDefinition[];

/** The name of a built-in metric. */
export type BuiltInMetricName = typeof BUILT_IN_METRICS[number]["name"];
