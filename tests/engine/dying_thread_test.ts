import { assertEquals, assertMatch } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

/** The workers that a run starts, so that one can be made to fail as a defect of the runtime would. */
class WatchedWorker extends Worker {
  static readonly all: Worker[] = [];

  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    WatchedWorker.all.push(this);
  }
}

/** Runs something while {@linkcode WatchedWorker} stands in for the runtime's own class. */
async function withWatchedWorkers<T>(run: () => Promise<T>): Promise<T> {
  const original = globalThis.Worker;
  WatchedWorker.all.length = 0;
  globalThis.Worker = WatchedWorker;
  try {
    return await run();
  } finally {
    globalThis.Worker = original;
  }
}

function crash(worker: Worker | undefined): void {
  worker?.dispatchEvent(new ErrorEvent("error", { message: "out of luck", cancelable: true }));
}

const SOURCE = `
  import { sleep } from "k6";
  import { Counter } from "k6/metrics";
  const mine = new Counter("mine");
  export function setup() { if (__ENV.PHASE === "setup") { console.log("now"); sleep(60); } }
  export default function () {
    mine.add(1);
    if (__ENV.PHASE !== "iteration") return;
    sleep(1.5);
    if (__VU === 1) console.log("now");
    sleep(60);
  }
  export function teardown() { console.log("torn down"); if (__ENV.PHASE === "teardown") { console.log("now"); sleep(60); } }
  export function handleSummary() { console.log("now"); sleep(60); }
`;

Deno.test("a thread that dies ends the run with a clear error, and what was measured is summed up", async (t) => {
  const died = "Thread 1 has crashed: out of luck";
  const cases: { phase: string; threads: number; lines: string[]; exitCode: number; isSummed: boolean }[] = [
    { phase: "setup", threads: 1, lines: ["now"], exitCode: 109, isSummed: false },
    { phase: "iteration", threads: 1, lines: ["now"], exitCode: 109, isSummed: true },
    { phase: "iteration", threads: 2, lines: ["now", "torn down"], exitCode: 109, isSummed: true },
    { phase: "teardown", threads: 1, lines: ["torn down", "now"], exitCode: 109, isSummed: true },
    // The verdict is out by then.
    { phase: "handleSummary", threads: 1, lines: ["torn down", "now"], exitCode: 109, isSummed: true },
  ];
  for (const { phase, threads, lines, exitCode, isSummed } of cases) {
    await t.step(`in ${phase}, one of ${threads}`, async () => {
      const source = phase === "handleSummary" ? SOURCE : SOURCE.replace(/export function handleSummary.*/, "");
      const result = await withWatchedWorkers(() =>
        runScript(source, {
          env: { PHASE: phase },
          options: { vus: 2, iterations: 2 },
          settings: { threads },
          onLog: ({ message }) => message === "now" && crash(WatchedWorker.all[0]),
        })
      );
      assertEquals([result.errors, result.lines, result.exitCode], [[died], lines, exitCode]);
      assertEquals(result.records.find(({ level }) => level === "error")?.fields, {
        hint: "What was measured until then is in the summary",
      });
      assertMatch(result.stdout, /TOTAL RESULTS/);
      assertEquals(result.summary?.metrics.mine?.values.count, isSummed ? 2 : undefined);
    });
  }
});

Deno.test("a thread that dies before anything runs ends the run without a summary", async () => {
  const result = await withWatchedWorkers(() =>
    runScript('console.log("now"); if (__VU === 1) while (true); export default function () {}', {
      onLog: () => crash(WatchedWorker.all[0]),
    })
  );
  assertEquals([result.errors, result.exitCode, result.summary], [
    ["Thread 1 has crashed: out of luck"],
    109,
    undefined,
  ]);
});
