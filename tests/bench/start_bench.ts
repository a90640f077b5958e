/**
 * How long a script of one iteration takes, from the start of the process to its end.
 * By hand: `deno run -A tests/bench/start_bench.ts [rounds, default 20]`
 */

import { startSquall } from "./process_watch.ts";

const rounds = Number(Deno.args[0] ?? 20);
const script = await Deno.makeTempFile({ suffix: ".js" });
await Deno.writeTextFile(script, "export default function () {}\n");
const times: number[] = [];
try {
  // The first run fills the caches of the runtime.
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    await startSquall(["run", "-q", script]).status;
    if (round > 0) times.push(performance.now() - started);
  }
} finally {
  await Deno.remove(script);
}
times.sort((a, b) => a - b);

function at(fraction: number): string {
  return `${Math.round(times[Math.floor(fraction * (times.length - 1))]!)} ms`;
}

console.log(`start to exit, ${rounds} rounds: median ${at(0.5)}, fastest ${at(0)}, slowest ${at(1)}`);
