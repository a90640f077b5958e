/** The global `open`: files, in the init context only. */

import { GoError } from "./go_error.ts";
import type { ScriptFiles, VirtualUser } from "./virtual_user.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Makes the `open` of one VU.
 *
 * @param vu The VU.
 * @param files Where the bytes come from.
 * @returns The function.
 */
export function createOpen(vu: VirtualUser, files: ScriptFiles): (path?: unknown, mode?: unknown) => unknown {
  return function open(path?: unknown, mode?: unknown): unknown {
    vu.pausing.enter();
    requireInit(vu, "open");
    const name = path === undefined || path === null ? "" : String(path);
    if (name === "") throw new GoError("open() can't be used with an empty filename");
    const bytes = files.read(name);
    return mode === "b" ? bytes.slice().buffer : decoder.decode(bytes);
  };
}

/**
 * Refuses a function that exists in the init context only.
 *
 * @param vu The VU that calls it.
 * @param name The function's name.
 * @throws {GoError} Outside the init context.
 */
export function requireInit(vu: VirtualUser, name: string): void {
  if (vu.phase === "init") return;
  throw new GoError(
    `the "${name}" function is only available in the init stage (i.e. the global scope), ` +
      "see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information",
  );
}
