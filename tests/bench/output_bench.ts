/**
 * What `--out json` and `--out csv` cost for each sample: on the thread of the virtual users, and on the main thread
 * that writes. By hand: `deno run -A tests/bench/output_bench.ts [rounds]`
 *
 * The processor time of threads is Linux's; the script does nothing but add samples to a Trend and a Counter.
 */

import { runScript } from "../support/run_script.ts";

const ITERATIONS = 3000;
const SAMPLES_PER_ITERATION = 1000;
/** What squall promises of the thread of the virtual users, in microseconds per sample. */
const PROMISED = 2;

const SCRIPT = `
  import { Counter, Trend } from "k6/metrics";
  const rtt = new Trend("rtt", true);
  const bytes = new Counter("bytes");
  export default function () {
    for (let i = 0; i < ${SAMPLES_PER_ITERATION / 2}; i++) {
      rtt.add(i * 0.37, { room: i & 1 ? "a" : "b" });
      bytes.add(i);
    }
  }`;

/** Nanoseconds of processor time. */
interface ThreadTimes {
  readonly virtualUsers: number;
  readonly main: number;
}

/** Threads of virtual users by their number: they end with their run, so their last time is kept. */
class ThreadClock {
  readonly #workers = new Map<string, number>();

  read(): ThreadTimes {
    let main = 0;
    for (const { name } of Deno.readDirSync("/proc/self/task")) {
      try {
        const comm = Deno.readTextFileSync(`/proc/self/task/${name}/comm`).trim();
        const [time = "0"] = Deno.readTextFileSync(`/proc/self/task/${name}/schedstat`).split(" ");
        if (comm.startsWith("worker-")) this.#workers.set(name, Number(time));
        else if (Number(name) === Deno.pid) main = Number(time);
      } catch {
        // A thread that has ended meanwhile.
      }
    }
    return { virtualUsers: this.#workers.values().reduce((sum, time) => sum + time, 0), main };
  }
}

const clock = new ThreadClock();

/** Microseconds per sample of each thread. */
async function measure(outputs: readonly string[]): Promise<{ virtualUsers: number; main: number }> {
  const from = clock.read();
  const look = setInterval(() => clock.read(), 20);
  const { errors, warnings, summary } = await runScript(SCRIPT, {
    options: { vus: 1, iterations: ITERATIONS },
    settings: { outputs },
  });
  clearInterval(look);
  if (errors.length + warnings.length > 0) throw new Error([...errors, ...warnings].join("\n"));
  if (summary?.metrics.iterations?.values.count !== ITERATIONS) throw new Error("Not all iterations ran");
  const samples = ITERATIONS * SAMPLES_PER_ITERATION;
  const to = clock.read();
  const per = (a: number, b: number): number => (b - a) / 1000 / samples;
  return { virtualUsers: per(from.virtualUsers, to.virtualUsers), main: per(from.main, to.main) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const [rounds = "5"] = Deno.args;
const cases: Record<string, readonly string[]> = {
  "no output": [],
  "json": ["json=/dev/null"],
  "csv": ["csv=/dev/null"],
};
const results = new Map(
  Object.keys(cases).map((name) => [name, { virtualUsers: [] as number[], main: [] as number[] }]),
);
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, outputs] of Object.entries(cases)) {
    const { virtualUsers, main } = await measure(outputs);
    results.get(name)!.virtualUsers.push(virtualUsers);
    results.get(name)!.main.push(main);
  }
}
const base = median(results.get("no output")!.virtualUsers);
console.log(`${(ITERATIONS * SAMPLES_PER_ITERATION).toLocaleString("en")} samples, µs per sample; median of ${rounds}`);
for (const [name, { virtualUsers, main }] of results) {
  const cost = median(virtualUsers);
  const more = name === "no output" ? "" : `, ${(cost - base).toFixed(3)} of it for the output (promised: ${PROMISED})`;
  console.log(`${name.padEnd(12)} virtual users ${cost.toFixed(3)}${more}; main thread ${median(main).toFixed(3)}`);
}
