/**
 * squall beside k6 and beside what the machine can do: whole programs, the same scripts, the same server, in turns.
 * By hand: `deno task bench compare [--rounds N] [--json] [work …]`. It needs Linux and the `bun` of npm (`BUN_BIN`, or
 * on the PATH); a contender that is missing is named and left out.
 */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Contender, findContenders } from "./compare/contenders.ts";
import { type CountingServer, measureCommand } from "./compare/measure.ts";
import { type Work, WORKS } from "./compare/works.ts";
import { ROOT } from "../support/tls_fixtures.ts";

/** The figures of one contender at one work, one for each round. */
type Figures = Map<string, number[]>;

const UNITS = { rate: "per CPU second", memory: "KB per VU", time: "ms" } as const;

const { values: { rounds, json }, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Half the distance between the quartiles, as a share of the median. */
function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return (at(0.75) - at(0.25)) / 2 / median(values);
}

async function startServer(tls: boolean): Promise<CountingServer & AsyncDisposable> {
  const script = fileURLToPath(new URL("./compare/bun_server.js", import.meta.url));
  const pems = ["server.pem", "server.key"].map((name) =>
    fileURLToPath(new URL(`../support/tls/${name}`, import.meta.url))
  );
  const process = new Deno.Command(Deno.env.get("BUN_BIN") ?? "bun", {
    args: [script, ...(tls ? pems : [])],
    stdout: "piped",
  }).spawn();
  const { value } = await process.stdout.getReader().read();
  const port = Number(new TextDecoder().decode(value));
  const client = tls ? Deno.createHttpClient({ caCerts: [ROOT] }) : undefined;
  return {
    port,
    async count() {
      const url = `${tls ? "https" : "http"}://127.0.0.1:${port}/count`;
      return await (await fetch(url, client && { client })).json();
    },
    async [Symbol.asyncDispose]() {
      process.kill();
      client?.close();
      await process.status;
    },
  };
}

/** Contenders take turns, so that a machine that is not ours alone treats all of them alike. */
async function measureWork(work: Work, contenders: readonly Contender[], script: string): Promise<Figures> {
  await Deno.writeTextFile(script, work.script);
  await using server = await startServer(work.tls === true);
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

function row(name: string, { doc, measure }: Work, figures: Figures): string[] {
  const k6 = median(figures.get("k6") ?? []);
  const cells = [...figures].map(([contender, values]) => {
    const figure = median(values);
    const ratio = measure.kind === "rate" ? figure / k6 : k6 / figure;
    const share = Number.isNaN(ratio) || contender === "k6" ? "" : `, ${ratio.toFixed(ratio < 10 ? 1 : 0)} × k6`;
    return `${contender}: ${Math.round(figure).toLocaleString("en")} ±${(100 * spread(values)).toFixed(0)} %${share}`;
  });
  return [`| ${name}: ${doc} | ${UNITS[measure.kind]} | ${cells.join("<br>")} |`];
}

const folder = await Deno.makeTempDir();
try {
  const { contenders, missing } = await findContenders(folder);
  for (const sentence of missing) console.error(`left out: ${sentence}`);
  const names = positionals.length > 0 ? positionals : Object.keys(WORKS);
  const lines = ["| Work | Measured in | Median of the rounds |", "| --- | --- | --- |"];
  const data: Record<string, unknown> = {};
  for (const name of names) {
    const work = WORKS[name];
    if (work === undefined) {
      throw new Error(`There is no such work: ${name}; there are ${Object.keys(WORKS).join(", ")}`);
    }
    const figures = await measureWork(work, contenders, `${folder}/script.js`);
    data[name] = Object.fromEntries(figures);
    lines.push(...row(name, work, figures));
    if (!json) console.error(lines.at(-1));
  }
  console.log(json ? JSON.stringify(data) : lines.join("\n"));
} finally {
  await Deno.remove(folder, { recursive: true });
}
