/** Kinds of values that a single option has: trend statistics, system tags, DNS, TLS, segments, stages of one option. */

import { messageOf, parseDuration } from "../base/mod.ts";
import { listOf, recordOf, refine, TEXT_LIST } from "./composed_kinds.ts";
import type { DnsOptions, TlsCertificate, TlsVersion, TlsVersionRange } from "./option_values.ts";
import type { Place } from "./problem.ts";
import type { StageValues } from "./scenario.ts";
import { Segment } from "./segment.ts";
import { SegmentSequence } from "./segment_sequence.ts";
import { DURATION, INTEGER, isRecord, oneOf, TEXT, toScriptValue, type ValueKind } from "./value_kind.ts";

/** The system tags that k6 knows, and whether samples carry them unless told otherwise. */
const SYSTEM_TAGS: Readonly<Record<string, boolean>> = {
  proto: true,
  subproto: true,
  status: true,
  method: true,
  url: true,
  name: true,
  group: true,
  check: true,
  error: true,
  error_code: true,
  tls_version: true,
  scenario: true,
  service: true,
  expected_response: true,
  iter: false,
  vu: false,
  ocsp_status: false,
  ip: false,
};

/** The system tags of samples when `systemTags` is not set, sorted. */
export const DEFAULT_SYSTEM_TAGS: readonly string[] = sortedKnownTags(
  Object.keys(SYSTEM_TAGS).filter((name) => SYSTEM_TAGS[name]),
);

function sortedKnownTags(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => Object.hasOwn(SYSTEM_TAGS, name)).sort();
}

/** System tags by name; unknown names are dropped, as in k6. */
export const SYSTEM_TAG_LIST: ValueKind<readonly string[]> = refine(TEXT_LIST, (names, place) => {
  for (const name of names) if (!Object.hasOwn(SYSTEM_TAGS, name)) place.warn(name, "unknown system tag");
  return sortedKnownTags(names);
});

/** How much of HTTP requests is logged: `full`, or their heads, which everything else means, as in k6. */
export const HTTP_DEBUG: ValueKind<string> = refine(TEXT, (text) => text === "true" ? "headers" : text);

const PERCENTILE_REGEXP = /^p\((.*)\)$/;
const TREND_STATS: ReadonlySet<string> = new Set(["avg", "min", "med", "max", "count"]);

/** What the summary says of a trend: `avg`, `min`, `med`, `max`, `count`, `p(N)`. */
export const TREND_STAT_LIST: ValueKind<readonly string[]> = refine(TEXT_LIST, (stats, place) => {
  const problems = stats.map(trendStatProblem);
  problems.forEach((problem, index) => problem !== undefined && place.at(index).refuse(stats[index], problem));
  return problems.every((problem) => problem === undefined) ? stats : undefined;
});

function trendStatProblem(stat: string): string | undefined {
  if (TREND_STATS.has(stat)) return undefined;
  const percentile = PERCENTILE_REGEXP.exec(stat)?.[1];
  if (percentile === undefined) return `invalid trend stat '${stat}', unknown format`;
  const number = /^[0-9.]+$/.test(percentile) ? Number(percentile) : NaN;
  if (number >= 0 && number <= 100) return undefined;
  return `invalid percentile trend stat value '${stat}', provide a number between 0 and 100`;
}

/** How long a DNS answer is kept, as text: scripts may give it as a number, too. */
const DNS_TTL: ValueKind<string> = {
  ...TEXT,
  fromValue(value, place) {
    const lifetime = value === "inf" ? Infinity : parseDuration(value);
    if (lifetime === undefined || lifetime < 0) return place.refuse(value, `invalid DNS TTL: ${value}`);
    return String(value);
  },
};

const DNS_FIELDS = {
  ttl: DNS_TTL,
  select: oneOf<DnsOptions["select"]>(["first", "random", "roundRobin"]),
  policy: oneOf<DnsOptions["policy"]>(["preferIPv4", "preferIPv6", "onlyIPv4", "onlyIPv6", "any"]),
};

