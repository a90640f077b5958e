/**
 * The module `k6/crypto` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** What digests are made of; a text stands for its UTF-8. */
export type Input = string | ArrayBuffer | ArrayBufferView;

/** The algorithms. */
export type Algorithm =
  | "md4"
  | "md5"
  | "sha1"
  | "sha256"
  | "sha384"
  | "sha512"
  | "sha512_224"
  | "sha512_256"
  | "ripemd160";

/** How digests are written. */
export type OutputEncoding = "hex" | "base64" | "base64url" | "base64rawurl" | "binary";

/** Makes the digest of one input. */
export interface Digest {
  /**
   * Makes a digest.
   *
   * @param input What of.
   * @param encoding How to write it.
   * @returns The digest: bytes for `"binary"`, else text.
   * @throws {Error} For an unknown encoding, and for input that is neither text nor bytes.
   */
  (input: Input, encoding: "binary"): ArrayBuffer;
  /**
   * Makes a digest.
   *
   * @param input What of.
   * @param encoding How to write it.
   * @returns The digest.
   */
  (input: Input, encoding: Exclude<OutputEncoding, "binary">): string;
}

/** A digest of many inputs. */
export interface Hasher {
  /** Takes more input. */
  update(input: Input): void;
  /** The digest of everything until now, as bytes. */
  digest(encoding: "binary"): ArrayBuffer;
  /** The digest of everything until now, as text. */
  digest(encoding: Exclude<OutputEncoding, "binary">): string;
}

/** What the module exports. */
export interface Crypto {
  /** Begins a digest. @throws {Error} For an unknown algorithm. */
  createHash(algorithm: Algorithm): Hasher;
  /** Begins a keyed digest (RFC 2104). @throws {Error} For an unknown algorithm. */
  createHMAC(algorithm: Algorithm, key: Input): Hasher;
  /** Writes bytes in hexadecimal digits. */
  hexEncode(input: Input): string;
  /** A keyed digest (RFC 2104), as bytes. */
  hmac(algorithm: Algorithm, key: Input, input: Input, encoding: "binary"): ArrayBuffer;
  /** A keyed digest (RFC 2104), as text. */
  hmac(algorithm: Algorithm, key: Input, input: Input, encoding: Exclude<OutputEncoding, "binary">): string;
  /** The digest MD4. */
  readonly md4: Digest;
  /** Random bytes. @throws {Error} For a size below 1. */
  randomBytes(size: number): ArrayBuffer;
  /** The digest MD5. */
  readonly md5: Digest;
  /** The digest SHA-1. */
  readonly sha1: Digest;
  /** The digest SHA-256. */
  readonly sha256: Digest;
  /** The digest SHA-384. */
  readonly sha384: Digest;
  /** The digest SHA-512. */
  readonly sha512: Digest;
  /** The digest SHA-512/224. */
  readonly sha512_224: Digest;
  /** The digest SHA-512/256. */
  readonly sha512_256: Digest;
  /** The digest RIPEMD-160. */
  readonly ripemd160: Digest;
}

/** All exports in one object. */
const k6Crypto: Crypto = outsideRunner("k6/crypto", "use the global crypto or node:crypto");

/** See {@linkcode Crypto.createHash}. */
export const createHash: Crypto["createHash"] = k6Crypto.createHash;
/** See {@linkcode Crypto.createHMAC}. */
export const createHMAC: Crypto["createHMAC"] = k6Crypto.createHMAC;
/** See {@linkcode Crypto.hexEncode}. */
export const hexEncode: Crypto["hexEncode"] = k6Crypto.hexEncode;
/** See {@linkcode Crypto.hmac}. */
export const hmac: Crypto["hmac"] = k6Crypto.hmac;
/** See {@linkcode Crypto.md4}. */
export const md4: Crypto["md4"] = k6Crypto.md4;
/** See {@linkcode Crypto.randomBytes}. */
export const randomBytes: Crypto["randomBytes"] = k6Crypto.randomBytes;
/** See {@linkcode Crypto.md5}. */
export const md5: Crypto["md5"] = k6Crypto.md5;
/** See {@linkcode Crypto.sha1}. */
export const sha1: Crypto["sha1"] = k6Crypto.sha1;
/** See {@linkcode Crypto.sha256}. */
export const sha256: Crypto["sha256"] = k6Crypto.sha256;
/** See {@linkcode Crypto.sha384}. */
export const sha384: Crypto["sha384"] = k6Crypto.sha384;
/** See {@linkcode Crypto.sha512}. */
export const sha512: Crypto["sha512"] = k6Crypto.sha512;
/** See {@linkcode Crypto.sha512_224}. */
export const sha512_224: Crypto["sha512_224"] = k6Crypto.sha512_224;
/** See {@linkcode Crypto.sha512_256}. */
export const sha512_256: Crypto["sha512_256"] = k6Crypto.sha512_256;
/** See {@linkcode Crypto.ripemd160}. */
export const ripemd160: Crypto["ripemd160"] = k6Crypto.ripemd160;

export default k6Crypto;
