/** Who is compared: how each of them is started for a work, and who is missing on this machine. */

import { fileURLToPath } from "node:url";
import type { Work } from "./works.ts";

/** A contender. */
export interface Contender {
  readonly name: string;
  /** The command for a work, or `undefined` where it cannot do it. */
  command(work: Work, at: { readonly script: string; readonly port: number }): readonly string[] | undefined;
}

const CLI = fileURLToPath(new URL("../../../cli.ts", import.meta.url));

function runFlags({ flags, tls }: Work, port: number): string[] {
  return ["run", "-q", ...flags, "-e", `URL=${tls ? "wss" : "ws"}://127.0.0.1:${port}`];
}

function squall(transport: "wire" | "native"): Contender {
  const program = Deno.env.get("SQUALL_BIN");
  const command = program === undefined ? [Deno.execPath(), "run", "-A", "--no-check", CLI] : [program];
  return {
    name: `squall ${transport}`,
    command: (work, { script, port }) => {
      // The runtime's WebSocket has no ping, and verifies certificates whatever it is told.
      if (transport === "native" && (work.tls || work.script.includes(".ping("))) return undefined;
      return [...command, ...runFlags(work, port), "--transport", transport, script];
    },
  };
}

function k6(program: string): Contender {
  return { name: "k6", command: (work, { script, port }) => [program, ...runFlags(work, port), script] };
}

function limit(program: string): Contender {
  return { name: "limit", command: ({ limit }, { port }) => limit && [program, String(port), ...limit.map(String)] };
}

/**
 * Finds the contenders.
 *
 * @param folder Where to put what has to be built.
 * @returns Those that there are, and one sentence for each that there is not.
 */
export async function findContenders(folder: string): Promise<{ contenders: Contender[]; missing: string[] }> {
  const contenders = [squall("wire"), squall("native")];
  const missing: string[] = [];
  const program = Deno.env.get("K6_BIN") ?? "k6";
  if (await succeeds([program, "version"])) contenders.push(k6(program));
  else missing.push("k6 is not on the PATH, and K6_BIN does not name it");
  const source = fileURLToPath(new URL("./limit_client.c", import.meta.url));
  const client = `${folder}/limit_client`;
  if (await succeeds(["cc", "-O2", "-o", client, source])) contenders.push(limit(client));
  else missing.push("limit needs a C compiler, cc");
  return { contenders, missing };
}

async function succeeds([program = "", ...args]: readonly string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args, stdout: "null", stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
