/** What this process, or this thread, may do: asked beforehand, because Deno prompts when something else is tried. */

import { SquallError } from "./squall_error.ts";

// Taken here, because scripts share the thread and cannot see the runtime's names.
const { permissions } = Deno;

/**
 * Whether something may be done without a prompt.
 *
 * @param permission What.
 */
export function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return permissions.querySync(permission).state === "granted";
}

/**
 * Makes sure that a file may be used.
 *
 * @param name What is to be done with it.
 * @param path Which file.
 * @throws {SquallError} `NOT_PERMITTED`, naming the flag that would allow it.
 */
export function demandAccess(name: "read" | "write", path: string): void {
  if (isGranted({ name, path })) return;
  throw new SquallError("NOT_PERMITTED", `Deno was not given permission to ${name} ${path}`, {
    hint: `Run deno with --allow-${name}=${path}`,
  });
}
