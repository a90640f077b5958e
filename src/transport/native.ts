/**
 * WebSocket connections by the runtime's own `WebSocket`.
 *
 * It is there to compare with, and for what the wire transport may not run on. What it cannot do is refused by name
 * where it is asked for; what it leaves out silently is listed in `limitations`. Found by experiment on Deno 2.9.6:
 * headers, client certificates and a source address work; ping, compression, other close codes than 1000 and
 * 3000–4999, a `Host` header, `hosts`, `dns`, `blacklistIPs` for names, proxies and unverified TLS do not.
 */

import { canonicalHeaderName } from "./header_name.ts";
import type { Connection, ConnectionHandler, ConnectOptions, Transport, TransportLoad } from "./connection.ts";
import { parseIpAddress } from "./ip_address.ts";
import { NativeConnection } from "./native_connection.ts";
import { takesNativeOptions } from "./native_options.ts";
import type { TlsIdentity } from "./tls_settings.ts";
import type { TransportHost } from "./transport_host.ts";
import { unsupportedByTransport } from "./unsupported.ts";

// Taken here, because no script can see the runtime's names.
const { createHttpClient } = Deno;

const HINT = "Use the transport 'wire'.";

/** The runtime's own `WebSocket` behind the contract. One per thread. */
export class NativeTransport implements Transport {
  readonly name = "native";
  readonly limitations: readonly string[] = [
    "bytes are not counted: data_sent and data_received stay 0",
    "the headers, the body and the address of the handshake response are not known, so its cookies are not stored",
    "pings of the server are answered, but not reported",
    "the runtime's own User-Agent goes before the script's",
    "a text that is not UTF-8 ends the connection, as does a frame of more than 64 MiB",
    "the server is believed: neither its accept key nor extensions nobody asked for nor masked frames are noticed",
    "a connection is never dropped without a close frame",
    "the URL is normalised as browsers do",
  ];
  readonly #host: TransportHost;
  readonly #open = new Set<NativeConnection>();
  readonly #clients = new Map<string, Deno.HttpClient>();
  readonly #identityNumbers = new Map<TlsIdentity, number>();

  /** @param host The thread to work in. */
  constructor(host: TransportHost) {
    this.#host = host;
  }

  connect(options: ConnectOptions, handler: ConnectionHandler): Connection {
    this.#refuseUnsupported(options);
    return new NativeConnection(this.#host, options, handler, { client: this.#clientFor(options), open: this.#open });
  }

  load(): TransportLoad {
    const backlogs = Array.from(this.#open, ({ bufferedAmount }) => bufferedAmount).filter((bytes) => bytes > 0);
    const waitingBytes = backlogs.reduce((sum, bytes) => sum + bytes, 0);
    return { open: this.#open.size, waiting: backlogs.length, waitingBytes, refused: 0 };
  }

  /** The runtime waits for TCP before it tells of the end. */
  idle(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #refuseUnsupported(options: ConnectOptions): void {
    const { url, network, tls } = options;
    const secure = url.scheme === "wss";
    const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
    const refusals: readonly (readonly [boolean, string])[] = [
      [options.compression !== undefined, "compression"],
      [options.headers.some(([name]) => canonicalHeaderName(name) === "Host"), "a Host header"],
      [secure && (options.insecureSkipTlsVerify ?? tls.insecureSkipTlsVerify), "insecureSkipTLSVerify"],
      [secure && tls.choosesVersion, "tlsVersion"],
      [secure && tls.identityFor(url.hostname).passphrase !== undefined, "a password in tlsAuth"],
      [network.override(url.hostname, port) !== undefined, `hosts for ${url.hostname}`],
      [network.choosesAddress, "dns"],
      [network.restrictsAddresses && parseIpAddress(url.hostname) === undefined, "blacklistIPs for host names"],
      [!takesNativeOptions() && options.headers.some(isOwnHeader), "headers, on this version of Deno"],
      [!takesNativeOptions() && options.localAddress !== undefined, "localIPs, on this version of Deno"],
      [
        !takesNativeOptions() && secure && isIdentity(tls.identityFor(url.hostname)),
        "tlsAuth, on this version of Deno",
      ],
      [network.proxy(secure, url.hostname, port) !== undefined, "a proxy"],
    ];
    const refused = refusals.filter(([isAsked]) => isAsked).map(([, option]) => option);
    if (refused.length > 0) throw unsupportedByTransport(this.name, refused.join(", "), HINT);
  }

  /** A client certificate and a source address belong to an HTTP client of the runtime; equal ones share it. */
  #clientFor({ url, localAddress, tls }: ConnectOptions): Deno.HttpClient | undefined {
    const identity = url.scheme === "wss" ? tls.identityFor(url.hostname) : undefined;
    const hasIdentity = identity !== undefined && isIdentity(identity);
    if (!hasIdentity && localAddress === undefined) return undefined;
    const key = `${hasIdentity ? this.#numberOf(identity) : ""} ${localAddress ?? ""}`;
    let client = this.#clients.get(key);
    if (client === undefined) this.#clients.set(key, client = createClient(identity, localAddress));
    return client;
  }

  #numberOf(identity: TlsIdentity): number {
    let number = this.#identityNumbers.get(identity);
    if (number === undefined) this.#identityNumbers.set(identity, number = this.#identityNumbers.size);
    return number;
  }
}

/** Whether there is anything to show, or to trust. */
function isIdentity(identity: TlsIdentity): boolean {
  return Object.keys(identity).length > 0;
}

/** The runtime sends a User-Agent of its own, whatever it is told. */
function isOwnHeader([name]: readonly [string, string]): boolean {
  return canonicalHeaderName(name) !== "User-Agent";
}

function createClient(identity: TlsIdentity | undefined, localAddress: string | undefined): Deno.HttpClient {
  const { ca, cert, key } = identity ?? {};
  return createHttpClient({
    ...(ca === undefined ? {} : { caCerts: ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(localAddress === undefined ? {} : { localAddress }),
  });
}
