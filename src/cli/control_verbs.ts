/** `squall pause`, `resume`, `scale`, `status` and `stats`: a client of the REST API of a run, as k6 1 had it. */

import { ExitCode, type ExitCodeValue, SquallError } from "../base/mod.ts";
import { type MetricResource, RestClient, type StatusAttributes } from "../rest/mod.ts";
import type { CommandLine } from "./command_line.ts";
import type { Program } from "./program.ts";

/** A command line that asks for something of a run. */
type ControlCommandLine = Extract<CommandLine, { verb: "pause" | "resume" | "scale" | "status" | "stats" }>;

/**
 * Asks a run for something, and prints the answer as YAML.
 *
 * @param command What was asked for.
 * @param program The process.
 * @returns What the process should exit with.
 * @throws {SquallError} What the run says against it, or that there is none.
 */
export async function controlVerb(command: ControlCommandLine, program: Program): Promise<ExitCodeValue> {
  const answer = await ask(command);
  const { stringify } = await import("@std/yaml");
  const yaml = stringify(answer, { quoteStyle: '"', lineWidth: -1 });
  // The style does not count for empty texts; k6 writes these as all others.
  program.write("stdout", yaml.replaceAll(/: ''$/gm, ': ""'));
  return ExitCode.Ok;
}

async function ask(command: ControlCommandLine): Promise<unknown> {
  const client = new RestClient(command.settings.address);
  switch (command.verb) {
    case "pause":
      return describeStatus(await client.change({ paused: true }));
    case "resume":
      return describeStatus(await client.change({ paused: false }));
    case "status":
      return describeStatus(await client.status());
    case "stats":
      return (await client.metrics()).map(describeMetric);
    case "scale": {
      const { vus, max } = command.settings;
      if (vus === undefined && max === undefined) {
        throw new SquallError("USAGE", "Specify either -u/--vus or -m/--max");
      }
      const change = { ...(vus !== undefined && { vus }), ...(max !== undefined && { "vus-max": max }) };
      return describeStatus(await client.change(change));
    }
  }
}

/** As k6 has it: what may be absent is a text. */
function describeStatus({ status, paused, vus, "vus-max": max, stopped, running, tainted }: StatusAttributes) {
  return { status, paused: String(paused), vus: String(vus), "vus-max": String(max), stopped, running, tainted };
}

function describeMetric({ id, attributes: { type, contains, tainted, sample } }: MetricResource) {
  return {
    name: id,
    type: { type, valid: true },
    contains: { type: contains, valid: true },
    tainted: tainted === null ? "" : String(tainted),
    sample,
  };
}
