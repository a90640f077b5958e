/** The progress of a run as lines of text (k6-runner reference, 5.8). Knows no terminal but its width. */

import {
  formatFixedDuration,
  padCount,
  type ProgressState,
  type RunStatus,
  scenarioProgress,
} from "../../engine/mod.ts";

/** Widest name before a bar; longer ones are cut. */
const NAME_WIDTH = 30;
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

/** A line with a bar. */
interface BarLine {
  readonly name: string;
  readonly sign: string;
  readonly fraction: number;
  readonly columns: readonly string[];
}

/**
 * Renders the progress of a run.
 *
 * @param status Where the run is.
 * @param width Columns of the terminal; `undefined` where there is none, and percentages stand in for bars.
 * @returns The lines; none while there is nothing to tell.
 */
export function renderProgress(status: RunStatus, width: number | undefined): string[] {
  const { plan, phase } = status;
  if (plan === undefined) return [];
  if (phase === "initialising") {
    const text = `${status.vusInitialized}/${plan.plannedVus} VUs initialized`;
    return renderBars([bar("Init", status.vusInitialized / Math.max(1, plan.plannedVus), text)], width);
  }
  if (phase === "paused") return renderBars([bar("Run", 1, "paused")], width);
  if (phase === "setup") return renderBars([bar("Run", 0, "setup()")], width);
  if (phase === "teardown") return renderBars([bar("Run", 1, "teardown()")], width);
  return [renderStatus(status), ...renderBars(scenarioBars(status), width)];
}

function bar(name: string, fraction: number, text: string): BarLine {
  return { name, sign: SIGNS.running, fraction, columns: [text] };
}

function renderStatus(status: RunStatus): string {
  const { vusActive, vusInitialized, iterationsCompleted, iterationsInterrupted, elapsed, plan } = status;
  const most = plan?.maxVus ?? 0;
  return `running (${formatFixedDuration(elapsed, plan?.maxDuration ?? 0)}), ${padCount(vusActive, most)}/${
    padCount(vusInitialized, most)
  } VUs, ` +
    `${iterationsCompleted} complete and ${iterationsInterrupted} interrupted iterations`;
}

function scenarioBars({ plan, scenarios }: RunStatus): BarLine[] {
  return (plan?.scenarios ?? []).map((scenario, index) => {
    const { state, fraction, columns } = scenarioProgress(scenario, scenarios[index]!);
    return { name: scenario.scenario.name, sign: SIGNS[state], fraction, columns };
  });
}

function renderBars(lines: readonly BarLine[], width: number | undefined): string[] {
  const names = lines.map(({ name }) => name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 3)}...` : name);
  const nameWidth = Math.max(MIN_NAME_WIDTH, ...names.map((name) => name.length));
  const columns = alignColumns(lines.map((line) => line.columns));
  const rest = Math.max(...columns.map((text) => text.length)) + nameWidth + " x [] ".length;
  const barWidth = width === undefined ? 0 : Math.min(BAR_WIDTH, width - rest);
  return lines.map(({ sign, fraction }, index) => {
    const drawn = barWidth < MIN_BAR_WIDTH ? percentage(fraction) : drawBar(fraction, barWidth);
    return `${names[index]!.padEnd(nameWidth)} ${sign} [${drawn}] ${columns[index]}`.trimEnd();
  });
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
