/** Content codings (RFC 9110 section 8.4.1): request bodies are packed with them, response bodies unpacked, up to a limit. */

import process from "node:process";
import type * as Zlib from "node:zlib";

type Codec = (zlib: typeof Zlib, bytes: Uint8Array, limit: number) => Uint8Array;

/** Bytes that a coding makes of none: not worth a limit. */
const ENCODERS: Readonly<Record<string, Codec>> = {
  gzip: (zlib, bytes) => zlib.gzipSync(bytes),
  deflate: (zlib, bytes) => zlib.deflateSync(bytes),
  br: (zlib, bytes) => zlib.brotliCompressSync(bytes),
  zstd: (zlib, bytes) => available("zstd", zlib.zstdCompressSync)(bytes),
};

const DECODERS: Readonly<Record<string, Codec>> = {
  gzip: (zlib, bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength }),
  deflate: (zlib, bytes, maxOutputLength) => zlib.inflateSync(bytes, { maxOutputLength }),
  br: (zlib, bytes, maxOutputLength) => zlib.brotliDecompressSync(bytes, { maxOutputLength }),
  zstd: (zlib, bytes, maxOutputLength) => available("zstd", zlib.zstdDecompressSync)(bytes, { maxOutputLength }),
};

/** Codings by name, the one that is applied first first. */
export type Codings = readonly string[];

/**
 * Reads the param `compression`.
 *
 * @param text Names, separated by commas.
 * @returns The codings, or k6's text about the first one that does not exist.
 */
export function readCodings(text: string): { codings: Codings } | { problem: string } {
  const names = text.split(",").map((name) => name.trim());
  if (text.trim() === "") return { codings: [] };
  const unknown = names.find((name) => !Object.hasOwn(ENCODERS, name));
  if (unknown === undefined) return { codings: names };
  return { problem: `unknown compression algorithm ${unknown}, supported algorithms are deflate, gzip, br and zstd` };
}

/** Packs a body with each coding in turn. */
export function encodeBody(bytes: Uint8Array, codings: Codings): Uint8Array {
  const zlib = process.getBuiltinModule("node:zlib");
  return codings.reduce((packed, name) => ENCODERS[name]!(zlib, packed, Infinity), bytes);
}

/**
 * Unpacks a body. A coding that is not known ends it: what is left is given as it is, as in k6.
 *
 * @param bytes The body.
 * @param header The value of `Content-Encoding`.
 * @param limit Most bytes that may come of it.
 * @returns The unpacked body, or why it cannot be unpacked.
 */
export function decodeBody(
  bytes: Uint8Array<ArrayBuffer>,
  header: string,
  limit: number,
): { body: Uint8Array<ArrayBuffer> } | { problem: string } {
  const codings = header.split(",").map((name) => name.trim().toLowerCase()).toReversed();
  if (bytes.length === 0 || !codings.every((name) => Object.hasOwn(DECODERS, name))) return { body: bytes };
  const zlib = process.getBuiltinModule("node:zlib");
  let body: Uint8Array = bytes;
  for (const name of codings) {
    try {
      body = DECODERS[name]!(zlib, body, limit);
    } catch (error) {
      return { problem: `error decompressing response body (${detailOf(name, error, limit)})` };
    }
  }
  return { body: new Uint8Array(body) };
}

/** What Go says of bytes that are not what they should be. The runtime's own words depend on where it says them. */
const BAD_BYTES: Readonly<Record<string, string>> = {
  gzip: "gzip: invalid header",
  deflate: "zlib: invalid header",
  br: "brotli: corrupted input",
  zstd: "invalid input: magic number mismatch",
};

function detailOf(name: string, error: unknown, limit: number): string {
  if (error instanceof MissingCodingError) return error.message;
  const { code } = error as { code?: string };
  return code === "ERR_BUFFER_TOO_LARGE" ? `it is larger than the ${limit} bytes that are accepted` : BAD_BYTES[name]!;
}

/** A coding that this runtime does not have. */
class MissingCodingError extends Error {
  override name = "MissingCodingError";
}

/** Older runtimes do not have every coding. */
function available<T>(name: string, codec: T | undefined): T {
  if (codec === undefined) throw new MissingCodingError(`this runtime does not know ${name}, use Deno 2.6 or later`);
  return codec;
}
