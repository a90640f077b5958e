/** k6's feature flags: what of them squall has, and what it says of the others. */

import type { RunRequest } from "./run_request.ts";

/** What of a run depends on features. */
export interface Features {
  /** Tags of several layers add up, instead of replacing each other. */
  readonly mergesTags: boolean;
  /** Scripts cannot change `__ENV`. */
  readonly freezesEnv: boolean;
  /** The tags by which all samples of the run tell its features. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The features, and why one of them makes no difference. */
const KNOWN: Readonly<Record<string, string | undefined>> = {
  "merge-run-tags": undefined,
  "freeze-env": undefined,
  "native-histograms": "squall keeps trends as histograms in any case",
};

/**
 * Reads the features that a run was asked to have.
 *
 * @param settings The settings of the run.
 */
export function readFeatures({ features = [] }: RunRequest["settings"]): Features {
  const active = Object.keys(KNOWN).filter((name) => features.includes(name) && KNOWN[name] === undefined);
  return {
    mergesTags: active.includes("merge-run-tags"),
    freezesEnv: active.includes("freeze-env"),
    tags: Object.fromEntries(active.map((name) => [`k6_feature_${name.replaceAll("-", "_")}`, "true"])),
  };
}

/**
 * Logs what the run will not have of the features that it was asked to have.
 *
 * @param request The run.
 */
export function reportFeatures({ settings: { features = [] }, host }: RunRequest): void {
  for (const name of features) {
    if (!Object.hasOwn(KNOWN, name)) {
      const message = `Unknown feature: ${name}: expected ${Object.keys(KNOWN).join(", ")}`;
      host.log({ level: "error", message, time: Date.now() });
    } else if (KNOWN[name] !== undefined) {
      const message = `The feature ${name} makes no difference: ${KNOWN[name]}`;
      host.log({ level: "warning", message, time: Date.now() });
    }
  }
}
