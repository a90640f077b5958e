/** The codec against a second one and against itself, over streams made by chance. */

import { Buffer } from "node:buffer";
import { BufferPool } from "../../../src/transport/wire/buffer_pool.ts";
import { CodecPool } from "../../../src/transport/wire/codec_pool.ts";
import { FrameDecoder } from "../../../src/transport/wire/frame_decoder.ts";
import { MessageAssembler, type MessageSink } from "../../../src/transport/wire/message_assembler.ts";
import { MessageDeflate } from "../../../src/transport/wire/message_deflate.ts";
import { Utf8Decoder } from "../../../src/transport/wire/utf8_decoder.ts";
import { assertEquals } from "../../support/assert.ts";
import { decodePlainly, type StreamRules } from "./plain_decoder.ts";
import { Chance, damaged, noise, rightStream } from "./random_streams.ts";

const NO_TAKEOVER = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};
const TAKEOVER = { ...NO_TAKEOVER, serverNoContextTakeover: false };
const RULES: readonly StreamRules[] = [true, false].flatMap((compression) =>
  [true, false].flatMap((strict) => [100, 100_000].map((limit) => ({ compression, strict, limit })))
);

/** All that a session does with received bytes, but for the network. */
class Receiver implements MessageSink {
  readonly events: string[] = [];
  readonly #rules: StreamRules;
  readonly #deflate: MessageDeflate;
  readonly #utf8 = new Utf8Decoder(true);
  readonly #assembler: MessageAssembler;
  readonly #decoder: FrameDecoder;
  #isOver = false;

  constructor(rules: StreamRules, deflate: MessageDeflate, pool: BufferPool) {
    this.#rules = rules;
    this.#deflate = deflate;
    this.#assembler = new MessageAssembler(this, pool, rules.limit);
    this.#decoder = new FrameDecoder(this.#assembler, rules.compression);
  }

  /** Takes a piece of the stream. It lies in memory of its own, which is overwritten afterwards. */
  take(bytes: Buffer): void {
    if (this.#isOver) return;
    const memory = Buffer.concat([Buffer.of(0xff), bytes, Buffer.of(0xff)]);
    this.#decoder.decode(memory, 1, memory.length - 1);
    memory.fill(0xff);
  }

  finish(): string[] {
    if (!this.#isOver) this.#end();
    return this.events;
  }

  message(opcode: number, compressed: boolean, bytes: Buffer, start: number, end: number): boolean {
    if (!compressed) return this.#deliver(opcode, bytes, start, end);
    const inflated = this.#deflate.inflate(bytes, start, end, this.#rules.limit);
    if ("bytes" in inflated) return this.#deliver(opcode, inflated.bytes, 0, inflated.length);
    this.violation(inflated.code);
    return false;
  }

  control(opcode: number, bytes: Buffer, start: number, end: number): boolean {
    this.events.push(`${opcode} ${bytes.toString("hex", start, end)}`);
    if (opcode === 8) this.#end();
    return opcode !== 8;
  }

  violation(code: number): void {
    this.events.push(String(code));
    this.#end();
  }

  #deliver(opcode: number, bytes: Buffer, start: number, end: number): boolean {
    if (opcode === 2) this.events.push(`2 ${bytes.toString("hex", start, end)}`);
    else {
      const text = this.#utf8.decode(bytes, start, end);
      const isIntact = Buffer.from(text).equals(bytes.subarray(start, end));
      if (this.#rules.strict && !isIntact) this.violation(1007);
      else this.events.push(`1 ${text}`);
    }
    return !this.#isOver;
  }

  #end(): void {
    this.#isOver = true;
    this.#assembler.dispose();
  }
}

/** Decoders with what they share in a thread. */
class Bench implements Disposable {
  readonly #pool = new BufferPool();
  readonly #handles = new CodecPool(true);
  readonly #sync = new CodecPool(false);

  /** Feeds a stream in pieces, each cut where `cuts` says. */
  decode(bytes: Buffer, rules: StreamRules, cuts: readonly number[], way: "shared" | "own" | "sync"): string[] {
    const deflate = new MessageDeflate(
      way === "sync" ? this.#sync : this.#handles,
      way === "own" ? TAKEOVER : NO_TAKEOVER,
    );
    const receiver = new Receiver(rules, deflate, this.#pool);
    const ends = [...cuts, bytes.length];
    for (const [i, end] of ends.entries()) receiver.take(bytes.subarray(ends[i - 1] ?? 0, end));
    deflate.close();
    return receiver.finish();
  }

  [Symbol.dispose](): void {
    this.#handles.dispose();
    this.#sync.dispose();
  }
}

function someCuts(chance: Chance, length: number): number[] {
  return Array.from({ length: 1 + chance.below(6) }, () => chance.below(length + 1)).sort((a, b) => a - b);
}

/** A message that is both too large and corrupt may be refused for either, by whoever sees it first. */
function leveled(events: readonly string[], { compression }: StreamRules): readonly string[] {
  return compression && events.at(-1) === "1009" ? [...events.slice(0, -1), "1007"] : events;
}

Deno.test("right streams mean what was put into them, however they are cut", () => {
  using bench = new Bench();
  for (let seed = 0; seed < 300; seed++) {
    const chance = new Chance(seed);
    const rules = { compression: seed % 3 > 0, strict: seed % 2 > 0, limit: 100_000 };
    const { bytes, events } = rightStream(chance, rules.compression);
    const name = `seed ${seed}`;
    assertEquals(bench.decode(bytes, rules, [], "shared"), events, name);
    assertEquals(bench.decode(bytes, rules, someCuts(chance, bytes.length), "own"), events, name);
    assertEquals(bench.decode(bytes, rules, someCuts(chance, bytes.length), "sync"), events, name);
  }
});

Deno.test("damaged streams and noise end in messages or a violation, as a second decoder sees it, however they are cut", () => {
  using bench = new Bench();
  for (let seed = 1000; seed < 3000; seed++) {
    const chance = new Chance(seed);
    const rules = chance.of(RULES);
    const bytes = seed % 4 === 0 ? noise(chance) : damaged(chance, rightStream(chance, rules.compression).bytes);
    const name = `seed ${seed}: ${bytes.toString("hex")}`;
    const events = bench.decode(bytes, rules, [], "shared");
    assertEquals(leveled(events, rules), leveled(decodePlainly(bytes, rules), rules), name);
    for (const way of ["shared", "own", "sync"] as const) {
      const whole = bench.decode(bytes, rules, [], way);
      assertEquals(bench.decode(bytes, rules, someCuts(chance, bytes.length), way), whole, name);
      if (way === "sync") assertEquals(leveled(whole, rules), leveled(events, rules), name);
    }
    if (bytes.length > 300) continue;
    const everywhere = Array.from({ length: bytes.length }, (_, i) => i);
    assertEquals(bench.decode(bytes, rules, everywhere, "shared"), events, name);
  }
});
