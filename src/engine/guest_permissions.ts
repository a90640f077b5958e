/** What the threads that run a script may do: what the run grants, never more than this process may do itself. */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isGranted } from "../base/mod.ts";
import type { ThreadPermissions } from "../runtime/mod.ts";
import { scriptDirectory } from "./load_script.ts";
import type { GuestPermissions, RunRequest } from "./run_request.ts";

/** The unstable feature of Deno without which a worker cannot have permissions of its own. */
const FEATURE = "worker-options";

/** The command of this copy of squall; beside it is a `deno.json` with the feature. */
const OWN_COMMAND = new URL("../../cli.ts", import.meta.url).href;

/** Nothing of a script has any use for these. */
const NEVER = { env: false, import: false, run: false, ffi: false, sys: false, write: false } as const;

/**
 * The permissions of the threads of a run: code from an archive has its files with it and reads no others.
 *
 * @param request The run.
 */
export function guestThreadPermissions({ script, settings }: RunRequest): ThreadPermissions {
  if (script.archive === undefined) return threadPermissions(settings.permissions, scriptDirectory({ script }));
  const permissions = threadPermissions(settings.permissions, Deno.cwd());
  return permissions === "inherit" ? permissions : { ...permissions, read: false };
}

/**
 * The permissions of the threads.
 *
 * @param permissions What was granted.
 * @param directory The script's folder, as an absolute path.
 * @returns Deno's form of it; `inherit` where this process cannot restrict its workers.
 */
export function threadPermissions(permissions: GuestPermissions, directory: string): ThreadPermissions {
  if (!canRestrictWorkers()) return "inherit";
  const { net, denyNet, read, sandbox } = permissions;
  const paths = read === "all" ? [] : [...(sandbox === "strict" ? [] : [directory]), ...read];
  return {
    // To ask for more than this process has would prompt, or end it.
    net: denyNet === "all" ? false : net === "all" ? "inherit" : net.filter((host) => isGranted({ name: "net", host })),
    read: read === "all" ? "inherit" : paths.filter((path) => isGranted({ name: "read", path })),
    ...NEVER,
  };
}

/**
 * What a run grants although this process does not have it.
 *
 * @param permissions What was granted.
 * @returns One sentence for each, with the flag of Deno that would allow it.
 */
export function findUngrantable({ net, read }: GuestPermissions): string[] {
  const hosts = net === "all" ? [] : net.filter((host) => !isGranted({ name: "net", host }));
  const paths = read === "all" ? [] : read.filter((path) => !isGranted({ name: "read", path }));
  return [...hosts.map((host) => describe("net", host)), ...paths.map((path) => describe("read", path))];
}

function describe(name: "net" | "read", value: string): string {
  return `--allow-${name}=${value} grants the script what squall itself may not do: run deno with --allow-${name}=${value}, too`;
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
  const flags = readIfThere("/proc/self/cmdline")?.split("\0") ?? [];
  return flags.includes(`--unstable-${FEATURE}`);
}

function isFeatureInConfig(): boolean {
  if (!Deno.mainModule.startsWith("file:")) return false;
  if (Deno.mainModule === OWN_COMMAND) return true;
  for (let folder = dirname(fileURLToPath(Deno.mainModule));; folder = dirname(folder)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const text = readIfThere(join(folder, name));
      if (text !== undefined) return new RegExp(`"unstable"\\s*:\\s*\\[[^\\]]*"${FEATURE}"`).test(text);
    }
    if (folder === dirname(folder)) return false;
  }
}

function readIfThere(path: string): string | undefined {
  if (!isGranted({ name: "read", path })) return undefined;
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Not there, or not ours to read.
    return undefined;
  }
}
