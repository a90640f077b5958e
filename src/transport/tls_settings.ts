/** The TLS options of a run: checked, and turned into what `node:tls` takes. */

import process from "node:process";
import { ExitCode, messageOf, SquallError } from "../base/mod.ts";
import { isCipherSuite, RUNTIME_CIPHER_SUITES } from "./cipher_suites.ts";
import { HostPatterns } from "./host_patterns.ts";

/** One entry of the `tlsAuth` option. */
export interface ClientCertificate {
  /** PEM, the certificate first, then its intermediates. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** What an encrypted key is opened with. */
  readonly password?: string;
  /** Host names, with wildcards, that the certificate is for. Absent or empty: all that no other certificate names. */
  readonly domains?: readonly string[];
}

/** TLS versions as k6's options name them. */
export type TlsVersionName = "tls1.0" | "tls1.1" | "tls1.2" | "tls1.3";

/** The TLS options of a run as plain data, which crosses threads by structured clone. */
export interface TlsParameters {
  /** `true`: any certificate will do. Default: `false`. */
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificates?: readonly ClientCertificate[];
  readonly minVersion?: TlsVersionName;
  readonly maxVersion?: TlsVersionName;
  /** IANA names. */
  readonly cipherSuites?: readonly string[];
  /** PEM certificates that are trusted besides those of the system. */
  readonly rootCertificates?: readonly string[];
}

/** What {@linkcode checkTlsParameters} found. */
export interface TlsFindings {
  /** What makes the options unusable. */
  readonly problems: readonly string[];
  /** What the options ask for and will not get. */
  readonly warnings: readonly string[];
}

/** The part of `node:tls`'s options that makes a secure context. There is one object per client certificate. */
export interface TlsIdentity {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly minVersion?: NodeTlsVersion;
  readonly maxVersion?: NodeTlsVersion;
}

type NodeTlsVersion = "TLSv1.2" | "TLSv1.3";

const NODE_VERSIONS: Readonly<Record<TlsVersionName, NodeTlsVersion | undefined>> = {
  "tls1.0": undefined,
  "tls1.1": undefined,
  "tls1.2": "TLSv1.2",
  "tls1.3": "TLSv1.3",
};

const OLD_VERSIONS: readonly TlsVersionName[] = ["tls1.0", "tls1.1"];

/**
 * Says what is wrong with TLS options, and what of them the runtime cannot honour.
 *
 * @param parameters The options.
 * @returns All problems and warnings; both empty when everything can be done as asked.
 */
export function checkTlsParameters(parameters: TlsParameters): TlsFindings {
  const suites = parameters.cipherSuites ?? [];
  const unknownSuites = suites.filter((name) => !isCipherSuite(name)).map((name) => `unknown cipher suite '${name}'`);
  const problems = [
    ...unknownSuites.map((problem) => `tlsCipherSuites: ${problem}`),
    ...unknownSuites.length > 0 ? [] : checkSuites(parameters),
    ...checkVersions(parameters),
    ...(parameters.certificates ?? []).flatMap(checkCertificate),
  ];
  return { problems, warnings: findUnspoken(parameters) };
}

/**
 * The runtime chooses the cipher suite itself. That does not matter where it can only choose one of the list, nor for
 * TLS 1.3, for which k6 has no choice either.
 */
function checkSuites({ cipherSuites = [], minVersion }: TlsParameters): string[] {
  const missing = RUNTIME_CIPHER_SUITES.filter((name) => !cipherSuites.includes(name));
  if (cipherSuites.length === 0 || minVersion === "tls1.3" || missing.length === 0) return [];
  return [
    "tlsCipherSuites: the runtime offers its own cipher suites and no others: leave the option out, or add " +
    missing.join(", "),
  ];
}

/** Old versions that are allowed and not spoken: connections take the newer ones that are allowed, too. */
function findUnspoken({ minVersion, maxVersion }: TlsParameters): string[] {
  const isOpen = maxVersion === undefined || NODE_VERSIONS[maxVersion] !== undefined;
  if (minVersion === undefined || !OLD_VERSIONS.includes(minVersion) || !isOpen) return [];
  return [`tlsVersion: the runtime does not speak ${minVersion}: connections use tls1.2 or later`];
}

