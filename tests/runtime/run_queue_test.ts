import { RunQueue } from "../../src/runtime/run_queue.ts";
import { assertEquals } from "../support/assert.ts";

/** A queue whose turns and whose time the test makes. */
function manualQueue() {
  const turns: (() => void)[] = [];
  const time = { now: 0 };
  const queue = new RunQueue(() => time.now, (callback) => turns.push(callback));
  return { queue, turns, time, turn: () => turns.shift()?.() };
}

Deno.test("RunQueue runs in the order of adding, never at once, all in one turn where time allows", () => {
  const { queue, turns, turn } = manualQueue();
  const ran: number[] = [];
  for (const number of [1, 2, 3]) queue.add(() => ran.push(number));
  assertEquals([ran, turns.length], [[], 1]);
  turn();
  assertEquals([ran, turns.length], [[1, 2, 3], 0]);
});

Deno.test("RunQueue ends a slice after 4 ms and goes on in the next turn", () => {
  const { queue, turns, time, turn } = manualQueue();
  const ran: number[] = [];
  for (let number = 0; number < 9; number++) {
    queue.add(() => {
      ran.push(number);
      time.now++;
    });
  }
  turn();
  assertEquals([ran.length, turns.length], [4, 1]);
  turn();
  turn();
  assertEquals([ran, turns.length], [[0, 1, 2, 3, 4, 5, 6, 7, 8], 0]);
});

Deno.test("RunQueue runs at least one function in each turn, however long it takes", () => {
  const { queue, time, turn } = manualQueue();
  const ran: string[] = [];
  queue.add(() => void (time.now += 1000));
  queue.add(() => ran.push("second"));
  turn();
  assertEquals(ran, []);
  turn();
  assertEquals(ran, ["second"]);
});

Deno.test("what a function adds runs after what waits, in the same slice if there is time", () => {
  const { queue, turns, turn } = manualQueue();
  const ran: string[] = [];
  queue.add(() => {
    ran.push("a");
    queue.add(() => ran.push("added by a"));
  });
  queue.add(() => ran.push("b"));
  turn();
  assertEquals(ran, ["a", "b", "added by a"]);
  // A turn was asked for before it was clear that it is not needed.
  turns.forEach((each) => each());
  assertEquals(ran.length, 3);
});
