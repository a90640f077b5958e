/** How many sockets this process may open. */

import { isGranted } from "../base/mod.ts";

const LIMITS = "/proc/self/limits";

/** Open files that are not sockets of VUs: the program, its threads, its outputs. */
const RESERVE = 100;

/**
 * The limit of open files, less what is needed for other things.
 *
 * @returns Sockets that can be open at the same time; `undefined` where the system does not tell.
 */
export function openSocketLimit(): number | undefined {
  if (Deno.build.os !== "linux" || !isGranted({ name: "read", path: LIMITS })) return undefined;
  try {
    const limits = Deno.readTextFileSync(LIMITS);
    const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? undefined : Math.max(1, Number(soft) - RESERVE);
  } catch {
    // Not readable: then a dial that finds no file left says so by itself.
    return undefined;
  }
}
