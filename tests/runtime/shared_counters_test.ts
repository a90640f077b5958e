import { MOST_UNPRINTED, SharedCounters, ThreadCounters } from "../../src/runtime/shared_counters.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("SharedCounters adds up what all threads count, scenario by scenario", () => {
  const counters = new SharedCounters({ scenarios: 2, threads: 3 });
  const threads = [0, 1, 2].map((index) => new ThreadCounters(structuredClone(counters.memory), index));
  threads.forEach((thread, index) => {
    for (let vu = 0; vu <= index; vu++) thread.addInitialized();
    thread.add(0, "activeVus", 2);
    thread.add(1, "activeVus", 1);
    thread.add(1, "completed", 10 * (index + 1));
  });
  threads[2]!.add(0, "interrupted", 4);
  threads[0]!.add(0, "activeVus", -1);
  assertEquals([counters.vusInitialized, counters.vusActive], [6, 8]);
  assertEquals(counters.scenario(0), { completed: 0, interrupted: 4, activeVus: 5, lentVus: 0 });
  assertEquals(counters.scenario(1), { completed: 60, interrupted: 0, activeVus: 3, lentVus: 0 });
});

Deno.test("threads claim iterations from one count per scenario, each number once", () => {
  const counters = new SharedCounters({ scenarios: 2, threads: 2 });
  const [one, two] = [0, 1].map((index) => new ThreadCounters(counters.memory, index));
  assertEquals([one!.claim(0, 1), two!.claim(0, 1), two!.claim(0, 3), one!.claim(0, 1)], [1, 2, 3, 6]);
  assertEquals(one!.claim(1, 1), 1);
  // The numbers of VUs that come later are a count of their own.
  assertEquals([one!.claimLateVu(), two!.claimLateVu(), one!.claim(1, 1)], [1, 2, 2]);
});

Deno.test("real threads claim each number exactly once", async () => {
  const counters = new SharedCounters({ scenarios: 1, threads: 2 });
  const url = new URL("../../src/runtime/shared_counters.ts", import.meta.url);
  const code = `
    import { ThreadCounters } from ${JSON.stringify(url.href)};
    self.onmessage = ({ data: { memory, thread } }) => {
      const counters = new ThreadCounters(memory, thread);
      const claimed = [];
      for (let i = 0; i < 20000; i++) claimed.push(counters.claim(0, 1));
      self.postMessage(claimed);
    };
  `;
  const script = `data:application/javascript,${encodeURIComponent(code)}`;
  const claimed = await Promise.all([0, 1].map((thread) => {
    const worker = new Worker(script, { type: "module" });
    return new Promise<number[]>((resolve) => {
      worker.onmessage = ({ data }) => {
        worker.terminate();
        resolve(data);
      };
      worker.postMessage({ memory: counters.memory, thread });
    });
  }));
  const numbers = claimed.flat().sort((a, b) => a - b);
  assertEquals([numbers.length, numbers[0], numbers.at(-1), new Set(numbers).size], [40_000, 1, 40_000, 40_000]);
});

Deno.test("turns of requests are evenly spaced over all threads, and those of the past are lost", () => {
  const counters = new SharedCounters({ scenarios: 1, threads: 2 });
  const [one, two] = [0, 1].map((index) => new ThreadCounters(counters.memory, index)) as [
    ThreadCounters,
    ThreadCounters,
  ];
  const now = 1_700_000_000_000;
  assertEquals([one.claimRequest(0, now), two.claimRequest(0, now)], [0, 0]);
  assertEquals([one.claimRequest(100, now), two.claimRequest(100, now), one.claimRequest(100, now + 3)], [0, 10, 17]);
  assertEquals([two.claimRequest(100, now + 1000), one.claimRequest(100, now + 1001)], [0, 9]);
  // Numbers of iterations and VUs are counts of their own.
  assertEquals([one.claim(0, 1), one.claimLateVu()], [1, 1]);
});

Deno.test("log lines are counted on after two thousand million of them", () => {
  const counters = new SharedCounters({ scenarios: 1, threads: 1 });
  const thread = new ThreadCounters(counters.memory, 0);
  counters.addPrinted(0, 2 ** 31 - 1);
  counters.addPrinted(0, 10);
  // Returns at once: one line that is not printed would be waited for otherwise.
  thread.waitForPrinting(2 ** 31 + 9 + MOST_UNPRINTED);
});
