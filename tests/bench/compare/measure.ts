/** Measuring a contender from outside: the CPU and memory of its process tree, and what the server has counted. */

import type { Measure } from "./works.ts";

/** The server that all contenders load. */
export interface CountingServer {
  readonly port: number;
  count(): Promise<Readonly<Record<"received" | "sent" | "closed", number>>>;
}

/** Until then connections are opened and compilers are at work, in milliseconds. */
const WARM_UP = 3000;
/** How long is measured, in milliseconds. */
const WINDOW = 4000;
/** Nobody waits longer for all sockets to open, in milliseconds. */
const PATIENCE = 90_000;
/** `USER_HZ` is 100 wherever Linux runs. */
const TICK = 10;
/** Sockets are not the only open files of a process. */
const READ_EVERY = 100;

/**
 * Runs a command and measures it.
 *
 * @param command The command.
 * @param measure By what.
 * @param server What it loads.
 * @returns The figure: units per CPU second, KB per VU, or milliseconds.
 * @throws {Error} When the command ends before it could be measured.
 */
export async function measureCommand(
  [program = "", ...args]: readonly string[],
  measure: Measure,
  server: CountingServer,
): Promise<number> {
  const started = performance.now();
  const process = new Deno.Command(program, { args, stdout: "null", stderr: "null" }).spawn();
  if (measure.kind === "time") {
    await process.status;
    return performance.now() - started;
  }
  try {
    return measure.kind === "rate"
      ? await measureRate(process.pid, measure.unit, server)
      : await measureMemory(process.pid, measure.vus);
  } finally {
    killTree(process.pid);
    await process.status;
  }
}

async function measureRate(pid: number, unit: "received" | "sent" | "closed", server: CountingServer) {
  await pause(WARM_UP);
  const [cpu, count] = [cpuOf(pid), (await server.count())[unit]];
  await pause(WINDOW);
  const [laterCpu, laterCount] = [cpuOf(pid), (await server.count())[unit]];
  return (laterCount - count) / ((laterCpu - cpu) / 1000);
}

async function measureMemory(pid: number, vus: number): Promise<number> {
  const started = performance.now();
  while (filesOf(pid) < vus) {
    if (performance.now() - started > PATIENCE) throw new Error(`Not all of ${vus} sockets were open in time`);
    await pause(READ_EVERY);
  }
  await pause(WINDOW);
  return treeOf(pid).reduce((sum, each) => sum + statusOf(each, "VmHWM"), 0) / vus;
}

/** A process and all that it has started. */
function treeOf(pid: number): number[] {
  const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim();
  return [pid, ...children.split(" ").filter((child) => child !== "").flatMap((child) => treeOf(Number(child)))];
}

/** Milliseconds of CPU time. */
function cpuOf(pid: number): number {
  return treeOf(pid).reduce((sum, each) => {
    const fields = Deno.readTextFileSync(`/proc/${each}/stat`).split(") ")[1]!.split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) * TICK;
  }, 0);
}

function filesOf(pid: number): number {
  return treeOf(pid).reduce((sum, each) => sum + [...Deno.readDirSync(`/proc/${each}/fd`)].length, 0);
}

function statusOf(pid: number, field: string): number {
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1] ?? 0);
}

function killTree(pid: number): void {
  for (const each of treeOf(pid).reverse()) Deno.kill(each, "SIGKILL");
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
