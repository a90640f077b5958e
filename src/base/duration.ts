/** Durations in k6's notations: Go's `1h2m3s`, days in front, bare numbers as milliseconds. */

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  "μs": 1e-3,
  ms: 1,
  s: 1e3,
  m: 60e3,
  h: 3600e3,
};

const PART_REGEXP = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/**
 * Reads a duration in Go's notation, as command-line flags take it: a unit is required, days are not known.
 *
 * @param text For example `300ms`, `1.5s`, `-1h2m`, `0`.
 * @returns Milliseconds, or `undefined` when the text is not a duration.
 */
export function parseGoDuration(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const body = /^[+-]/.test(text) ? text.slice(1) : text;
  if (body === "0") return 0;
  if (body === "") return undefined;
  let total = 0;
  PART_REGEXP.lastIndex = 0;
  while (PART_REGEXP.lastIndex < body.length) {
    const part = PART_REGEXP.exec(body);
    if (part === null) return undefined;
    total += Number(part[1]) * (UNIT_MS[part[2]!] ?? NaN);
  }
  return sign * total;
}

/**
 * Reads a duration as k6 takes it in scripts, JSON and the environment.
 *
 * @param value A number or numeric text (milliseconds), or Go notation with an optional number of days in front (`1d12h`).
 * @returns Milliseconds, or `undefined` when the value is not a duration.
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const days = /^([+-]?\d+)d/.exec(text);
  if (days === null) return parseGoDuration(text);
  const rest = text.slice(days[0].length);
  const tail = rest === "" ? 0 : parseGoDuration(rest);
  return tail === undefined || tail < 0 ? undefined : Number(days[1]) * 86_400e3 + tail;
}

/**
 * Writes a duration the way Go prints one: `1m0s`, `1.5s`, `300ms`, `0s`.
 *
 * @param milliseconds The duration; fractions of a nanosecond are rounded off.
 * @returns The text.
 */
export function formatDuration(milliseconds: number): string {
  const nanoseconds = Math.round(Math.abs(milliseconds) * 1e6);
  const sign = milliseconds < 0 && nanoseconds > 0 ? "-" : "";
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < 1e3) return `${sign}${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${sign}${decimal(nanoseconds, 3)}µs`;
  if (nanoseconds < 1e9) return `${sign}${decimal(nanoseconds, 6)}ms`;
  const minutes = Math.floor(nanoseconds / 60e9);
  const seconds = `${decimal(nanoseconds - minutes * 60e9, 9)}s`;
  if (minutes === 0) return sign + seconds;
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60}m${seconds}`;
}

/** `count` divided by ten to the power of `digits`, exactly, without trailing zeros. */
function decimal(count: number, digits: number): string {
  const text = String(count).padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  const whole = text.slice(0, -digits);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
