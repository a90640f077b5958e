/** What the threads that run a script may do. */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ThreadPermissions } from "../runtime/mod.ts";
import type { GuestPermissions } from "./run_request.ts";

/** The unstable feature of Deno without which a worker cannot have permissions of its own. */
const FEATURE = "worker-options";

/**
 * The permissions of the threads.
 *
 * @param permissions What was granted.
 * @param directory The script's folder, as an absolute path.
 * @returns Deno's form of it; `inherit` where this process cannot restrict its workers.
 */
export function threadPermissions(permissions: GuestPermissions, directory: string): ThreadPermissions {
  if (!canRestrictWorkers()) return "inherit";
  const { net, read, env } = permissions;
  return {
    net: net === "all" ? "inherit" : [...net],
    read: read === "all" ? "inherit" : [directory, ...read],
    env: env ? "inherit" : false,
    import: false,
    run: false,
    ffi: false,
    sys: false,
    write: false,
  };
}

/**
 * Whether this process can give its workers permissions of their own. Asking for it in vain would end the process, so
 * it is found out from what switches the feature on: a program compiled with it, a flag, or the nearest `deno.json`.
 *
 * @returns Whether it can.
 */
export function canRestrictWorkers(): boolean {
  if (Deno.build.standalone) return true;
  return isFeatureInFlags() || isFeatureInConfig();
}

function isFeatureInFlags(): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const flags = Deno.readTextFileSync("/proc/self/cmdline").split("\0");
    return flags.includes(`--unstable-${FEATURE}`);
  } catch {
    // Not readable: then the flags cannot be known.
    return false;
  }
}

function isFeatureInConfig(): boolean {
  if (!Deno.mainModule.startsWith("file:")) return false;
  for (let folder = dirname(fileURLToPath(Deno.mainModule));; folder = dirname(folder)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const text = readIfThere(join(folder, name));
      if (text !== undefined) return new RegExp(`"unstable"\\s*:\\s*\\[[^\\]]*"${FEATURE}"`).test(text);
    }
    if (folder === dirname(folder)) return false;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Not there, or not ours to read.
    return undefined;
  }
}
