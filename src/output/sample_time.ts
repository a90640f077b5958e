/** Times as outputs write them. */

/** The text of one minute is kept: it is the same for a great many samples. */
let knownMinute = NaN;
let knownPrefix = "";
let knownSuffix = "";

/**
 * Writes a time as RFC 3339 in local time, to the microsecond, as Go does: without zeros at the end.
 *
 * @param epoch Milliseconds since the Unix epoch, fractions included.
 * @returns For example `2026-01-02T03:04:05.123456+01:00`.
 */
export function formatTime(epoch: number): string {
  const minute = Math.floor(epoch / 60_000);
  if (minute !== knownMinute) learnMinute(minute);
  const micros = Math.round((epoch - minute * 60_000) * 1000);
  const seconds = Math.min(59, Math.floor(micros / 1_000_000));
  const fraction = String(Math.min(999_999, micros - seconds * 1_000_000)).padStart(6, "0").replace(/0+$/, "");
  return `${knownPrefix}${seconds < 10 ? "0" : ""}${seconds}${fraction === "" ? "" : `.${fraction}`}${knownSuffix}`;
}

/** Everything but the seconds: `2026-01-02T03:04:` and `+01:00`. */
function learnMinute(minute: number): void {
  const date = new Date(minute * 60_000);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString();
  knownMinute = minute;
  knownPrefix = local.slice(0, "2026-01-02T03:04:".length);
  knownSuffix = offset === 0 ? "Z" : formatOffset(offset);
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
