import { describeBottleneck, type GeneratorRecord, type ThreadRecord } from "../../src/engine/bottleneck.ts";
import { assertEquals } from "../support/assert.ts";

/** A thread that was looked at for a minute. */
const HEALTHY: ThreadRecord = { looks: 600, lateLooks: 0, worstLag: 4.6, lateStarts: 0, latestStart: 0, refused: 0 };
const LATE: ThreadRecord = { ...HEALTHY, lateLooks: 30, worstLag: 812.4 };

function recordOf(threads: readonly ThreadRecord[], record: Partial<GeneratorRecord> = {}): GeneratorRecord {
  return {
    threads,
    iterations: 1000,
    cores: 1.98,
    machineCores: 2,
    machineLoad: 0.99,
    openFileLimit: 1024,
    ...record,
  };
}

Deno.test("a generator that keeps up is not mentioned, however busy it is", async (t) => {
  const cases: [name: string, threads: ThreadRecord[]][] = [
    ["on time", [HEALTHY, HEALTHY]],
    ["one long hiccup, of nearly two seconds", [{ ...HEALTHY, lateLooks: 19, worstLag: 1900 }]],
    ["late looks, fewer than one in twenty", [{ ...LATE, lateLooks: 29 }]],
    ["a few late starts", [{ ...HEALTHY, lateStarts: 9, latestStart: 300 }]],
    ["late starts, fewer than one in twenty", [{ ...HEALTHY, lateStarts: 49, latestStart: 300 }]],
    ["no thread", []],
  ];
  for (const [name, threads] of cases) {
    await t.step(name, () => assertEquals(describeBottleneck(recordOf(threads)), undefined));
  }
});

Deno.test("a generator that does not keep up says so in one line, with the cause and what to do", async (t) => {
  const lag = "event loop up to 812 ms late on";
  const own = "latencies above include its own delay";
  const cases: [name: string, record: GeneratorRecord, text: string][] = [
    [
      "no processor time left",
      recordOf([HEALTHY, LATE]),
      `${lag} 1 of 2 threads, CPU 198 % of 2 cores; ${own}; use more cores or fewer VUs`,
    ],
    [
      "others take the processor",
      recordOf([LATE, LATE], { cores: 0.6 }),
      `${lag} 2 of 2 threads, CPU 60 % of 2 cores; ${own}; ` +
      "other programs kept this machine busy: give the generator one of its own, or use fewer VUs",
    ],
    [
      "one thread is full",
      recordOf([LATE], { cores: 1.02, machineLoad: 0.55 }),
      `${lag} 1 of 1 thread, CPU 102 % of 2 cores; ${own}; use more threads (--threads) or fewer VUs`,
    ],
    [
      "the script holds the thread up",
      recordOf([LATE, HEALTHY], { cores: 0.4, machineLoad: undefined }),
      `${lag} 1 of 2 threads, CPU 40 % of 2 cores; ${own}; code of the script that runs for long at a time keeps ` +
      "all VUs of its thread waiting: shorten it, or use more threads (--threads)",
    ],
    [
      "late starts",
      recordOf([{ ...HEALTHY, lateStarts: 30, latestStart: 220 }, { ...HEALTHY, lateStarts: 20, latestStart: 90 }]),
      `50 iterations began up to 220 ms late, CPU 198 % of 2 cores; ${own}; use more cores or fewer VUs`,
    ],
    [
      "no files left",
      recordOf([{ ...HEALTHY, refused: 70 }, { ...HEALTHY, refused: 7 }]),
      "77 sockets not opened: the limit of 1024 open files was reached; raise the limit with ulimit -n",
    ],
    [
      "everything at once, on one core",
      recordOf([{ ...LATE, lateStarts: 50, latestStart: 99, refused: 1 }], {
        machineCores: 1,
        openFileLimit: undefined,
      }),
      `${lag} 1 of 1 thread, 50 iterations began up to 99 ms late, CPU 198 % of 1 core, 1 socket not opened: ` +
      `the limit of open files was reached; ${own}; use more cores or fewer VUs; raise the limit with ulimit -n`,
    ],
  ];
  for (const [name, record, text] of cases) {
    await t.step(
      name,
      () => assertEquals(describeBottleneck(record), `the load generator was the bottleneck: ${text}`),
    );
  }
});
