/** What the runtime's `WebSocket` takes beyond the standard, and whether this runtime's does. */

// Taken here, because no script can see the runtime's names.
const { WebSocket } = globalThis;

/** The object that newer runtimes take in the place of protocols. */
export interface NativeOptions {
  protocols: string[];
  headers: [string, string][];
  client?: Deno.HttpClient;
}

let isTaken: boolean | undefined;

/** Whether the runtime's `WebSocket` takes {@linkcode NativeOptions}: found out by handing it some that throw. */
export function takesNativeOptions(): boolean {
  return isTaken ??= probe();
}

function probe(): boolean {
  const read = new Error("The options were read");
  try {
    const options = {
      get protocols(): never {
        throw read;
      },
    };
    new WebSocket("ws://localhost", options as never).close();
    return false;
  } catch (error) {
    return error === read;
  }
}

/**
 * Opens a socket.
 *
 * @param address The URL.
 * @param options What to open it with. Where the runtime takes none, the protocols are all that counts.
 * @returns The socket, connecting.
 * @throws {DOMException} For a URL or a protocol that browsers do not accept.
 */
export function openNative(address: string, options: NativeOptions): WebSocket {
  return takesNativeOptions() ? new WebSocket(address, options as never) : new WebSocket(address, options.protocols);
}
