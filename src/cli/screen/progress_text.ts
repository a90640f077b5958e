/** The progress of a run as lines of text (k6-runner reference, 5.8). Knows no terminal but its width. */

import {
  formatFixedDuration,
  padCount,
  type ProgressState,
  type RunStatus,
  scenarioProgress,
} from "../../engine/mod.ts";
import { renderPulse } from "./pulse_text.ts";
import type { TerminalSize } from "./screen.ts";

/** Widest name before a bar; longer ones are cut. */
const NAME_WIDTH = 30;
const ELLIPSIS = "...";
/** Names are never narrower than that of the bar while the run starts, so that nothing moves when it goes. */
const MIN_NAME_WIDTH = "Init".length;
/** Widest and narrowest bar, without its brackets; a narrower one would show nothing, and becomes a percentage. */
const BAR_WIDTH = 38;
const MIN_BAR_WIDTH = 6;
const SIGNS: Readonly<Record<ProgressState, string>> = {
  waiting: "•",
  running: " ",
  stopping: "↓",
  done: "✓",
  interrupted: "✗",
};

const SIGN_COLORS: Readonly<Record<string, number>> = { "✓": 32, "✗": 31, "•": 2, "↓": 36 };

/** A line with a bar. */
interface BarLine {
  readonly name: string;
  readonly state: ProgressState;
  readonly fraction: number;
  readonly columns: readonly string[];
}

/** The order in which scenarios get one of too few lines. */
const URGENCY: readonly ProgressState[] = ["stopping", "running", "waiting", "interrupted", "done"];

/**
 * Renders the progress of a run.
 *
 * @param status Where the run is.
 * @param space The space on the terminal; `undefined` where there is none, and percentages stand in for bars.
 * @returns The lines; none while there is nothing to tell.
 */
export function renderProgress(status: RunStatus, space: TerminalSize | undefined): string[] {
  const { plan, phase } = status;
  const width = space?.columns;
  if (plan === undefined) return [];
  if (phase === "initialising") {
    const text = `${status.vusInitialized}/${plan.plannedVus} VUs initialized`;
    return renderBars([bar("Init", status.vusInitialized / Math.max(1, plan.plannedVus), text)], width);
  }
  if (phase === "paused") return renderBars([bar("Run", 1, "paused")], width);
  if (phase === "setup") return renderBars([bar("Run", 0, "setup()")], width);
  if (phase === "teardown") return renderBars([bar("Run", 1, "teardown()")], width);
  const isLive = phase === "running" && status.pulse !== undefined;
  const above = [renderStatus(status), ...(isLive ? renderPulse(status.pulse, width) : [])];
  return [...above, ...renderScenarios(status, width, (space?.rows ?? Infinity) - above.length)];
}

/** Colours a line of the progress as k6 does; it may have been cut. */
export function paintProgress(line: string): string {
  return line
    .replace(/ ([✓✗•↓]) \[/, (_, sign) => ` \x1b[${SIGN_COLORS[sign]}m${sign}\x1b[0m [`)
    .replace(/\[(=*>?)(-+)(?=\]|$)/, "[$1\x1b[2m$2\x1b[22m");
}

/** Where there are fewer lines than scenarios, those that have most to tell get them. */
function renderScenarios(status: RunStatus, width: number | undefined, rows: number): string[] {
  const bars = scenarioBars(status);
  if (bars.length <= rows) return renderBars(bars, width);
  const shown = bars.map((bar, index) => ({ bar, index }))
    .sort((a, b) => URGENCY.indexOf(a.bar.state) - URGENCY.indexOf(b.bar.state) || a.index - b.index)
    .slice(0, Math.max(0, rows - 1))
    .sort((a, b) => a.index - b.index);
  const more = `… and ${bars.length - shown.length} more scenarios`;
  return [...(shown.length === 0 ? [] : renderBars(shown.map(({ bar }) => bar), width)), more];
}

function bar(name: string, fraction: number, text: string): BarLine {
  return { name, state: "running", fraction, columns: [text] };
}

function renderStatus(status: RunStatus): string {
  const { isPaused, vusActive, vusInitialized, iterationsCompleted, iterationsInterrupted, elapsed, plan } = status;
  const most = plan?.maxVus ?? 0;
  return `${isPaused ? "paused" : "running"} (${formatFixedDuration(elapsed, plan?.maxDuration ?? 0)}), ${
    padCount(vusActive, most)
  }/${padCount(vusInitialized, most)} VUs, ` +
    `${iterationsCompleted} complete and ${iterationsInterrupted} interrupted iterations`;
}

function scenarioBars({ plan, scenarios }: RunStatus): BarLine[] {
  return (plan?.scenarios ?? []).map((scenario, index) => {
    const { state, fraction, columns } = scenarioProgress(scenario, scenarios[index]!);
    return { name: scenario.scenario.name, state, fraction, columns };
  });
}

function renderBars(lines: readonly BarLine[], width: number | undefined): string[] {
  const most = Math.max(MIN_NAME_WIDTH, Math.min(NAME_WIDTH, (width ?? Infinity) - " x [ 100% ]".length));
  const names = lines.map(({ name }) => shorten(name, most));
  const nameWidth = Math.max(MIN_NAME_WIDTH, ...names.map((name) => name.length));
  const columns = alignColumns(lines.map((line) => line.columns));
  const rest = Math.max(...columns.map((text) => text.length)) + nameWidth + " x [] ".length;
  const barWidth = width === undefined ? 0 : Math.min(BAR_WIDTH, width - rest);
  return lines.map(({ state, fraction }, index) => {
    const drawn = barWidth < MIN_BAR_WIDTH ? percentage(fraction) : drawBar(fraction, barWidth);
    return `${names[index]!.padEnd(nameWidth)} ${SIGNS[state]} [${drawn}] ${columns[index]}`.trimEnd();
  });
}

function shorten(name: string, width: number): string {
  return name.length > width ? `${name.slice(0, width - ELLIPSIS.length)}${ELLIPSIS}` : name;
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => row.map((text, i) => text.padEnd(widths[i]!)).join("  ").trimEnd());
}

function percentage(fraction: number): string {
  return ` ${String(Math.floor(fraction * 100)).padStart(3)}% `;
}

function drawBar(fraction: number, width: number): string {
  const filled = Math.floor(Math.min(1, fraction) * width);
  const head = filled > 0 && filled < width ? ">" : "";
  return "=".repeat(filled - head.length).concat(head).padEnd(width, "-");
}
