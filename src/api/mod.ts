/** What scripts import and find as globals: k6's modules, made once per VU. @module */

export {
  connects,
  createModule,
  K6_UTILS_SPECIFIER,
  loadModules,
  type ModuleEntry,
  MODULES,
  usesCookies,
  usesHashes,
  usesHtml,
} from "./catalogue.ts";
export { createConsole } from "./console.ts";
export { CookieStore, loadCookieLibrary } from "./cookie_store.ts";
export { createCrypto } from "./crypto.ts";
export { FileError, type FileErrorReason } from "./file_error.ts";
export { GoError } from "./go_error.ts";
export { loadHashLibrary } from "./hash_module.ts";
export { loadHtmlLibrary } from "./html/html_pages.ts";
export { isK6UtilsUrl } from "./k6_utils.ts";
export { createOpen, requireInit } from "./open.ts";
export { createTimers } from "./timers.ts";
export type {
  EventReceiver,
  LogLevel,
  Pausing,
  Phase,
  ScenarioStages,
  ScriptFiles,
  SharedBytes,
  SharedElements,
  Tenant,
  VirtualUser,
  VuNetwork,
  VuSettings,
} from "./virtual_user.ts";
