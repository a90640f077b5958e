/** Where modules from the network are kept between runs. */

import { isGranted } from "../base/mod.ts";

/**
 * The user's cache folder.
 *
 * @param environment The environment of the process, as far as it may be read.
 * @returns A path; below the current folder where the user has none.
 */
export function cacheDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = environment;
  const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME ? `${HOME}/.cache` : ".cache");
  return `${caches}/squall/modules`;
}

/** The variables that {@linkcode cacheDirectory} looks at, as far as this process may read them. */
export function readableEnvironment(): Record<string, string | undefined> {
  const environment: Record<string, string | undefined> = {};
  for (const name of ["XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"]) {
    if (isGranted({ name: "env", variable: name })) {
      environment[name] = Deno.env.get(name);
    }
  }
  return environment;
}
