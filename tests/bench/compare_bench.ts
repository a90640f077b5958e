/**
 * squall beside k6 and beside what the machine can do: whole programs, the same scripts, the same server, in turns.
 * By hand: `deno task bench compare [--rounds N] [--server bun|ws] [--json] [work …]`. It needs Linux. The servers and
 * the other contenders come from the PATH or from the environment (`K6_BIN`, `ARTILLERY_BIN`, `BUN_BIN`; `SQUALL_BIN`
 * for a binary of squall's); a contender that is missing is named and left out.
 */

import { parseArgs } from "node:util";
import { type Contender, findContenders } from "./compare/contenders.ts";
import { measureCommand } from "./compare/measure.ts";
import { type Figures, tableHead, tableRow } from "./compare/result_table.ts";
import { startServer } from "./compare/servers.ts";
import { type Work, WORKS } from "./compare/works.ts";

const { values: { rounds, json, server: serverName }, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    server: { type: "string", default: "bun" },
    json: { type: "boolean", default: false },
  },
});

/** Contenders take turns, so that a machine that is not ours alone treats all of them alike. */
async function measureWork(work: Work, contenders: readonly Contender[], folder: string): Promise<Figures> {
  const script = `${folder}/script.js`;
  await Deno.writeTextFile(script, work.script);
  await using server = await startServer(serverName, work.tls === true, folder);
  const figures: Figures = new Map();
  for (let round = 0; round < Number(rounds); round++) {
    for (const { name, command } of contenders) {
      const args = command(work, { script, port: server.port });
      if (args === undefined) continue;
      figures.set(name, [...figures.get(name) ?? [], await measureCommand(args, work.measure, server)]);
    }
  }
  return figures;
}

/** What scripts import: one file, from npm, the same for all. */
async function fetchLodash(folder: string): Promise<void> {
  const args = [
    "eval",
    `import source from "npm:lodash@4.17.21/lodash.js" with { type: "text" }; console.log(source);`,
  ];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: [...args, "--unstable-raw-imports"] }).output();
  await Deno.writeFile(`${folder}/lodash.js`, stdout);
}

const folder = await Deno.makeTempDir();
try {
  const { contenders, missing } = await findContenders(folder);
  for (const sentence of missing) console.error(`left out: ${sentence}`);
  const names = positionals.length > 0 ? positionals : Object.keys(WORKS);
  const lines = tableHead();
  const data: Record<string, unknown> = {};
  for (const name of names) {
    const work = WORKS[name];
    if (work === undefined) {
      throw new Error(`There is no such work: ${name}; there are ${Object.keys(WORKS).join(", ")}`);
    }
    if (work.lodash) await fetchLodash(folder);
    const figures = await measureWork(work, contenders, folder);
    data[name] = Object.fromEntries(figures);
    lines.push(tableRow(name, work, figures));
    if (!json) console.error(lines.at(-1));
  }
  console.log(json ? JSON.stringify(data) : lines.join("\n"));
} finally {
  await Deno.remove(folder, { recursive: true });
}
