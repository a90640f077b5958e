/** Every option of a test: its kind, its environment variable, its default, what it is for. All readers of options go by it. */

import { TEXT_LIST, TEXT_MAP } from "./composed_kinds.ts";
import {
  DEFAULT_SYSTEM_TAGS,
  DNS,
  HTTP_DEBUG,
  SEGMENT,
  SEGMENT_SEQUENCE,
  STAGE_LIST,
  SYSTEM_TAG_LIST,
  TLS_CERTIFICATE_LIST,
  TLS_VERSION_RANGE,
  TREND_STAT_LIST,
} from "./option_kinds.ts";
import type { OptionName, OptionValues } from "./option_values.ts";
import { SCENARIOS } from "./scenario_kind.ts";
import { BOOLEAN, DURATION, INTEGER, oneOf, RECORD, TEXT, type ValueKind } from "./value_kind.ts";

/** What is known of one option. */
export interface OptionDefinition<T> {
  /** How its value is read. */
  readonly kind: ValueKind<T>;
  /** What it is for: one sentence, without a capital and a period. */
  readonly doc: string;
  /** The environment variable that sets it; absent where none does. */
  readonly env?: string;
  /** The value where no layer sets it. */
  readonly fallback?: T;
  /** `cli`: flags and environment only; a script that sets it is told that there is no such option. */
  readonly scope?: "cli";
  /** Accepted and checked, but without effect. */
  readonly inert?: true;
}

