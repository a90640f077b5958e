/** The two lines of the progress that k6 does not have: the WebSocket traffic, and how the generator itself keeps up. */

import { formatMeasured, type LiveHealth, type LivePulse, type LiveTraffic } from "../../engine/mod.ts";

/**
 * Renders the pulse of a run.
 *
 * @param pulse The pulse.
 * @param width Columns that a line may take: what does not fit is left out from the end. Default: any number.
 * @returns One line for the traffic, where there was any, and one for the generator.
 */
export function renderPulse({ traffic, generator }: LivePulse, width = Infinity): string[] {
  const lines = [fit("generator", healthFacts(generator), width)];
  return traffic === undefined ? lines : [fit("sockets", trafficFacts(traffic), width), ...lines];
}

function trafficFacts({ open, received, sent, trend }: LiveTraffic): string[] {
  const facts = [`${count(open)} open`, `${count(received)} msgs/s in`, `${count(sent)} msgs/s out`];
  if (trend === undefined) return facts;
  const { name, contains, median, p95 } = trend;
  const format = (value: number): string => formatMeasured(value, contains, "");
  return [...facts, `${name} med=${format(median)} p(95)=${format(p95)}`];
}

function healthFacts(health: LiveHealth): string[] {
  const { lag, cores, machineCores, openFiles, openFileLimit, waitingSockets, waitingBytes } = health;
  const facts = [
    `${Math.round(lag)} ms late`,
    `CPU ${Math.round(cores * 100)} % of ${machineCores} core${machineCores === 1 ? "" : "s"}`,
  ];
  if (openFiles !== undefined) {
    facts.push(`${count(openFiles)}${openFileLimit === undefined ? "" : ` of ${count(openFileLimit)}`} files`);
  }
  if (waitingSockets > 0) {
    facts.push(`${count(waitingSockets)} sockets wait to write ${formatMeasured(waitingBytes, "data", "")}`);
  }
  return facts;
}

function fit(name: string, [first = "", ...rest]: readonly string[], width: number): string {
  let line = `${name} ${first}`;
  for (const fact of rest) {
    if (line.length + fact.length + 2 > width) break;
    line += `, ${fact}`;
  }
  return line;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}
