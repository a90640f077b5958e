/** Metrics of a program's own: counters, gauges, rates, trends, and the samples of its sockets, read as plain data. */

import { ExitCode, messageOf, SquallError } from "../base/mod.ts";
import type { MetricData } from "../engine/mod.ts";
import type { Counter, Gauge, Metric, MetricConstructor, Rate, Trend } from "../k6/mod.ts";
import { DEFAULT_TREND_STATS, MetricStore, parseThresholds, parseTrendStat, Registry } from "../metrics/mod.ts";
import { buildSummary, handleSummaryData, summaryViews } from "../report/mod.ts";
import type { Vu } from "../runtime/mod.ts";
import { createOutsideVu, outsideClock, outsideModule } from "./outside_vu.ts";

/** What {@linkcode Metrics} keep. */
export interface MetricsOptions {
  /** Tags of all samples. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Submetrics to keep besides totals, named as in thresholds: `"ws_msgs_received{room:a}"`. */
  readonly submetrics?: readonly string[];
  /** What to tell of trends. Default: k6's, `avg`, `min`, `med`, `max`, `p(90)` and `p(95)`. */
  readonly trendStats?: readonly string[];
}

/** What sockets need of the metrics that they are given. */
interface SocketMetrics {
  readonly registry: Registry;
  readonly tags: Readonly<Record<string, string>>;
  /** VUs that have not ended: their bytes are counted when somebody asks. */
  readonly living: Set<Vu>;
}

const ofSockets = new WeakMap<Metrics, SocketMetrics>();

/**
 * Metrics outside a runner, with k6's kinds, names and tags.
 *
 * @example What a socket has done
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Metrics, WebSocket } from "@squall/squall";
 *
 * await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
 *   const { socket, response } = Deno.upgradeWebSocket(request);
 *   socket.onmessage = ({ data }) => socket.send(data);
 *   return response;
 * });
 *
 * const metrics = new Metrics();
 * const answers = metrics.counter("answers");
 * const ws = new WebSocket(`ws://127.0.0.1:${server.addr.port}`, null, { metrics });
 * ws.onopen = () => ws.send("hello");
 * ws.onmessage = () => {
 *   answers.add(1);
 *   ws.close();
 * };
 * await new Promise((resolve) => ws.onclose = resolve);
 *
 * const { answers: answered, ws_msgs_received } = metrics.read();
 * assertEquals(answered?.values.count, 1);
 * assertEquals(ws_msgs_received?.values.count, 1);
 * ```
 */
export class Metrics {
  readonly #began = outsideClock.now();
  readonly #submetrics: ReturnType<typeof parseThresholds>["submetrics"];
  readonly #trendStats: readonly string[];
  readonly #store: MetricStore;
  readonly #sockets: SocketMetrics;
  /** Custom metrics belong to it: they have its tags. */
  readonly #vu: Vu;
  readonly #constructors: Readonly<Record<string, unknown>>;

