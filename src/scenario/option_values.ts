/** The options of a test: as they are given, each of them optional, and as a run reads them, with defaults. */

import type { Scenario, ScenarioValues, StageValues } from "./scenario.ts";

/** How host names are resolved. */
export interface DnsOptions {
  /** How long an answer is kept: a duration, `0` for not at all, `inf` for ever. Bare numbers are milliseconds. */
  readonly ttl: string;
  /** Which of several addresses is taken. */
  readonly select: "first" | "random" | "roundRobin";
  /** Which address family is taken or preferred. */
  readonly policy: "preferIPv4" | "preferIPv6" | "onlyIPv4" | "onlyIPv6" | "any";
}

/** A version of TLS in k6's notation. */
export type TlsVersion = "tls1.0" | "tls1.1" | "tls1.2" | "tls1.3";

/** The TLS versions that may be spoken. */
export interface TlsVersionRange {
  /** The oldest. */
  readonly min?: TlsVersion;
  /** The newest. */
  readonly max?: TlsVersion;
}

/** A client certificate, all members PEM text. */
export interface TlsCertificate {
  /** The certificate. */
  readonly cert: string;
  /** Its private key. */
  readonly key: string;
  /** The password of the key. */
  readonly password?: string;
  /** Host names the certificate is for; all hosts if absent. */
  readonly domains?: readonly string[];
}

/** The options of one layer, or of several merged, under k6's names. What is absent was not set. */
export interface OptionValues {
  /** Virtual users. */
  readonly vus?: number;
  /** How long the VUs iterate, in milliseconds. */
  readonly duration?: number;
  /** Iterations, shared among all VUs. */
  readonly iterations?: number;
  /** A ramp of the number of VUs. */
  readonly stages?: readonly StageValues[];
  /** Scenarios by name. */
  readonly scenarios?: Readonly<Record<string, ScenarioValues>>;
  /** The part of the test that this machine runs, such as `1/3:2/3`. */
  readonly executionSegment?: string;
  /** The points between the parts of all machines, such as `0,1/3,2/3,1`. */
  readonly executionSegmentSequence?: string;
  /** Start in a paused state. */
  readonly paused?: boolean;
  /** Do not run `setup`. */
  readonly noSetup?: boolean;
  /** How long `setup` may take, in milliseconds. */
  readonly setupTimeout?: number;
  /** Do not run `teardown`. */
  readonly noTeardown?: boolean;
  /** How long `teardown` may take, in milliseconds. */
  readonly teardownTimeout?: number;
  /** How long `handleSummary` may take, in milliseconds. */
  readonly handleSummaryTimeout?: number;
  /** Most HTTP requests per second. */
  readonly rps?: number;
  /** How host names are resolved. */
  readonly dns?: Partial<DnsOptions>;
  /** Most HTTP redirects to follow. */
  readonly maxRedirects?: number;
  /** The `User-Agent` header of handshakes. */
  readonly userAgent?: string;
  /** Most parallel requests of an HTTP batch. */
  readonly batch?: number;
  /** Most parallel requests of an HTTP batch to one host. */
  readonly batchPerHost?: number;
  /** Log HTTP requests and responses. */
  readonly httpDebug?: string;
  /** Do not verify the certificates of servers. */
  readonly insecureSkipTLSVerify?: boolean;
  /** TLS cipher suites to offer, by their IANA names. */
  readonly tlsCipherSuites?: readonly string[];
  /** TLS versions to offer. */
  readonly tlsVersion?: TlsVersionRange;
  /** Client certificates. */
  readonly tlsAuth?: readonly TlsCertificate[];
  /** Throw warnings, such as failed dials, as errors. */
  readonly throw?: boolean;
  /** Conditions that metrics must meet, as given; `metrics` reads them. */
  readonly thresholds?: Readonly<Record<string, unknown>>;
  /** IP ranges that must not be called, in CIDR notation. */
  readonly blacklistIPs?: readonly string[];
  /** Host names that must not be called, with an optional leading wildcard. */
  readonly blockHostnames?: readonly string[];
  /** Addresses of host names, instead of DNS. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Close every HTTP connection after use. */
  readonly noConnectionReuse?: boolean;
  /** Close HTTP connections after every iteration. */
  readonly noVUConnectionReuse?: boolean;
  /** How long an iteration takes at least, in milliseconds. */
  readonly minIterationDuration?: number;
  /** Settings of a cloud service; not used. */
  readonly cloud?: Readonly<Record<string, unknown>>;
  /** Settings of extensions; not used. */
  readonly ext?: Readonly<Record<string, unknown>>;
  /** What the summary says of trends, such as `avg` and `p(95)`. */
  readonly summaryTrendStats?: readonly string[];
  /** The unit of times in the summary; whatever fits if absent. */
  readonly summaryTimeUnit?: "s" | "ms" | "us";
  /** The system tags that samples carry: known names only, sorted. */
  readonly systemTags?: readonly string[];
  /** Tags of all samples. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Not used. */
  readonly metricSamplesBufferSize?: number;
  /** Keep the cookies of a VU from one iteration to the next. */
  readonly noCookiesReset?: boolean;
  /** Do not keep the bodies of HTTP responses. */
  readonly discardResponseBodies?: boolean;
  /** File that `console.log` writes to. */
  readonly consoleOutput?: string;
  /** Source addresses of the VUs: IPs, ranges and CIDRs. */
  readonly localIPs?: string;
}

/** The name of an option, as scripts write it. */
export type OptionName = keyof OptionValues;

/** The shortcuts that become scenarios, and the scenarios as given. */
type ExecutionOption = "vus" | "duration" | "iterations" | "stages" | "scenarios";

/** The options that have a default. */
type DefaultedOption =
  | "noSetup"
  | "setupTimeout"
  | "noTeardown"
  | "teardownTimeout"
  | "handleSummaryTimeout"
  | "insecureSkipTLSVerify"
  | "tlsAuth"
  | "throw"
  | "thresholds"
  | "blacklistIPs"
  | "blockHostnames"
  | "hosts"
  | "minIterationDuration"
  | "summaryTrendStats"
  | "systemTags"
  | "tags"
  | "noCookiesReset"
  | "batch"
  | "batchPerHost"
  | "noConnectionReuse"
  | "noVUConnectionReuse"
  | "discardResponseBodies";

/** The options that a run obeys: consolidated, validated, with defaults, frozen; structured-cloneable. */
export interface TestOptions
  extends Omit<OptionValues, ExecutionOption | DefaultedOption>, Required<Pick<OptionValues, DefaultedOption>> {
  /** At least one, in the order of their start, then of their names. */
  readonly scenarios: readonly Scenario[];
  /** How host names are resolved. */
  readonly dns: DnsOptions;
}
