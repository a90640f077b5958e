/** The digest MD4 (RFC 1320), which the runtime does not carry any more, and protocols of old still ask for. */

const BLOCK_SIZE = 64;
const WORDS = 16;
/** Where the length of the input begins in the last block. */
const LENGTH_AT = 56;

/** What is added in each round. */
const CONSTANTS = [0, 0x5a827999, 0x6ed9eba1];
/** By how many bits the four steps of a group rotate, for each round. */
const ROTATIONS = [[3, 7, 11, 19], [3, 5, 9, 13], [3, 9, 11, 15]];
/** Which words of the block the steps of each round take. */
const ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
];

/** See the top of this file. Used as a `Hash` of `node:crypto` is. */
export class Md4 {
  #state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  #block = new Uint8Array(BLOCK_SIZE);
  #used = 0;
  #size = 0;

  /** Takes more input. */
  update(bytes: Uint8Array): this {
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK_SIZE - this.#used);
      this.#block.set(part, this.#used);
      at += part.length;
      this.#used += part.length;
      if (this.#used === BLOCK_SIZE) this.#takeBlock();
    }
    return this;
  }

  /** The digest of all input. Nothing can be added afterwards. */
  digest(): Uint8Array {
    const bits = BigInt(this.#size) * 8n;
    const free = (this.#used < LENGTH_AT ? LENGTH_AT : BLOCK_SIZE + LENGTH_AT) - this.#used;
    const end = new Uint8Array(free + 8);
    end[0] = 0x80;
    new DataView(end.buffer).setBigUint64(free, bits, true);
    this.update(end);
    const digest = new DataView(new ArrayBuffer(16));
    this.#state.forEach((word, index) => digest.setUint32(4 * index, word, true));
    return new Uint8Array(digest.buffer);
  }

  /** What has come so far, to be read. */
  copy(): Md4 {
    const copy = new Md4();
    copy.#state = this.#state.slice();
    copy.#block = this.#block.slice();
    copy.#used = this.#used;
    copy.#size = this.#size;
    return copy;
  }

  #takeBlock(): void {
    const view = new DataView(this.#block.buffer);
    let [a, b, c, d] = this.#state as unknown as [number, number, number, number];
    for (let step = 0; step < 3 * WORDS; step++) {
      const round = Math.floor(step / WORDS);
      const word = view.getUint32(4 * ORDERS[round]![step % WORDS]!, true);
      const sum = (a + mix(round, b, c, d) + word + CONSTANTS[round]!) | 0;
      const bits = ROTATIONS[round]![step % 4]!;
      [a, d, c, b] = [d, c, b, (sum << bits) | (sum >>> (32 - bits))];
    }
    this.#state[0]! += a;
    this.#state[1]! += b;
    this.#state[2]! += c;
    this.#state[3]! += d;
    this.#used = 0;
  }
}

function mix(round: number, x: number, y: number, z: number): number {
  if (round === 0) return (x & y) | (~x & z);
  return round === 1 ? (x & y) | (x & z) | (y & z) : x ^ y ^ z;
}
