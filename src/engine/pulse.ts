/** What a run shows of itself while it goes on, besides its plan: its WebSocket traffic, and how the generator keeps up. */

import { BUILT_IN_METRICS, type MetricStore, type Series, type ValueKind } from "../metrics/mod.ts";
import type { ThreadHealth } from "../runtime/mod.ts";
import { GeneratorHealth, type HealthSources, type LiveHealth } from "./generator_health.ts";

/** WebSocket traffic over the last seconds. */
export interface LiveTraffic {
  /** Connections that are open. */
  readonly open: number;
  /** Messages per second. */
  readonly received: number;
  readonly sent: number;
  /** The script's first Trend, once it has a sample, over the whole run. */
  readonly trend: LiveTrend | undefined;
}

/** What is shown of a Trend. */
export interface LiveTrend {
  readonly name: string;
  readonly contains: ValueKind;
  readonly median: number;
  readonly p95: number;
}

/** See the top of this file. */
export interface LivePulse {
  /** `undefined` for tests that have opened no WebSocket. */
  readonly traffic: LiveTraffic | undefined;
  readonly generator: LiveHealth;
}

/** Samples that a rate is taken over: threads report once a second, each at its own moment. */
const RATE_SAMPLES = 4;
const MS_PER_SECOND = 1000;
const BUILT_IN: ReadonlySet<string> = new Set(BUILT_IN_METRICS.map(({ name }) => name));

interface Traffic {
  readonly time: number;
  readonly received: number;
  readonly sent: number;
}

/** Keeps the pulse of a run. */
export class Pulse {
  readonly #store: MetricStore;
  readonly #lag: Series;
  readonly #health: GeneratorHealth;
  #samples: Traffic[] = [];
  #trend: LiveTrend | undefined;

  /**
   * @param store What was measured.
   * @param lag Takes how late threads are.
   * @param sources What the system tells. Default: what it does tell.
   */
  constructor(store: MetricStore, lag: Series, sources?: HealthSources) {
    this.#store = store;
    this.#lag = lag;
    this.#health = new GeneratorHealth(sources);
  }

  /** Takes what a thread reports. */
  merge(thread: number, health: ThreadHealth): void {
    for (const lag of health.lags) this.#lag.add(lag);
    this.#health.merge(thread, health);
  }

  /** The executors begin, at a moment in milliseconds. */
  begin(time: number): void {
    this.#health.begin(time);
  }

  /** The executors are through. */
  end(time: number): void {
    this.#health.end(time);
  }

  /** Takes a sample; to be called about once a second. */
  sample(time: number): void {
    this.#health.sample(time);
    this.#samples.push({ time, received: this.#sum("ws_msgs_received"), sent: this.#sum("ws_msgs_sent") });
    if (this.#samples.length > RATE_SAMPLES) this.#samples.shift();
    this.#trend = this.#readTrend();
  }

  /** How things are, as of the last sample; `undefined` before there is one. */
  get live(): LivePulse | undefined {
    if (this.#samples.length === 0) return undefined;
    const generator = this.#health.live;
    if (this.#sum("ws_sessions") === 0) return { traffic: undefined, generator };
    const { openSockets: open } = generator;
    return { traffic: { open, ...this.#rates(), trend: this.#trend }, generator };
  }

  /** What to say when the generator was the bottleneck; `undefined` when it was not. */
  bottleneck(): string | undefined {
    return this.#health.bottleneck(this.#sum("iterations"));
  }

  #rates(): Pick<LiveTraffic, "received" | "sent"> {
    const [from, to] = [this.#samples[0], this.#samples.at(-1)];
    if (from === undefined || to === undefined || to.time <= from.time) return { received: 0, sent: 0 };
    const perSecond = MS_PER_SECOND / (to.time - from.time);
    return { received: (to.received - from.received) * perSecond, sent: (to.sent - from.sent) * perSecond };
  }

  #readTrend(): LiveTrend | undefined {
    for (const { name, kind, contains } of this.#store.metrics()) {
      if (kind !== "trend" || BUILT_IN.has(name)) continue;
      const sink = this.#store.total(name)!;
      if (sink.kind !== "trend" || sink.count === 0) return undefined;
      return { name, contains, median: sink.percentile(50), p95: sink.percentile(95) };
    }
    return undefined;
  }

  #sum(counter: string): number {
    const sink = this.#store.total(counter);
    return sink?.kind === "counter" ? sink.sum : 0;
  }
}
