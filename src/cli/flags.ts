/**
 * All flags of the command, in one table: the parser, the help, the environment and the documentation go by it. What a
 * flag that sets an option reads, defaults to and means is in the table of options.
 */

import { BOOLEAN, oneOf, TEXT, TEXT_LIST, type ValueKind } from "../engine/mod.ts";
import { CONTROL_FLAGS, REST_FLAGS, SCALE_FLAGS } from "./control_flags.ts";
import type { Flag, SettingFlag, SettingFlags } from "./flag.ts";
import { COUNT, HOSTS, NAMES, OUTPUTS, PATHS, PORT, PRESENCE, SECRET_SOURCES, SIZE, VARIABLES } from "./flag_kinds.ts";
import { describeDefault, optionFlags } from "./option_flags.ts";
import type { RunSettings, ServeSettings } from "./run_settings.ts";
import { ARCHIVE_FLAGS, DEPS_FLAGS, INSPECT_FLAGS, NEW_FLAGS, SCRIPT_FLAGS } from "./verb_flags.ts";

const MEBIBYTE = 1024 * 1024;

/** The flags of `squall run` that are no options. */
export const RUN_FLAGS: SettingFlags<RunSettings> = {
  config: {
    name: "config",
    short: "c",
    group: "Script",
    kind: TEXT,
    env: "K6_CONFIG",
    fallback: undefined,
    fallbackText: "k6/config.json in the user's config directory",
    doc: "JSON file with options, below those of the script",
  },
  env: {
    name: "env",
    short: "e",
    group: "Script",
    kind: VARIABLES,
    fallback: {},
    doc: "add a variable to the script's __ENV",
  },
  includeSystemEnvVars: {
    name: "include-system-env-vars",
    group: "Script",
    kind: BOOLEAN,
    env: "K6_INCLUDE_SYSTEM_ENV_VARS",
    fallback: true,
    doc: "give the script the environment of the process in __ENV",
  },
  ...SCRIPT_FLAGS,
  ...REST_FLAGS,
  transport: {
    name: "transport",
    group: "Connections",
    kind: oneOf(["wire", "native"]),
    env: "K6_TRANSPORT",
    fallback: "wire",
    doc: "how WebSockets are carried: wire, squall's own, or native, the runtime's",
  },
  strictUtf8: {
    name: "strict-utf8",
    group: "Connections",
    kind: BOOLEAN,
    env: "K6_STRICT_UTF8",
    fallback: false,
    doc: "end a connection whose text messages are not UTF-8 with 1007, instead of replacing the bad bytes",
  },
  maxMessageSize: {
    name: "max-message-size",
    group: "Connections",
    kind: SIZE,
    env: "K6_MAX_MESSAGE_SIZE",
    fallback: 100 * MEBIBYTE,
    fallbackText: "100MiB",
    doc: "largest message or HTTP body to accept, after decompression; a larger message ends its connection with 1009",
  },
  noThresholds: {
    name: "no-thresholds",
    group: "Results",
    kind: BOOLEAN,
    env: "K6_NO_THRESHOLDS",
    fallback: false,
    doc: "do not evaluate thresholds",
  },
  summaryMode: {
    name: "summary-mode",
    group: "Results",
    kind: oneOf(["compact", "full", "legacy", "disabled"]),
    env: "K6_SUMMARY_MODE",
    fallback: "compact",
    doc: "how much the summary tells: compact, full, legacy (the layout of k6 before 1.0) or disabled",
  },
  noSummary: {
    name: "no-summary",
    group: "Results",
    kind: BOOLEAN,
    env: "K6_NO_SUMMARY",
    fallback: false,
    doc: "the same as --summary-mode disabled",
  },
  summaryExport: {
    name: "summary-export",
    group: "Results",
    kind: TEXT,
    env: "K6_SUMMARY_EXPORT",
    fallback: undefined,
    doc: "write the summary to this file, as JSON",
  },
  newMachineReadableSummary: {
    name: "new-machine-readable-summary",
    group: "Results",
    kind: BOOLEAN,
    env: "K6_NEW_MACHINE_READABLE_SUMMARY",
    fallback: false,
    doc: "give handleSummary() and --summary-export the newer of k6's two forms of data",
  },
  out: {
    name: "out",
    short: "o",
    group: "Results",
    kind: OUTPUTS,
    env: "K6_OUT",
    fallback: [],
    doc: "write every single sample: json or csv, with =FILE, gzipped if it ends in .gz; - is standard output",
  },
  secretSource: {
    name: "secret-source",
    group: "Script",
    kind: SECRET_SOURCES,
    env: "K6_SECRET_SOURCE",
    fallback: [],
    doc: "where k6/secrets gets them from: file=PATH, mock=KEY=VALUE or url=urlTemplate=URL",
  },
  allowNet: {
    name: "allow-net",
    group: "Permissions",
    kind: HOSTS,
    env: "K6_ALLOW_NET",
    fallback: undefined,
    fallbackText: "all",
    inline: true,
    doc: "hosts that the script may connect to, as host or host:port; all if none is named",
  },
  denyNet: {
    name: "deny-net",
    group: "Permissions",
    kind: HOSTS,
    env: "K6_DENY_NET",
    fallback: [],
    inline: true,
    doc: "hosts that the script may not connect to, even if they are allowed; all if none is named",
  },
  allowRead: {
    name: "allow-read",
    group: "Permissions",
    kind: PATHS,
    env: "K6_ALLOW_READ",
    fallback: undefined,
    fallbackText: "the folder of the script",
    inline: true,
    doc: "files and folders that the script may read besides its own folder, all if none is named",
  },
  allowEnv: {
    name: "allow-env",
    group: "Permissions",
    kind: NAMES,
    env: "K6_ALLOW_ENV",
    fallback: undefined,
    fallbackText: "all",
    inline: true,
    doc: "the variables of the process that __ENV has, besides those of --env; all if none is named",
  },
  allowImport: {
    name: "allow-import",
    group: "Permissions",
    kind: HOSTS,
    env: "K6_ALLOW_IMPORT",
    fallback: undefined,
    fallbackText: "all",
    inline: true,
    doc: "hosts that the script may import modules from, all if none is named",
  },
  sandbox: {
    name: "sandbox",
    group: "Permissions",
    kind: oneOf(["standard", "strict"]),
    env: "K6_SANDBOX",
    fallback: "standard",
    doc:
      "strict: nothing is allowed but what the flags above name, and the built-in objects of the language are frozen",
  },
  threads: {
    name: "threads",
    group: "Machine",
    kind: COUNT,
    env: "K6_THREADS",
    fallback: undefined,
    fallbackText: "as many as there are cores, fewer for few VUs",
    doc: "threads to host the virtual users",
  },
  share: {
    name: "share",
    group: "Script",
    kind: { ...TEXT_LIST, placeholder: "modules" },
    env: "K6_SHARE",
    fallback: [],
    doc: "libraries of which the VUs of a thread share one instance: file names or URLs, * stands for any text",
  },
  memoryLimit: {
    name: "memory-limit",
    group: "Machine",
    kind: SIZE,
    env: "K6_MEMORY_LIMIT",
    fallback: undefined,
    fallbackText: "80% of the machine's memory",
    doc: "memory that squall may take; beyond it, the thread that takes most is ended",
  },
  quiet: { name: "quiet", short: "q", group: "Logs", kind: BOOLEAN, fallback: false, doc: "show no progress" },
  verbose: {
    name: "verbose",
    short: "v",
    group: "Logs",
    kind: BOOLEAN,
    fallback: false,
    doc: "log debug messages, too",
  },
  noColor: {
    name: "no-color",
    group: "Logs",
    kind: PRESENCE,
    env: "K6_NO_COLOR",
    fallback: false,
    doc: "write without colors; the environment variable NO_COLOR does the same",
  },
  logOutput: {
    name: "log-output",
    group: "Logs",
    kind: TEXT,
    env: "K6_LOG_OUTPUT",
    fallback: "stderr",
    doc: "where logs go: stderr, stdout, none or file=PATH[,level=LEVEL]",
  },
  logFormat: {
    name: "log-format",
    group: "Logs",
    kind: TEXT,
    env: "K6_LOG_FORMAT",
    fallback: "text",
    doc: "how logs are written: text, json or raw",
  },
  noUsageReport: {
    name: "no-usage-report",
    group: "Logs",
    kind: BOOLEAN,
    env: "K6_NO_USAGE_REPORT",
    fallback: false,
    doc: "accepted because k6 has it: squall never reports its usage",
  },
};