/** The options in the order of k6's JSON. */
export const OPTIONS: { readonly [N in OptionName]-?: OptionDefinition<Exclude<OptionValues[N], undefined>> } = {
  paused: { kind: BOOLEAN, env: "K6_PAUSED", doc: "start the test in a paused state" },
  vus: { kind: INTEGER, env: "K6_VUS", doc: "number of virtual users" },
  duration: { kind: DURATION, env: "K6_DURATION", doc: "how long the virtual users iterate" },
  iterations: { kind: INTEGER, env: "K6_ITERATIONS", doc: "number of iterations, shared among all virtual users" },
  stages: { kind: STAGE_LIST, env: "K6_STAGES", doc: "ramp of the number of virtual users" },
  scenarios: { kind: SCENARIOS, doc: "scenarios by name" },
  executionSegment: { kind: SEGMENT, doc: "the part of the test that this machine runs, such as 10%, 1/3, 0.2:2/3" },
  executionSegmentSequence: {
    kind: SEGMENT_SEQUENCE,
    doc: "the points between the parts of all machines, such as 0,1/3,1",
  },
  noSetup: { kind: BOOLEAN, env: "K6_NO_SETUP", fallback: false, doc: "do not run setup()" },
  setupTimeout: { kind: DURATION, env: "K6_SETUP_TIMEOUT", fallback: 60_000, doc: "how long setup() may take" },
  noTeardown: { kind: BOOLEAN, env: "K6_NO_TEARDOWN", fallback: false, doc: "do not run teardown()" },
  teardownTimeout: {
    kind: DURATION,
    env: "K6_TEARDOWN_TIMEOUT",
    fallback: 60_000,
    doc: "how long teardown() may take",
  },
  handleSummaryTimeout: {
    kind: DURATION,
    env: "K6_HANDLE_SUMMARY_TIMEOUT",
    fallback: 120_000,
    doc: "how long handleSummary() may take",
  },
  rps: { kind: INTEGER, env: "K6_RPS", doc: "most HTTP requests per second" },
  dns: {
    kind: DNS,
    env: "K6_DNS",
    fallback: { ttl: "5m", select: "random", policy: "preferIPv4" },
    doc: "how host names are resolved",
  },
  maxRedirects: { kind: INTEGER, env: "K6_MAX_REDIRECTS", doc: "most HTTP redirects to follow" },
  userAgent: { kind: TEXT, env: "K6_USER_AGENT", doc: "User-Agent header of handshakes and requests" },
  batch: { kind: INTEGER, env: "K6_BATCH", fallback: 20, doc: "most parallel requests of a batch" },
  batchPerHost: {
    kind: INTEGER,
    env: "K6_BATCH_PER_HOST",
    fallback: 6,
    doc: "most parallel requests of a batch to one host",
  },
  httpDebug: { kind: HTTP_DEBUG, env: "K6_HTTP_DEBUG", doc: "log all HTTP requests and responses" },
  insecureSkipTLSVerify: {
    kind: BOOLEAN,
    env: "K6_INSECURE_SKIP_TLS_VERIFY",
    fallback: false,
    doc: "do not verify the certificates of servers",
  },
  tlsCipherSuites: {
    kind: TEXT_LIST,
    env: "K6_TLS_CIPHER_SUITES",
    doc: "TLS cipher suites to offer, by their IANA names; refused where the runtime, which has its own, may break it",
  },
  tlsVersion: { kind: TLS_VERSION_RANGE, doc: "TLS versions to offer; the runtime speaks tls1.2 and tls1.3" },
  tlsAuth: { kind: TLS_CERTIFICATE_LIST, env: "K6_TLSAUTH", fallback: [], doc: "client certificates" },
  throw: { kind: BOOLEAN, env: "K6_THROW", fallback: false, doc: "throw warnings, such as failed dials, as errors" },
  thresholds: {
    kind: RECORD,
    env: "K6_THRESHOLDS",
    fallback: {},
    doc: "conditions on metrics that the test must meet",
  },
  blacklistIPs: { kind: TEXT_LIST, env: "K6_BLACKLIST_IPS", fallback: [], doc: "IP ranges that must not be called" },
  blockHostnames: {
    kind: TEXT_LIST,
    env: "K6_BLOCK_HOSTNAMES",
    fallback: [],
    doc: "host names that must not be called, with an optional leading wildcard",
  },
  hosts: { kind: TEXT_MAP, env: "K6_HOSTS", fallback: {}, doc: "addresses of host names, instead of DNS" },
  noConnectionReuse: {
    kind: BOOLEAN,
    env: "K6_NO_CONNECTION_REUSE",
    fallback: false,
    doc: "close every HTTP connection after use",
  },
  noVUConnectionReuse: {
    kind: BOOLEAN,
    env: "K6_NO_VU_CONNECTION_REUSE",
    fallback: false,
    doc: "close HTTP connections after every iteration",
  },
  minIterationDuration: {
    kind: DURATION,
    env: "K6_MIN_ITERATION_DURATION",
    fallback: 0,
    doc: "how long an iteration takes at least",
  },
  cloud: { kind: RECORD, inert: true, doc: "settings of a cloud service" },
  ext: { kind: RECORD, inert: true, doc: "settings of extensions" },
  summaryTrendStats: {
    kind: TREND_STAT_LIST,
    env: "K6_SUMMARY_TREND_STATS",
    fallback: ["avg", "min", "med", "max", "p(90)", "p(95)"],
    doc: "what the summary says of trends",
  },
  summaryTimeUnit: {
    kind: oneOf(["s", "ms", "us"]),
    env: "K6_SUMMARY_TIME_UNIT",
    doc: "the unit of times in the summary: s, ms or us",
  },
  systemTags: {
    kind: SYSTEM_TAG_LIST,
    env: "K6_SYSTEM_TAGS",
    fallback: DEFAULT_SYSTEM_TAGS,
    doc: "the system tags that samples carry",
  },
  tags: { kind: TEXT_MAP, env: "K6_TAGS", fallback: {}, doc: "tags of all samples" },
  metricSamplesBufferSize: {
    kind: INTEGER,
    env: "K6_METRIC_SAMPLES_BUFFER_SIZE",
    inert: true,
    doc: "size of a buffer of k6 that squall does not need",
  },
  noCookiesReset: {
    kind: BOOLEAN,
    env: "K6_NO_COOKIES_RESET",
    fallback: false,
    doc: "keep a virtual user's cookies from one iteration to the next",
  },
  discardResponseBodies: {
    kind: BOOLEAN,
    env: "K6_DISCARD_RESPONSE_BODIES",
    fallback: false,
    doc: "do not keep the bodies of HTTP responses",
  },
  consoleOutput: { kind: TEXT, env: "K6_CONSOLE_OUTPUT", scope: "cli", doc: "file that console.log() writes to" },
  localIPs: {
    kind: TEXT,
    env: "K6_LOCAL_IPS",
    scope: "cli",
    doc: "source addresses of the virtual users: IPs, ranges and CIDRs",
  },
};
