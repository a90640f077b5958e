/**
 * The module `k6/experimental/streams` as scripts see it: types, for editors and for `deno check`. What a source or a sink
 * does may pause the VU.
 *
 * @module
 */

import { outsideRunner } from "./outside_runner.ts";

/** How much is queued. */
export interface QueuingStrategy<Chunk = unknown> {
  /** So much may wait before no more is asked for. Default: 1. */
  readonly highWaterMark?: number;
  /** How much a chunk counts. Default: 1. */
  readonly size?: (chunk: Chunk) => number;
}

/** A strategy that counts chunks. */
export interface CountQueuingStrategy {
  /** So many chunks may wait before no more are asked for. */
  readonly highWaterMark: number;
  /** 1, whatever the chunk. */
  size(): 1;
}

/** Makes strategies that count chunks. */
export interface CountQueuingStrategyConstructor {
  /**
   * Makes a strategy.
   *
   * @param init How many chunks may wait.
   */
  new (init: Required<Pick<QueuingStrategy, "highWaterMark">>): CountQueuingStrategy;
}

/** What a source fills its stream through. */
export interface ReadableStreamDefaultController<Chunk = unknown> {
  /** How much more is wanted; `null` when the stream has failed. */
  readonly desiredSize: number | null;
  /** Puts a chunk into the stream. */
  enqueue(chunk?: Chunk): void;
  /** Ends the stream. */
  close(): void;
  /** Fails the stream. */
  error(reason?: unknown): void;
}

/** Where the chunks of a stream come from. */
export interface UnderlyingSource<Chunk = unknown> {
  /** Called at once. */
  readonly start?: (controller: ReadableStreamDefaultController<Chunk>) => unknown;
  /** Called when more is wanted. */
  readonly pull?: (controller: ReadableStreamDefaultController<Chunk>) => unknown;
  /** Called when nobody wants more. */
  readonly cancel?: (reason?: unknown) => unknown;
}

/** What {@linkcode ReadableStreamDefaultReader.read} gives. */
export interface ReadResult<Chunk = unknown> {
  /** Whether the stream is at its end. */
  readonly done: boolean;
  /** The chunk; `undefined` at the end. */
  readonly value: Chunk | undefined;
}

/** Reads a stream. */
export interface ReadableStreamDefaultReader<Chunk = unknown> {
  /** Settles with the stream. */
  readonly closed: Promise<undefined>;
  /** Takes the next chunk. */
  read(): Promise<ReadResult<Chunk>>;
  /** Says that nobody wants more. */
  cancel(reason?: unknown): Promise<void>;
  /** Leaves the stream to others. */
  releaseLock(): void;
}

/** A stream to read from. */
export interface ReadableStream<Chunk = unknown> {
  /** Whether somebody reads it. */
  readonly locked: boolean;
  /** Says that nobody wants more. */
  cancel(reason?: unknown): Promise<void>;
  /** Makes the one that reads it. */
  getReader(): ReadableStreamDefaultReader<Chunk>;
  /** Makes two of it. */
  tee(): [ReadableStream<Chunk>, ReadableStream<Chunk>];
  /** Writes all of it to a sink. Beyond k6. */
  pipeTo(destination: WritableStream<Chunk>): Promise<void>;
  /** Reads all of it. Beyond k6. */
  [Symbol.asyncIterator](): AsyncIterator<Chunk>;
}

/** Makes streams to read from. */
export interface ReadableStreamConstructor {
  /**
   * Makes a stream.
   *
   * @param source Where the chunks come from.
   * @param strategy How much is queued.
   */
  new <Chunk = unknown>(source?: UnderlyingSource<Chunk>, strategy?: QueuingStrategy<Chunk>): ReadableStream<Chunk>;
}

/** Makes readers. */
export interface ReadableStreamDefaultReaderConstructor {
  /**
   * Makes the reader of a stream.
   *
   * @param stream One that nobody reads.
   */
  new <Chunk = unknown>(stream: ReadableStream<Chunk>): ReadableStreamDefaultReader<Chunk>;
}

/** What a sink can fail its stream through. */
export interface WritableStreamDefaultController {
  /** Fails the stream. */
  error(reason?: unknown): void;
}

