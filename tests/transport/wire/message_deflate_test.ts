import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { CodecPool } from "../../../src/transport/wire/codec_pool.ts";
import type { DeflateAgreement } from "../../../src/transport/wire/deflate_negotiation.ts";
import { MessageDeflate } from "../../../src/transport/wire/message_deflate.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const NO_TAKEOVER: DeflateAgreement = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};
const TAKEOVER: DeflateAgreement = { ...NO_TAKEOVER, serverNoContextTakeover: false, clientNoContextTakeover: false };
const NO_LIMIT = 2 ** 30;

/** Both ends of a connection: what one deflates the other inflates. */
class Pair implements Disposable {
  readonly #pool: CodecPool;
  readonly #near: MessageDeflate;
  readonly #far: MessageDeflate;

  constructor(agreement: DeflateAgreement, usesHandles: boolean) {
    this.#pool = new CodecPool(usesHandles);
    this.#near = new MessageDeflate(this.#pool, agreement);
    this.#far = new MessageDeflate(this.#pool, agreement);
  }

  deflate(message: Uint8Array): Buffer {
    return Buffer.from(this.#near.deflate(message));
  }

  /** The message, or `code reason`. */
  inflate(bytes: Buffer, limit = NO_LIMIT): Buffer | string {
    const padded = Buffer.concat([Buffer.of(0xff), bytes, Buffer.of(0xff)]);
    const inflated = this.#far.inflate(padded, 1, padded.length - 1, limit);
    if ("code" in inflated) return `${inflated.code} ${inflated.reason}`;
    return Buffer.from(inflated.bytes.subarray(0, inflated.length));
  }

  [Symbol.dispose](): void {
    this.#near.close();
    this.#far.close();
    this.#pool.dispose();
  }
}

const IMPLEMENTATIONS: [name: string, usesHandles: boolean][] = [["handles", true], ["*RawSync", false]];

for (const [implementation, usesHandles] of IMPLEMENTATIONS) {
  Deno.test(`messages survive deflating and inflating, with and without takeover (${implementation})`, () => {
    for (const agreement of [NO_TAKEOVER, TAKEOVER]) {
      using pair = new Pair(agreement, usesHandles);
      for (const size of [0, 1, 5, 100, 1000, 16_383, 16_384, 65_536, 1_000_000]) {
        const noise = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
        for (const message of [Buffer.alloc(size, "squall "), Buffer.from(noise)]) {
          const inflated = pair.inflate(pair.deflate(message));
          assert(message.equals(inflated as Buffer), `${size} bytes`);
        }
      }
    }
  });

  Deno.test(`the examples of RFC 7692 section 7.2.3 are understood (${implementation})`, async (t) => {
    const cases: [name: string, messages: [hex: string, text: string][]][] = [
      ["one block", [["f248cdc9c90700", "Hello"]]],
      ["a shared window", [["f248cdc9c90700", "Hello"], ["f200110000", "Hello"]]],
      ["a block without compression", [["000500faff48656c6c6f00", "Hello"]]],
      ["a final block", [["f348cdc9c9070000", "Hello"]]],
      ["a final block with nothing behind it, and a message after it", [["f348cdc9c90700", "Hello"], [
        "f248cdc9c90700",
        "Hello",
      ]]],
      ["two final blocks", [["f348cdc9c90700f348cdc9c9070000", "HelloHello"], ["f248cdc9c90700", "Hello"]]],
      ["a final block between others", [["f248050000 00ffff cbc9c907 00f248cdc9c90700", "HelloHello"]]],
      ["two blocks", [["f248050000 00ffff cac9c90700", "Hello"]]],
      ["nothing", [["00", ""]]],
    ];
    for (const [name, messages] of cases) {
      await t.step(name, () => {
        using pair = new Pair(TAKEOVER, usesHandles);
        for (const [hex, text] of messages) {
          assertEquals(String(pair.inflate(Buffer.from(hex.replaceAll(" ", ""), "hex"))), text);
        }
      });
    }
  });

  Deno.test(`without takeover every message stands alone (${implementation})`, () => {
    using pair = new Pair(NO_TAKEOVER, usesHandles);
    const message = Buffer.from("the same thing over and over");
    const first = pair.deflate(message);
    assertEquals(pair.deflate(message), first);
    assertEquals(inflateRawSync(Buffer.concat([first, Buffer.from("0000ffff", "hex")]), { finishFlush: 2 }), message);
    pair.inflate(first);
    assertEquals(pair.inflate(Buffer.from("f200110000", "hex")), "1007 invalid deflate data");
  });

  Deno.test(`a bomb is stopped at the limit, and the next message is read (${implementation})`, () => {
    for (const agreement of [NO_TAKEOVER, TAKEOVER]) {
      using pair = new Pair(agreement, usesHandles);
      using bomber = new Pair(NO_TAKEOVER, true);
      const bomb = bomber.deflate(Buffer.alloc(50_000_000));
      assertEquals(pair.inflate(bomb, 100_000), "1009 message too big");
    }
    using pair = new Pair(NO_TAKEOVER, usesHandles);
    const message = Buffer.alloc(1000, "a");
    assertEquals(pair.inflate(pair.deflate(message), 999), "1009 message too big");
    assertEquals(pair.inflate(pair.deflate(message), 1000), message);
  });

  Deno.test(`corrupt data is refused, and does no harm to what comes after (${implementation})`, () => {
    using pair = new Pair(NO_TAKEOVER, usesHandles);
    const message = Buffer.from("intact");
    for (const hex of ["ff", "07", "06aaaa", "f248cdc9c907ff"]) {
      assertEquals(pair.inflate(Buffer.from(hex, "hex")), "1007 invalid deflate data", hex);
      assertEquals(pair.inflate(pair.deflate(message)), message);
    }
  });

  Deno.test(`smaller windows are kept on both sides (${implementation})`, () => {
    for (let bits = 9; bits <= 15; bits++) {
      using pair = new Pair({ ...TAKEOVER, serverMaxWindowBits: bits, clientMaxWindowBits: bits }, usesHandles);
      const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(5000)));
      const message = Buffer.concat([noise, noise]);
      const deflated = pair.deflate(message);
      // The repetition lies 5,000 bytes back: only windows of 8 KB and more reach it.
      assertEquals(deflated.length < 7500, bits >= 13, `${bits} bits`);
      assert(message.equals(pair.inflate(deflated) as Buffer));
    }
  });
}

