/** Who is compared: how each of them is started for a work, and who is missing on this machine. */

import { fileURLToPath } from "node:url";
import type { Work } from "./works.ts";

/** A contender. */
export interface Contender {
  readonly name: string;
  /** The command for a work, or `undefined` where it cannot do it. */
  command(work: Work, at: { readonly script: string; readonly port: number }): readonly string[] | undefined;
}

/** As the binary and the installed command have it. */
const V8_FLAGS = "--v8-flags=--max-semi-space-size=4";
const CLI = fileURLToPath(new URL("../../../cli.ts", import.meta.url));

function runFlags({ flags, tls }: Work, port: number): string[] {
  return ["run", "-q", ...flags, "-e", `URL=${tls ? "wss" : "ws"}://127.0.0.1:${port}`];
}

function squall(transport: "wire" | "native"): Contender {
  const program = Deno.env.get("SQUALL_BIN");
  const command = program === undefined ? [Deno.execPath(), "run", "-A", "--no-check", V8_FLAGS, CLI] : [program];
  return {
    name: `squall ${transport}`,
    command: (work, { script, port }) => {
      // The runtime's WebSocket has no ping, and verifies certificates whatever it is told.
      if (transport === "native" && (work.tls || work.script.includes(".ping("))) return undefined;
      return [...command, ...runFlags(work, port), ...work.ownFlags ?? [], "--transport", transport, script];
    },
  };
}

function k6(program: string): Contender {
  return { name: "k6", command: (work, { script, port }) => [program, ...runFlags(work, port), script] };
}

/** Its scenarios cannot but wait for each answer, so it does only what needs no more. */
function artillery(program: string, folder: string): Contender {
  return {
    name: "artillery",
    command: ({ artillery }, { port }) => {
      if (artillery === undefined) return undefined;
      const { users, message } = artillery;
      const send = { payload: message, capture: { regexp: ".", as: "answer" } };
      const file = `${folder}/artillery.json`;
      Deno.writeTextFileSync(
        file,
        JSON.stringify({
          config: { target: `ws://127.0.0.1:${port}/echo`, phases: [{ duration: 1, arrivalCount: users }] },
          scenarios: [{ engine: "ws", flow: [{ loop: [{ send }], count: 1e9 }] }],
        }),
      );
      return [program, "run", "--quiet", file];
    },
  };
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
  const peer = Deno.env.get("ARTILLERY_BIN") ?? "artillery";
  if (await succeeds([peer, "version"])) contenders.push(artillery(peer, folder));
  else missing.push("artillery is not on the PATH, and ARTILLERY_BIN does not name it");
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
