/** What params of a connection hold outside a runner, where there is no VU that knows it. */

import type { ConnectionOptions } from "./connection_options.ts";
import type { Metrics } from "./metrics.ts";

/** What params have outside a runner besides those of k6. */
export interface OutsideParams {
  /** Where the samples of the session go. Default: nowhere. */
  readonly metrics?: Metrics;
  /** k6's options for this connection. An object that is given again is not read again. */
  readonly options?: ConnectionOptions;
}

/**
 * Splits the params of a connection into ours and k6's.
 *
 * @param params What the program gave.
 * @returns The params, and what is left of them for k6's code to judge.
 */
export function splitParams(params: unknown): OutsideParams & { readonly rest: unknown } {
  if (typeof params !== "object" || params === null) return { rest: params };
  const { metrics, options, ...rest } = params as OutsideParams;
  return { rest, ...(metrics && { metrics }), ...(options && { options }) };
}