/** Where the chunks of a stream go. */
export interface UnderlyingSink<Chunk = unknown> {
  /** Called at once. */
  readonly start?: (controller: WritableStreamDefaultController) => unknown;
  /** Called for each chunk, one after the other. */
  readonly write?: (chunk: Chunk, controller: WritableStreamDefaultController) => unknown;
  /** Called behind the last chunk. */
  readonly close?: () => unknown;
  /** Called when the stream is given up. */
  readonly abort?: (reason?: unknown) => unknown;
}

/** Writes to a stream. */
export interface WritableStreamDefaultWriter<Chunk = unknown> {
  /** Settles with the stream. */
  readonly closed: Promise<undefined>;
  /** Fulfilled while more is wanted. */
  readonly ready: Promise<undefined>;
  /** How much more is wanted; `null` when the stream has failed. */
  readonly desiredSize: number | null;
  /** Writes a chunk. */
  write(chunk?: Chunk): Promise<void>;
  /** Ends the stream. */
  close(): Promise<void>;
  /** Gives the stream up. */
  abort(reason?: unknown): Promise<void>;
  /** Leaves the stream to others. */
  releaseLock(): void;
}

/** A stream to write to. */
export interface WritableStream<Chunk = unknown> {
  /** Whether somebody writes to it. */
  readonly locked: boolean;
  /** Gives the stream up. */
  abort(reason?: unknown): Promise<void>;
  /** Ends the stream. */
  close(): Promise<void>;
  /** Makes the one that writes to it. */
  getWriter(): WritableStreamDefaultWriter<Chunk>;
}

/** Makes streams to write to. */
export interface WritableStreamConstructor {
  /**
   * Makes a stream.
   *
   * @param sink Where the chunks go.
   * @param strategy How much is queued.
   */
  new <Chunk = unknown>(sink?: UnderlyingSink<Chunk>, strategy?: QueuingStrategy<Chunk>): WritableStream<Chunk>;
}

/** Makes writers. */
export interface WritableStreamDefaultWriterConstructor {
  /**
   * Makes the writer of a stream.
   *
   * @param stream One that nobody writes to.
   */
  new <Chunk = unknown>(stream: WritableStream<Chunk>): WritableStreamDefaultWriter<Chunk>;
}

/** What the module exports. */
export interface Streams {
  /** See {@linkcode CountQueuingStrategyConstructor}. */
  readonly CountQueuingStrategy: CountQueuingStrategyConstructor;
  /** See {@linkcode ReadableStreamConstructor}. */
  readonly ReadableStream: ReadableStreamConstructor;
  /** See {@linkcode ReadableStreamDefaultReaderConstructor}. */
  readonly ReadableStreamDefaultReader: ReadableStreamDefaultReaderConstructor;
  /** See {@linkcode WritableStreamConstructor}. */
  readonly WritableStream: WritableStreamConstructor;
  /** See {@linkcode WritableStreamDefaultWriterConstructor}. */
  readonly WritableStreamDefaultWriter: WritableStreamDefaultWriterConstructor;
}

/** All exports in one object. */
const streams: Streams = outsideRunner("k6/experimental/streams", "use the global ReadableStream and its relatives");

/** See {@linkcode CountQueuingStrategyConstructor}. */
export const CountQueuingStrategy: Streams["CountQueuingStrategy"] = streams.CountQueuingStrategy;
/** See {@linkcode ReadableStreamConstructor}. */
export const ReadableStream: Streams["ReadableStream"] = streams.ReadableStream;
/** See {@linkcode ReadableStreamDefaultReaderConstructor}. */
export const ReadableStreamDefaultReader: Streams["ReadableStreamDefaultReader"] = streams.ReadableStreamDefaultReader;
/** See {@linkcode WritableStreamConstructor}. */
export const WritableStream: Streams["WritableStream"] = streams.WritableStream;
/** See {@linkcode WritableStreamDefaultWriterConstructor}. */
export const WritableStreamDefaultWriter: Streams["WritableStreamDefaultWriter"] = streams.WritableStreamDefaultWriter;

export default streams;
