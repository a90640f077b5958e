/**
 * Certificates for tests, valid for a hundred years: a root, a server and a client below it, a server's that has
 * expired, and one that nobody has signed. The server's is for `localhost`, `example.test`, `127.0.0.1` and `::1`.
 */

/** A certificate with its key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export const ROOT = read("root.pem");
export const SERVER: KeyPair = readPair("server");
export const CLIENT: KeyPair = readPair("client");
export const EXPIRED: KeyPair = readPair("expired");
export const SELF_SIGNED: KeyPair = readPair("self_signed");

/** The client's key once more, under the password `secret`. */
export const ENCRYPTED_CLIENT_KEY = read("client_encrypted.key");

function readPair(name: string): KeyPair {
  return { cert: read(`${name}.pem`), key: read(`${name}.key`) };
}

function read(name: string): string {
  return Deno.readTextFileSync(new URL(`./tls/${name}`, import.meta.url));
}
