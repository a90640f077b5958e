import { LONGEST_WAKE_DELAY, type Timer, TimerQueue } from "../../src/base/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { ManualClock } from "../support/manual_clock.ts";

function setUp() {
  const clock = new ManualClock();
  const queue = new TimerQueue(clock);
  const fired: string[] = [];
  /** A timer that notes its name and the time. */
  function note(name: string, delay: number): Timer {
    return queue.after(() => fired.push(`${name}@${clock.now()}`), delay);
  }
  return { clock, queue, fired, note };
}

Deno.test("TimerQueue fires in the order of due times, whatever the order of creation", () => {
  const { clock, queue, fired, note } = setUp();
  for (const delay of [50, 10, 40, 20, 30]) note("t", delay);
  assertEquals(queue.size, 5);
  clock.advance(100);
  assertEquals(fired, ["t@10", "t@20", "t@30", "t@40", "t@50"]);
  assertEquals([queue.size, clock.pending], [0, 0]);
});

Deno.test("TimerQueue fires timers of equal due time in the order of creation", () => {
  const { clock, fired, note } = setUp();
  for (let i = 0; i < 20; i++) note(`t${i}`, 10);
  clock.advance(10);
  assertEquals(fired, Array.from({ length: 20 }, (_, i) => `t${i}@10`));
});

/** Numbers below 1,000 in no particular order, the same every time. */
function scattered(count: number): number[] {
  let seed = 1;
  return Array.from({ length: count }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % 1000;
  });
}

Deno.test("TimerQueue keeps the order of thousands of timers, also when most of them are cancelled", async (t) => {
  const dues = scattered(5000);
  for (const kept of [1, 3, 50]) {
    await t.step(`one in ${kept}`, () => {
      const { clock, queue } = setUp();
      const fired: number[] = [];
      const timers = dues.map((due) => queue.at(() => fired.push(due), due));
      timers.forEach((timer, i) => {
        if (i % kept !== 0) queue.cancel(timer);
      });
      clock.advance(1000);
      assertEquals(fired, dues.filter((_, i) => i % kept === 0).toSorted((a, b) => a - b));
      assertEquals([queue.size, clock.pending], [0, 0]);
    });
  }
});

Deno.test("TimerQueue.after never fires before it returns, and takes a negative delay for none", () => {
  const { clock, fired, note } = setUp();
  clock.advance(5);
  note("none", 0);
  note("negative", -100);
  assertEquals(fired, []);
  clock.advance(0);
  assertEquals(fired, ["none@5", "negative@5"]);
});

Deno.test("TimerQueue.at fires what is overdue in the next turn", () => {
  const { clock, queue, fired } = setUp();
  clock.advance(100);
  queue.at(() => fired.push(`overdue@${clock.now()}`), 10);
  assertEquals(fired, []);
  clock.advance(0);
  assertEquals(fired, ["overdue@100"]);
});

Deno.test("TimerQueue waits for whole milliseconds, but never fires too early", () => {
  const { clock, fired, note } = setUp();
  note("fraction", 0.25);
  clock.advance(0.9);
  assertEquals(fired, []);
  clock.advance(0.1);
  assertEquals(fired, ["fraction@1"]);
});

Deno.test("TimerQueue waits longer than a single wake-up of the clock can", () => {
  const clock = new ManualClock();
  const delays: number[] = [];
  const wake = clock.wake.bind(clock);
  clock.wake = (callback, delay) => {
    delays.push(delay);
    return wake(callback, delay);
  };
  const fired: number[] = [];
  new TimerQueue(clock).after(() => fired.push(clock.now()), 2.5 * LONGEST_WAKE_DELAY);
  clock.advance(3 * LONGEST_WAKE_DELAY);
  assertEquals(delays, [LONGEST_WAKE_DELAY, LONGEST_WAKE_DELAY, Math.ceil(LONGEST_WAKE_DELAY / 2)]);
  assertEquals(fired, [Math.ceil(2.5 * LONGEST_WAKE_DELAY)]);
});

Deno.test("TimerQueue needs a single wake-up of the clock, that of the earliest timer", () => {
  const { clock, queue, note } = setUp();
  const timers = [300, 200, 100, 400].map((delay) => note("t", delay));
  assertEquals(clock.pending, 1);
  queue.cancel(timers[2]!);
  assertEquals(clock.pending, 1);
  clock.advance(250);
  assertEquals([queue.size, clock.pending], [2, 1]);
});

