/**
 * The module `k6/crypto`: digests, keyed digests and random bytes. (`crypto.subtle` is the global `crypto`.)
 *
 * A difference from k6: an unknown algorithm is an error everywhere, where k6's `createHash` ends the VU without a word.
 */

import type { Hash } from "node:crypto";
import { Buffer } from "node:buffer";
import { encodeBase64 } from "./base64.ts";
import { GoError } from "./go_error.ts";
import { Md4 } from "./md4.ts";
import { bytesOf, toArrayBuffer } from "./script_bytes.ts";
import type { VirtualUser } from "./virtual_user.ts";

/** k6's names of algorithms, and the runtime's. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  md5: "md5",
  sha1: "sha1",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  sha512_224: "sha512-224",
  sha512_256: "sha512-256",
  ripemd160: "ripemd160",
};

/** Those that work on blocks of 128 bytes and not of 64. */
const LARGE_BLOCKS: readonly string[] = ["sha384", "sha512", "sha512_224", "sha512_256"];

/** All algorithms; `md4` is our own. */
const NAMES: readonly string[] = ["md4", ...Object.keys(ALGORITHMS)];

/** What the module exports. */
export const HASH_EXPORTS: readonly string[] = [
  "createHash",
  "createHMAC",
  "hexEncode",
  "hmac",
  "randomBytes",
  ...NAMES,
];

let library: typeof import("node:crypto") | undefined;

/** Loads what the module stands on. Scripts that do not import it start without. */
export async function loadHashLibrary(): Promise<void> {
  library ??= await import("node:crypto");
}

/**
 * Makes the exports of `k6/crypto` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createHashModule(vu: VirtualUser): Record<string, unknown> {
  const digests = NAMES.map((name) => [name, (input: unknown, encoding: unknown) => {
    vu.pausing.enter();
    return encodeDigest(startHash(name).update(bytesOf(input, `${name} failed: `)).digest(), encoding);
  }]);
  return {
    ...Object.fromEntries(digests),
    createHash: (algorithm: unknown) => createDigester(vu, startHash(String(algorithm))),
    createHMAC: (algorithm: unknown, key: unknown) =>
      createDigester(vu, new KeyedHash(String(algorithm), bytesOf(key))),
    hmac(algorithm: unknown, key: unknown, input: unknown, encoding: unknown): string | ArrayBuffer {
      vu.pausing.enter();
      return encodeDigest(new KeyedHash(String(algorithm), bytesOf(key)).update(bytesOf(input)).digest(), encoding);
    },
    hexEncode(input: unknown): string {
      vu.pausing.enter();
      return encodeHex(bytesOf(input));
    },
    randomBytes(size: unknown): ArrayBuffer {
      vu.pausing.enter();
      const count = Math.trunc(Number(size));
      if (!(count >= 1)) throw new GoError("invalid size");
      return toArrayBuffer(library!.randomBytes(count));
    },
  };
}

/** A keyed digest (RFC 2104) out of plain ones, because the runtime's own cannot be read twice. */
class KeyedHash {
  readonly #algorithm: string;
  readonly #outerKey: Uint8Array;
  readonly #inner: Hash | Md4;

  constructor(algorithm: string, key: Uint8Array) {
    const size = LARGE_BLOCKS.includes(algorithm) ? 128 : 64;
    const block = new Uint8Array(size);
    block.set(key.length > size ? startHash(algorithm).update(key).digest() : key);
    this.#algorithm = algorithm;
    this.#outerKey = block.map((byte) => byte ^ 0x5c);
    this.#inner = startHash(algorithm).update(block.map((byte) => byte ^ 0x36));
  }

  update(bytes: Uint8Array): this {
    this.#inner.update(bytes);
    return this;
  }

  digest(): Uint8Array {
    return startHash(this.#algorithm).update(this.#outerKey).update(this.#inner.copy().digest()).digest();
  }

  /** What has come so far, to be read. */
  copy(): this {
    return this;
  }
}

/** What the script gets to feed and to read as often as it likes: methods that can be taken off the object. */
function createDigester(vu: VirtualUser, hash: Hash | Md4 | KeyedHash): object {
  return {
    update(input: unknown): void {
      vu.pausing.enter();
      hash.update(bytesOf(input));
    },
    digest(encoding: unknown): string | ArrayBuffer {
      vu.pausing.enter();
      return encodeDigest(hash.copy().digest(), encoding);
    },
  };
}

function startHash(algorithm: string): Hash | Md4 {
  return algorithm === "md4" ? new Md4() : library!.createHash(runtimeName(algorithm));
}

function runtimeName(algorithm: string): string {
  if (Object.hasOwn(ALGORITHMS, algorithm)) return ALGORITHMS[algorithm]!;
  throw new GoError(`invalid algorithm: ${algorithm}`);
}

function encodeDigest(digest: Uint8Array, encoding: unknown): string | ArrayBuffer {
  const name = encoding === undefined || encoding === null ? "" : String(encoding);
  switch (name) {
    case "hex":
      return encodeHex(digest);
    case "base64":
      return encodeBase64(digest, "std");
    case "base64url":
      return encodeBase64(digest, "url");
    case "base64rawurl":
      return encodeBase64(digest, "rawurl");
    case "binary":
      return toArrayBuffer(digest);
    default:
      throw new GoError(`invalid output encoding: ${name}`);
  }
}

function encodeHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
