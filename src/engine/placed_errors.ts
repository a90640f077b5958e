/** Errors about what a script exports, with the place where the script writes it. */

import { SquallError } from "../base/mod.ts";
import { type Problem, problemsError } from "../scenario/mod.ts";
import { type ExportLocator, locateExports, ScriptError, type ScriptErrorDetails } from "../script/mod.ts";
import type { ScriptSource } from "./run_request.ts";

/** An error with the lines of the script that it is about. */
export class PlacedError extends SquallError {
  override name = "PlacedError";
  /** The source around the first place, with a caret. */
  readonly frame: string | undefined;

  /**
   * @param error Code, message and exit code.
   * @param frame The source around the first place.
   */
  constructor(error: SquallError, frame: string | undefined) {
    super(error.code, error.message, {
      exitCode: error.exitCode,
      ...(error.hint !== undefined && { hint: error.hint }),
    });
    this.frame = frame;
  }
}

/** A value that the script exports: the name of the export, and the keys that lead to it. */
interface ExportedValue {
  readonly name: string;
  readonly path: readonly string[];
}

/**
 * The error that ends a run whose options are wrong.
 *
 * @param script The script.
 * @param problems What is wrong, at least one.
 * @returns The error; every problem that the script is to blame for names its place.
 */
export async function placeProblems(script: ScriptSource, problems: readonly Problem[]): Promise<SquallError> {
  // The options of an archive are not written in its script.
  const locator = script.archive === undefined ? await locateExports(script) : undefined;
  const found = problems.map((problem) => find(locator, valueOf(problem)));
  const placed = problems.map((problem, index) => {
    const place = found[index] && placeOf(found[index]);
    return place === undefined ? problem : { ...problem, place };
  });
  return new PlacedError(problemsError(placed), found.find((each) => each !== undefined)?.frame);
}

/**
 * An error about an export as a whole.
 *
 * @param script The script.
 * @param name The export.
 * @param error Code and message.
 */
export async function placeExport(
  script: ScriptSource,
  name: string,
  error: { readonly code: string; readonly message: string },
): Promise<ScriptError> {
  const locator = await locateExports(script);
  return locator?.error(error, name) ?? new ScriptError(error.code, error.message, { url: script.url.href });
}

/** Which value of the script a problem is about; `undefined` where another layer is to blame. */
function valueOf({ path = "", keys, source }: Problem): ExportedValue | undefined {
  if (source?.level !== "script") return undefined;
  return { name: "options", path: keys ?? path.match(/[^.[\]]+/g) ?? [] };
}

function find(locator: ExportLocator | undefined, value: ExportedValue | undefined): ScriptError | undefined {
  return value && locator?.error({ code: "PLACE", message: "" }, value.name, value.path);
}

function placeOf({ url, line, column }: Pick<ScriptErrorDetails, "url" | "line" | "column">): string {
  return `${url}:${line}:${column}`;
}
