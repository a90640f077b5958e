import { Outbox, type Sender } from "../../../src/transport/wire/outbox.ts";
import { assert, assertEquals, assertNotStrictEquals, assertStrictEquals } from "../../support/assert.ts";

function reportDefect(error: unknown): void {
  throw error;
}

/** A sender that writes down what is asked of it. */
class SenderLog implements Sender {
  readonly #name: string;
  readonly #log: string[];
  onFlushed: () => void = () => {};

  constructor(name: string, log: string[]) {
    this.#name = name;
    this.#log = log;
  }

  writeOut(): void {
    this.#log.push(`${this.#name} writes`);
  }

  afterFlush(): void {
    this.#log.push(`${this.#name} flushed`);
    this.onFlushed();
  }
}

Deno.test("Outbox writes out all senders of a turn at its end, and tells them after the last one has written", async () => {
  const log: string[] = [];
  const outbox = new Outbox(reportDefect);
  outbox.add(new SenderLog("a", log));
  outbox.add(new SenderLog("b", log));
  assertEquals(log, []);
  await Promise.resolve();
  assertEquals(log, ["a writes", "b writes", "a flushed", "b flushed"]);
});

Deno.test("a sender that sends again when it is told of the flush is flushed again", async () => {
  const log: string[] = [];
  const outbox = new Outbox(reportDefect);
  const sender = new SenderLog("a", log);
  sender.onFlushed = () => {
    sender.onFlushed = () => {};
    outbox.add(sender);
  };
  outbox.add(sender);
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(log, ["a writes", "a flushed", "a writes", "a flushed"]);
});

Deno.test("a sender that throws is reported and does not keep the others waiting", async () => {
  const log: string[] = [];
  const defects: unknown[] = [];
  const outbox = new Outbox((error) => defects.push(error));
  const bad = new SenderLog("bad", log);
  const error = new Error("defect");
  bad.onFlushed = () => {
    throw error;
  };
  outbox.add(bad);
  outbox.add(new SenderLog("good", log));
  await Promise.resolve();
  assertEquals(log, ["bad writes", "good writes", "bad flushed", "good flushed"]);
  assertEquals(defects, [error]);
});

Deno.test("Outbox writes out early when its memory is full, and tells the senders at the end of the turn all the same", async () => {
  const log: string[] = [];
  const outbox = new Outbox(reportDefect);
  outbox.add(new SenderLog("a", log));
  const first = outbox.reserve(16_000);
  const { block } = first;
  for (let i = 0; i < 4; i++) {
    const arena = outbox.reserve(16_000);
    arena.advance(arena.used + 16_000);
  }
  assertEquals(log, []);
  const next = outbox.reserve(16_000);
  assertEquals(log, ["a writes"]);
  assertStrictEquals(next.block, block);
  await Promise.resolve();
  assertEquals(log, ["a writes", "a writes", "a flushed"]);
});

Deno.test("memory that a write still needs is left to it", () => {
  const outbox = new Outbox(reportDefect);
  const { block } = outbox.reserve(100);
  outbox.abandon();
  assertNotStrictEquals(outbox.reserve(100).block, block);
});

Deno.test("memory for a huge frame is not kept", async () => {
  const outbox = new Outbox(reportDefect);
  assert(outbox.reserve(1_000_000).block.capacity >= 1_000_000);
  outbox.add({ writeOut() {}, afterFlush() {} });
  await Promise.resolve();
  assert(outbox.reserve(20_000).block.capacity < 1_000_000);
});
