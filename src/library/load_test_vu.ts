/** The VU as functions of a load test see it: what a script gets from globals and modules. */

import type {
  BlobConstructor,
  Checks,
  ConnectCallback,
  ConnectParams,
  ConnectResponse,
  CookieJar,
  CookieJarConstructor,
  K6,
  Metric,
  MetricConstructor,
  Tags,
  Timers,
  WebSocketConstructor,
} from "../k6/mod.ts";
import { type PlainVu, Waiting, withoutWaiting } from "../runtime/mod.ts";

/** What a custom metric is: its kind, and for a trend of times, in milliseconds, that as well. */
export type MetricSpec = "counter" | "gauge" | "rate" | "trend" | {
  /** How its samples add up. */
  readonly type: "counter" | "gauge" | "rate" | "trend";
  /** What its values are: plain numbers, or milliseconds. Default: `"default"`. */
  readonly contains?: "default" | "time";
};

/** Custom metrics by name. */
export type MetricSpecs = Readonly<Record<string, MetricSpec>>;

/** The custom metrics of a load test, to add samples to. */
export type VuMetrics<Specs extends MetricSpecs> = { readonly [Name in keyof Specs]: Metric };

/**
 * One VU of {@linkcode loadTest}. What it opens and has not closed holds its iteration: sockets, timers, sleeps.
 *
 * Its functions are plain ones. Where k6 blocks, they return promises; while one is awaited the events of the VU's
 * sockets go on. When an iteration is interrupted, what is awaited is rejected with an `AbortError`.
 */
export interface LoadTestVu<Specs extends MetricSpecs = MetricSpecs> extends Timers {
  /** The number of the VU, from 1, k6's `__VU`; 0 in `setup` and `teardown`. */
  readonly id: number;
  /** The number of its iteration, from 0, k6's `__ITER`. */
  readonly iteration: number;
  /** k6's `__ENV`: what `loadTest` was given, and `env` of the scenario. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted when the iteration is given up: hand it to what can be aborted. */
  readonly signal: AbortSignal;
  /** The custom metrics; their samples carry the tags of the VU. */
  readonly metrics: VuMetrics<Specs>;
  /** The tags that samples of the VU carry now. */
  readonly tags: Readonly<Record<string, string>>;
  /** The `WebSocket` of `k6/websockets`. */
  readonly WebSocket: WebSocketConstructor;
  /** The `Blob` of `k6/websockets`. */
  readonly Blob: BlobConstructor;
  /** The `CookieJar` of `k6/http`. */
  readonly CookieJar: CookieJarConstructor;
  /** The jar of this VU, empty at the beginning of each iteration unless `noCookiesReset` is set. */
  cookieJar(): CookieJar;
  /**
   * The `connect` of `k6/ws`.
   *
   * @param url `ws:` or `wss:`.
   * @param params How to connect.
   * @param callback Gets the socket when the connection is open.
   * @returns What became of the session when it is over.
   * @throws {Error} What a handler threw; with the option `throw`, a failed dial.
   */
  connect(
    url: string,
    params: ConnectParams | null | undefined,
    callback: ConnectCallback,
  ): Promise<ConnectResponse>;
  /**
   * The same without params.
   *
   * @param url `ws:` or `wss:`.
   * @param callback Gets the socket when the connection is open.
   * @returns What became of the session when it is over.
   */
  connect(url: string, callback: ConnectCallback): Promise<ConnectResponse>;
  /**
   * Waits. In k6 nothing else of the VU runs meanwhile; here its events go on.
   *
   * @param seconds How long, in seconds.
   * @returns When the time is over.
   * @throws {DOMException} `AbortError` when the iteration is interrupted.
   */
  sleep(seconds: number): Promise<void>;
  /**
   * Checks conditions; each gives a sample of the metric `checks` and never fails the iteration.
   *
   * @param value What the conditions get.
   * @param checks The conditions by name, none of them `async`: await before.
   * @param tags Tags of the samples.
   * @returns Whether all of them held.
   * @throws {Error} What a condition throws.
   */
  check<Value>(value: Value, checks: Checks<Value>, tags?: Tags): boolean;
  /**
   * Fails the iteration.
   *
   * @param message What the log says.
   * @throws {Error} Always.
   */
  fail(message?: string): never;
  /**
   * Runs a function in a group: samples of the VU are tagged with its path until the function has returned, and its
   * promise is settled. Unlike in k6 it may be `async`. A VU is in one group at a time: do not run two side by side.
   *
   * @param name Without `::`.
   * @param run The function.
   * @returns What the function returns.
   * @throws {Error} What the function throws.
   */
  group<Result>(name: string, run: () => Result): Result;
  /**
   * Sets a tag that samples of the VU carry from now on, also in later iterations.
   *
   * @param name The tag.
   * @param value Its value.
   */
  setTag(name: string, value: string): void;
  /** A random number from 0, included, to 1, excluded. */
  random(): number;
  /**
   * Makes the numbers of {@linkcode LoadTestVu.random} repeatable.
   *
   * @param seed A whole number.
   */
  randomSeed(seed: number): void;
}

