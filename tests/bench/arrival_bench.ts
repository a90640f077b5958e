/**
 * How many iterations a second one thread starts, and what that costs: constant-arrival-rate with an empty function.
 * By hand: `deno run -A tests/bench/arrival_bench.ts [iterations per second, default 20000] [VUs, default 50]`
 */

import { startSquall } from "./process_watch.ts";

const rate = Number(Deno.args[0] ?? 20_000);
const vus = Number(Deno.args[1] ?? 50);
const SECONDS = 10;

const FUNCTIONS = {
  "a plain function": "export default function () {}",
  "an async function": "export default async function () { await null; }",
};

/** The part of `--summary-export` that is read here. */
interface Summary {
  readonly metrics: Readonly<Record<string, { readonly count?: number } | undefined>>;
}

const script = await Deno.makeTempFile({ suffix: ".js" });
const exported = await Deno.makeTempFile({ suffix: ".json" });
try {
  for (const [name, source] of Object.entries(FUNCTIONS)) {
    const load = { executor: "constant-arrival-rate", rate, duration: `${SECONDS}s`, preAllocatedVUs: vus };
    await Deno.writeTextFile(script, `export const options = ${JSON.stringify({ scenarios: { load } })};\n${source}\n`);
    const started = performance.now();
    const status = await startSquall(["run", "-q", "--threads", "1", "--summary-export", exported, script]).status;
    const seconds = (performance.now() - started) / 1000;
    const { metrics }: Summary = JSON.parse(await Deno.readTextFile(exported));
    const count = metrics.iterations?.count ?? 0;
    const dropped = metrics.dropped_iterations?.count ?? 0;
    console.log(
      `${name}, ${vus} VUs: ${Math.round(count / SECONDS)}/s of ${rate}/s, ${dropped} dropped, ` +
        `${seconds.toFixed(1)} s in all, exit code ${status.code}`,
    );
  }
} finally {
  await Deno.remove(script);
  await Deno.remove(exported);
}