/** The TLS options of a run, ready to be asked. One per thread, shared by all connections. */
export class TlsSettings {
  /** `true`: any certificate will do. */
  readonly insecureSkipTlsVerify: boolean;
  /** Whether there are client certificates. */
  readonly hasCertificates: boolean;
  /** Whether TLS versions have been chosen. */
  readonly choosesVersion: boolean;
  readonly #anonymous: TlsIdentity;
  readonly #anywhere: TlsIdentity | undefined;
  readonly #byDomain = new HostPatterns<TlsIdentity>();

  /**
   * @param parameters The options. Without any, the runtime's own defaults hold.
   * @throws {SquallError} `INVALID_TLS_SETTINGS` with all problems, one a line.
   */
  constructor(parameters: TlsParameters = {}) {
    const { problems } = checkTlsParameters(parameters);
    if (problems.length > 0) {
      throw new SquallError("INVALID_TLS_SETTINGS", problems.join("\n"), { exitCode: ExitCode.InvalidConfig });
    }
    this.insecureSkipTlsVerify = parameters.insecureSkipTlsVerify ?? false;
    this.#anonymous = commonIdentity(parameters);
    this.hasCertificates = (parameters.certificates ?? []).length > 0;
    this.choosesVersion = parameters.minVersion !== undefined || parameters.maxVersion !== undefined;
    for (const certificate of parameters.certificates ?? []) {
      const { cert, key, password, domains = [] } = certificate;
      const secret = password === undefined ? {} : { passphrase: password };
      const identity = { ...this.#anonymous, cert, key, ...secret };
      if (domains.length === 0) this.#anywhere ??= identity;
      for (const domain of domains) this.#byDomain.set(domain.toLowerCase(), identity);
    }
  }

  /** How to introduce ourselves to a host: the same object for the same certificate, so that contexts can be kept. */
  identityFor(hostname: string): TlsIdentity {
    return this.#byDomain.match(hostname)?.value ?? this.#anywhere ?? this.#anonymous;
  }
}

function commonIdentity(parameters: TlsParameters): TlsIdentity {
  const minVersion = parameters.minVersion && NODE_VERSIONS[parameters.minVersion];
  const maxVersion = parameters.maxVersion && NODE_VERSIONS[parameters.maxVersion];
  return {
    ...(parameters.rootCertificates === undefined ? {} : { ca: [...parameters.rootCertificates] }),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
  };
}

function checkVersions({ minVersion, maxVersion }: TlsParameters): string[] {
  const problems: string[] = [];
  for (const version of new Set([minVersion, maxVersion])) {
    if (version === undefined || NODE_VERSIONS[version] !== undefined) continue;
    // It is the lower end of a range that has something left.
    if (version !== maxVersion && OLD_VERSIONS.includes(version)) continue;
    problems.push(
      Object.hasOwn(NODE_VERSIONS, version)
        ? `tlsVersion: '${version}' cannot be used: the runtime speaks tls1.2 and tls1.3 only`
        : `tlsVersion: unknown TLS version '${version}': expected tls1.2 or tls1.3`,
    );
  }
  if (problems.length === 0 && minVersion !== undefined && maxVersion !== undefined && minVersion > maxVersion) {
    problems.push(`tlsVersion: min '${minVersion}' is above max '${maxVersion}'`);
  }
  return problems;
}

/** A pair that does not belong together would only show as a misleading protocol error in every handshake. */
function checkCertificate({ cert, key, password }: ClientCertificate, index: number): string[] {
  // Got hold of when it is needed: importing it would cost runs without certificates time.
  const { createPrivateKey, X509Certificate } = process.getBuiltinModule("node:crypto");
  const problems: string[] = [];
  const certificate = attempt(() => new X509Certificate(cert), `tlsAuth[${index}].cert`, problems);
  const options = password === undefined ? { key } : { key, passphrase: password };
  const privateKey = attempt(() => createPrivateKey(options), `tlsAuth[${index}].key`, problems);
  if (certificate !== undefined && privateKey !== undefined && !certificate.checkPrivateKey(privateKey)) {
    problems.push(`tlsAuth[${index}]: the key does not belong to the certificate`);
  }
  return problems;
}

function attempt<T>(read: () => T, what: string, problems: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(`${what}: cannot be read as PEM: ${messageOf(error)}`);
    return undefined;
  }
}
