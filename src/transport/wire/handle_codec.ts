/**
 * A codec on the handle inside a stream of `node:zlib`: the only way to transform synchronously and keep the history,
 * and several times cheaper than the `*Sync` functions. The handle is not a public interface: whoever uses this has
 * made sure that it works (`openRawCodec` does).
 */

import { type CodecOptions, type CodecOutcome, COMPRESSION_LEVEL, FLUSH_TAIL, type RawCodec } from "./raw_codec.ts";
import type { Scratch } from "./scratch.ts";

type Zlib = typeof import("node:zlib");

/** What is used of the handle. */
interface Handle {
  onerror: (message: string) => void;
  /** Older runtimes return how many bytes of input and output are left; newer ones leave them in `_writeState`. */
  writeSync(
    flush: number,
    input: Uint8Array,
    inputStart: number,
    inputLength: number,
    output: Uint8Array,
    outputStart: number,
    outputLength: number,
  ): readonly [inputLeft: number, outputLeft: number] | null | undefined;
  reset(): void;
}

interface StreamWithHandle {
  readonly _handle: Handle;
  readonly _writeState?: { readonly [index: number]: number };
  close(): void;
}

const EMPTY_FLUSH = Uint8Array.of(0x00, ...FLUSH_TAIL);

/** See the module. */
export class HandleCodec implements RawCodec {
  readonly #stream: StreamWithHandle;
  readonly #flush: number;
  readonly #inflates: boolean;
  #failed = false;
  #inputLeft = 0;
  #outputLeft = 0;

  constructor(zlib: Zlib, { direction, windowBits }: CodecOptions) {
    const stream = direction === "deflate"
      ? zlib.createDeflateRaw({ level: COMPRESSION_LEVEL, windowBits })
      : zlib.createInflateRaw({ windowBits });
    this.#stream = stream as unknown as StreamWithHandle;
    this.#stream._handle.onerror = () => this.#failed = true;
    this.#inflates = direction === "inflate";
    this.#flush = zlib.constants.Z_SYNC_FLUSH;
  }

  transform(input: Uint8Array, start: number, end: number, output: Scratch): CodecOutcome {
    const outcome = this.#run(input, start, end, output);
    if (outcome !== "ok") return outcome;
    if (this.#inflates) return this.#run(FLUSH_TAIL, 0, FLUSH_TAIL.length, output);
    // A flush right behind another one says nothing at all; an empty stored block is what it stands for.
    if (output.length === 0) output.append(EMPTY_FLUSH);
    output.length -= FLUSH_TAIL.length;
    return "ok";
  }

  reset(): void {
    this.#stream._handle.reset();
  }

  close(): void {
    this.#stream.close();
  }

  #run(input: Uint8Array, start: number, end: number, output: Scratch): CodecOutcome {
    let at = start;
    let hasRestarted = false;
    for (;;) {
      const room = output.room();
      this.#write(input, at, end - at, output, room);
      if (this.#failed) return this.#recover();
      const progress = end - at - this.#inputLeft + room - this.#outputLeft;
      at = end - this.#inputLeft;
      output.length += room - this.#outputLeft;
      if (output.isOverLimit) return "too big";
      if (this.#outputLeft === 0) continue;
      if (this.#inputLeft === 0) return "ok";
      // Input is left and so is room: the stream has come to a final block. What follows is a new one (RFC 7692 7.2.3.4),
      // unless it is our own tail, which a message that ends with its last block does not need.
      if (hasRestarted && progress === 0) return "corrupt";
      this.reset();
      if (input === FLUSH_TAIL) return "ok";
      hasRestarted = true;
    }
  }

  #write(input: Uint8Array, at: number, length: number, output: Scratch, room: number): void {
    const { _handle: handle, _writeState: state } = this.#stream;
    const left = handle.writeSync(this.#flush, input, at, length, output.bytes, output.length, room);
    this.#inputLeft = left?.[0] ?? state?.[1] ?? 0;
    this.#outputLeft = left?.[1] ?? state?.[0] ?? 0;
  }

  #recover(): CodecOutcome {
    this.#failed = false;
    this.reset();
    return "corrupt";
  }
}
