/** How many sockets this process may open. */

/** Open files that are not sockets of VUs: the program, its threads, its outputs. */
const RESERVE = 100;
const LIMITS = "/proc/self/limits";

/**
 * The limit of open files, less what is needed for other things.
 *
 * @returns Sockets that can be open at the same time; `undefined` where the system does not tell.
 */
export function openSocketLimit(): number | undefined {
  if (Deno.build.os !== "linux") return undefined;
  // Nobody is to be asked for a permission because of this.
  if (Deno.permissions.querySync({ name: "read", path: LIMITS }).state !== "granted") return undefined;
  try {
    const limits = Deno.readTextFileSync(LIMITS);
    const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? undefined : Math.max(1, Number(soft) - RESERVE);
  } catch {
    // Not readable: then a dial that finds no file left says so by itself.
    return undefined;
  }
}
