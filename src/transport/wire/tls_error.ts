/** What Go would have said about a failed TLS handshake. */

import { parseIpAddress } from "../ip_address.ts";
import type { SocketError } from "./socket_error.ts";

const VERIFY = "tls: failed to verify certificate: x509: ";
const UNKNOWN_AUTHORITY = `${VERIFY}certificate signed by unknown authority`;

const CODE_TEXTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: `${VERIFY}certificate has expired or is not yet valid`,
  CERT_NOT_YET_VALID: `${VERIFY}certificate has expired or is not yet valid`,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${UNKNOWN_AUTHORITY}, or it has expired: the runtime does not tell the two apart`,
  ERR_SSL_WRONG_VERSION_NUMBER: "tls: first record does not look like a TLS handshake",
};

/** What older runtimes say in a message without a code. */
const VERDICT_REGEXP = /invalid peer certificate: (\w+)/;
const VERDICT_TEXTS: Readonly<Record<string, string>> = {
  Expired: `${VERIFY}certificate has expired or is not yet valid`,
  NotValidYet: `${VERIFY}certificate has expired or is not yet valid`,
  UnknownIssuer: UNKNOWN_AUTHORITY,
};

/** Alerts whose name in Go is not their name in the RFC spelt out. */
const ALERT_TEXTS: Readonly<Record<string, string>> = {
  CertificateExpired: "expired certificate",
  CertificateRevoked: "revoked certificate",
  CertificateUnknown: "unknown certificate",
  DecodeError: "error decoding message",
  DecryptError: "error decrypting message",
  ProtocolVersion: "protocol version not supported",
  UnknownCa: "unknown certificate authority",
  UnknownCA: "unknown certificate authority",
};

/** Whether an error comes from TLS rather than from TCP below it. */
export function isTlsError(error: SocketError): boolean {
  const { code } = error;
  if (code === undefined) return VERDICT_REGEXP.test(error.message);
  return code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code in CODE_TEXTS;
}

/**
 * A failed TLS handshake.
 *
 * @param error What the socket said; {@linkcode isTlsError} holds for it.
 * @param hostname The name that the certificate had to be for.
 * @returns For example `tls: failed to verify certificate: x509: certificate signed by unknown authority`.
 */
export function tlsErrorText(error: SocketError, hostname: string): string {
  const known = CODE_TEXTS[error.code ?? ""] ?? VERDICT_TEXTS[VERDICT_REGEXP.exec(error.message)?.[1] ?? ""];
  if (known !== undefined) return known;
  if (error.code === "ERR_TLS_CERT_ALTNAME_INVALID") return wrongNameText(error, hostname);
  const alert = /received fatal alert: (\w+)/.exec(error.message);
  if (alert !== null) return `remote error: tls: ${ALERT_TEXTS[alert[1]!] ?? spellOut(alert[1]!)}`;
  return `tls: ${error.message}`;
}

function wrongNameText(error: SocketError, hostname: string): string {
  const names = [...error.message.matchAll(/(DNS|IP Address):([^\s,]+)/g)];
  const kind = parseIpAddress(hostname) === undefined ? "DNS" : "IP Address";
  const valid = names.filter(([, type]) => type === kind).map(([, , name]) => name);
  if (valid.length > 0) return `${VERIFY}certificate is valid for ${valid.join(", ")}, not ${hostname}`;
  return kind === "DNS"
    ? `${VERIFY}certificate is not valid for any names, but wanted to match ${hostname}`
    : `${VERIFY}cannot validate certificate for ${hostname} because it doesn't contain any IP SANs`;
}

/** `NoApplicationProtocol` to `no application protocol`. */
function spellOut(name: string): string {
  return name.replace(/\B[A-Z]/g, " $&").toLowerCase();
}
