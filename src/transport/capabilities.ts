/** What the runtime below can do: asked once, so that an older one is told from a new one by name and not by accident. */

// Taken here, because no script can see the runtime's names.
const DENO_VERSION = Deno.version.deno;

/** Differences between runtimes that matter to the wire transport. */
export interface Capabilities {
  /** The runtime, for messages: `Deno 2.9.6`. */
  readonly runtime: string;
  /** Sockets read into a buffer of ours (`onread`). Without it every read allocates. */
  readonly onread: boolean;
  /** A write is handed to the kernel before the call returns, so that its memory can be used again at once. */
  readonly synchronousWrites: boolean;
  /** The source address of a connection can be chosen. */
  readonly localAddress: boolean;
  /** Client certificates and TLS versions are honoured. */
  readonly tlsIdentity: boolean;
  /** Small strings are cut out of buffers faster by the buffer than by `TextDecoder`. */
  readonly fastSlices: boolean;
}

/** The first version with Node's own socket semantics. */
const FULL_SINCE = { major: 2, minor: 8 };

/**
 * What a version of Deno can do.
 *
 * @param version Default: the version that runs.
 * @returns Its capabilities.
 */
export function capabilitiesOf(version: string = DENO_VERSION): Capabilities {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isFull = major > FULL_SINCE.major || (major === FULL_SINCE.major && minor >= FULL_SINCE.minor);
  return {
    runtime: `Deno ${version}`,
    onread: isFull,
    synchronousWrites: isFull,
    localAddress: isFull,
    tlsIdentity: isFull,
    fastSlices: isFull,
  };
}
