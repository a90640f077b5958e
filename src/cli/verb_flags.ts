/** The flags of the verbs that work on a script without running a test: archive, inspect, deps, new. */

import { BOOLEAN, oneOf, TEXT, TEXT_LIST } from "../engine/mod.ts";
import type { SettingFlags } from "./flag.ts";
import { ABSENT_TRACES } from "./flag_kinds.ts";
import type { ArchiveSettings, DepsSettings, InspectSettings, NewSettings, ScriptSettings } from "./run_settings.ts";

/** What every verb that loads a script takes. */
export const SCRIPT_FLAGS: SettingFlags<ScriptSettings> = {
  type: {
    name: "type",
    short: "t",
    group: "Script",
    kind: oneOf(["js", "archive"]),
    env: "K6_TYPE",
    fallback: undefined,
    fallbackText: "what the file looks like",
    doc: "what the file is: js or archive",
  },
  compatibilityMode: {
    name: "compatibility-mode",
    group: "Script",
    kind: oneOf(["extended", "base", "experimental_enhanced"]),
    env: "K6_COMPATIBILITY_MODE",
    fallback: undefined,
    fallbackText: "extended",
    doc: "base: scripts do not see their global object as global; experimental_enhanced is extended",
  },
  features: {
    name: "features",
    group: "Script",
    kind: TEXT_LIST,
    env: "K6_FEATURES",
    fallback: [],
    doc: "features of k6 to switch on: merge-run-tags, freeze-env",
  },
  tracesOutput: {
    name: "traces-output",
    group: "Results",
    kind: ABSENT_TRACES,
    env: "K6_TRACES_OUTPUT",
    fallback: "none",
    doc: "where traces go: none, as squall makes no traces",
  },
};

/** The flags of `squall archive` alone. */
export const ARCHIVE_FLAGS: SettingFlags<ArchiveSettings> = {
  archiveOut: {
    name: "archive-out",
    short: "O",
    group: "Archive",
    kind: TEXT,
    fallback: "archive.tar",
    doc: "the file to write; - is standard output",
  },
  excludeEnvVars: {
    name: "exclude-env-vars",
    group: "Archive",
    kind: BOOLEAN,
    fallback: false,
    doc: "leave the variables of the script out, which may be secrets",
  },
};

/** The flags of `squall inspect` alone. */
export const INSPECT_FLAGS: SettingFlags<InspectSettings> = {
  executionRequirements: {
    name: "execution-requirements",
    group: "Inspect",
    kind: BOOLEAN,
    fallback: false,
    doc: "options from everywhere, not the script alone, with the scenarios, the VUs and the time that the test takes",
  },
};

/** The flags of `squall deps` alone. */
export const DEPS_FLAGS: SettingFlags<DepsSettings> = {
  json: { name: "json", group: "Dependencies", kind: BOOLEAN, fallback: false, doc: "write JSON" },
};

/** The flags of `squall new` alone. */
export const NEW_FLAGS: SettingFlags<NewSettings> = {
  force: {
    name: "force",
    short: "f",
    group: "New",
    kind: BOOLEAN,
    fallback: false,
    doc: "replace the file if it exists",
  },
  template: {
    name: "template",
    group: "New",
    kind: TEXT,
    fallback: "minimal",
    doc: "what to begin with: minimal, protocol, websockets, ws, or the path of a file",
  },
};
