/** k6's options for single connections, read as those of a script are. */

import {
  logToConsole,
  networkSettings,
  OPTION_CHECKS,
  parseOptions,
  programSettings,
  tlsParameters,
  vuOptions,
} from "../engine/mod.ts";
import type { VuOptions } from "../runtime/mod.ts";
import { consolidateOptions, problemsError } from "../scenario/mod.ts";
import { NetworkPolicy, TlsSettings } from "../transport/mod.ts";

/** k6's options that concern single connections, under k6's names, in k6's forms and with k6's defaults. */
export interface ConnectionOptions {
  /** IP ranges that must not be called, in CIDR notation. */
  readonly blacklistIPs?: readonly string[];
  /** Host names that must not be called, with an optional leading wildcard. */
  readonly blockHostnames?: readonly string[];
  /** How host names are resolved: `ttl` is a duration such as `5m`. */
  readonly dns?: {
    /** How long answers are kept: a duration, `0` or `inf`. */
    readonly ttl?: string;
    /** Which address is dialled. */
    readonly select?: "first" | "random" | "roundRobin";
    /** Which family of addresses is dialled. */
    readonly policy?: "preferIPv4" | "preferIPv6" | "onlyIPv4" | "onlyIPv6" | "any";
  };
  /** Addresses of host names, instead of DNS. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Do not verify the certificates of servers. */
  readonly insecureSkipTLSVerify?: boolean;
  /** The system tags that samples carry. */
  readonly systemTags?: readonly string[];
  /** Failed dials of `connect` reject instead of being told in its response. */
  readonly throw?: boolean;
  /** Client certificates: PEM, and the host names that each is for. */
  readonly tlsAuth?: readonly {
    /** The certificate, PEM. */
    readonly cert: string;
    /** Its key, PEM. */
    readonly key: string;
    /** What the key is encrypted with. */
    readonly password?: string;
    /** Host names, with wildcards; all if there are none. */
    readonly domains?: readonly string[];
  }[];
  /** TLS cipher suites to offer, by their IANA names. */
  readonly tlsCipherSuites?: readonly string[];
  /** TLS versions to offer: one, or the lowest and the highest. */
  readonly tlsVersion?: string | {
    /** The lowest. */
    readonly min?: string;
    /** The highest. */
    readonly max?: string;
  };
  /** The `User-Agent` header of handshakes. */
  readonly userAgent?: string;
}

/** What connections are made with, ready to be used. */
export interface OutsideSettings {
  readonly options: VuOptions;
  readonly policy: NetworkPolicy;
  readonly tls: TlsSettings;
}

const known = new WeakMap<object, OutsideSettings>();
const NO_OPTIONS: ConnectionOptions = {};

/**
 * Reads the options of a connection as those of a script are read.
 *
 * @param options The options.
 * @returns What they come to.
 * @throws {SquallError} `INVALID_OPTIONS` with all that is wrong with them.
 */
export function readConnectionOptions(options: ConnectionOptions = NO_OPTIONS): OutsideSettings {
  let settings = known.get(options);
  if (settings === undefined) known.set(options, settings = readAnew(options));
  return settings;
}

function readAnew(raw: ConnectionOptions): OutsideSettings {
  const layer = parseOptions(raw, { level: "script", checks: OPTION_CHECKS });
  const { options, problems, warnings } = consolidateOptions([layer]);
  if (problems.length > 0) throw problemsError(problems);
  for (const message of warnings) logToConsole({ level: "warning", message, time: Date.now() });
  const settings = programSettings({});
  return {
    options: vuOptions(options, settings, []),
    policy: new NetworkPolicy(networkSettings(options, settings)),
    tls: new TlsSettings(tlsParameters(options)),
  };
}