/** How host names are resolved; as text `ttl=5m,select=random,policy=preferIPv4`, each part optional. */
export const DNS: ValueKind<Partial<DnsOptions>> = {
  placeholder: "string",
  fromValue: recordOf<Partial<DnsOptions>>(DNS_FIELDS, "warn").fromValue,
  fromText(text, place) {
    const parts = text.split(",").map((part) => part.split("="));
    const odd = parts.find(([name = "", ...values]) => !Object.hasOwn(DNS_FIELDS, name) || values.length !== 1);
    if (odd !== undefined) return place.refuse(odd.join("="), "expected ttl=VALUE, select=VALUE or policy=VALUE");
    return DNS.fromValue(Object.fromEntries(parts), place);
  },
  toScript: ({ ttl = null, select = null, policy = null }) => ({ ttl, select, policy }),
};

const TLS_VERSION = oneOf<TlsVersion>(["tls1.0", "tls1.1", "tls1.2", "tls1.3"]);
/** One end of a range; empty where it is open. */
const TLS_VERSION_BOUND: ValueKind<TlsVersion> = {
  ...TLS_VERSION,
  fromValue: (value, place) => value === "" ? undefined : TLS_VERSION.fromValue(value, place),
};
const TLS_VERSION_FIELDS = recordOf<TlsVersionRange>({ min: TLS_VERSION_BOUND, max: TLS_VERSION_BOUND });

/** One TLS version, or an object with `min` and `max`. */
export const TLS_VERSION_RANGE: ValueKind<TlsVersionRange> = {
  placeholder: "string",
  fromValue(value, place) {
    return isRecord(value)
      ? TLS_VERSION_FIELDS.fromValue(value, place)
      : TLS_VERSION_RANGE.fromText(String(value), place);
  },
  fromText(text, place) {
    const version = TLS_VERSION.fromText(text, place);
    return version && { min: version, max: version };
  },
  toScript: ({ min = "", max = "" }) => ({ min, max }),
};

/** Client certificates. */
export const TLS_CERTIFICATE_LIST: ValueKind<readonly TlsCertificate[]> = listOf(
  refine(
    recordOf<Partial<TlsCertificate>>({ cert: TEXT, key: TEXT, password: TEXT, domains: TEXT_LIST }),
    (certificate, place) => {
      const { cert, key } = certificate;
      if (cert === undefined || key === undefined) {
        return place.refuse(undefined, "expected both cert and key, as PEM text");
      }
      return { ...certificate, cert, key };
    },
  ),
);

const STAGE_FIELDS = recordOf<StageValues>({ duration: DURATION, target: INTEGER });

/** The stages of a ramp; as text `30s:10,1m:0`. */
export const STAGE_LIST: ValueKind<readonly StageValues[]> = {
  placeholder: "duration:target",
  fromValue: listOf(STAGE_FIELDS).fromValue,
  fromText: (text, place) => STAGE_LIST.fromArguments?.([text], place),
  fromArguments(texts, place) {
    const stages = TEXT_LIST.fromArguments?.(texts, place) ?? [];
    return listOf(STAGE_FIELDS).fromValue(stages.map(splitStage), place);
  },
  toScript: (stages) =>
    stages.map(({ duration, target = null }) => ({
      duration: toScriptValue(DURATION, duration),
      target,
    })),
};

function splitStage(text: string): Record<string, string | undefined> {
  const [duration, target] = text.split(":", 2);
  return { duration, target: target === "" ? undefined : target };
}

/** A part of the whole work, such as `1/3:2/3`; canonical once read. */
export const SEGMENT: ValueKind<string> = refine(TEXT, (text, place) => {
  return orRefuse(() => String(Segment.parse(text)), text, place);
});

/** The points between the parts of the whole work, such as `0,1/3,2/3,1`. */
export const SEGMENT_SEQUENCE: ValueKind<string> = refine(TEXT, (text, place) => {
  return text === "" ? "" : orRefuse(() => String(SegmentSequence.parse(text)), text, place);
});

function orRefuse<T>(read: () => T, value: unknown, place: Place): T | undefined {
  try {
    return read();
  } catch (error) {
    return place.refuse(value, messageOf(error));
  }
}
