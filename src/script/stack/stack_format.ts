/** Stack traces as k6 prints them: the user's functions, lines and columns, none of ours. */

import type { ProgramPositions } from "./program_positions.ts";

/** Deep enough for what a user wants to see: a rewritten function takes two frames. */
const STACK_TRACE_LIMIT = 64;

/** How rewritten code begins the name of a global, which V8 quotes where it is no function. */
const SCOPE_REGEXP = /(?:\$\$+\w*G|\bglobalThis)\.(?=[\w$.]+ is not )/g;
/** The same around a name that is called alone. */
const CALL_REGEXP = /\(0 , (?:\$\$+\w*G|globalThis)\.([\w$]+)\)(?= is not )/g;

/** The engine shows this one for every step of a loop over a generator; k6 does not. */
const STEP_NAME = "next";

/** V8's description of one frame, as far as it is used. */
interface CallSite {
  getFunctionName(): string | null;
  getScriptNameOrSourceURL?(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  toString(): string;
}

interface V8ErrorConstructor {
  prepareStackTrace?: (error: unknown, callSites: readonly CallSite[]) => unknown;
  stackTraceLimit: number;
}

/**
 * Makes `error.stack` of this thread's scripts read as in k6. Errors without a frame of the script keep V8's form.
 *
 * @param positions Of the thread's program; a later call replaces them.
 */
export function installStackFormatting(positions: ProgramPositions): void {
  const v8 = Error as unknown as V8ErrorConstructor;
  v8.stackTraceLimit = STACK_TRACE_LIMIT;
  v8.prepareStackTrace = (error, callSites) => {
    const frames = scriptFrames(positions, callSites);
    const header = describeError(error);
    if (frames.length === 0) return [header, ...callSites.map((site) => `    at ${site}`)].join("\n");
    return `${header}\n${frames.map((frame) => `\tat ${frame}\n`).join("")}`;
  };
}

/**
 * What k6 logs for an exception that leaves the script.
 *
 * @param thrown What was thrown: an error, or any other value.
 * @returns For an error its name, message and stack trace, one frame per line, ending with a line break; for anything
 *   else its text.
 */
export function formatException(thrown: unknown): string {
  if (!(thrown instanceof Error)) return describeValue(thrown);
  const stack = readStack(thrown);
  const frames = typeof stack === "string" ? stack.indexOf("\n\tat ") : -1;
  // The header anew: what the error is called may have changed since its stack was first read.
  return frames < 0 ? `${describeError(thrown)}\n` : describeError(thrown) + String(stack).slice(frames);
}

/** A script may have put code of its own in the way. */
function readStack(error: Error): unknown {
  try {
    return Reflect.get(error, "stack");
  } catch {
    return undefined;
  }
}

function scriptFrames(positions: ProgramPositions, callSites: readonly CallSite[]): string[] {
  const frames: string[] = [];
  let native: string | undefined;
  for (const site of callSites) {
    const url = site.getScriptNameOrSourceURL?.() ?? site.getFileName();
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    if (typeof url !== "string" || line === null || column === null) {
      native = site.getFunctionName() ?? undefined;
      continue;
    }
    const place = positions.find(url, { line, column });
    if (place === "seam") continue;
    // A function of the engine counts if the script itself has called it.
    if (place !== undefined && native !== undefined && native !== STEP_NAME) frames.push(`${native} (native)`);
    native = undefined;
    if (place === undefined) continue;
    const where = `${place.url}:${place.line}:${place.column}`;
    frames.push(place.functionName === "" ? where : `${place.functionName} (${where})`);
  }
  return frames;
}

function describeError(error: unknown): string {
  try {
    return Error.prototype.toString.call(error).replaceAll(CALL_REGEXP, "$1").replaceAll(SCOPE_REGEXP, "");
  } catch {
    return describeValue(error);
  }
}

function describeValue(value: unknown): string {
  try {
    return typeof value === "symbol" ? value.description ?? "" : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
