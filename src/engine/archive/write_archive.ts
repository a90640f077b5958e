/** Writes archives that squall and k6 can run. */

import type { TarEntry } from "modern-tar";
import { anonymousUrl, archiveName } from "../../runtime/mod.ts";
import { type ArchiveMetadata, DATA, METADATA } from "./archive.ts";

/** What goes into an archive. */
export interface ArchiveContents {
  /** The script's URL, and its bytes. */
  readonly script: { readonly url: URL; readonly bytes: Uint8Array };
  /** The folder that `open` starts from, as the URL of a folder. */
  readonly directory: URL;
  /** Modules and opened files by their names in the archive; the script may be among them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The options of the test, as JSON has them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly compatibilityMode: "extended" | "base";
  /** The version of k6 whose behaviour the test expects. */
  readonly version: string;
  readonly os: string;
  /** The time of all files, in milliseconds since the Unix epoch. */
  readonly time: number;
}

const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/**
 * Packs a test.
 *
 * @param contents What goes into it.
 * @returns The bytes of a tar file: metadata first, the script, then the trees of files in the order of their names.
 */
export async function writeArchive(contents: ArchiveContents): Promise<Uint8Array> {
  // Needed by one verb only.
  const { packTar } = await import("modern-tar");
  const { script, files, time } = contents;
  const mtime = new Date(time);
  const file = (name: string, body: string | Uint8Array): TarEntry => {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    return { header: { name, type: "file", size: bytes.byteLength, mode: FILE_MODE, mtime }, body: bytes };
  };
  const main = archiveName(script.url);
  const byName = new Map(files).set(main, script.bytes);
  const folders = new Set([...byName.keys()].flatMap(foldersOf));
  const trees = [...byName.keys(), ...folders].sort().map((name): TarEntry => {
    if (folders.has(name)) {
      return { header: { name: `${name}/`, type: "directory", size: 0, mode: FOLDER_MODE, mtime } };
    }
    if (name !== main) return file(name, byName.get(name)!);
    return { header: { name, type: "link", linkname: DATA, size: 0, mode: FILE_MODE, mtime } };
  });
  const metadata = `${JSON.stringify(describe(contents), undefined, 2)}`;
  return await packTar([file(METADATA, metadata), file(DATA, script.bytes), ...trees]);
}

/** The folders above a file, from the top. */
function foldersOf(name: string): string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function describe(contents: ArchiveContents): ArchiveMetadata {
  const { script, directory, options, env, compatibilityMode, version, os } = contents;
  return {
    type: "js",
    options,
    filename: anonymousUrl(script.url).href,
    pwd: anonymousUrl(directory).href,
    env,
    compatibilityMode,
    k6version: version,
    goos: os,
  };
}
