import { TimerQueue } from "../../src/base/mod.ts";
import { LagProbe, PROBE_MS } from "../../src/runtime/lag_probe.ts";
import { assertEquals } from "../support/assert.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** A probe, and a clock that can be held up: time passes, but no timer comes. */
function open() {
  const clock = new ManualClock();
  let held = 0;
  const slow = {
    now: () => clock.now() + held,
    epoch: () => clock.epoch() + held,
    wake: (callback: () => void, delay: number) => clock.wake(callback, delay),
    cancel: (id: number) => clock.cancel(id),
  };
  const probe = new LagProbe(slow, new TimerQueue(slow));
  return { probe, clock, holdUp: (milliseconds: number) => held += milliseconds };
}

Deno.test("a thread that keeps up is never late, and is looked at ten times a second", () => {
  const { probe, clock } = open();
  probe.start();
  clock.advance(1000);
  assertEquals(probe.take(), new Array(1000 / PROBE_MS).fill(0));
  assertEquals(probe.take(), []);
  probe.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("every moment counts that a thread has missed while it was held up, with its own lateness", () => {
  const { probe, clock, holdUp } = open();
  probe.start();
  clock.advance(50);
  holdUp(360);
  clock.advance(50);
  // Moments at 100, 200, 300 and 400 are all seen at 460.
  assertEquals(probe.take(), [360, 260, 160, 60]);
  clock.advance(40);
  assertEquals(probe.take(), [0]);
  probe.stop();
});

Deno.test("what a thread misses at its very end counts, too", () => {
  const { probe, clock, holdUp } = open();
  probe.start();
  clock.advance(100);
  holdUp(250);
  probe.stop();
  assertEquals(probe.take(), [0, 150, 50]);
  assertEquals(clock.pending, 0);
  probe.stop();
  assertEquals(probe.take(), []);
});
