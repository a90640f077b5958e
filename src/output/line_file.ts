/** A file of lines: plain, gzipped if its name says so, or standard output. */

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
  try {
    const file = await Deno.open(path, { write: true, create: true, truncate: true });
    return path.endsWith(".gz") ? gzippedFile(file.writable) : plainFile(file);
  } catch (error) {
    throw new SquallError("OUTPUT_FILE", `Cannot write the output file ${path}: ${messageOf(error)}`, { cause: error });
  }
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

/** A write waits for the disk, so that what is not written yet does not pile up in memory. */
function plainFile(file: Deno.FsFile): LineFile {
  return {
    async write(text) {
      const bytes = encoder.encode(text);
      for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
    },
    close() {
      file.close();
      return Promise.resolve();
    },
  };
}

function gzippedFile(file: WritableStream<Uint8Array>): LineFile {
  const gzip = new CompressionStream("gzip");
  const written = gzip.readable.pipeTo(file);
  // Whoever writes or closes is told.
  written.catch(() => {});
  const writer = gzip.writable.getWriter();
  return {
    write: (text) => writer.write(encoder.encode(text)),
    async close() {
      await writer.close();
      await written;
    },
  };
}
