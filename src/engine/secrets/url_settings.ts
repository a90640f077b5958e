/** The configuration of the source `url`: from the environment, from a file, and from the command line, the last wins. */

import { messageOf, parseDuration } from "../../base/mod.ts";
import type { ConfigPart, SourceHost } from "./secret_source.ts";

/** What a source `url` goes by. Durations are milliseconds. */
export interface UrlSettings {
  readonly urlTemplate: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where in a JSON response the secret is; absent: the response is the secret. */
  readonly responsePath: string | undefined;
  readonly timeout: number;
  readonly requestsPerMinuteLimit: number;
  readonly requestsBurst: number;
  readonly maxRetries: number;
  readonly retryBackoff: number;
}

type Refuse = (problem: string) => void;
type Values = Map<string, unknown>;

const ENV = "K6_SECRET_SOURCE_URL_";
const HEADER_ENV = `${ENV}HEADER_`;
const HEADER_KEY = "headers.";

/** The settings that are texts or numbers, with the variables of the environment that set them. */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ["URL_TEMPLATE", "urlTemplate"],
  ["METHOD", "method"],
  ["RESPONSE_PATH", "responsePath"],
  ["TIMEOUT", "timeout"],
  ["REQUESTS_PER_MINUTE_LIMIT", "requestsPerMinuteLimit"],
  ["REQUESTS_BURST", "requestsBurst"],
  ["MAX_RETRIES", "maxRetries"],
  ["RETRY_BACKOFF", "retryBackoff"],
]);

const NAMES: ReadonlySet<string> = new Set(VARIABLES.values());

/**
 * Reads the configuration.
 *
 * @param parts From the command line.
 * @param host For the environment and files.
 * @param refuse Notes what is wrong, without values.
 * @returns The settings; of use only where nothing was refused.
 */
export function readUrlSettings(parts: readonly ConfigPart[], host: SourceHost, refuse: Refuse): UrlSettings {
  const values: Values = new Map();
  readEnvironment(values, host);
  for (const { key, value } of parts) if (key === "config") readConfigFile(values, value, host, refuse);
  parts.forEach(({ key, value }, index) => {
    if (key === undefined) return refuse(`part ${index + 1} needs the form key=value`);
    if (key !== "config") set(values, key, value, refuse);
  });
  return checked(values, refuse);
}

function readEnvironment(values: Values, { environment }: SourceHost): void {
  for (const [variable, value] of Object.entries(environment)) {
    if (value === undefined || !variable.startsWith(ENV)) continue;
    if (variable.startsWith(HEADER_ENV)) values.set(HEADER_KEY + variable.slice(HEADER_ENV.length), value);
    const name = VARIABLES.get(variable.slice(ENV.length));
    if (name !== undefined) values.set(name, value);
  }
}

function readConfigFile(values: Values, path: string, host: SourceHost, refuse: Refuse): void {
  let config: unknown;
  try {
    config = JSON.parse(host.readFile(path));
  } catch (error) {
    // Where JSON is wrong, the engine quotes it, and what it quotes may be a secret.
    return refuse(error instanceof SyntaxError ? `the config file ${path} is not JSON` : messageOf(error));
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    return refuse(`the config file ${path} has to hold an object`);
  }
  for (const [key, value] of Object.entries(config)) {
    if (key !== "headers") set(values, key, value, refuse);
    else if (typeof value !== "object" || value === null) refuse("headers must be an object of texts");
    else for (const [name, text] of Object.entries(value)) values.set(HEADER_KEY + name, text);
  }
}

function set(values: Values, key: string, value: unknown, refuse: Refuse): void {
  if (NAMES.has(key) || key.startsWith(HEADER_KEY)) values.set(key, value);
  else refuse(`unknown configuration key: "${key}"`);
}

function checked(values: Values, refuse: Refuse): UrlSettings {
  return {
    urlTemplate: checkTemplate(text(values, "urlTemplate", refuse), refuse),
    method: text(values, "method", refuse)?.toUpperCase() || "GET",
    headers: readHeaders(values, refuse),
    responsePath: text(values, "responsePath", refuse) || undefined,
    timeout: duration(values, "timeout", 30_000, refuse),
    requestsPerMinuteLimit: count(values, "requestsPerMinuteLimit", { fallback: 300, least: 1 }, refuse),
    requestsBurst: count(values, "requestsBurst", { fallback: 10, least: 1 }, refuse),
    maxRetries: count(values, "maxRetries", { fallback: 3, least: 0 }, refuse),
    retryBackoff: duration(values, "retryBackoff", 1000, refuse),
  };
}

function checkTemplate(template: string | undefined, refuse: Refuse): string {
  if (!template) refuse("urlTemplate is required");
  else if (!template.includes("{key}")) refuse("urlTemplate must contain {key} placeholder");
  else if (!/^https?:\/\//i.test(template) || !URL.canParse(template)) {
    refuse("urlTemplate must be an absolute URL with a scheme (http or https)");
  }
  return template ?? "";
}

function readHeaders(values: Values, refuse: Refuse): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const key of values.keys()) {
    if (!key.startsWith(HEADER_KEY)) continue;
    const name = key.slice(HEADER_KEY.length);
    const value = text(values, key, refuse) ?? "";
    try {
      new Headers([[name, value]]);
      headers[name] = value;
    } catch {
      refuse(`the header "${name}" has a name or a value that HTTP does not allow`);
    }
  }
  return headers;
}

function text(values: Values, key: string, refuse: Refuse): string | undefined {
  const value = values.get(key);
  if (value === undefined || typeof value === "string") return value;
  refuse(`${key} must be a text`);
  return undefined;
}

function duration(values: Values, key: string, fallback: number, refuse: Refuse): number {
  const value = text(values, key, refuse);
  if (value === undefined) return fallback;
  const time = /[a-zµ]$/i.test(value.trim()) ? parseDuration(value) : undefined;
  if (time === undefined) refuse(`invalid ${key}: it must be a duration such as 30s`);
  else if (time <= 0) refuse(`${key} must be greater than 0`);
  return time ?? fallback;
}

function count(
  values: Values,
  key: string,
  { fallback, least }: { readonly fallback: number; readonly least: number },
  refuse: Refuse,
): number {
  const value = values.get(key);
  if (value === undefined) return fallback;
  const isWritten = typeof value === "number" || (typeof value === "string" && /^[+-]?\d+$/.test(value));
  const number = Number(value);
  if (!isWritten || !Number.isSafeInteger(number)) refuse(`invalid ${key}: expected integer`);
  else if (number < least) refuse(`${key} must be ${least === 0 ? "non-negative" : "greater than 0"}`);
  return number;
}
