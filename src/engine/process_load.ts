/** What this process takes of its machine: processor time and open files. What the system does not tell is `undefined`. */

import { isGranted } from "../base/mod.ts";

const FILES = "/proc/self/fd";
const LIMITS = "/proc/self/limits";
const MACHINE = "/proc/stat";

/** Processor time so far, in milliseconds. */
export interface ProcessorTime {
  /** Of this process. */
  readonly own: number;
  /** Of all processes of the machine, on all cores; and how much there was to be had. */
  readonly machine: { readonly busy: number; readonly total: number } | undefined;
}

/** Reads the clocks of the processor. */
export function readProcessorTime(): ProcessorTime {
  // deno-lint-ignore no-process-global
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1000, machine: parseMachineTime(readSystemFile(MACHINE) ?? "") };
}

/**
 * Reads the first line of `/proc/stat`.
 *
 * @param text The file.
 * @returns Processor time in its own unit; `undefined` where there is none.
 */
export function parseMachineTime(text: string): ProcessorTime["machine"] {
  const numbers = /^cpu +([\d ]+)/.exec(text)?.[1]?.split(" ").map(Number);
  // user, nice, system, idle, iowait, irq, softirq, steal; guests are in the first two already.
  if (numbers === undefined || numbers.length < 8) return undefined;
  const total = numbers.slice(0, 8).reduce((sum, each) => sum + each, 0);
  return { busy: total - numbers[3]! - numbers[4]!, total };
}

/** How many files, sockets included, this process has open. */
export function countOpenFiles(): number | undefined {
  if (!isReadable(FILES)) return undefined;
  try {
    const { size } = Deno.statSync(FILES);
    // Linux tells from 6.2 on; before it, the folder has to be read.
    return size > 0 ? size : [...Deno.readDirSync(FILES)].length;
  } catch {
    return undefined;
  }
}

/** How many files this process may have open: its soft limit. */
export function openFileLimit(): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(readSystemFile(LIMITS) ?? "")?.[1];
  return soft === undefined ? undefined : Number(soft);
}

function readSystemFile(path: string): string | undefined {
  if (!isReadable(path)) return undefined;
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Deno does not show everything of the system to those who may not do everything.
    return undefined;
  }
}

function isReadable(path: string): boolean {
  return Deno.build.os === "linux" && isGranted({ name: "read", path });
}
