import { MOST_UNPRINTED } from "../../src/runtime/shared_counters.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const LINES = 30_000;
/** What a thread sends at once. */
const BATCH = 256;

Deno.test("a script that logs faster than it can be printed is held up, and every line is printed in order", async () => {
  let ahead: number | undefined;
  const { lines, errors } = await runScript(`export default function () { console.log(__ITER); }`, {
    options: { vus: 1, iterations: LINES },
    onLog: ({ fields }, run) => {
      if (ahead !== undefined || fields?.source !== "console") return;
      // Printing takes its time. The thread has enough of it to log everything, and is let as far as its limit only.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      ahead = run.status.iterationsCompleted;
    },
  });
  assertEquals(errors, []);
  assertEquals(lines, Array.from({ length: LINES }, (_, i) => String(i)));
  assert(ahead! <= MOST_UNPRINTED + BATCH, `${ahead} lines ahead`);
});
