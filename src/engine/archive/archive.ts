/** A test in one file, as k6 packs it: the script, everything that it imports and opens, its options, its environment. */

import { ExitCode, SquallError } from "../../base/mod.ts";

/** The contents of an archive. */
export interface Archive {
  /** Where the script was, with the names of users taken out. */
  readonly url: URL;
  /** The folder that `open` starts from: a path with slashes, or the URL of a folder on the network. */
  readonly directory: string;
  /** The text of the script. */
  readonly source: string;
  /** The options of the test: those of the script, merged with what else was said when it was packed. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What `__ENV` was. */
  readonly env: Readonly<Record<string, string>>;
  readonly compatibilityMode: "extended" | "base";
  /** Modules and opened files, the script among them, by {@linkcode archiveName}. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** What `metadata.json` in an archive says. */
export interface ArchiveMetadata {
  readonly type: "js";
  readonly options: Readonly<Record<string, unknown>>;
  readonly filename: string;
  readonly pwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly compatibilityMode: string;
  readonly k6version: string;
  readonly goos: string;
}

/** The first entry of an archive. */
export const METADATA = "metadata.json";
/** The entry with the text of the script. */
export const DATA = "data";

/** The error about an archive that is none, or not whole. */
export function archiveError(name: string, problem: string): SquallError {
  return new SquallError("ARCHIVE", `Cannot read the archive: ${name}: ${problem}`, {
    exitCode: ExitCode.InvalidConfig,
    hint: "Archives are made by squall archive and by k6 archive",
  });
}
