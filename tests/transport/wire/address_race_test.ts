import { TimerQueue } from "../../../src/base/mod.ts";
import { raceAddresses, type Racer } from "../../../src/transport/wire/address_race.ts";
import { DialError } from "../../../src/transport/wire/dial_error.ts";
import { DialScope } from "../../../src/transport/wire/dial_scope.ts";
import { assertEquals, assertRejects } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";

/** An attempt whose outcome the test decides. */
class FakeRacer implements Racer {
  readonly #outcome = Promise.withResolvers<void>();
  readonly address: string;
  isDestroyed = false;

  constructor(address: string) {
    this.address = address;
    this.#outcome.promise.catch(() => {});
  }

  get connected(): Promise<void> {
    return this.#outcome.promise;
  }

  connect(): void {
    this.#outcome.resolve();
  }

  fail(): void {
    this.#outcome.reject(new DialError(`${this.address} is down`));
  }

  destroy(): void {
    this.isDestroyed = true;
    this.#outcome.reject(new DialError(`${this.address} was given up`));
  }
}

/** A race under way. */
class Race {
  readonly clock = new ManualClock();
  readonly scope = new DialScope("late");
  readonly racers: FakeRacer[] = [];
  readonly result: Promise<FakeRacer>;

  constructor(addresses: string[]) {
    const open = (address: string) => {
      const racer = new FakeRacer(address);
      this.racers.push(racer);
      return racer;
    };
    this.result = raceAddresses(addresses, open, this.scope, new TimerQueue(this.clock));
    this.result.catch(() => {});
  }

  /** The addresses tried so far, once everything that is due has happened. */
  async tried(): Promise<string[]> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.racers.map(({ address }) => address);
  }
}

Deno.test("a single address is waited for, however long it takes", async () => {
  const race = new Race(["v4"]);
  race.clock.advance(10_000);
  assertEquals(await race.tried(), ["v4"]);
  race.racers[0]!.connect();
  assertEquals((await race.result).address, "v4");
});

Deno.test("the preferred address wins alone when it connects within 300 ms", async () => {
  const race = new Race(["v4", "v6"]);
  race.clock.advance(299);
  assertEquals(await race.tried(), ["v4"]);
  race.racers[0]!.connect();
  assertEquals((await race.result).address, "v4");
  assertEquals([race.racers.length, race.clock.pending], [1, 0]);
});

Deno.test("after 300 ms both race, and the loser is given up", async (t) => {
  for (const winner of [0, 1]) {
    await t.step(["the preferred one", "the other one"][winner]!, async () => {
      const race = new Race(["v4", "v6"]);
      race.clock.advance(300);
      assertEquals(await race.tried(), ["v4", "v6"]);
      race.racers[winner]!.connect();
      assertEquals((await race.result).address, ["v4", "v6"][winner]);
      assertEquals(race.racers.map(({ isDestroyed }) => isDestroyed), [winner === 1, winner === 0]);
    });
  }
});

Deno.test("a preferred address that fails sends the other one off at once", async () => {
  const race = new Race(["v4", "v6"]);
  race.racers[0]!.fail();
  assertEquals(await race.tried(), ["v4", "v6"]);
  race.racers[1]!.connect();
  assertEquals((await race.result).address, "v6");
  assertEquals(race.clock.pending, 0);
});

Deno.test("when both fail the preferred one's error counts", async () => {
  const race = new Race(["v4", "v6"]);
  race.racers[0]!.fail();
  await race.tried();
  race.racers[1]!.fail();
  await assertRejects(() => race.result, DialError, "v4 is down");
});

Deno.test("calling the dial off gives all attempts up", async () => {
  const race = new Race(["v4", "v6"]);
  race.clock.advance(300);
  await race.tried();
  race.scope.abort();
  await assertRejects(() => race.result, DialError, "v4 was given up");
  assertEquals(race.racers.map(({ isDestroyed }) => isDestroyed), [true, true]);
});
