import { ThreadWatch, type WatchedThread } from "../../src/engine/watch_threads.ts";
import { assertEquals } from "../support/assert.ts";

/** A thread that was last heard of at a moment, and notes how it was killed. */
class SilentThread implements WatchedThread {
  isAlive = true;
  lastHeard = 0;
  killed: string | undefined;
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  kill(message: string): void {
    this.isAlive = false;
    this.killed = message;
  }
}

/** Two threads, the time, and what the watch said. */
function watched(due: number) {
  const threads = [new SilentThread(0), new SilentThread(1)];
  const time = { now: 0 };
  const warnings: string[] = [];
  const watch = new ThreadWatch({
    threads: () => threads,
    due: () => due,
    now: () => time.now,
    warn: (message) => warnings.push(message),
  });
  return { threads, time, warnings, watch };
}

const SAID = ": a function of the script keeps it busy, and with it all of its virtual users";

Deno.test("a silent thread is warned of once, as long as it may still be at work", () => {
  const { threads, time, warnings, watch } = watched(60_000);
  for (time.now = 0; time.now <= 75_000; time.now += 1000) {
    threads[0]!.lastHeard = time.now;
    watch.look();
  }
  assertEquals(warnings, [`Thread 2 has not answered for 10s${SAID}`]);
  assertEquals(threads.map(({ killed }) => killed), [undefined, undefined]);
});

Deno.test("a silent thread is ended a while after it should have been done, others are not", () => {
  const { threads, time, watch } = watched(1000);
  for (time.now = 0; time.now <= 30_000; time.now += 1000) {
    threads[0]!.lastHeard = time.now;
    watch.look();
  }
  assertEquals(threads.map(({ killed }) => killed), [undefined, `Thread 2 has not answered for 17s${SAID}`]);
});

Deno.test("a thread that reports may be late", () => {
  const { threads, time, warnings, watch } = watched(0);
  for (time.now = 0; time.now <= 300_000; time.now += 1000) {
    for (const thread of threads) thread.lastHeard = time.now - 9000;
    watch.look();
  }
  assertEquals([warnings, threads.map(({ killed }) => killed)], [[], [undefined, undefined]]);
});
