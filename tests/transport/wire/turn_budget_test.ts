import { Buffer } from "node:buffer";
import type { ConnectionEnd } from "../../../src/transport/mod.ts";
import { Place, type Reader, TURN_MS, TurnBudget, WORK_PER_LOOK } from "../../../src/transport/wire/turn_budget.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { type RawConnection, RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

const MUCH = 1024;

/** A budget on a clock that the test turns, and what its readers do. */
class Bed {
  readonly clock = new ManualClock();
  readonly story: string[] = [];
  #turns: (() => void)[] = [];
  readonly budget = new TurnBudget(this.clock, (callback) => this.#turns.push(callback));

  reader(name: string, hasMore = true): Reader {
    return {
      place: Place.Free,
      halt: () => void this.story.push(`${name} halts`),
      goOn: () => {
        this.story.push(`${name} goes on`);
        return hasMore;
      },
    };
  }

  /** Time passes, and the budget sees it. */
  work(milliseconds: number): void {
    this.clock.advance(milliseconds);
    for (let i = 0; i < WORK_PER_LOOK; i++) this.budget.spend(0);
  }

  /** The next turn begins; what happened since the last one. */
  turn(): string[] {
    const [turn] = this.#turns.splice(0);
    turn?.();
    return this.story.splice(0);
  }

  get isWaiting(): boolean {
    return this.#turns.length > 0;
  }
}

Deno.test("a thread that keeps up is left alone", () => {
  const bed = new Bed();
  const reader = bed.reader("a");
  for (let i = 0; i < 3; i++) {
    bed.budget.serve(reader, MUCH);
    bed.work(0);
    bed.work(TURN_MS - 1);
    assertEquals(bed.turn(), []);
    assertEquals(reader.place, Place.Free);
    assertEquals(bed.isWaiting, false);
  }
});

Deno.test("after a long time nobody reads any more, after twice as long nobody delivers, until the next turn", () => {
  const bed = new Bed();
  bed.work(0);
  bed.budget.serve(bed.reader("a"), MUCH);
  bed.work(TURN_MS);
  assertEquals(bed.story.splice(0), ["a halts"]);
  assertEquals([bed.budget.isClosed, bed.budget.isSpent], [true, false]);
  bed.work(TURN_MS);
  assertEquals([bed.budget.isClosed, bed.budget.isSpent], [true, true]);
  assertEquals(bed.turn(), ["a goes on"]);
  assertEquals([bed.budget.isClosed, bed.budget.isSpent], [false, false]);
});

Deno.test("who reads little is not halted", () => {
  const bed = new Bed();
  bed.work(0);
  bed.budget.serve(bed.reader("a"), MUCH - 1);
  bed.work(TURN_MS);
  assertEquals(bed.turn(), []);
});

Deno.test("those who read much take turns: who was served goes behind those who were not", () => {
  const bed = new Bed();
  const [a, b, c] = ["a", "b", "c"].map((name) => bed.reader(name)) as [Reader, Reader, Reader];
  bed.work(0);
  bed.budget.serve(a, MUCH);
  bed.budget.serve(b, MUCH);
  bed.work(TURN_MS);
  bed.budget.rest(c, MUCH);
  // Two were served in that turn, so two go on.
  assertEquals(bed.turn(), ["a halts", "b halts", "c halts", "a goes on", "b goes on"]);
  bed.budget.serve(a, MUCH);
  bed.work(TURN_MS);
  assertEquals(bed.turn(), ["a halts", "b halts", "b goes on"]);
  bed.budget.serve(b, MUCH);
  bed.work(TURN_MS);
  assertEquals(bed.turn(), ["b halts", "c goes on"]);
});

Deno.test("where there is time left more and more go on, and in the end all are free", () => {
  const bed = new Bed();
  const readers = Array.from("abcdef", (name) => bed.reader(name));
  bed.work(0);
  bed.budget.serve(readers[0]!, MUCH);
  bed.work(TURN_MS);
  for (const reader of readers.slice(1)) bed.budget.rest(reader, MUCH);
  bed.story.length = 0;
  assertEquals(bed.turn(), ["a goes on"]);
  bed.budget.serve(readers[0]!, MUCH);
  assertEquals(bed.turn(), ["a halts", "b goes on", "c goes on"]);
  assertEquals(bed.turn(), ["d goes on", "e goes on", "f goes on", "a goes on"]);
  assertEquals(bed.turn(), []);
  assertEquals(readers.map(({ place }) => place), new Array(6).fill(Place.Free));
  assertEquals(bed.isWaiting, false);
});

Deno.test("who has nothing to read any more takes nobody's turn", () => {
  const bed = new Bed();
  bed.work(0);
  bed.budget.serve(bed.reader("gone", false), MUCH);
  bed.work(TURN_MS);
  bed.budget.rest(bed.reader("b"), MUCH);
  bed.story.length = 0;
  assertEquals(bed.turn(), ["gone goes on", "b goes on"]);
});

const MESSAGES = 40_000;
/** Each message takes a millisecond: so many fit into two turns, since the test may look in the middle of them. */
const MOST_PER_TURN = 2 * (2 * TURN_MS + WORK_PER_LOOK) + WORK_PER_LOOK;

/** How a flood ends, and what its connections are told then, behind the last message. */
const ENDS: readonly (readonly [name: string, end: (connection: RawConnection) => void, told: ConnectionEnd])[] = [
  ["a close frame", (connection) => connection.writeHex("8802 03e8"), { kind: "close", code: 1000, reason: "" }],
  ["a FIN", (connection) => connection.end(), { kind: "eof" }],
  ["a broken rule", (connection) => connection.writeHex("83 00"), {
    kind: "violation",
    code: 1002,
    reason: "bad opcode 3",
  }],
];

for (const [name, end, told] of ENDS) {
  Deno.test(`a flood leaves other things their turn after every few messages, and comes whole and in order, up to ${name}`, async () => {
    const clock = new ManualClock();
    await using bed = new TransportBed({ clock });
    await using peer = await RawPeer.listen((connection) => {
      connection.accept();
      connection.write(flood());
      end(connection);
    });
    const counts = [0, 0, 0];
    let inTurn = 0;
    let most = 0;
    let longestLead = 0;
    let areOver = false;
    const recorders = counts.map((_, index) => {
      const recorder = bed.connect(peer.url);
      recorder.text = (text: string) => {
        assertEquals(Number(text), counts[index]!++);
        inTurn++;
        clock.advance(1);
        // The first consumer is paused now and then for a reason of its own.
        if (index > 0 || counts[index]! % 1000 > 0) return;
        recorder.connection.pause();
        setImmediate(() => recorder.connection.resume());
      };
      return recorder;
    });
    const ends = Promise.all(recorders.map((recorder) => recorder.ended())).finally(() => areOver = true);
    while (!areOver) {
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, inTurn);
      inTurn = 0;
      longestLead = Math.max(longestLead, Math.max(...counts) - Math.min(...counts));
    }
    assertEquals(await ends, [told, told, told]);
    assertEquals(counts, [MESSAGES, MESSAGES, MESSAGES]);
    assert(most <= MOST_PER_TURN, `${most} messages in one turn`);
    assert(longestLead < MESSAGES / 2, `one connection was ${longestLead} messages ahead of another`);
  });
}

function flood(): Buffer {
  return Buffer.concat(Array.from({ length: MESSAGES }, (_, i) => {
    const text = String(i).padStart(100);
    return Buffer.from(`\x81${String.fromCharCode(text.length)}${text}`, "latin1");
  }));
}
