/** Keeps compressed data that is wrong from taking down a process in which npm `ws` runs on Deno. */

// @ts-types="@types/ws"
import type { WebSocket } from "ws";

/** The stream that `ws` inflates with, as far as `ws` uses it. */
interface Inflater {
  readonly errored: Error | null;
  flush(reported: () => void): void;
}

/** What `ws` keeps to itself of a connection with permessage-deflate. */
interface Deflating {
  readonly _extensions: { readonly "permessage-deflate"?: { _inflate: Inflater | null } };
}

/**
 * Stands between `ws` and its inflating stream. When inflating fails, Node reports an `error`; Deno reports also that the
 * data is flushed, before it or after. `ws` takes that for success and uses a stream that is gone, in a turn of its own
 * where nobody can catch the exception.
 *
 * @param client A connection that has just been accepted.
 */
export function guardInflating(client: WebSocket): void {
  const extension = (client as unknown as Deflating)._extensions["permessage-deflate"];
  if (extension === undefined) return;
  let current: Inflater | null = null;
  Object.defineProperty(extension, "_inflate", {
    get: () => current,
    set(inflater: Inflater | null) {
      current = inflater;
      if (inflater === null) return;
      const flush = inflater.flush.bind(inflater);
      inflater.flush = (reported) =>
        flush(() => {
          if (current === inflater && inflater.errored === null) reported();
        });
    },
  });
}