Deno.test("with takeover a message profits from the one before", () => {
  using pair = new Pair(TAKEOVER, true);
  const message = Buffer.from("the same thing over and over");
  const first = pair.deflate(message);
  const second = pair.deflate(message);
  assert(second.length < first.length / 2);
  assertEquals([pair.inflate(first), pair.inflate(second)], [message, message]);
});

Deno.test("a client window of 8 bits, which zlib does not do, means that we do not deflate", () => {
  const pool = new CodecPool();
  const deflate = new MessageDeflate(pool, { ...TAKEOVER, clientMaxWindowBits: 8 });
  assertEquals(deflate.canDeflate, false);
  deflate.close();
  pool.dispose();
});

Deno.test("the handles of this runtime work", () => {
  const pool = new CodecPool();
  const codec = pool.open({ direction: "deflate", windowBits: 15 });
  assertEquals(codec.constructor.name, "HandleCodec");
  codec.close();
});

Deno.test("an inflated message stays intact while another one is deflated", () => {
  using pair = new Pair(NO_TAKEOVER, true);
  const pool = new CodecPool();
  const echo = new MessageDeflate(pool, NO_TAKEOVER);
  const bytes = pair.deflate(Buffer.alloc(40_000, "0123456789"));
  const inflated = echo.inflate(bytes, 0, bytes.length, NO_LIMIT);
  assert("bytes" in inflated);
  assertEquals(Buffer.from(echo.deflate(inflated.bytes.subarray(0, inflated.length))), bytes);
  pool.dispose();
});
