/** k6's error codes, and its short texts for the tag `error`, from what Go would have said in full. */

/** What a response and its samples say of an error. */
export interface RequestError {
  /** The short text. */
  readonly text: string;
  readonly code: number;
}

/** A URL that cannot be read. */
export const INVALID_URL = 1020;
/** A status from here on is an error code of its own: 1000 + status. */
const FIRST_BAD_STATUS = 400;
const GENERIC = 1000;
/** A body that cannot be decompressed. */
export const BAD_COMPRESSION = 1701;

type Rule = readonly [pattern: RegExp, code: number, text?: (match: RegExpExecArray) => string];

/** The first rule that fits counts. */
const RULES: readonly Rule[] = [
  [/^request timeout$/, 1050],
  [/^hostname \(.*\) is in a blocked pattern/, 1111, () => "hostname is blocked"],
  [/^IP \(.*\) is in a blacklisted range/, 1110, () => "ip is blacklisted"],
  [/^lookup .*: no such host$/, 1101, () => "lookup: no such host"],
  [/^lookup [^ ]*: (.*)$/s, 1100, ([, detail]) => `lookup: ${detail}`],
  [/^dial tcp .*: connect: connection refused$/, 1212, () => "dial: connection refused"],
  [/^dial tcp .*: i\/o timeout$/, 1211, () => "dial: i/o timeout"],
  [/^dial tcp .*: (?:connect|bind|socket): (.*)$/s, 1213, ([, detail]) => `dial: ${detail}`],
  [/^dial tcp/, 1210],
  [/^read tcp .*: read: connection reset by peer$/, 1220, () => "read: connection reset by peer"],
  [/^write tcp .*: write: connection reset by peer$/, 1220, () => "write: connection reset by peer"],
  [/^write tcp .*: write: broken pipe$/, 1201, () => "write: broken pipe"],
  [/^(?:read|write) tcp .*?->[^ ]*: (.*)$/s, 1200, ([, detail]) => detail!],
  [/x509: certificate signed by unknown authority/, 1310, () => "x509: unknown authority"],
  [
    /x509: (?:certificate is (?:not )?valid for|cannot validate certificate for)/,
    1311,
    () => "x509: certificate doesn't match hostname",
  ],
  [/^tls: first record does not look like a TLS handshake/, 1301],
  [/^tls: failed to verify certificate: (.*)$/s, GENERIC, ([, detail]) => detail!],
  [/^remote error: tls: /, 1300],
  [/^tls: /, 1300],
  [/^error decompressing response body/, BAD_COMPRESSION],
  [/^net\/http: HTTP\/1\.x transport connection broken: (.*)$/s, GENERIC, ([, detail]) => detail!],
];

/**
 * What k6 makes of an error.
 *
 * @param text Go's full text.
 */
export function requestError(text: string): RequestError {
  for (const [pattern, code, short] of RULES) {
    const match = pattern.exec(text);
    if (match !== null) return { code, text: short === undefined ? text : short(match) };
  }
  return { code: GENERIC, text };
}

/** The error code of a status; 0 for one that is no error. */
export function statusErrorCode(status: number): number {
  return status >= FIRST_BAD_STATUS ? GENERIC + status : 0;
}