const CLASSES = { counter: "Counter", gauge: "Gauge", rate: "Rate", trend: "Trend" } as const;

/**
 * Reads what a custom metric is.
 *
 * @param spec As the program wrote it.
 * @returns Both of its parts.
 */
export function readMetricSpec(spec: MetricSpec): { type: keyof typeof CLASSES; contains: "default" | "time" } {
  const { type, contains = "default" } = typeof spec === "string" ? { type: spec } : spec;
  return { type, contains };
}

/**
 * Makes the object that functions get for one VU.
 *
 * @param vu The VU, in its init phase.
 * @param builtin Gives its k6 modules.
 * @param specs The custom metrics.
 */
export function createLoadTestVu(
  vu: PlainVu,
  builtin: (specifier: string) => object,
  specs: MetricSpecs,
): LoadTestVu {
  const k6 = builtin("k6") as Record<keyof K6, (...args: unknown[]) => unknown>;
  const http = builtin("k6/http") as { CookieJar: CookieJarConstructor; cookieJar(): CookieJar };
  const sockets = builtin("k6/websockets") as { WebSocket: WebSocketConstructor; Blob: BlobConstructor };
  const { connect } = builtin("k6/ws") as { connect(...args: unknown[]): unknown };
  const given = {
    ...vu.timers as unknown as Timers,
    metrics: createMetrics(builtin, specs),
    WebSocket: sockets.WebSocket,
    Blob: sockets.Blob,
    CookieJar: http.CookieJar,
    cookieJar: http.cookieJar,
    check: k6.check,
    fail: k6.fail,
    randomSeed: k6.randomSeed,
    random: () => vu.random(),
    setTag: (name: string, value: string) => vu.setTag(name, String(value)),
    connect: (...args: unknown[]) => promised(() => connect(...args)),
    sleep: (seconds: number) => promised(() => k6.sleep(seconds)),
    group: (name: string, run: unknown) => withoutWaiting(k6.group(name, waitable(run))),
  };
  return Object.defineProperties(given, {
    id: { value: vu.id, enumerable: true },
    iteration: { get: () => vu.scope.__ITER ?? 0, enumerable: true },
    env: { get: () => vu.scope.__ENV, enumerable: true },
    signal: { get: () => vu.pausing.signal, enumerable: true },
    tags: { get: () => Object.fromEntries(vu.tags.entries()), enumerable: true },
  }) as unknown as LoadTestVu;
}

function createMetrics(builtin: (specifier: string) => object, specs: MetricSpecs): VuMetrics<MetricSpecs> {
  const classes = builtin("k6/metrics") as Record<string, MetricConstructor>;
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const { type, contains } = readMetricSpec(spec);
      return [name, new classes[CLASSES[type]]!(name, contains === "time")];
    }),
  );
}

/** A call that waits, with all its errors in the promise. */
function promised(call: () => unknown): Promise<unknown> {
  try {
    return Promise.resolve(withoutWaiting(call()));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A group whose function returns a promise is one that waits. */
function waitable(run: unknown): unknown {
  if (typeof run !== "function") return run;
  return (): unknown => {
    const result: unknown = run();
    return result instanceof Promise ? new Waiting(result) : result;
  };
}
