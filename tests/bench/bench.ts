/** Runs one of the benches in a process of its own, or lists them: `deno task bench [NAME [arguments]]`. */

import { fileURLToPath } from "node:url";

interface Bench {
  readonly doc: string;
  /** What the runtime is started with, besides `run -A`. */
  readonly flags?: readonly string[];
}

/** The benches by the names of their files, `NAME_bench.ts`. */
const BENCHES: Readonly<Record<string, Bench>> = {
  start: { doc: "[rounds] a script of one iteration, from the start of the process to its end" },
  script_echo: { doc: "[script] [connections] CPU per message in a script, against a client that only counts" },
  arrival: { doc: "[per second] [VUs] starts per second on one thread, with constant-arrival-rate" },
  idle: { doc: "[VUs] memory and time of VUs that hold one open socket each" },
  soak: { doc: "[minutes] [VUs] memory over time, with a sample of a custom Trend for every message" },
  compare: {
    doc: "[--rounds N] [--server bun|ws] [--json] [work …] whole programs beside k6 and beside what the machine can do",
  },
  truth: { doc: "[seconds] the round trips that a script measures against those on the wire" },
  transport: { doc: "[echo|idle|codec] [connections] the transports without scripts" },
  script: { doc: "loading, instances, calls that may pause, pauses", flags: ["--v8-flags=--expose-gc"] },
  output: { doc: "[rounds] what --out json and --out csv cost for each sample, on either thread" },
  metrics: { doc: "samples, reports of threads, merging, the memory of a long trend" },
};

const [name = "", ...args] = Deno.args;
const bench = BENCHES[name];
if (bench === undefined) {
  console.log("Benches, for `deno task bench NAME [arguments]`:\n");
  for (const [each, { doc }] of Object.entries(BENCHES)) console.log(`  ${each.padEnd(12)} ${doc}`);
  Deno.exit(name === "" ? 0 : 1);
}
const file = fileURLToPath(new URL(`./${name}_bench.ts`, import.meta.url));
const command = new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...bench.flags ?? [], file, ...args] });
const { code } = await command.spawn().status;
Deno.exit(code);
