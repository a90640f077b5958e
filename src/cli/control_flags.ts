/** The flags of whatever has to do with the REST API: of `squall run` those that serve it, of other verbs those that ask it. */

import { BOOLEAN, INTEGER, TEXT } from "../engine/mod.ts";
import type { SettingFlags } from "./flag.ts";
import { API_ADDRESS } from "./flag_kinds.ts";
import type { ControlSettings, RunSettings, ScaleSettings } from "./run_settings.ts";

/** Flags of `squall run`. */
export const REST_FLAGS: SettingFlags<Pick<RunSettings, "address" | "linger">> = {
  address: {
    name: "address",
    short: "a",
    group: "Control",
    kind: API_ADDRESS,
    env: "K6_ADDRESS",
    fallback: undefined,
    doc: "serve k6's REST API here, such as localhost:6565, to look at the test and to steer it",
  },
  linger: {
    name: "linger",
    short: "l",
    group: "Control",
    kind: BOOLEAN,
    env: "K6_LINGER",
    fallback: false,
    doc: "after the test, stay until Ctrl+C, so that the REST API can still be asked",
  },
};

/** The flags of verbs that ask a run for something. */
export const CONTROL_FLAGS: SettingFlags<ControlSettings> = {
  address: {
    name: "address",
    short: "a",
    group: "Control",
    kind: TEXT,
    env: "K6_ADDRESS",
    fallback: "localhost:6565",
    doc: "where the REST API of the run is",
  },
};

/** The flags of `squall scale`. */
export const SCALE_FLAGS: SettingFlags<ScaleSettings> = {
  vus: {
    name: "vus",
    short: "u",
    group: "Load",
    kind: INTEGER,
    fallback: undefined,
    doc: "number of virtual users that iterate",
  },
  max: {
    name: "max",
    short: "m",
    group: "Load",
    kind: INTEGER,
    fallback: undefined,
    doc: "number of virtual users that there are; never less than the run began with",
  },
  ...CONTROL_FLAGS,
};
