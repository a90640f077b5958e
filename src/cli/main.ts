/** The command: which verb does what, and how errors end it. */

import { ExitCode, type ExitCodeValue, messageOf, SquallError } from "../base/mod.ts";
import { OPTION_CHECKS, VERSION } from "../engine/mod.ts";
import { type CommandLine, parseCommandLine } from "./command_line.ts";
import { formatCompletions } from "./completions.ts";
import { formatHelp } from "./help.ts";
import { logFormat } from "./log/log_format.ts";
import type { Program } from "./program.ts";

/**
 * Runs a command line.
 *
 * @param args The arguments, without the program's name.
 * @param program The process.
 * @returns What the process should exit with.
 */
export async function main(args: readonly string[], program: Program): Promise<ExitCodeValue> {
  try {
    return await perform(parseCommandLine(args, { environment: program.environment, checks: OPTION_CHECKS }), program);
  } catch (error) {
    return fail(error, program);
  }
}

async function perform(command: CommandLine, program: Program): Promise<ExitCodeValue> {
  switch (command.verb) {
    case "run": {
      const { runVerb } = await import("./run_verb.ts");
      return await runVerb(command, program);
    }
    case "archive":
    case "inspect":
    case "deps": {
      const { scriptVerb } = await import("./script_verbs.ts");
      return await scriptVerb(command, program);
    }
    case "new": {
      const { newVerb } = await import("./new_verb.ts");
      return await newVerb(command.file, command.settings, program);
    }
    case "pause":
    case "resume":
    case "scale":
    case "status":
    case "stats": {
      const { controlVerb } = await import("./control_verbs.ts");
      return await controlVerb(command, program);
    }
    case "serve": {
      const { serveVerb } = await import("./serve_verb.ts");
      return await serveVerb(command.settings, program);
    }
    case "demo": {
      const { runDemo } = await import("./demo/mod.ts");
      return await runDemo({
        run: (args, stdin) =>
          main(args, { ...program, readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)) }),
        print: (line) => program.write("stdout", `${line}\n`),
      });
    }
    case "completions":
      program.write("stdout", formatCompletions(command.shell));
      return ExitCode.Ok;
    case "version":
      program.write("stdout", `squall v${VERSION} (deno ${Deno.version.deno}, ${Deno.build.os}/${Deno.build.arch})\n`);
      return ExitCode.Ok;
    case "help":
      program.write("stdout", formatHelp(command.topic));
      return ExitCode.Ok;
  }
}

/** One line for an error of the user, a stack for a defect of squall. */
function fail(error: unknown, program: Program): ExitCodeValue {
  const isExpected = error instanceof SquallError;
  const message = isExpected ? error.message : (error instanceof Error && error.stack) || messageOf(error);
  const hint = isExpected ? error.hint : "This is a defect in squall: please report it";
  const isTerminal = program.terminal.stderr && program.environment.NO_COLOR === undefined;
  const format = logFormat("text", isTerminal ? { start: Date.now() } : undefined);
  const fields = hint === undefined ? undefined : { hint };
  program.write("stderr", format({ level: "error", message, time: Date.now(), ...(fields && { fields }) }));
  return isExpected ? error.exitCode : ExitCode.InternalError;
}
