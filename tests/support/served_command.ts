/** `squall run` as a process that is steered through its REST API. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RestCaller } from "./rest_bed.ts";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));
const KEPT = ["PATH", "HOME", "DENO_DIR", "TMPDIR", "SystemRoot", "LOCALAPPDATA"];

/** What the process did. */
export interface ServedResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface StartedProcess {
  readonly child: Deno.ChildProcess;
  /** Grows with what is printed. */
  readonly output: { readonly stdout: string };
  readonly result: Promise<ServedResult>;
  readonly folder: string;
}

/** See the top of this file. */
export class ServedCommand implements AsyncDisposable {
  readonly api: RestCaller;
  readonly #child: Deno.ChildProcess;
  readonly #output: { readonly stdout: string };
  readonly #result: Promise<ServedResult>;
  readonly #folder: string;

  private constructor({ child, output, result, folder }: StartedProcess, url: string) {
    this.api = new RestCaller(url);
    this.#child = child;
    this.#output = output;
    this.#result = result;
    this.#folder = folder;
  }

  /**
   * Starts a run on a free port, and waits until its API answers.
   *
   * @param script The text of the script.
   * @param flags Flags of `squall run`.
   * @param command What is run in place of `deno run cli.ts`.
   */
  static async start(
    script: string,
    flags: readonly string[],
    command: readonly string[] = [Deno.execPath(), "run", "--quiet", "-A", CLI],
  ): Promise<ServedCommand> {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(join(folder, "s.js"), script);
    const kept = Object.fromEntries(KEPT.map((name) => [name, Deno.env.get(name)]).filter(([, value]) => value));
    const child = new Deno.Command(command[0]!, {
      args: [...command.slice(1), "run", "--verbose", "--address", "127.0.0.1:0", ...flags, "s.js"],
      cwd: folder,
      clearEnv: true,
      env: { ...kept, XDG_CONFIG_HOME: folder },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const listening = Promise.withResolvers<string>();
    const output = { stdout: "" };
    const reading = readAll(child, {
      listening: (url) => listening.resolve(url),
      printed: (text) => output.stdout += text,
    });
    const result = reading.then((rest) => ({ ...rest, ...output }));
    result.then(({ stderr }) => listening.reject(new Error(`The run has ended without an API: ${stderr}`)), () => {});
    return new ServedCommand({ child, output, result, folder }, await listening.promise);
  }

  /** Where the API is, as `--address` has it. */
  get address(): string {
    return new URL(this.api.url).host;
  }

  /** Waits until a text has been printed. */
  async untilPrinted(text: string): Promise<void> {
    while (!this.#output.stdout.includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** What the process did, once it is over. */
  result(): Promise<ServedResult> {
    return this.#result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It is over.
    }
    await this.#result;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function readAll(
  child: Deno.ChildProcess,
  { listening, printed }: { listening(url: string): void; printed(text: string): void },
): Promise<Omit<ServedResult, "stdout">> {
  let stderr = "";
  const reading = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      stderr += text;
      const url = /The REST API is at (http:\S+?)"/.exec(stderr)?.[1];
      if (url !== undefined) listening(url);
    }
  })();
  const printing = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) printed(text);
  })();
  const [{ code }] = await Promise.all([child.status, printing, reading]);
  return { code, stderr };
}
