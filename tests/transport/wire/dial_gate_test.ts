import { TimerQueue } from "../../../src/base/mod.ts";
import { DialGate, type DialPlace } from "../../../src/transport/wire/dial_gate.ts";
import { assertEquals } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";

const PLACES = 200;

/** A gate with many dials in front of it. */
class Queue {
  readonly clock = new ManualClock();
  readonly gate = new DialGate(new TimerQueue(this.clock));
  readonly inside: DialPlace[] = [];

  async add(count: number): Promise<number> {
    for (let i = 0; i < count; i++) void Promise.resolve(this.gate.enter()).then((place) => this.inside.push(place));
    return await this.count();
  }

  /** How many have been let in, once everything that is due has happened. */
  async count(): Promise<number> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.inside.length;
  }
}

Deno.test("DialGate lets 200 dials in, and the next ones as places become free", async () => {
  const queue = new Queue();
  assertEquals(await queue.add(PLACES + 5), PLACES);
  queue.inside[0]!.leave();
  queue.inside[1]!.leave();
  assertEquals(await queue.count(), PLACES + 2);
});

Deno.test("leaving twice frees one place", async () => {
  const queue = new Queue();
  await queue.add(PLACES + 5);
  queue.inside[0]!.leave();
  queue.inside[0]!.leave();
  assertEquals(await queue.count(), PLACES + 1);
});

Deno.test("a dial that is slow to connect does not hold its place", async () => {
  const queue = new Queue();
  await queue.add(PLACES * 3);
  queue.clock.advance(99);
  assertEquals(await queue.count(), PLACES);
  queue.clock.advance(1);
  assertEquals(await queue.count(), PLACES * 2);
  queue.inside[0]!.leave();
  assertEquals(await queue.count(), PLACES * 2);
});
