/** What Go would have said about a failed connection: scripts and dashboards written for k6 compare these texts. */

import type { SocketError } from "./socket_error.ts";
import { isTlsError, tlsErrorText } from "./tls_error.ts";

/** Both ends of a connection. */
export interface Endpoints {
  /** As texts show them: `ip:port->ip:port`, ours first. */
  readonly path: string;
  /** The name of the peer. */
  readonly hostname: string;
}

/** The names of Go's `syscall.Errno` values, by Node's codes. */
const ERRNO_TEXTS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "address already in use",
  EADDRNOTAVAIL: "cannot assign requested address",
  EAFNOSUPPORT: "address family not supported by protocol",
  EBADF: "broken pipe",
  ECONNABORTED: "software caused connection abort",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EHOSTUNREACH: "no route to host",
  EMFILE: "too many open files",
  ENETDOWN: "network is down",
  ENETUNREACH: "network is unreachable",
  ENFILE: "too many open files in system",
  ENOBUFS: "no buffer space available",
  EPERM: "operation not permitted",
  EPIPE: "broken pipe",
  ETIMEDOUT: "connection timed out",
};

/** `host:port`, with brackets around an IPv6 address. */
export function joinHostPort(host: string, port: number | string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * A failed TCP connect.
 *
 * @param error What the socket said.
 * @param address `ip:port` that was dialled.
 * @returns For example `dial tcp 127.0.0.1:1: connect: connection refused`.
 */
export function dialErrorText(error: SocketError, address: string): string {
  const { code, syscall } = error;
  if (code === undefined) return `dial tcp ${address}: ${error.message}`;
  if (code === "EMFILE") return `dial tcp ${address}: socket: ${ERRNO_TEXTS[code]}`;
  // The runtime says EINVAL both for a source address that is not ours and for having no port left.
  if (code === "EINVAL") {
    return `dial tcp ${address}: ${syscall === "bind" ? "bind" : "connect"}: ${ERRNO_TEXTS.EADDRNOTAVAIL}`;
  }
  const call = code === "EADDRINUSE" ? "bind" : syscall ?? "connect";
  return `dial tcp ${address}: ${call}: ${errnoText(error, code)}`;
}

/**
 * A failed name look-up.
 *
 * @param error What the resolver said.
 * @param hostname The name.
 * @returns For example `lookup nowhere.example: no such host`.
 */
export function lookupErrorText(error: SocketError, hostname: string): string {
  if (error.code === "EAI_AGAIN") return `lookup ${hostname}: Temporary failure in name resolution`;
  if (error.code === "EMFILE") return `lookup ${hostname}: socket: ${ERRNO_TEXTS.EMFILE}`;
  return `lookup ${hostname}: no such host`;
}

/**
 * A failed read or write on an open connection.
 *
 * @param call Which of the two.
 * @param error What the socket said.
 * @param endpoints Both ends.
 * @returns For example `read tcp 127.0.0.1:50000->127.0.0.1:80: read: connection reset by peer`.
 */
export function socketErrorText(call: "read" | "write", error: SocketError, endpoints: Endpoints): string {
  const { path, hostname } = endpoints;
  const { code } = error;
  if (isTlsError(error)) return tlsErrorText(error, hostname);
  const detail = code === undefined ? error.message : `${call}: ${errnoText(error, code)}`;
  return `${call} tcp ${path}: ${detail}`;
}

/** A time limit that passed while waiting for the peer's bytes. */
export function readTimeoutText({ path }: Endpoints): string {
  return `read tcp ${path}: i/o timeout`;
}

function errnoText(error: SocketError, code: string): string {
  return ERRNO_TEXTS[code] ?? error.message;
}
