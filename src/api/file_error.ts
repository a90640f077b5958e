/** Why a script cannot have a file: with the text of `open()`, and the reason for those that say it another way. */

import { GoError } from "./go_error.ts";

/** The reasons. */
export type FileErrorReason = "missing" | "directory" | "unseen" | "refused" | "unreadable";

/** See the top of this file. */
export class FileError extends GoError {
  readonly reason: FileErrorReason;
  /** The absolute path. */
  readonly path: string;

  constructor(reason: FileErrorReason, path: string, message: string) {
    super(message);
    this.reason = reason;
    this.path = path;
    // Scripts see an error like any other of the modules.
    Object.defineProperty(this, "reason", { enumerable: false });
    Object.defineProperty(this, "path", { enumerable: false });
  }
}
