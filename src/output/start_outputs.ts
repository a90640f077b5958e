/** All kinds of outputs by name, and starting those that a command line names. */

import { SquallError } from "../base/mod.ts";
import { CSV_OUTPUT } from "./csv_output.ts";
import { JSON_OUTPUT } from "./json_output.ts";
import type { Output, OutputHost, OutputKind } from "./output.ts";

/** The outputs that are built. */
const OUTPUT_KINDS: ReadonlyMap<string, OutputKind> = new Map([["csv", CSV_OUTPUT], ["json", JSON_OUTPUT]]);

/** An output as it was named, running. */
export interface StartedOutput {
  /** As it was named: `json=out.json`. */
  readonly name: string;
  readonly output: Output;
}

/** The names of the outputs that there are. */
export const OUTPUT_NAMES: readonly string[] = [...OUTPUT_KINDS.keys()];

/**
 * How the run's description shows an output.
 *
 * @param text `NAME` or `NAME=ARGUMENT`.
 * @returns For example `json (out.json)`.
 * @throws {SquallError} `INVALID_OUTPUT` where there is no such output, or the argument is wrong.
 */
export function describeOutput(text: string): string {
  const { kind, argument } = findOutput(text);
  return kind.describe(argument);
}

/**
 * Starts outputs. Where one cannot be started, those before it are ended again.
 *
 * @param texts Each `NAME` or `NAME=ARGUMENT`.
 * @param host The run.
 * @returns The outputs, in the same order.
 * @throws {SquallError} What is wrong with the first one that cannot be started.
 */
export async function startOutputs(texts: readonly string[], host: OutputHost): Promise<StartedOutput[]> {
  const found = texts.map((name) => ({ name, ...findOutput(name) }));
  const started: StartedOutput[] = [];
  try {
    for (const { name, kind, argument } of found) started.push({ name, output: await kind.start(argument, host) });
    return started;
  } catch (error) {
    for (const { output } of started) await output.stop().catch(() => {});
    throw error;
  }
}

function findOutput(text: string): { kind: OutputKind; argument: string } {
  const [, name = "", argument = ""] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
  const kind = OUTPUT_KINDS.get(name);
  if (kind !== undefined) return { kind, argument };
  const types = OUTPUT_NAMES.join(", ");
  throw new SquallError("INVALID_OUTPUT", `invalid output type '${name}', available types are: ${types}`);
}
