import { DEFAULT_PATIENCE, type Task, ThreadWatch, type WatchedThread } from "../../src/engine/watch_threads.ts";
import { assertEquals } from "../support/assert.ts";

/** A thread that was last heard of at a moment, and notes how it was killed. */
class SilentThread implements WatchedThread {
  isAlive = true;
  isAsked = true;
  lastHeard = 0;
  killed: string | undefined;
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  kill(message: string, { exitCode }: { exitCode?: number } = {}): void {
    this.isAlive = false;
    this.killed = `${exitCode}: ${message}`;
  }
}

/** Two threads at a task, the time, and what the watch said. */
function watched(given: Partial<Task>, stopped = Infinity) {
  const threads = [new SilentThread(0), new SilentThread(1)];
  const state = { now: 0, progress: 0 };
  const warnings: string[] = [];
  const task: Task = { name: "setup()", started: 0, exitCode: 100, ...given };
  const watch = new ThreadWatch({
    patience: DEFAULT_PATIENCE,
    threads: () => threads,
    task: () => task,
    stopped: () => stopped,
    progress: () => state.progress,
    now: () => state.now,
    warn: (message) => warnings.push(message),
  });
  /** Looks once a second; the first thread reports all the time. */
  const pass = (until: number, each: () => void = () => {}): (string | undefined)[] => {
    for (state.now = 0; state.now <= until; state.now += 1000) {
      threads[0]!.lastHeard = state.now;
      each();
      watch.look();
    }
    return threads.map(({ killed }) => killed);
  };
  return { threads, state, warnings, pass };
}

const SAID = ": setup() keeps it busy, and with it all of its virtual users";

Deno.test("a silent thread is warned of once, as long as it may still be at work", () => {
  const { warnings, pass } = watched({ due: 60_000 });
  assertEquals(pass(75_000), [undefined, undefined]);
  assertEquals(warnings, [`Thread 2 has not answered for 10s${SAID}`]);
});

Deno.test("a silent thread is given up a while after it should have been done, others are not", () => {
  const { pass } = watched({ due: 1000 });
  assertEquals(pass(30_000), [undefined, `100: Thread 2 has not answered for 17s${SAID}`]);
});

Deno.test("a thread that nothing is asked of may be silent", () => {
  const { threads, warnings, pass } = watched({ due: 1000 });
  threads[1]!.isAsked = false;
  assertEquals([pass(30_000), warnings], [[undefined, undefined], []]);
});

Deno.test("a thread that reports may be late, but not for ever", () => {
  const { pass } = watched({ due: 0 });
  const late = "100: Thread 1 has not come to an end with setup() in time";
  assertEquals(pass(60_000)[0], undefined);
  assertEquals(pass(61_000)[0], late);
});

Deno.test("init code may take as long as one VU after the other gets ready", () => {
  const { state, threads, pass } = watched({ name: "the init code", exitCode: 102 });
  threads[1]!.lastHeard = 0;
  assertEquals(pass(300_000, () => state.progress++), [undefined, undefined]);
  assertEquals(watched({ name: "the init code", exitCode: 102 }).pass(61_000), [
    undefined,
    "102: Thread 2 has not answered for 61s: the init code keeps it busy, and with it all of its virtual users",
  ]);
});

Deno.test("a silent thread is soon given up when the run is told to stop, unless its task began after that", () => {
  assertEquals(watched({ due: 100_000 }, 2000).pass(20_000), [
    undefined,
    `100: Thread 2 has not answered for 8s${SAID}`,
  ]);
  assertEquals(watched({ due: 100_000, started: 3000 }, 2000).pass(20_000), [undefined, undefined]);
});
