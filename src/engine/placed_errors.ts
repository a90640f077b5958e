/** Errors about what a script exports, with the place where the script writes it. */

import { ExitCode, SquallError } from "../base/mod.ts";
import { type OptionLayer, type Problem, problemsError } from "../scenario/mod.ts";
import { type ExportLocator, locateExports, ScriptError, type ScriptErrorDetails } from "../script/mod.ts";
import type { RunRequest } from "./run_request.ts";

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
 * @param layer What the script exports as `options`, as far as it could be read.
 * @returns The error; every problem that the script is to blame for names its place.
 */
export async function placeProblems(
  script: RunRequest["script"],
  problems: readonly Problem[],
  layer: OptionLayer,
): Promise<SquallError> {
  const locator = await locateExports(script);
  const found = problems.map((problem) => find(locator, valueOf(problem, layer)));
  const placed = problems.map((problem, index) => {
    const place = found[index] && placeOf(found[index]);
    return place === undefined ? problem : { ...problem, place };
  });
  return new PlacedError(problemsError(placed), found.find((each) => each !== undefined)?.frame);
}

/** A threshold that cannot be judged. */
export interface ThresholdProblem {
  /** What it is defined on. */
  readonly name: string;
  /** What is wrong, in k6's words. */
  readonly message: string;
}

/**
 * The error that ends a run whose thresholds cannot be judged.
 *
 * @param script The script.
 * @param problems What is wrong, at least one.
 */
export async function placeThresholds(
  script: RunRequest["script"],
  problems: readonly ThresholdProblem[],
): Promise<SquallError> {
  const locator = await locateExports(script);
  const found = problems.map(({ name }) => find(locator, { name: "options", path: ["thresholds", name] }));
  const lines = problems.map(({ message }, index) => found[index] ? `${message} at ${placeOf(found[index])}` : message);
  const error = new SquallError("INVALID_THRESHOLDS", lines.join("\n"), { exitCode: ExitCode.InvalidConfig });
  return new PlacedError(error, found.find((each) => each !== undefined)?.frame);
}

/**
 * An error about an export as a whole.
 *
 * @param script The script.
 * @param name The export.
 * @param error Code and message.
 */
export async function placeExport(
  script: RunRequest["script"],
  name: string,
  error: { readonly code: string; readonly message: string },
): Promise<ScriptError> {
  const locator = await locateExports(script);
  return locator?.error(error, name) ?? new ScriptError(error.code, error.message, { url: script.url.href });
}

/** Which value of the script a problem is about; `undefined` where another layer is to blame. */
function valueOf({ path = "", value }: Problem, { values }: OptionLayer): ExportedValue | undefined {
  const keys = path.match(/[^.[\]]+/g) ?? [];
  if (keys[0] === "options") return { name: "options", path: keys.slice(1) };
  if (keys.length === 0) return undefined;
  // The path is that of the merged options: the script is to blame if it says the same.
  const own = memberAt(values, value === undefined ? keys.slice(0, -1) : keys);
  const isOwn = value === undefined
    ? keys.length > 1 && own !== undefined
    : JSON.stringify(own) === JSON.stringify(value);
  return isOwn ? { name: "options", path: keys } : undefined;
}

function memberAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((object, key) => {
    return typeof object === "object" && object !== null ? Reflect.get(object, key) : undefined;
  }, value);
}

function find(locator: ExportLocator | undefined, value: ExportedValue | undefined): ScriptError | undefined {
  return value && locator?.error({ code: "PLACE", message: "" }, value.name, value.path);
}

function placeOf({ url, line, column }: Pick<ScriptErrorDetails, "url" | "line" | "column">): string {
  return `${url}:${line}:${column}`;
}
