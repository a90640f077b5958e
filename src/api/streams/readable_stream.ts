/** `ReadableStream` for scripts: the platform's, which calls the script when its VU is free to run. */

import { GoError } from "../go_error.ts";
import type { StreamCalls } from "./stream_calls.ts";
import { checkSourceType, readFunctions, readStrategy } from "./stream_options.ts";
import { ScriptWritableStream } from "./writable_stream.ts";

// Taken here, because no script can see the runtime's names.
const { ReadableStream } = globalThis;

type Controller = ReadableStreamDefaultController<unknown>;

/** What a source fills its stream through. */
class ScriptController {
  readonly #calls: StreamCalls;
  readonly #controller: Controller;

  constructor(calls: StreamCalls, controller: Controller) {
    this.#calls = calls;
    this.#controller = controller;
  }

  get desiredSize(): number | null {
    return this.#controller.desiredSize;
  }

  enqueue(chunk?: unknown): unknown {
    return this.#calls.enter(() => translated(() => this.#controller.enqueue(chunk)));
  }

  close(): unknown {
    return this.#calls.enter(() => translated(() => this.#controller.close()));
  }

  error(reason?: unknown): unknown {
    return this.#calls.enter(() => this.#controller.error(reason));
  }
}

/** See the top of this file. */
export class ScriptReadableStream {
  readonly #calls: StreamCalls;
  readonly #stream: ReadableStream<unknown>;

  constructor(calls: StreamCalls, stream: ReadableStream<unknown>) {
    this.#calls = calls;
    this.#stream = stream;
  }

  /** The platform's stream. */
  static streamOf(value: unknown): ReadableStream<unknown> | undefined {
    return typeof value === "object" && value !== null && #stream in value ? value.#stream : undefined;
  }

  get locked(): boolean {
    return this.#stream.locked;
  }

  cancel(reason?: unknown): unknown {
    return this.#calls.enter(() => {
      if (this.#stream.locked) return Promise.reject(new TypeError("cannot cancel a locked stream"));
      return this.#stream.cancel(reason);
    });
  }

  getReader(options?: unknown): unknown {
    return this.#calls.enter(() => {
      const mode: unknown = Object(options).mode;
      if (mode === "byob") throw new GoError("NotSupportedError:'byob' mode is not supported yet");
      if (mode !== undefined) throw new TypeError("options.mode is not 'byob'");
      return readerOf(this.#calls, this.#stream);
    });
  }

  tee(): unknown {
    return this.#calls.enter(() => {
      if (this.#stream.locked) throw new TypeError("stream is locked");
      return this.#stream.tee().map((branch) => new ScriptReadableStream(this.#calls, branch));
    });
  }

  pipeTo(destination?: unknown, options?: StreamPipeOptions): unknown {
    return this.#calls.enter(() => {
      const sink = ScriptWritableStream.streamOf(destination);
      if (sink === undefined) return Promise.reject(new TypeError("pipeTo() needs a WritableStream"));
      return this.#stream.pipeTo(sink, options);
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return this.#stream[Symbol.asyncIterator]();
  }
}

/** Reads a stream. */
export class ScriptReader {
  readonly #calls: StreamCalls;
  readonly #reader: ReadableStreamDefaultReader<unknown>;

  constructor(calls: StreamCalls, reader: ReadableStreamDefaultReader<unknown>) {
    this.#calls = calls;
    this.#reader = reader;
  }

  get closed(): Promise<unknown> {
    return this.#reader.closed;
  }

  read(): unknown {
    return this.#calls.enter(() => this.#reader.read());
  }

  cancel(reason?: unknown): unknown {
    return this.#calls.enter(() => this.#reader.cancel(reason));
  }

  releaseLock(): unknown {
    return this.#calls.enter(() => this.#reader.releaseLock());
  }
}

/**
 * `new ReadableStream(source, strategy)`
 *
 * @returns The stream, or a pause that ends with it.
 */
export function makeReadableStream(calls: StreamCalls, source: unknown, strategy: unknown): unknown {
  return calls.enter(() => {
    const { start, pull, cancel } = readFunctions("underlyingSource", source, ["start", "pull", "cancel"], calls);
    checkSourceType(source);
    let face: ScriptController | undefined;
    const faceOf = (controller: unknown) => face ??= new ScriptController(calls, controller as Controller);
    const stream = new ReadableStream<unknown>({
      ...(start && { start: (controller) => start(faceOf(controller)) as Promise<void> }),
      ...(pull && { pull: (controller) => pull(faceOf(controller)) as Promise<void> }),
      ...(cancel && { cancel: (reason) => cancel(reason) as Promise<void> }),
    }, readStrategy(strategy, 1));
    return new ScriptReadableStream(calls, stream);
  });
}

/** `new ReadableStreamDefaultReader(stream)` */
export function makeReader(calls: StreamCalls, stream: unknown): unknown {
  return calls.enter(() => {
    const platform = ScriptReadableStream.streamOf(stream);
    if (platform === undefined) throw new TypeError("stream is not a ReadableStream");
    return readerOf(calls, platform);
  });
}

function readerOf(calls: StreamCalls, stream: ReadableStream<unknown>): ScriptReader {
  if (stream.locked) throw new TypeError("stream is locked");
  return new ScriptReader(calls, stream.getReader());
}

/** The platform's word for a stream that takes no more, in k6's. */
function translated<Value>(action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw error instanceof TypeError ? new TypeError("cannot close or enqueue") : error;
  }
}
