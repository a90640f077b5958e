/** The options that only other rooms can read to the end, checked as early as all the others. */

import { parseDuration } from "../base/mod.ts";
import { parseThresholds, parseTrendStat } from "../metrics/mod.ts";
import { messageOf } from "../base/mod.ts";
import type { OptionChecks } from "../scenario/mod.ts";
import { checkTlsParameters, parseCidr, parseHostPattern, parseHosts, parseLocalAddresses } from "../transport/mod.ts";

/** One check for each option that needs one. */
export const OPTION_CHECKS: OptionChecks = {
  hosts: (hosts) => firstProblem(parseHosts(hosts).problems),
  blacklistIPs: (ranges) => firstProblem(ranges.map(parseCidr).map(problemOf)),
  blockHostnames: (patterns) => firstProblem(patterns.map(parseHostPattern).map(problemOf)),
  localIPs: (text) => problemOf(parseLocalAddresses(text)),
  dns: ({ ttl }) =>
    (ttl === undefined || ttl === "inf" || parseDuration(ttl) !== undefined)
      ? undefined
      : `invalid ttl ${JSON.stringify(ttl)}: expected a duration, 0 or inf`,
  tlsAuth: (certificates) => firstProblem(checkTlsParameters({ certificates }).problems),
  tlsCipherSuites: (cipherSuites) => firstProblem(checkTlsParameters({ cipherSuites }).problems),
  thresholds: (thresholds) => firstProblem(parseThresholds(thresholds).problems),
  summaryTrendStats: (stats) => firstProblem(stats.map(trendStatProblem)),
};

function firstProblem(problems: readonly (string | undefined)[]): string | undefined {
  const all = problems.filter((problem) => problem !== undefined);
  return all.length === 0 ? undefined : all.join("; ");
}

function problemOf(parsed: { readonly value: unknown } | { readonly problem: string }): string | undefined {
  return "problem" in parsed ? parsed.problem : undefined;
}

function trendStatProblem(name: string): string | undefined {
  try {
    parseTrendStat(name);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
