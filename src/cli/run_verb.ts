/** `squall run`: from a command line to a run with its screen, its log and its signals. */

import { ExitCode, type ExitCodeValue, SquallError } from "../base/mod.ts";
import { type OptionLayer, type RunRequest, TestRun } from "../engine/mod.ts";
import type { CommandLine } from "./command_line.ts";
import type { ConfigFile } from "./config_file.ts";
import { engineSettings } from "./engine_settings.ts";
import type { LogOutput } from "./log/log_output.ts";
import type { Program } from "./program.ts";
import { openRunLog } from "./run_log.ts";
import { paintProgress, renderProgress } from "./screen/progress_text.ts";
import { describeRun, renderBanner } from "./screen/run_description.ts";
import { Screen, type TerminalSize } from "./screen/screen.ts";
import { consoleOutput, environmentLayers, readConfigFile } from "./option_layers.ts";
import { locateScript } from "./script_location.ts";

/** A command line that asks for a run. */
type RunCommandLine = Extract<CommandLine, { verb: "run" }>;

/**
 * Runs a script.
 *
 * @param command What was asked for.
 * @param program The process.
 * @returns What the process should exit with.
 * @throws {SquallError} When the run cannot even begin.
 */
export async function runVerb(command: RunCommandLine, program: Program): Promise<ExitCodeValue> {
  return await new RunSession(command, program).run();
}

class RunSession {
  readonly #command: RunCommandLine;
  readonly #program: Program;
  readonly #screen: Screen;
  #run: TestRun | undefined;

  constructor(command: RunCommandLine, program: Program) {
    this.#command = command;
    this.#program = program;
    // A terminal that is called dumb cannot draw anything anew.
    const isTerminal = program.terminal.stdout && program.environment.TERM !== "dumb";
    this.#screen = new Screen({
      write: (stream, content) => program.write(stream, content),
      size: () => isTerminal ? program.terminalSize() : undefined,
      sharesTerminal: program.terminal.stderr,
      progress: (space) => this.#progress(space),
      ...(isTerminal && !command.settings.noColor && { paint: paintProgress }),
    });
  }

  async run(): Promise<ExitCodeValue> {
    const { settings, warnings, script } = this.#command;
    const layers = environmentLayers(this.#command, this.#program);
    const log = openRunLog({
      settings,
      consoleOutput: consoleOutput(layers),
      terminal: this.#program.terminal,
      writeStream: (stream, text) => this.#screen.write(stream, text),
    });
    try {
      for (const message of warnings) log.write({ level: "warning", message, time: Date.now() });
      const location = await locateScript(script, () => this.#program.readStdin(), settings.type);
      const config = await readConfigFile(settings.config, this.#program);
      return await this.#carryOut(this.#request(location, { config, layers }, log), log);
    } finally {
      log.close();
    }
  }

  async #carryOut(request: RunRequest, log: LogOutput): Promise<ExitCodeValue> {
    const { quiet, noColor } = this.#command.settings;
    const run = this.#run = new TestRun(request);
    using _signals = this.#program.onInterrupt((signal) => this.#interrupted({ run, log }, signal));
    await using _rest = await this.#serveRest(run, log);
    if (!quiet) {
      this.#screen.write("stdout", renderBanner(this.#program.terminal.stdout && !noColor));
      this.#screen.start();
    }
    const { exitCode } = await run.run();
    this.#screen.stop();
    if (!quiet && run.status.plan !== undefined) this.#screen.writeProgress();
    return exitCode;
  }

  /** Serves the REST API, where it is asked for. */
  async #serveRest(run: TestRun, log: LogOutput): Promise<AsyncDisposable | undefined> {
    const { address } = this.#command.settings;
    if (address === undefined) return undefined;
    const { RestServer } = await import("../rest/mod.ts");
    try {
      const server = RestServer.start(run, { address: address.text, log: (record) => log.write(record) });
      log.write({ level: "debug", message: `The REST API is at ${server.url}`, time: Date.now() });
      return server;
    } catch (error) {
      if (!(error instanceof SquallError)) throw error;
      const { code, message, hint } = error;
      if (address.isRequired) {
        const exitCode = ExitCode.CannotStartRestApi;
        throw new SquallError(code, message, { exitCode, cause: error, ...(hint && { hint }) });
      }
      log.write({ level: "warning", message, time: Date.now(), fields: { source: "K6_ADDRESS" } });
      return undefined;
    }
  }

  #request(
    script: RunRequest["script"],
    { config, layers }: { readonly config: ConfigFile; readonly layers: readonly OptionLayer[] },
    log: LogOutput,
  ): RunRequest {
    const { settings } = this.#command;
    const engine = engineSettings(settings, this.#program.environment, config.extras);
    return {
      script,
      layers: [config.layer, ...layers],
      settings: engine,
      host: {
        log: (record) => log.write(record),
        planned: (plan) => {
          if (settings.quiet) return;
          const colors = this.#program.terminal.stdout && !settings.noColor;
          this.#screen.write("stdout", describeRun(this.#command.script, plan, { outputs: engine.outputs, colors }));
        },
        lingering: () => this.#lingering(),
        write: (stream, content) => this.#screen.write(stream, content),
        // A screen in the same stream is drawn around them.
        ...(!this.#program.terminal.stdout &&
          { writeSamples: (bytes: Uint8Array) => this.#program.writeSamples(bytes) }),
        terminal: { ...this.#program.terminal, colors: !settings.noColor },
      },
    };
  }

  #lingering(): void {
    if (this.#command.settings.quiet) return;
    this.#screen.stop();
    this.#screen.writeProgress();
    const text = "The test is done, but --linger was enabled, so squall is waiting for Ctrl+C to continue...";
    this.#screen.write("stdout", `\n${text}\n`);
  }

  /** The first signal ends the run in good order, the second one ends the process. */
  #interrupted({ run, log }: { run: TestRun; log: LogOutput }, signal: string): void {
    if (run.status.phase === "lingering") return run.control.leave();
    const reason = {
      exitCode: ExitCode.ExternalAbort,
      message: `test run was aborted because squall received a '${signal}' signal`,
    };
    if (!run.isStopping) return run.stop(reason);
    this.#screen.stop();
    const fields = { sig: signal };
    log.write({ level: "error", message: "Aborting squall in response to signal", time: Date.now(), fields });
    this.#program.exit(ExitCode.ExternalAbort);
  }

  #progress(space: TerminalSize | undefined): readonly string[] {
    const status = this.#run?.status;
    return status === undefined ? [] : renderProgress(status, space);
  }
}
