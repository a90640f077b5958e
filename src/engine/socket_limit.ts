/** How many sockets this process may open. */

import { openFileLimit } from "./process_load.ts";

/** Open files that are not sockets of VUs: the program, its threads, its outputs. */
const RESERVE = 100;

/**
 * The limit of open files, less what is needed for other things.
 *
 * @returns Sockets that can be open at the same time; `undefined` where the system does not tell.
 */
export function openSocketLimit(): number | undefined {
  const limit = openFileLimit();
  return limit === undefined ? undefined : Math.max(1, limit - RESERVE);
}
