/** Close codes of RFC 6455 section 7.4 with the names that k6's messages give them. */

const CODE_NAMES: Readonly<Record<number, string>> = {
  1000: "normal",
  1001: "going away",
  1002: "protocol error",
  1003: "unsupported data",
  1005: "no status",
  1006: "abnormal closure",
  1007: "invalid payload data",
  1008: "policy violation",
  1009: "message too big",
  1010: "mandatory extension missing",
  1011: "internal server error",
  1015: "TLS handshake error",
};

/** Codes with a meaning to this codec. */
export const CloseCode = {
  Normal: 1000,
  GoingAway: 1001,
  ProtocolError: 1002,
  /** Never on the wire: the close frame had no payload. */
  NoStatus: 1005,
  /** Never on the wire: there was no close frame. */
  Abnormal: 1006,
  InvalidPayload: 1007,
  PolicyViolation: 1008,
  MessageTooBig: 1009,
} as const;

/** What `websocket: close 1006 (abnormal closure): unexpected EOF` gives as its reason. */
export const UNEXPECTED_EOF = "unexpected EOF";

/**
 * The name of a close code.
 *
 * @param code The code.
 * @returns For example `going away`; `undefined` for codes without a name.
 */
export function closeCodeText(code: number): string | undefined {
  return CODE_NAMES[code];
}

/**
 * The message by which scripts learn of a close that is not a plain good-bye.
 *
 * @param code The close code.
 * @param reason The close reason; `""` is left out.
 * @returns For example `websocket: close 1006 (abnormal closure): unexpected EOF`.
 */
export function closeErrorText(code: number, reason: string): string {
  const name = CODE_NAMES[code];
  return `websocket: close ${code}${name === undefined ? "" : ` (${name})`}${reason === "" ? "" : `: ${reason}`}`;
}

/**
 * Whether a peer may send a code in a close frame (RFC 6455 section 7.4, and the registry it founded).
 *
 * @param code The code.
 * @returns `false` for codes that are reserved, unassigned, or must not be on the wire.
 */
export function isReceivableCloseCode(code: number): boolean {
  if (code < 1000 || code > 4999) return false;
  if (code >= 3000) return true;
  return code <= 1014 && code !== 1004 && code !== CloseCode.NoStatus && code !== CloseCode.Abnormal;
}
