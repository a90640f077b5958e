/** From a URL to a link that is ready for the opening handshake: names, families, proxies, TLS. */

import type { ConnectOptions } from "../connection.ts";
import { parseIpAddress } from "../ip_address.ts";
import type { NetworkPolicy } from "../network_policy.ts";
import { raceAddresses } from "./address_race.ts";
import { DialAttempt, type OpenLink, type TlsRequest } from "./dial_attempt.ts";
import { DialError } from "./dial_error.ts";
import { DialPlace } from "./dial_gate.ts";
import type { DialScope } from "./dial_scope.ts";
import { type DialTarget, refuse } from "./dial_target.ts";
import { joinHostPort, readTimeoutText } from "./go_error.ts";
import { ProxyTunnel } from "./proxy_tunnel.ts";
import type { WireThread } from "./wire_thread.ts";

/** What Go's TLS says when it is given up; other steps name the addresses. */
const TLS_TIMEOUT_TEXT = "context deadline exceeded";

/** What a dial goes by. */
export interface DialOptions extends Pick<ConnectOptions, "network" | "tls" | "insecureSkipTlsVerify" | "meter"> {
  readonly localAddress?: string | undefined;
}

/** What to dial: addresses, or a name that only the runtime may look up. */
interface Destinations {
  /** The preferred one first. */
  readonly hosts: readonly string[];
  /** Why an address that the runtime finds must not be dialled; `undefined` when it has nothing to find. */
  readonly refuseAddress: ((address: string) => string | undefined) | undefined;
}

/**
 * Opens a link.
 *
 * @param thread The shared parts.
 * @param target Where to.
 * @param options How.
 * @param scope Calls the dial off; knows what to say when it is late.
 * @throws {DialError} When the link cannot be opened.
 */
export async function dial(
  thread: WireThread,
  target: DialTarget,
  options: DialOptions,
  scope: DialScope,
): Promise<OpenLink> {
  thread.permission.demand(target.dialHost, target.dialPort);
  const entered = thread.gate.enter();
  const place = entered instanceof DialPlace ? entered : await scope.wait(entered);
  try {
    if (!thread.hasRoom) {
      thread.refusedSockets++;
      throw new DialError(`dial tcp ${joinHostPort(target.dialHost, target.dialPort)}: socket: too many open files`);
    }
    const attempt = await connect(thread, target, options, scope);
    return target.proxy === undefined ? attempt : await passProxy(thread, target, options, scope, attempt);
  } finally {
    place.leave();
  }
}

/** Connects to the server or to its proxy, over TLS if that is the server's. */
async function connect(
  thread: WireThread,
  target: DialTarget,
  options: DialOptions,
  scope: DialScope,
): Promise<DialAttempt> {
  const { dialHost, dialPort, proxy, secure } = target;
  const { hosts, refuseAddress } = parseIpAddress(dialHost) === undefined
    ? await lookUp(thread, target, options.network, scope)
    : literal(dialHost, dialPort, options.network);
  scope.timeoutText = `dial tcp ${joinHostPort(hosts[0]!, dialPort)}: i/o timeout`;
  const open = (host: string): DialAttempt =>
    new DialAttempt(thread, {
      host,
      port: dialPort,
      meter: options.meter,
      localAddress: options.localAddress,
      tls: secure && proxy === undefined ? tlsRequest(thread, target, options) : undefined,
      over: undefined,
      willBeHandedOn: secure && proxy !== undefined,
      refuseAddress,
    });
  scope.times.connecting = thread.clock.now();
  const attempt = await raceAddresses(hosts, open, scope, thread.timers);
  scope.times.connected = thread.clock.now();
  scope.timeoutText = TLS_TIMEOUT_TEXT;
  await attempt.ready;
  return attempt;
}

function literal(host: string, port: number, network: NetworkPolicy): Destinations {
  refuse(network.refuseAddress(host, port));
  return { hosts: [host], refuseAddress: undefined };
}

/** Permission for a name alone is permission for the runtime's own look-up alone. */
async function lookUp(
  thread: WireThread,
  { dialHost: name, dialPort: port }: DialTarget,
  network: NetworkPolicy,
  scope: DialScope,
): Promise<Destinations> {
  if (!thread.permission.isUnlimited) {
    return { hosts: [name], refuseAddress: (address) => network.refuseAddress(address, port) };
  }
  scope.timeoutText = `lookup ${name}: i/o timeout`;
  const [preferred, ...others] = await scope.wait(thread.resolver.resolve(name, network.dns));
  refuse(network.refuseAddress(preferred!, port));
  const allowed = others.filter((address) => network.refuseAddress(address, port) === undefined);
  return { hosts: [preferred!, ...allowed], refuseAddress: undefined };
}

/** Opens a tunnel through the proxy at the other end of an attempt, and speaks TLS through it if that is asked for. */
async function passProxy(
  thread: WireThread,
  target: DialTarget,
  options: DialOptions,
  scope: DialScope,
  attempt: DialAttempt,
): Promise<OpenLink> {
  const { hostname, port, proxy, secure } = target;
  const tunnel = new ProxyTunnel(attempt.link, joinHostPort(hostname, port), proxy?.authorization);
  attempt.handOver(tunnel);
  scope.timeoutText = readTimeoutText(attempt.link.endpoints(hostname));
  await scope.wait(tunnel.opened);
  if (!secure) return tunnel;
  scope.timeoutText = TLS_TIMEOUT_TEXT;
  const secured = new DialAttempt(thread, {
    host: target.dialHost,
    port: target.dialPort,
    meter: options.meter,
    localAddress: undefined,
    tls: tlsRequest(thread, target, options),
    over: tunnel.link.surrender(),
    willBeHandedOn: false,
    refuseAddress: undefined,
  });
  scope.onAbort(() => secured.destroy());
  scope.times.connected = thread.clock.now();
  await secured.ready;
  return secured;
}

function tlsRequest(thread: WireThread, { hostname }: DialTarget, options: DialOptions): TlsRequest {
  const { tls, insecureSkipTlsVerify } = options;
  return {
    hostname,
    rejectUnauthorized: !(insecureSkipTlsVerify ?? tls.insecureSkipTlsVerify),
    secureContext: thread.secureContext(tls.identityFor(hostname)),
  };
}