  /**
   * Makes metrics without samples.
   *
   * @param options What to keep.
   * @throws {SquallError} `INVALID_METRICS` for a submetric or a statistic that cannot be read.
   */
  constructor({ tags = {}, submetrics = [], trendStats = DEFAULT_TREND_STATS }: MetricsOptions = {}) {
    const parsed = parseThresholds(Object.fromEntries(submetrics.map((name) => [name, []])));
    const problems = [...parsed.problems.map(({ message }) => message), ...trendStats.flatMap(trendStatProblem)];
    if (problems.length > 0) {
      throw new SquallError("INVALID_METRICS", problems.join("\n"), { exitCode: ExitCode.InvalidConfig });
    }
    const views = [...parsed.submetrics, ...summaryViews("compact")];
    this.#submetrics = parsed.submetrics;
    this.#trendStats = [...trendStats];
    this.#store = new MetricStore(views);
    this.#sockets = { registry: new Registry({ views }), tags, living: new Set() };
    this.#vu = createOutsideVu(this.#sockets);
    this.#constructors = outsideModule(this.#vu, "k6/metrics");
    ofSockets.set(this, this.#sockets);
  }

  /**
   * Defines a counter, or finds the one of that name.
   *
   * @param name 2 to 129 ASCII letters, digits and underscores, not beginning with a digit.
   * @returns The counter: `add(value, tags)` adds a sample.
   * @throws {Error} For a bad name, or one that is taken by another kind.
   */
  counter(name: string): Counter {
    return this.#define("Counter", name);
  }

  /**
   * Defines a gauge, or finds the one of that name.
   *
   * @param name As for {@linkcode Metrics.counter}.
   * @returns The gauge.
   * @throws {Error} For a bad name, or one that is taken by another kind.
   */
  gauge(name: string): Gauge {
    return this.#define("Gauge", name);
  }

  /**
   * Defines a rate, or finds the one of that name.
   *
   * @param name As for {@linkcode Metrics.counter}.
   * @returns The rate: every sample that is not 0 counts as a pass.
   * @throws {Error} For a bad name, or one that is taken by another kind.
   */
  rate(name: string): Rate {
    return this.#define("Rate", name);
  }

  /**
   * Defines a trend, or finds the one of that name. Its percentiles are exact to 0.5 %, all else is exact.
   *
   * @param name As for {@linkcode Metrics.counter}.
   * @param isTime Whether its values are times, in milliseconds.
   * @returns The trend.
   * @throws {Error} For a bad name, or one that is taken in another way.
   */
  trend(name: string, isTime: boolean = false): Trend {
    return this.#define("Trend", name, isTime);
  }

  /**
   * What has been measured until now, in the form in which `handleSummary` gets it.
   *
   * @returns The metrics and submetrics that have samples, by name. Rates per second count from the making of this
   * object.
   */
  read(): Record<string, MetricData> {
    for (const vu of this.#sockets.living) addBytes(vu);
    const delta = this.#sockets.registry.drain();
    if (delta !== undefined) this.#store.merge(0, delta);
    const summary = buildSummary({
      store: this.#store,
      mode: "compact",
      submetrics: this.#submetrics,
      thresholds: undefined,
      durationMs: outsideClock.now() - this.#began,
      trendStats: this.#trendStats,
      timeUnit: "",
    });
    return handleSummaryData(summary, { noColor: true, isStdOutTty: false, isStdErrTty: false }).metrics;
  }

  #define(kind: string, name: string, isTime = false): Metric {
    const Kind = this.#constructors[kind] as MetricConstructor;
    // A metric is defined in the init context and used outside of it.
    this.#vu.phase = "init";
    try {
      return new Kind(name, isTime);
    } finally {
      this.#vu.phase = "iteration";
    }
  }
}

/**
 * Has a VU counted by metrics as long as it lives.
 *
 * @param metrics The metrics, if there are any.
 * @param make Makes the VU.
 * @returns The VU, and what to call when it has ended.
 * @throws {SquallError} `INVALID_METRICS` for anything that is no {@linkcode Metrics}.
 */
export function enlist(
  metrics: Metrics | undefined,
  make: (registry: { registry?: Registry; tags?: Readonly<Record<string, string>> }) => Vu,
): { readonly vu: Vu; readonly ended: () => void } {
  if (metrics === undefined) return { vu: make({}), ended: () => {} };
  const sockets = ofSockets.get(metrics);
  if (sockets === undefined) {
    throw new SquallError("INVALID_METRICS", "The param metrics is no Metrics of squall", {
      hint: 'Give it a new Metrics() of "@squall/squall"',
    });
  }
  const vu = make(sockets);
  sockets.living.add(vu);
  return {
    vu,
    ended: () => {
      addBytes(vu);
      sockets.living.delete(vu);
    },
  };
}

function addBytes({ network: { meter }, registry, baseTags }: Vu): void {
  if (meter.sent > 0) registry.series(registry.builtIn("data_sent"), baseTags).add(meter.sent);
  if (meter.received > 0) registry.series(registry.builtIn("data_received"), baseTags).add(meter.received);
  meter.sent = meter.received = 0;
}

function trendStatProblem(name: string): string[] {
  try {
    parseTrendStat(name);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}