/** The flags of `squall serve`. */
export const SERVE_FLAGS: SettingFlags<ServeSettings> = {
  host: { name: "host", group: "Server", kind: TEXT, fallback: "127.0.0.1", doc: "address to listen on" },
  port: { name: "port", group: "Server", kind: PORT, fallback: 8765, doc: "port to listen on; 0 takes a free one" },
};

/** The flags of every verb that are no settings. */
const GENERAL_FLAGS: readonly Flag[] = [
  { name: "help", short: "h", group: "General", kind: BOOLEAN, doc: "show this help" },
  { name: "version", group: "General", kind: BOOLEAN, doc: "show the version" },
];

/** The settings of `squall run` that other verbs have, too: k6's global flags, and what a script may do and see. */
const GLOBAL_SETTINGS = ["config", "quiet", "verbose", "noColor", "logOutput", "logFormat", "noUsageReport"] as const;
const SCRIPT_SETTINGS = [
  ...["env", "includeSystemEnvVars", "type", "compatibilityMode", "features", "tracesOutput"] as const,
  ...["noThresholds", "summaryMode", "summaryExport"] as const,
  ...["allowNet", "denyNet", "allowRead", "allowEnv", "allowImport", "sandbox"] as const,
  ...GLOBAL_SETTINGS,
];

