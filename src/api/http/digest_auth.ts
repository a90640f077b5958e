/** Credentials of requests: basic (RFC 7617) and digest (RFC 7616), from what stands before the `@` of a URL. */

import process from "node:process";
import { encodeBase64 } from "../base64.ts";

/** A user with a password. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** A challenge of a server, as far as it is understood. */
type Challenge = Readonly<Record<string, string>>;

/** Names of digests, and of those in Node. */
const ALGORITHMS: Readonly<Record<string, string>> = { "MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512-256" };
const { crypto } = globalThis;

/** The credentials in a URL; `undefined` without any. */
export function credentialsOf(userinfo: string | undefined): Credentials | undefined {
  if (userinfo === undefined) return undefined;
  const colon = userinfo.indexOf(":");
  const [user, password] = colon < 0 ? [userinfo, ""] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  return { user: unescape(user), password: unescape(password) };
}

/** A redirect may lead to escapes that are no UTF-8. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The header of basic authentication. */
export function basicAuthorization({ user, password }: Credentials): string {
  return `Basic ${encodeBase64(new TextEncoder().encode(`${user}:${password}`), "std")}`;
}

/**
 * The header that answers a digest challenge.
 *
 * @param challenges The values of `WWW-Authenticate`.
 * @param credentials Who asks.
 * @param request What for.
 * @param clientNonce Default: a random one.
 * @returns The header; `undefined` where no challenge can be answered.
 */
export function digestAuthorization(
  challenges: readonly string[],
  { user, password }: Credentials,
  request: { readonly method: string; readonly target: string; readonly body: Uint8Array | undefined },
  clientNonce = randomNonce(),
): string | undefined {
  const challenge = challenges.map(readChallenge).find((each) => each !== undefined);
  if (challenge === undefined) return undefined;
  const { realm = "", nonce = "", opaque, algorithm = "MD5" } = challenge;
  const name = ALGORITHMS[algorithm.replace(/-sess$/i, "").toUpperCase()];
  if (name === undefined) return undefined;
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = (data: string | Uint8Array): string => createHash(name).update(data).digest("hex");
  const isSession = /-sess$/i.test(algorithm);
  const base = hash(`${user}:${realm}:${password}`);
  const secret = isSession ? hash(`${base}:${nonce}:${clientNonce}`) : base;
  const qops = (challenge.qop ?? "").split(",").map((each) => each.trim());
  const qop = qops.includes("auth") ? "auth" : qops.includes("auth-int") ? "auth-int" : "";
  const bodyPart = qop === "auth-int" ? `:${hash(request.body ?? "")}` : "";
  const asked = hash(`${request.method}:${request.target}${bodyPart}`);
  const count = "00000001";
  const response = qop === ""
    ? hash(`${secret}:${nonce}:${asked}`)
    : hash(`${secret}:${nonce}:${count}:${clientNonce}:${qop}:${asked}`);
  return [
    `Digest username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${request.target}"`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(qop === "" ? [] : [`qop=${qop}`, `nc=${count}`]),
    ...(qop === "" && !isSession ? [] : [`cnonce="${clientNonce}"`]),
  ].join(", ");
}

function readChallenge(text: string): Challenge | undefined {
  const [, rest] = /^\s*Digest\s+(.*)$/is.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const fields: Record<string, string> = {};
  for (const [, name, quoted, plain] of rest.matchAll(/([a-z0-9-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)) {
    fields[name!.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "";
  }
  return fields;
}

function randomNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
