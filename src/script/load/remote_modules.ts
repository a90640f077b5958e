/** Modules over https: fetched as k6 fetches them, kept on disk, and used from there when the network fails. */

import { isGranted, messageOf } from "../../base/mod.ts";

const DEFAULT_TIMEOUT_MS = 60e3;
const MAX_REDIRECTS = 10;

/** How {@linkcode RemoteModules} fetches and keeps modules. */
export interface RemoteModulesOptions {
  /** The cache's folder; made when it is needed. */
  readonly directory: string;
  /** Milliseconds during which a copy is used without asking the network. */
  readonly maxAge: number;
  /** Milliseconds for one request with its body. Default: 60,000. */
  readonly timeout?: number;
  /** Why a module must not be read, from the network or the cache; `undefined` where it may. Default: all may. */
  readonly refuse?: (url: URL) => string | undefined;
  /** Told when an old copy had to be used, or a copy could not be kept. */
  readonly warn?: (text: string) => void;
  /** Default: the runtime's `fetch`. */
  readonly fetch?: (
    url: string,
    init: { readonly signal: AbortSignal; readonly redirect: "manual" },
  ) => Promise<Response>;
  /** Milliseconds since the Unix epoch. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Reads modules over https through a cache on disk. */
export class RemoteModules {
  readonly #options: RemoteModulesOptions;

  /** @param options Where to keep modules, and for how long. */
  constructor(options: RemoteModulesOptions) {
    this.#options = options;
  }

  /**
   * The text of a module. k6 marks its requests with `_k6=1` in the query, and asks again without it.
   *
   * @param url Where the module is.
   * @returns The text: from the cache if it is young enough, else from the network, else an old copy with a warning.
   * @throws {Error} When there is no copy and both requests fail: what went wrong with the second one.
   */
  async read(url: URL): Promise<string> {
    const refusal = this.#options.refuse?.(url);
    if (refusal !== undefined) throw new Error(refusal);
    const path = `${this.#options.directory}/${await cacheName(url)}`;
    const copy = isGranted({ name: "read", path }) ? await readCopy(path) : undefined;
    if (copy !== undefined && this.#now() - copy.fetchedAt < this.#options.maxAge) return copy.text;
    try {
      const text = await this.#fetch(url);
      await this.#keep(path, text);
      return text;
    } catch (error) {
      if (copy === undefined) throw error;
      const age = Math.round((this.#now() - copy.fetchedAt) / 60e3);
      this.#options.warn?.(`Cannot fetch ${url.href} (${messageOf(error)}); using the copy fetched ${age} minutes ago`);
      return copy.text;
    }
  }

  async #fetch(url: URL): Promise<string> {
    const marked = new URL(url);
    marked.searchParams.append("_k6", "1");
    try {
      return await this.#request(marked);
    } catch {
      return await this.#request(url);
    }
  }

  async #request(url: URL): Promise<string> {
    const { timeout = DEFAULT_TIMEOUT_MS } = this.#options;
    const response = await this.#follow(url, AbortSignal.timeout(timeout));
    if (response.status === 200) return await response.text();
    await response.body?.cancel();
    throw new Error(
      response.status === 404 ? `not found: ${url.href}` : `wrong status code (${response.status}) for: ${url.href}`,
    );
  }

  /** Fetches, and follows redirections itself: each may lead to a host that modules must not come from. */
  async #follow(url: URL, signal: AbortSignal): Promise<Response> {
    const { fetch = globalThis.fetch, refuse } = this.#options;
    for (let hop = 0, next = url; hop <= MAX_REDIRECTS; hop++) {
      const refusal = refuse?.(next);
      if (refusal !== undefined) throw new Error(refusal);
      const response = await fetch(next.href, { signal, redirect: "manual" });
      const location = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || location === null) return response;
      await response.body?.cancel();
      next = new URL(location, next);
      if (next.protocol !== "https:") {
        throw new Error(`redirected from ${url.href} to ${next.href}, which is not https`);
      }
    }
    throw new Error(`redirected more than ${MAX_REDIRECTS} times: ${url.href}`);
  }

  /** Keeps a copy. Another run may do the same at the same time, so the file appears whole or not at all. */
  async #keep(path: string, text: string): Promise<void> {
    if (!isGranted({ name: "write", path })) return;
    const draft = `${path}.${crypto.randomUUID()}`;
    const now = new Date(this.#now());
    try {
      await Deno.mkdir(this.#options.directory, { recursive: true });
      await Deno.writeTextFile(draft, text);
      await Deno.utime(draft, now, now);
      await Deno.rename(draft, path);
    } catch (error) {
      this.#options.warn?.(`Cannot keep a copy of a module in ${this.#options.directory}: ${messageOf(error)}`);
    }
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}

async function readCopy(path: string): Promise<{ text: string; fetchedAt: number } | undefined> {
  try {
    const [text, { mtime }] = await Promise.all([Deno.readTextFile(path), Deno.stat(path)]);
    return { text, fetchedAt: mtime?.getTime() ?? 0 };
  } catch {
    return undefined;
  }
}

async function cacheName(url: URL): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(url.href));
  // Uint8Array.toHex is younger than some runtimes that binaries carry.
  return `${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}.js`;
}
