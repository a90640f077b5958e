/** What is shown before a run: the banner, and what is going to happen. */

import { formatDuration } from "../../base/mod.ts";
import { describeOutput } from "../../output/mod.ts";
import { describeScenario, type TestPlan } from "../../engine/mod.ts";

/** The name, in the shape of a gust. */
const BANNER = String.raw`
   ~ ~~ ~~~ ___  __ _ _   _  __ _| | |
  ~~ ~~~ ~ / __|/ _' | | | |/ _' | | |   WebSocket load testing
 ~ ~~ ~~~  \__ \ (_| | |_| | (_| | | |
  ~~~ ~ ~~ |___/\__, |\__,_|\__,_|_|_|
                   |_|
`;

/**
 * The banner.
 *
 * @param colors Whether it may be coloured.
 * @returns Lines, ended by an empty one.
 */
export function renderBanner(colors: boolean): string {
  return colors ? `\x1b[36m${BANNER}\x1b[0m\n` : `${BANNER}\n`;
}

/** How {@linkcode describeRun} writes. */
export interface DescriptionStyle {
  /** Where samples go to, as they were named. Default: nowhere. */
  readonly outputs?: readonly string[];
  /** Whether it may be coloured. Default: no. */
  readonly colors?: boolean;
}

/**
 * Describes what a run is going to do.
 *
 * @param script The script, as it was given.
 * @param plan The plan.
 * @param style What else to tell, and how.
 * @returns Lines, ended by an empty one.
 */
export function describeRun(
  script: string,
  plan: TestPlan,
  { outputs = [], colors = false }: DescriptionStyle = {},
): string {
  const paint = (text: string): string => colors ? `\x1b[36m${text}\x1b[0m` : text;
  const { scenarios, maxVus, maxDuration, isEndless, fraction } = plan;
  const count = `${scenarios.length} scenario${scenarios.length === 1 ? "" : "s"}`;
  const duration = isEndless ? "infinite" : formatDuration(maxDuration);
  const share = `(${(fraction * 100).toFixed(2)}%)`;
  const lines = [
    `     execution: ${paint("local")}`,
    `        script: ${paint(script)}`,
    `        output: ${paint(outputs.length === 0 ? "-" : outputs.map(describeOutput).join(", "))}`,
    "",
    `     scenarios: ${paint(`${share} ${count}, ${maxVus} max VUs, ${duration} max duration (incl. graceful stop):`)}`,
    ...scenarios.map((scenario) => `              * ${scenario.scenario.name}: ${describeScenario(scenario)}`),
    "",
    "",
  ];
  return lines.join("\n");
}
