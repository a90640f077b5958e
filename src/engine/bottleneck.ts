/**
 * When the load generator itself was the bottleneck, and what to say then. The thresholds are in the README; they are
 * meant to be silent about hiccups, such as a garbage collection or a moment in which the machine did something else.
 */

import { LATE_MS } from "../scenario/mod.ts";

/** What happened in one thread while the executors ran. */
export interface ThreadRecord {
  /** Planned looks at how late timers are, and those that found them late. */
  readonly looks: number;
  readonly lateLooks: number;
  /** Milliseconds. */
  readonly worstLag: number;
  /** Iterations that began late against their arrival rate, and how late at worst. */
  readonly lateStarts: number;
  readonly latestStart: number;
  /** Sockets that were not opened because the process may not have more. */
  readonly refused: number;
}

/** What happened in the whole process. */
export interface GeneratorRecord {
  readonly threads: readonly ThreadRecord[];
  /** Iterations that were begun. */
  readonly iterations: number;
  /** Processor time that the process took on average, in cores; and the cores that there are. */
  readonly cores: number;
  readonly machineCores: number;
  /** The part of the machine's processor time that all programs together took, where it is known. */
  readonly machineLoad: number | undefined;
  readonly openFileLimit: number | undefined;
}

/** A thread is late when so many of its looks were, and such a part of them. At ten a second, 20 are two seconds. */
const LEAST_LATE_LOOKS = 20;
const LATE_PART = 0.05;
/** So many iterations have to begin late, and such a part of all, to be worth a word. */
const LEAST_LATE_STARTS = 10;
/** Above this part of what is there, there is nothing left. */
const FULL = 0.8;

/** Whether a timer that comes so many milliseconds after its moment is late. */
export function isLateLag(milliseconds: number): boolean {
  return milliseconds >= LATE_MS;
}

/**
 * Says in one line that the generator was the bottleneck, by what, and what to do.
 *
 * @param record What happened.
 * @returns The line; `undefined` when it was not.
 */
export function describeBottleneck(record: GeneratorRecord): string | undefined {
  const late = record.threads.filter(isLateThread);
  const starts = record.threads.reduce((sum, { lateStarts }) => sum + lateStarts, 0);
  const refused = record.threads.reduce((sum, each) => sum + each.refused, 0);
  const areStartsLate = starts >= LEAST_LATE_STARTS && starts >= record.iterations * LATE_PART;
  if (late.length === 0 && !areStartsLate && refused === 0) return undefined;
  const facts: string[] = [];
  if (late.length > 0) facts.push(describeLag(late, record));
  if (areStartsLate) facts.push(`${starts} iterations began up to ${milliseconds(record.threads, "latestStart")} late`);
  if (late.length > 0 || areStartsLate) facts.push(describeProcessor(record));
  if (refused > 0) {
    facts.push(`${counted(refused, "socket")} not opened: the limit of ${describeLimit(record)} was reached`);
  }
  return `the load generator was the bottleneck: ${facts.join(", ")}; ${
    advise(record, { isLate: late.length > 0 || areStartsLate, isFull: refused > 0 })
  }`;
}

function isLateThread({ looks, lateLooks }: ThreadRecord): boolean {
  return lateLooks >= LEAST_LATE_LOOKS && lateLooks >= looks * LATE_PART;
}

function describeLag(late: readonly ThreadRecord[], { threads }: GeneratorRecord): string {
  const worst = milliseconds(late, "worstLag");
  return `event loop up to ${worst} late on ${late.length} of ${counted(threads.length, "thread")}`;
}

function milliseconds(threads: readonly ThreadRecord[], field: "worstLag" | "latestStart"): string {
  return `${Math.round(Math.max(...threads.map((thread) => thread[field])))} ms`;
}

function describeProcessor({ cores, machineCores }: GeneratorRecord): string {
  return `CPU ${Math.round(cores * 100)} % of ${counted(machineCores, "core")}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function describeLimit({ openFileLimit }: GeneratorRecord): string {
  return openFileLimit === undefined ? "open files" : `${openFileLimit} open files`;
}

function advise(record: GeneratorRecord, { isLate, isFull }: { isLate: boolean; isFull: boolean }): string {
  const parts: string[] = [];
  if (isLate) parts.push("latencies above include its own delay", adviseOnDelay(record));
  if (isFull) parts.push("raise the limit with ulimit -n");
  return parts.join("; ");
}

function adviseOnDelay({ cores, machineCores, machineLoad, threads }: GeneratorRecord): string {
  const others = machineLoad === undefined || machineLoad < FULL ? 0 : machineLoad * machineCores - cores;
  if (cores >= machineCores * FULL || (others > 0 && others < cores)) return "use more cores or fewer VUs";
  if (others > 0) {
    return "other programs kept this machine busy: give the generator one of its own, or use fewer VUs";
  }
  if (cores >= threads.length * FULL) return "use more threads (--threads) or fewer VUs";
  return "code of the script that runs for long at a time keeps all VUs of its thread waiting: shorten it, or use more " +
    "threads (--threads)";
}
