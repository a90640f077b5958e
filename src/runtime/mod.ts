/** Where VUs live: threads, their event loops, what they share. @module */

export type { LogLevel } from "../api/mod.ts";
export { anonymousPath, anonymousUrl, archiveName } from "./archive_name.ts";
export type { HostingThread, SecretQuestion, ThreadListener, ThreadMemory } from "./hosting_thread.ts";
export type { HostedFunction, HostedFunctions, PlainVu } from "./loaded_functions.ts";
export { LocalThread } from "./local_thread.ts";
export type { SecretAnswer } from "../api/mod.ts";
export type { LogRecord } from "./log_record.ts";
export { PlainPausing, Waiting, withoutWaiting } from "./plain_pausing.ts";
export { type ScenarioCounts, SharedCounters } from "./shared_counters.ts";
export { ThreadHandle, type ThreadPermissions } from "./thread_handle.ts";
export type { InitReport, ThreadConfiguration, ThreadRequests } from "./thread_protocol.ts";
export type { ThreadHealth } from "./thread_health.ts";
export type { ThreadServices, VuOptions } from "./thread_services.ts";
export { Vu } from "./vu.ts";
export { SCOPE_NAMES } from "./vu_scope.ts";
