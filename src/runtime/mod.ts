/** Where VUs live: threads, their event loops, what they share. @module */

export type { LogLevel } from "../api/mod.ts";
export type { LogRecord } from "./log_record.ts";
export { SharedCounters } from "./shared_counters.ts";
export { ThreadHandle, type ThreadListener, type ThreadPermissions } from "./thread_handle.ts";
export type { InitReport, ThreadConfiguration, ThreadRequests } from "./thread_protocol.ts";
export type { VuOptions } from "./thread_services.ts";
export { SCOPE_NAMES } from "./vu_scope.ts";