Deno.test("TimerQueue.cancel forgets a timer, once", () => {
  const { clock, queue, fired, note } = setUp();
  const [first, second] = [note("first", 10), note("second", 20)];
  queue.cancel(first);
  queue.cancel(first);
  assertEquals(queue.size, 1);
  clock.advance(100);
  assertEquals(fired, ["second@20"]);
  queue.cancel(second);
  assertEquals(queue.size, 0);
});

Deno.test("TimerQueue.cancel of the last timer leaves no wake-up behind", () => {
  const { clock, queue, note } = setUp();
  queue.cancel(note("t", 10));
  assertEquals([queue.size, clock.pending], [0, 0]);
});

Deno.test("TimerQueue sweeps cancelled timers without losing or reordering the others", () => {
  const { clock, queue, fired, note } = setUp();
  const timers = Array.from({ length: 1000 }, (_, i) => note(`t${i}`, 1000 - (i % 10)));
  timers.forEach((timer, i) => {
    if (i % 100 !== 0) queue.cancel(timer);
  });
  assertEquals(queue.size, 10);
  note("early", 5);
  clock.advance(2000);
  assertEquals(fired, ["early@5", ...Array.from({ length: 10 }, (_, i) => `t${i * 100}@1000`)]);
  assertEquals([queue.size, clock.pending], [0, 0]);
});

Deno.test("TimerQueue lets a callback cancel another timer that is due in the same turn", () => {
  const { clock, queue, fired, note } = setUp();
  const victims: Timer[] = [];
  queue.after(() => victims.forEach((victim) => queue.cancel(victim)), 10);
  victims.push(note("victim", 10));
  note("bystander", 10);
  clock.advance(10);
  assertEquals(fired, ["bystander@10"]);
  assertEquals([queue.size, clock.pending], [0, 0]);
});

Deno.test("TimerQueue lets a callback cancel itself", () => {
  const { clock, queue, fired } = setUp();
  const timer: Timer = queue.after(() => {
    queue.cancel(timer);
    fired.push("self");
  }, 10);
  clock.advance(10);
  assertEquals([fired, queue.size, clock.pending], [["self"], 0, 0]);
});

Deno.test("TimerQueue fires timers that a callback makes in a later turn, even when they are due at once", () => {
  const { clock, queue, fired, note } = setUp();
  queue.after(() => note("child", 0), 10);
  note("sibling", 10);
  clock.advance(10);
  assertEquals([fired, clock.pending], [["sibling@10", "child@10"], 0]);
});

Deno.test("TimerQueue lets others have their turn between the links of a chain without delay", () => {
  const { clock, queue } = setUp();
  const events: string[] = [];
  function link(): void {
    if (events.push("link") < 4) queue.after(link, 0);
  }
  queue.after(link, 0);
  clock.wake(() => events.push("socket"), 0);
  clock.advance(0);
  assertEquals(events, ["link", "socket", "link", "link"]);
});

Deno.test("TimerQueue goes on with a chain of timers without delay, one per turn", () => {
  const { clock, queue } = setUp();
  let links = 0;
  function link(): void {
    links++;
    if (links < 100) queue.after(link, 0);
  }
  queue.after(link, 0);
  clock.advance(0);
  assertEquals([links, clock.pending], [100, 0]);
});

Deno.test("TimerQueue runs the rest of the turn when a callback throws, then throws its first error", () => {
  const { clock, queue, fired, note } = setUp();
  note("before", 10);
  queue.after(() => {
    throw new Error("one");
  }, 10);
  queue.after(() => {
    throw new Error("two");
  }, 10);
  note("after", 10);
  note("later", 20);
  const error = assertThrows(() => clock.advance(10), Error);
  assertEquals(error.message, "one");
  assertEquals(fired, ["before@10", "after@10"]);
  clock.advance(10);
  assertEquals(fired, ["before@10", "after@10", "later@20"]);
});

Deno.test("TimerQueue.clear forgets everything and can be used again", () => {
  const { clock, queue, fired, note } = setUp();
  const old = note("old", 10);
  note("older", 5);
  queue.clear();
  assertEquals([queue.size, clock.pending], [0, 0]);
  note("new", 10);
  queue.cancel(old);
  assertEquals(queue.size, 1);
  clock.advance(10);
  assertEquals(fired, ["new@10"]);
});

Deno.test("TimerQueue.clear within a callback ends the turn", () => {
  const { clock, queue, fired, note } = setUp();
  queue.after(() => queue.clear(), 10);
  note("never", 10);
  clock.advance(100);
  assertEquals([fired, queue.size, clock.pending], [[], 0, 0]);
});