/** The verbs of the command, what they do and the flags they take, in the order of the help. */
export const VERBS = {
  run: { doc: "run a script", flags: [...optionFlags(), ...settingFlags(RUN_FLAGS), ...GENERAL_FLAGS] },
  archive: {
    doc: "pack a script, its files and its options into one file",
    flags: [...optionFlags(), ...runFlags(SCRIPT_SETTINGS), ...settingFlags(ARCHIVE_FLAGS), ...GENERAL_FLAGS],
  },
  inspect: {
    doc: "show the options of a script",
    flags: [...runFlags(SCRIPT_SETTINGS), ...settingFlags(INSPECT_FLAGS), ...GENERAL_FLAGS],
  },
  new: {
    doc: "write a script to begin with",
    flags: [...settingFlags(NEW_FLAGS), ...runFlags(GLOBAL_SETTINGS), ...GENERAL_FLAGS],
  },
  deps: {
    doc: "show what a script imports",
    flags: [...runFlags(SCRIPT_SETTINGS), ...settingFlags(DEPS_FLAGS), ...GENERAL_FLAGS],
  },
  pause: { doc: "pause a run of externally-controlled", flags: [...settingFlags(CONTROL_FLAGS), ...GENERAL_FLAGS] },
  resume: {
    doc: "start a run that was begun with --paused, or end a pause",
    flags: [...settingFlags(CONTROL_FLAGS), ...GENERAL_FLAGS],
  },
  scale: {
    doc: "change the number of virtual users of externally-controlled",
    flags: [...settingFlags(SCALE_FLAGS), ...GENERAL_FLAGS],
  },
  status: { doc: "show where a run is", flags: [...settingFlags(CONTROL_FLAGS), ...GENERAL_FLAGS] },
  stats: { doc: "show the metrics of a run so far", flags: [...settingFlags(CONTROL_FLAGS), ...GENERAL_FLAGS] },
  serve: { doc: "start the demo server", flags: [...settingFlags(SERVE_FLAGS), ...GENERAL_FLAGS] },
  demo: { doc: "run two example scripts against the demo server", flags: GENERAL_FLAGS },
  completions: { doc: "write completions for bash, zsh or fish", flags: GENERAL_FLAGS },
  version: { doc: "show the version", flags: GENERAL_FLAGS },
  help: { doc: "show help for the command or for a verb", flags: GENERAL_FLAGS },
} as const satisfies Record<string, { readonly doc: string; readonly flags: readonly Flag[] }>;

/** A verb of the command. */
export type Verb = keyof typeof VERBS;

/** Some of the flags of `squall run` that are no options. */
function runFlags(settings: readonly (keyof RunSettings)[]): Flag[] {
  const wanted: ReadonlySet<string> = new Set(settings.map((setting) => RUN_FLAGS[setting].name));
  return settingFlags(RUN_FLAGS).filter(({ name }) => wanted.has(name)).map((flag) => {
    // What is packed or shown is to be the same on every machine.
    return flag.name === RUN_FLAGS.includeSystemEnvVars.name ? { ...flag, fallback: "false" } : flag;
  });
}

function settingFlags<S>(flags: SettingFlags<S>): Flag[] {
  return Object.values<SettingFlag<unknown>>(flags).map(({ fallback, fallbackText, ...flag }) => {
    const text = fallbackText ?? describeDefault(fallback);
    return { ...flag, kind: flag.kind as ValueKind<unknown>, ...(text === "" ? {} : { fallback: text }) };
  });
}
