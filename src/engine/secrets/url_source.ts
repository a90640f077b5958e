/** The source `url`: every secret is a request, repeated with patience where the server asks for it. */

import { messageOf } from "../../base/mod.ts";
import { RequestRate } from "./request_rate.ts";
import type { SecretSource, SourceHost, SourceKind } from "./secret_source.ts";
import { readUrlSettings, type UrlSettings } from "./url_settings.ts";

export const URL_SOURCE: SourceKind = {
  open: (parts, host, refuse) => new UrlSource(readUrlSettings(parts, host, refuse), host),
};

/** What came of a request: a text, or why there is none. */
type Answer = { readonly text: string } | { readonly problem: string; readonly mayRetry: boolean };

class UrlSource implements SecretSource {
  readonly #settings: UrlSettings;
  readonly #closing: AbortSignal;
  readonly #rate: RequestRate;

  constructor(settings: UrlSettings, { closing }: SourceHost) {
    this.#settings = settings;
    this.#closing = closing;
    this.#rate = new RequestRate(settings.requestsPerMinuteLimit, settings.requestsBurst);
  }

  async get(key: string): Promise<string> {
    const { urlTemplate, maxRetries, retryBackoff, responsePath } = this.#settings;
    // As it is, as in k6: a key may be a path.
    const url = urlTemplate.replaceAll("{key}", () => key);
    for (let attempt = 0;; attempt++) {
      await this.#wait(this.#rate.take());
      const answer = await this.#ask(url);
      if ("text" in answer) return responsePath === undefined ? answer.text : extract(answer.text, responsePath);
      if (!answer.mayRetry || attempt === maxRetries) throw new Error(answer.problem);
      await this.#wait(retryBackoff * 2 ** attempt);
    }
  }

  async #ask(url: string): Promise<Answer> {
    const { method, headers, timeout } = this.#settings;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeout);
    try {
      const signal = AbortSignal.any([late.signal, this.#closing]);
      const response = await fetch(url, { method, headers, signal });
      const text = await response.text();
      if (response.ok) return { text };
      const mayRetry = response.status === 429 || response.status >= 500;
      return { problem: `status code ${response.status}: failed to get secret`, mayRetry };
    } catch (error) {
      const reason = late.signal.aborted ? `no answer within ${timeout}ms` : reasonOf(error, url);
      return { problem: `failed to get secret: ${method} "${withoutQuery(url)}": ${reason}`, mayRetry: true };
    } finally {
      clearTimeout(timer);
    }
  }

  async #wait(delay: number): Promise<void> {
    this.#closing.throwIfAborted();
    if (delay <= 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#closing.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, delay);
      this.#closing.addEventListener("abort", done);
    });
    this.#closing.throwIfAborted();
  }
}

/** Scripts may log errors: what the template adds to a URL behind its path may be a secret itself. */
function withoutQuery(url: string): string {
  const { origin, pathname } = URL.parse(url) ?? { origin: "", pathname: "" };
  return origin + pathname;
}

function reasonOf(error: unknown, url: string): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return messageOf(cause).replaceAll(url, withoutQuery(url)).replaceAll(URL.parse(url)?.href ?? url, withoutQuery(url));
}

/** The text at a path in JSON: names and indices with dots between them, `\.` for a dot in a name. */
function extract(json: string, path: string): string {
  const names = path.split(/(?<!\\)\./).map((name) => name.replaceAll("\\.", "."));
  let value: unknown;
  try {
    value = names.reduce(memberOf, JSON.parse(json));
  } catch {
    // Not JSON: nothing is found in it, as in k6.
    value = undefined;
  }
  if (typeof value === "string") return value;
  if (value === undefined) throw new Error(`failed to extract secret: path "${path}" not found in response`);
  throw new Error(`failed to extract secret: secret value at path "${path}" is not a string (got ${kindOf(value)})`);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** The name that k6 has for a kind of JSON. */
function kindOf(value: unknown): string {
  if (value === null) return "Null";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" ? "Number" : "JSON";
}
