/** The options that only other rooms can read to the end, checked as early as all the others. */

import { messageOf } from "../base/mod.ts";
import { parseThresholds, parseTrendStat } from "../metrics/mod.ts";
import type { OptionChecks, OptionFinding, Problem, TestOptions } from "../scenario/mod.ts";
import { checkTlsParameters, parseCidr, parseHostPattern, parseHosts, parseLocalAddresses } from "../transport/mod.ts";

/** One check for each option that needs one. */
export const OPTION_CHECKS: OptionChecks = {
  hosts: (hosts) =>
    Object.entries(hosts).flatMap(([host, address]) => findings(parseHosts({ [host]: address }), [host])),
  blacklistIPs: (ranges) => ranges.flatMap((range, index) => findProblem(parseCidr(range), [index])),
  blockHostnames: (patterns) => patterns.flatMap((pattern, index) => findProblem(parseHostPattern(pattern), [index])),
  localIPs: (text) => findProblem(parseLocalAddresses(text)),
  tlsAuth: (certificates) => findings(checkTlsParameters({ certificates })),
  // What the runtime makes of them depends on the versions, too: see findTlsProblems.
  tlsCipherSuites: (cipherSuites) => findings(checkTlsParameters({ cipherSuites, minVersion: "tls1.3" })),
  tlsVersion: ({ min, max }) =>
    findings(checkTlsParameters({ ...(min && { minVersion: min }), ...(max && { maxVersion: max }) })),
  thresholds: (thresholds) => parseThresholds(thresholds).problems,
  summaryTrendStats: (stats) => stats.flatMap(checkTrendStat),
};

/**
 * What the runtime cannot do of TLS options that are right in themselves.
 *
 * @param options The options of the test.
 * @returns What it must not go on with, and what makes no difference but is to be known.
 */
export function findTlsProblems(
  { tlsCipherSuites, tlsVersion: { min, max } = {} }: Pick<TestOptions, "tlsCipherSuites" | "tlsVersion">,
): { readonly problems: readonly Problem[]; readonly warnings: readonly string[] } {
  const { problems, warnings } = checkTlsParameters({
    ...(tlsCipherSuites && { cipherSuites: tlsCipherSuites }),
    ...(min && { minVersion: min }),
    ...(max && { maxVersion: max }),
  });
  // Whatever else is wrong was found when the options were read.
  const isNew = tlsCipherSuites !== undefined && OPTION_CHECKS.tlsCipherSuites?.(tlsCipherSuites).length === 0;
  const own = isNew ? problems.filter((message) => message.startsWith("tlsCipherSuites:")) : [];
  return { problems: own.map((message) => ({ message, keys: ["tlsCipherSuites"] })), warnings };
}

function findings(
  { problems }: { readonly problems: readonly string[] },
  keys?: OptionFinding["keys"],
): OptionFinding[] {
  return problems.map((message) => ({ message, ...(keys && { keys }) }));
}

function findProblem(
  parsed: { readonly value: unknown } | { readonly problem: string },
  keys?: OptionFinding["keys"],
): OptionFinding[] {
  return "problem" in parsed ? findings({ problems: [parsed.problem] }, keys) : [];
}

function checkTrendStat(name: string, index: number): OptionFinding[] {
  try {
    parseTrendStat(name);
    return [];
  } catch (error) {
    return [{ message: messageOf(error), keys: [index] }];
  }
}
