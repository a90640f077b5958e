/** A command as benches measure it: started as a user would, watched from outside by what the kernel says of it. */

/** What a process takes, as `/proc` tells it. */
export interface ProcessReading {
  /** Resident memory, in KB. */
  readonly memory: number;
  /** The most resident memory there has been, in KB. */
  readonly peakMemory: number;
  /** CPU time of the process with its threads, in milliseconds. */
  readonly cpu: number;
  /** File descriptors: of a client that holds sockets, nearly all are its sockets. */
  readonly files: number;
}

/** Clock ticks of `/proc/PID/stat` in a second: `USER_HZ` is 100 wherever Linux runs. */
const TICKS_PER_SECOND = 100;

/** The command, from this repository. */
const CLI = new URL("../../cli.ts", import.meta.url).href;

/**
 * Starts `squall` in a process of its own.
 *
 * @param args Its command line.
 * @param stdout Whether its output is read or thrown away.
 * @returns The process.
 */
export function startSquall(args: readonly string[], stdout: "piped" | "null" = "null"): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CLI, ...args],
    stdout,
    stderr: "inherit",
  }).spawn();
}

/**
 * Reads what a process takes.
 *
 * @param pid Its number.
 * @returns The reading.
 * @throws {Deno.errors.NotFound} When it has ended.
 */
export async function readProcess(pid: number): Promise<ProcessReading> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const fields = (await Deno.readTextFile(`/proc/${pid}/stat`)).split(") ")[1]!.split(" ");
  let files = 0;
  for await (const _ of Deno.readDir(`/proc/${pid}/fd`)) files++;
  return {
    memory: kilobytes(status, "VmRSS"),
    peakMemory: kilobytes(status, "VmHWM"),
    cpu: (Number(fields[11]) + Number(fields[12])) * 1000 / TICKS_PER_SECOND,
    files,
  };
}

/**
 * Starts the demo server in a process of its own.
 *
 * @returns Its URL, and what ends it.
 */
export async function startDemoServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = startSquall(["serve", "--port", "0"], "piped");
  let text = "";
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value = "", done } = await reader.read();
    text += value;
    const url = /endpoints at (ws:\S+)/.exec(text)?.[1];
    if (url !== undefined) return { url, stop: () => end(server) };
    if (done) throw new Error(`The demo server did not start: ${text}`);
  }
}

async function end(process: Deno.ChildProcess): Promise<void> {
  process.kill("SIGTERM");
  await process.status;
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1]);
}
