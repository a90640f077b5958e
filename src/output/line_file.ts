/** A file of lines: plain, gzipped if its name says so, or standard output. */

import { createWriteStream } from "node:fs";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { messageOf, SquallError } from "../base/mod.ts";
import type { OutputHost } from "./output.ts";

/** Where the text of an output goes. */
export interface LineFile {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

const encoder = new TextEncoder();

/**
 * Opens a file anew.
 *
 * @param path A path; one that ends in `.gz` is gzipped; empty or `-` is standard output.
 * @param host Writes to standard output.
 * @returns The file.
 * @throws {SquallError} `OUTPUT_FILE`, exit code 255, where it cannot be made.
 */
export async function openLineFile(path: string, host: Pick<OutputHost, "writeStdout">): Promise<LineFile> {
  if (path === "" || path === "-") return stdoutFile(host);
  const file = createWriteStream(path);
  try {
    await once(file, "open");
  } catch (error) {
    throw new SquallError("OUTPUT_FILE", `Cannot write the output file ${path}: ${messageOf(error)}`, { cause: error });
  }
  if (!path.endsWith(".gz")) return streamFile(file, undefined);
  const gzip = createGzip();
  return streamFile(gzip, pipeline(gzip, file));
}

function stdoutFile(host: Pick<OutputHost, "writeStdout">): LineFile {
  return {
    write(text) {
      host.writeStdout(encoder.encode(text));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

/** Waits for a slow disk, so that what is not written yet does not pile up in memory. */
function streamFile(stream: Writable, written: Promise<void> | undefined): LineFile {
  let failure: unknown;
  stream.on("error", (error) => failure ??= error);
  written?.catch((error) => failure ??= error);
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  return {
    async write(text) {
      check();
      if (!stream.write(text)) await Promise.race([once(stream, "drain"), written ?? new Promise(() => {})]);
      check();
    },
    async close() {
      stream.end();
      await (written ?? (stream.destroyed ? undefined : once(stream, "close")));
      check();
    },
  };
}
