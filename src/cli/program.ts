/** The process that the command runs in, as the verbs see it: what tests replace to run them without one. */

import { isGranted } from "../base/mod.ts";
import { OPTIONS } from "../engine/mod.ts";
import { VERBS } from "./flags.ts";

/** The variables that squall goes by itself. */
const KNOWN_VARIABLES: readonly string[] = [
  ...Object.values(OPTIONS).map(({ env }) => env),
  ...Object.values(VERBS).flatMap(({ flags }) => flags.map(({ env }) => env)),
].filter((name) => name !== undefined);

/** See the top of this file. */
export interface Program {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether the streams are terminals. */
  readonly terminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** Writes all of the content to a stream. */
  write(stream: "stdout" | "stderr", content: string | Uint8Array): void;
  /**
   * Writes samples to stdout. From then on, the run goes on also when nobody reads stdout any more.
   *
   * @throws {Deno.errors.BrokenPipe} When nobody does.
   */
  writeSamples(bytes: Uint8Array): void;
  /** The size of the terminal. */
  terminalSize(): { readonly columns: number; readonly rows: number };
  readStdin(): Promise<Uint8Array<ArrayBuffer>>;
  /** Calls back at each Ctrl+C or SIGTERM, until it is disposed. */
  onInterrupt(callback: (signal: string) => void): Disposable;
  /** Ends the process now. */
  exit(code: number): never;
}

const encoder = new TextEncoder();
/** What a shell sees of a program that SIGPIPE has ended. */
const BROKEN_PIPE_EXIT_CODE = 141;
/** The size of terminals that do not know theirs, as those of some build machines. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/** The process itself. */
export function currentProgram(): Program {
  return {
    environment: readEnvironment(),
    terminal: { stdout: Deno.stdout.isTerminal(), stderr: Deno.stderr.isTerminal() },
    ...outputStreams(),
    terminalSize,
    readStdin: () => new Response(Deno.stdin.readable).bytes(),
    onInterrupt,
    exit: (code) => Deno.exit(code),
  };
}

/** The variables of the process, as far as Deno may read them: asking for others would prompt. */
function readEnvironment(): Record<string, string | undefined> {
  if (isGranted({ name: "env" })) return Deno.env.toObject();
  const read = (name: string): string | undefined =>
    isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
  const known = KNOWN_VARIABLES.map((name) => [name, read(name)]).filter(([, value]) => value !== undefined);
  // Which other variables are granted cannot be listed, only tried.
  return new Proxy(Object.fromEntries(known), {
    get: (target, name) => Reflect.get(target, name) ?? (typeof name === "string" ? read(name) : undefined),
  });
}

function terminalSize(): { readonly columns: number; readonly rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  } catch {
    // A terminal that has gone away.
    return DEFAULT_SIZE;
  }
}

function outputStreams(): Pick<Program, "write" | "writeSamples"> {
  let carriesSamples = false;
  return {
    write(stream, content) {
      try {
        writeAll(stream, typeof content === "string" ? encoder.encode(content) : content);
      } catch (error) {
        if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
        // Whoever read it is gone: programs end then, without a word, unless it is an output that has lost its reader.
        if (!carriesSamples || stream === "stderr") Deno.exit(BROKEN_PIPE_EXIT_CODE);
      }
    },
    writeSamples(bytes) {
      carriesSamples = true;
      writeAll("stdout", bytes);
    },
  };
}

function writeAll(stream: "stdout" | "stderr", bytes: Uint8Array): void {
  for (let written = 0; written < bytes.byteLength;) written += Deno[stream].writeSync(bytes.subarray(written));
}

function onInterrupt(callback: (signal: string) => void): Disposable {
  // Windows knows the first of the two only.
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const listeners = signals.map((signal) => {
    const listener = (): void => callback(signal === "SIGINT" ? "interrupt" : "terminated");
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  return { [Symbol.dispose]: () => listeners.forEach((remove) => remove()) };
}
