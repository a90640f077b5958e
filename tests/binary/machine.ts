/** A load machine for the binary that `SQUALL_BIN` names: an empty folder, an empty HOME, no other variables. */

const BINARY = Deno.env.get("SQUALL_BIN");

/** Whether there is a binary to be tested. */
export const HAS_BINARY = BINARY !== undefined;

/** A folder of its own for one test, with the binary to be run in it. */
export class Machine implements AsyncDisposable {
  readonly folder: string;
  #server: Deno.ChildProcess | undefined;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(files: Readonly<Record<string, string>> = {}): Promise<Machine> {
    const machine = new Machine(await Deno.makeTempDir());
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${machine.folder}/${name}`, text);
    return machine;
  }

  command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Deno.Command {
    return new Deno.Command(BINARY!, {
      args: [...args],
      cwd: this.folder,
      clearEnv: true,
      env: { HOME: this.folder, NO_COLOR: "1", ...env },
      stdout: "piped",
      stderr: "piped",
    });
  }

  async run(args: readonly string[], env?: Readonly<Record<string, string>>) {
    const { code, stdout, stderr } = await this.command(args, env).output();
    return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  }

  /** Starts the binary's own demo server. Returns its URL. */
  async serve(): Promise<string> {
    const server = this.#server = this.command(["serve", "--port", "0"]).spawn();
    let text = "";
    for await (const part of server.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      const url = /endpoints at (ws:\S+)/.exec(text)?.[1];
      if (url !== undefined) return url;
    }
    throw new Error(`The server did not start: ${text}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server !== undefined) {
      this.#server.kill("SIGTERM");
      await this.#server.stderr.cancel();
      await this.#server.status;
    }
    await Deno.remove(this.folder, { recursive: true });
  }
}
