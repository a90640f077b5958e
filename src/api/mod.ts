/** What scripts import and find as globals: k6's modules, made once per VU. @module */

export {
  connects,
  createModule,
  K6_UTILS_SPECIFIER,
  loadModules,
  type ModuleEntry,
  MODULES,
  sendsRequests,
  tellsOptions,
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
export { loadHttpRequests } from "./http_module.ts";
export { isK6UtilsUrl } from "./k6_utils.ts";
export { adviceInsteadOf } from "./left_out_modules.ts";
export { createOpen, requireInit } from "./open.ts";
export { createTimers } from "./timers.ts";
export type {
  EventReceiver,
  Execution,
  HttpSettings,
  InstanceFacts,
  LogLevel,
  Pausing,
  Phase,
  ScenarioFacts,
  ScenarioStages,
  ScriptFiles,
  SecretAnswer,
  SharedBytes,
  SharedElements,
  Tenant,
  VirtualUser,
  VuNetwork,
  VuSettings,
} from "./virtual_user.ts";
