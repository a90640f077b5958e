/** `WritableStream` for scripts: the platform's, which calls the script when its VU is free to run. */

import type { StreamCalls } from "./stream_calls.ts";
import { readFunctions, readStrategy } from "./stream_options.ts";

// Taken here, because no script can see the runtime's names.
const { WritableStream } = globalThis;

/** What a sink can end its stream through. */
class ScriptWritableController {
  readonly #calls: StreamCalls;
  readonly #controller: WritableStreamDefaultController;

  constructor(calls: StreamCalls, controller: WritableStreamDefaultController) {
    this.#calls = calls;
    this.#controller = controller;
  }

  error(reason?: unknown): unknown {
    return this.#calls.enter(() => this.#controller.error(reason));
  }
}

/** See the top of this file. */
export class ScriptWritableStream {
  readonly #calls: StreamCalls;
  readonly #stream: WritableStream<unknown>;

  constructor(calls: StreamCalls, stream: WritableStream<unknown>) {
    this.#calls = calls;
    this.#stream = stream;
  }

  /** The platform's stream. */
  static streamOf(value: unknown): WritableStream<unknown> | undefined {
    return typeof value === "object" && value !== null && #stream in value ? value.#stream : undefined;
  }

  get locked(): boolean {
    return this.#stream.locked;
  }

  abort(reason?: unknown): unknown {
    return this.#calls.enter(() => this.#stream.abort(reason));
  }

  close(): unknown {
    return this.#calls.enter(() => this.#stream.close());
  }

  getWriter(): unknown {
    return this.#calls.enter(() => writerOf(this.#calls, this.#stream));
  }
}

/** Writes to a stream. */
export class ScriptWriter {
  readonly #calls: StreamCalls;
  readonly #writer: WritableStreamDefaultWriter<unknown>;

  constructor(calls: StreamCalls, writer: WritableStreamDefaultWriter<unknown>) {
    this.#calls = calls;
    this.#writer = writer;
  }

  get closed(): Promise<unknown> {
    return this.#writer.closed;
  }

  get ready(): Promise<unknown> {
    return this.#writer.ready;
  }

  get desiredSize(): number | null {
    return this.#writer.desiredSize;
  }

  write(chunk?: unknown): unknown {
    return this.#calls.enter(() => this.#writer.write(chunk));
  }

  close(): unknown {
    return this.#calls.enter(() => this.#writer.close());
  }

  abort(reason?: unknown): unknown {
    return this.#calls.enter(() => this.#writer.abort(reason));
  }

  releaseLock(): unknown {
    return this.#calls.enter(() => this.#writer.releaseLock());
  }
}

/**
 * `new WritableStream(sink, strategy)`
 *
 * @returns The stream, or a pause that ends with it.
 */
export function makeWritableStream(calls: StreamCalls, sink: unknown, strategy: unknown): unknown {
  return calls.enter(() => {
    const names = ["start", "write", "close", "abort"] as const;
    const { start, write, close, abort } = readFunctions("underlyingSink", sink, names, calls);
    if (Object(sink).type !== undefined) throw new RangeError("invalid underlying sink type");
    let face: ScriptWritableController | undefined;
    const faceOf = (controller: WritableStreamDefaultController) =>
      face ??= new ScriptWritableController(calls, controller);
    const stream = new WritableStream<unknown>({
      ...(start && { start: (controller) => start(faceOf(controller)) as Promise<void> }),
      ...(write && { write: (chunk, controller) => write(chunk, faceOf(controller)) as Promise<void> }),
      ...(close && { close: () => close() as Promise<void> }),
      ...(abort && { abort: (reason) => abort(reason) as Promise<void> }),
    }, readStrategy(strategy, 1));
    return new ScriptWritableStream(calls, stream);
  });
}

/** `new WritableStreamDefaultWriter(stream)` */
export function makeWriter(calls: StreamCalls, stream: unknown): unknown {
  return calls.enter(() => {
    const platform = ScriptWritableStream.streamOf(stream);
    if (platform === undefined) throw new TypeError("stream is not a WritableStream");
    return writerOf(calls, platform);
  });
}

function writerOf(calls: StreamCalls, stream: WritableStream<unknown>): ScriptWriter {
  if (stream.locked) throw new TypeError("stream is locked");
  return new ScriptWriter(calls, stream.getWriter());
}
