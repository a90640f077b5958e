/** Runs the real command as a child process, in a folder and an environment of its own. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));
/** What Deno itself needs; everything else, K6_* above all, would change what is tested. */
const KEPT = ["PATH", "HOME", "DENO_DIR", "TMPDIR", "SystemRoot", "LOCALAPPDATA"];

/** How to run the command. */
export interface CommandOptions {
  /** Contents by file name, in the folder where the command runs. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input is. Default: nothing. */
  readonly stdin?: string | Uint8Array;
  /** Stop reading standard output when everything written so far has this text in it. */
  readonly closeStdoutAt?: string;
  /** Signals to send, each when everything written so far has a text in it. */
  readonly signals?: readonly { readonly at: string; readonly signal: Deno.Signal }[];
}

/** What the command did. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  /** Log lines begin with their level: the time is cut off. The folder is called `DIR`. */
  readonly stderr: string;
  /** The files that were not there before, by name. */
  readonly written: Readonly<Record<string, string>>;
  /** Those of them that are called `*.tar`, as they are. */
  readonly tars: Readonly<Record<string, Uint8Array>>;
}

/**
 * Runs `cli.ts` with some arguments.
 *
 * @param args The arguments.
 * @param options Files, environment, input, signals.
 * @returns What came of it.
 */
export async function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    const { files = {} } = options;
    for (const [name, content] of Object.entries(files)) await Deno.writeFile(join(folder, name), bytesOf(content));
    const { code, stdout, stderr } = await runChild(spawn(args, options, folder), options);
    const clean = (text: string): string =>
      text.replaceAll(folder, "DIR").replaceAll(/time="?[^" ]*"? (?=level=)/g, "");
    const written = await readNew(folder, files);
    const tars = Object.entries(written).filter(([name]) => name.endsWith(".tar"));
    const texts = Object.entries(written).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
    return {
      code,
      stdout: clean(stdout),
      stderr: clean(stderr),
      written: Object.fromEntries(texts),
      tars: Object.fromEntries(tars),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function spawn(args: readonly string[], { env, stdin }: CommandOptions, folder: string): Deno.ChildProcess {
  const kept = Object.fromEntries(KEPT.map((name) => [name, Deno.env.get(name)]).filter(([, value]) => value));
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", CLI, ...args],
    cwd: folder,
    clearEnv: true,
    env: { ...kept, XDG_CONFIG_HOME: folder, ...env },
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function runChild(child: Deno.ChildProcess, { stdin, signals = [], closeStdoutAt }: CommandOptions) {
  const texts = { stdout: "", stderr: "" };
  const left = [...signals];
  async function read(stream: "stdout" | "stderr"): Promise<void> {
    for await (const text of child[stream].pipeThrough(new TextDecoderStream())) {
      texts[stream] += text;
      while (left[0] !== undefined && (texts.stdout + texts.stderr).includes(left[0].at)) {
        child.kill(left.shift()!.signal);
      }
      if (stream === "stdout" && closeStdoutAt !== undefined && texts.stdout.includes(closeStdoutAt)) break;
    }
  }
  const reading = [read("stdout"), read("stderr")];
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(bytesOf(stdin));
    await writer.close();
  }
  const [{ code }] = await Promise.all([child.status, ...reading]);
  return { code, ...texts };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

async function readNew(folder: string, files: Readonly<Record<string, unknown>>): Promise<Record<string, Uint8Array>> {
  const written: Record<string, Uint8Array> = {};
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && !(name in files)) written[name] = await Deno.readFile(join(folder, name));
  }
  return written;
}
