/** The flags of k6 that squall knows but has not built: they are refused by name, never taken for a typing error. */

/** A flag of k6. */
export interface UnbuiltFlag {
  readonly name: string;
  readonly short?: string;
  /** Its environment variable, which only makes a warning. */
  readonly env?: string;
}

/** In the order of k6's help. */
export const UNBUILT_FLAGS: readonly UnbuiltFlag[] = [
  { name: "max-redirects" },
  { name: "batch" },
  { name: "batch-per-host" },
  { name: "rps" },
  { name: "http-debug" },
  { name: "no-connection-reuse" },
  { name: "no-vu-connection-reuse" },
  { name: "discard-response-bodies" },
  { name: "compatibility-mode", env: "K6_COMPATIBILITY_MODE" },
  { name: "type", short: "t", env: "K6_TYPE" },
  { name: "traces-output", env: "K6_TRACES_OUTPUT" },
  { name: "features", env: "K6_FEATURES" },
  { name: "profiling-enabled", env: "K6_PROFILING_ENABLED" },
  { name: "secret-source", env: "K6_SECRET_SOURCE" },
];
