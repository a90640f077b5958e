/**
 * The module `k6/experimental/streams`: streams as the WHATWG has them, without those of bytes.
 *
 * Beyond k6: `pipeTo`, and `for await` over a stream.
 */

import type { VirtualUser } from "../virtual_user.ts";
import { makeReadableStream, makeReader, ScriptReadableStream, ScriptReader } from "./readable_stream.ts";
import { StreamCalls } from "./stream_calls.ts";
import { ScriptCountQueuingStrategy } from "./stream_options.ts";
import { makeWritableStream, makeWriter, ScriptWritableStream, ScriptWriter } from "./writable_stream.ts";

/**
 * Makes the exports of `k6/experimental/streams` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createStreamsModule(vu: VirtualUser): Record<string, unknown> {
  const calls = new StreamCalls(vu);
  return {
    CountQueuingStrategy: ScriptCountQueuingStrategy,
    ReadableStream: constructed(ScriptReadableStream, (...args) => makeReadableStream(calls, args[0], args[1])),
    ReadableStreamDefaultReader: constructed(ScriptReader, (stream) => makeReader(calls, stream)),
    WritableStream: constructed(ScriptWritableStream, (...args) => makeWritableStream(calls, args[0], args[1])),
    WritableStreamDefaultWriter: constructed(ScriptWriter, (stream) => makeWriter(calls, stream)),
  };
}

/** A constructor of the script's: what it makes is an `instanceof` it. */
function constructed(kind: { readonly prototype: object }, make: (...args: unknown[]) => unknown): unknown {
  function Constructed(...args: unknown[]): unknown {
    return make(...args);
  }
  Constructed.prototype = kind.prototype;
  return Constructed;
}
