/** The flags and commands of k6 that squall knows but does not have: they are refused by name, never taken for a typing error. */

/** A flag of k6. */
export interface UnbuiltFlag {
  readonly name: string;
  readonly short?: string;
  /** Its environment variable, which only makes a warning. */
  readonly env?: string;
  /** Why it will not be built, and what to do instead. */
  readonly reason: string;
}

const NO_CLOUD = "it is for a cloud service that squall does not know";

/** In the order of k6's help. */
export const UNBUILT_FLAGS: readonly UnbuiltFlag[] = [
  {
    name: "profiling-enabled",
    env: "K6_PROFILING_ENABLED",
    reason: "it profiles the Go code of k6; run deno with --inspect to look into squall",
  },
  { name: "project-id", reason: NO_CLOUD },
];

/**
 * Says that a flag is not there.
 *
 * @param flag Which.
 */
export function describeUnbuilt({ name, reason }: UnbuiltFlag): string {
  return `--${name} is not in squall: ${reason}`;
}

/** Why commands of k6 are not there, and what to do instead. */
export const UNBUILT_VERBS: Readonly<Record<string, string>> = {
  cloud: `${NO_CLOUD}; squall run runs the script on this machine`,
  login: NO_CLOUD,
  features: "squall help run lists what --features takes",
  x: "extensions of k6 are Go programs, which squall cannot load",
};
