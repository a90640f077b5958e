/** Measuring a contender from outside: the CPU and memory of its process tree, and what the server has counted. */

import type { Measure } from "./works.ts";

/** The server that all contenders load. */
export interface CountingServer {
  readonly port: number;
  count(): Promise<Readonly<Record<"received" | "closed", number>>>;
}

/** Until then connections are opened and compilers are at work, in milliseconds. */
const WARM_UP = 3000;
/** All sockets are open when none has been opened for as long, in milliseconds. */
const SETTLE = 500;
/** How long is measured, in milliseconds. */
const WINDOW = 4000;
/** Nobody waits longer for all sockets to open, in milliseconds. */
const PATIENCE = 90_000;
/** `USER_HZ` is 100 wherever Linux runs. */
const TICK = 10;
/** How often a process is looked at, in milliseconds. */
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
  if (measure.kind === "peak") return await measurePeak(process);
  try {
    return measure.kind === "rate"
      ? await measureRate(process.pid, measure, server)
      : await measureMemory(process.pid, measure.vus);
  } finally {
    killTree(process.pid);
    await process.status;
  }
}

async function measureRate(pid: number, measure: Measure & { kind: "rate" }, server: CountingServer): Promise<number> {
  const { unit, each = 1 } = measure;
  await pause(WARM_UP);
  if (unit !== "closed") await settled(pid);
  const [cpu, count] = [cpuOf(pid), (await server.count())[unit]];
  await pause(WINDOW);
  const [laterCpu, laterCount] = [cpuOf(pid), (await server.count())[unit]];
  return each * (laterCount - count) / ((laterCpu - cpu) / 1000);
}

async function settled(pid: number): Promise<void> {
  for (let files = -1; files !== filesOf(pid);) {
    files = filesOf(pid);
    await pause(SETTLE);
  }
}

/** Reads until the process has ended; the last reading before is as good as the end. */
async function measurePeak(process: Deno.ChildProcess): Promise<number> {
  let isOver = false;
  let peak = 0;
  void process.status.then(() => isOver = true);
  while (!isOver) {
    try {
      peak = Math.max(peak, treeOf(process.pid).reduce((sum, each) => sum + statusOf(each, "VmHWM"), 0));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await pause(READ_EVERY / 5);
  }
  return peak / 1024;
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
