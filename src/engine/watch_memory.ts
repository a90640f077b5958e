/**
 * Looks after the memory of the process. V8 ends the whole process when the heap of one thread is full, and the system
 * when its memory is: the thread that takes most is given up before that. The runtime cannot interrupt what a thread is
 * busy with, so it goes on taking memory: the run has to come to its end at once.
 */

import { ExitCode, isGranted } from "../base/mod.ts";
import type { HostingThread, ThreadMemory } from "../runtime/mod.ts";
import type { ThreadCrew } from "./thread_crew.ts";

/** How often to look, in milliseconds. A script can fill 4 GB in a second; a look takes 30 µs. */
const LOOK_MS = 25;
/** Below this nothing is looked at any closer, in bytes. */
const FLOOR = 128 * 1024 * 1024;
/** The part of the machine's memory that squall may take by default. */
const MACHINE_PART = 0.8;
/** The part of its heap that a thread may fill, and the part that it may fill within a second or without a word. */
const HEAP_PART = 0.85;
const BURST_PART = 0.6;

/** A thread with memory of its own. */
type MeasuredThread = HostingThread & { readonly memory: ThreadMemory };

/** What {@linkcode watchMemory} goes by. */
export interface MemoryWatchOptions {
  /** Bytes that the process may take; absent: most of what the machine has. */
  readonly limit: number | undefined;
  /** A thread is about to be given up. */
  exhausted(): void;
}

/**
 * Gives up the thread that takes too much memory.
 *
 * @param crew The threads.
 * @param options What is too much, and who is told.
 * @returns Ends the watch.
 */
export function watchMemory(
  crew: ThreadCrew,
  { limit, exhausted }: MemoryWatchOptions,
): Disposable {
  let processLimit = limit;
  let heapLimit: number | undefined;
  const watch = setInterval(() => {
    const { rss } = Deno.memoryUsage();
    if (rss < FLOOR && (limit === undefined || rss < limit)) return;
    processLimit ??= (machineMemory() ?? Infinity) * MACHINE_PART;
    heapLimit ??= heapSizeLimit();
    const alive = crew.threads.filter((thread): thread is MeasuredThread =>
      thread.isAlive && thread.memory !== undefined
    );
    if (alive.length === 0) return;
    const largest = alive.reduce((a, b) => estimate(a, rss, alive) < estimate(b, rss, alive) ? b : a);
    const message = complain(largest, { rss, processLimit, heapLimit, alive });
    if (message === undefined) return;
    // One is enough: the run ends with it.
    clearInterval(watch);
    exhausted();
    largest.kill(message, {
      exitCode: ExitCode.ScriptException,
      hint: "Let the script keep less, or use fewer virtual users; --memory-limit sets what squall may take",
    });
  }, LOOK_MS);
  return { [Symbol.dispose]: () => clearInterval(watch) };
}

interface Situation {
  readonly rss: number;
  readonly processLimit: number;
  readonly heapLimit: number;
  readonly alive: readonly MeasuredThread[];
}

function complain(thread: MeasuredThread, { rss, processLimit, heapLimit, alive }: Situation): string | undefined {
  const name = `Thread ${thread.index + 1}`;
  if (rss > processLimit) {
    return `${name} was ended, which takes most of the memory: squall as a whole has ${megabytes(rss)}, and ` +
      `${megabytes(processLimit)} is the limit`;
  }
  const isFull = thread.memory.heap > heapLimit * HEAP_PART;
  const isBursting = estimate(thread, rss, alive) > heapLimit * BURST_PART && rss > heapLimit * BURST_PART &&
    growth(thread, rss) > heapLimit * BURST_PART / 2;
  if (!isFull && !isBursting) return undefined;
  return `${name} was ended: it has nearly filled the ${megabytes(heapLimit)} that the runtime gives a thread`;
}

/** What a thread takes: what it said, and what has come since if it is the one that has been silent for longest. */
function estimate(thread: MeasuredThread, rss: number, alive: readonly MeasuredThread[]): number {
  const { heap, external } = thread.memory;
  const isMostSilent = alive.every((other) => other.lastHeard >= thread.lastHeard);
  return heap + external + (isMostSilent ? growth(thread, rss) : 0);
}

function growth({ memory }: MeasuredThread, rss: number): number {
  return Math.max(0, rss - memory.rss);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function heapSizeLimit(): number {
  // deno-lint-ignore no-process-global
  return process.getBuiltinModule("node:v8").getHeapStatistics().heap_size_limit;
}

/** What this process may use: the machine's memory, or what its container has of it. */
function machineMemory(): number | undefined {
  const sizes = [
    isGranted({ name: "sys", kind: "systemMemoryInfo" }) ? Deno.systemMemoryInfo().total : undefined,
    readNumber("/sys/fs/cgroup/memory.max"),
    readNumber("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
  ];
  const known = sizes.filter((size) => size !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function readNumber(path: string): number | undefined {
  if (Deno.build.os !== "linux" || !isGranted({ name: "read", path })) return undefined;
  try {
    const number = Number(Deno.readTextFileSync(path));
    return number > 0 ? number : undefined;
  } catch {
    // Another kind of system.
    return undefined;
  }
}
