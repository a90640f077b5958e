import { Pulse } from "../../src/engine/pulse.ts";
import { MetricStore, Registry } from "../../src/metrics/mod.ts";
import { NO_HEALTH, type ThreadHealth } from "../../src/runtime/thread_health.ts";
import { assertEquals } from "../support/assert.ts";

/** A pulse of made-up threads on a made-up machine; `report` is what a thread would have measured and said. */
function open() {
  const store = new MetricStore();
  const registry = new Registry();
  const processor = { own: 0 };
  const lag = registry.series(registry.builtIn("generator_lag"), registry.noTags);
  const pulse = new Pulse(store, lag, {
    processorTime: () => ({ own: processor.own, machine: undefined }),
    openFiles: () => 123,
    openFileLimit: () => 1024,
    machineCores: 4,
  });
  const count = (name: "ws_sessions" | "ws_msgs_sent" | "ws_msgs_received", value: number): void =>
    registry.series(registry.builtIn(name), registry.noTags).add(value);
  const report = (): void => {
    const delta = registry.drain();
    if (delta !== undefined) store.merge(0, delta);
  };
  return { store, registry, processor, pulse, count, report };
}

function healthOf(health: Partial<ThreadHealth>): ThreadHealth {
  return { ...NO_HEALTH, ...health };
}

Deno.test("rates are taken over the last three seconds, and the first Trend of the script is shown", () => {
  const { pulse, registry, count, report } = open();
  assertEquals(pulse.live, undefined);
  pulse.sample(0);
  assertEquals(pulse.live?.traffic, undefined);
  count("ws_sessions", 1);
  report();
  pulse.sample(1000);
  assertEquals(pulse.live?.traffic, { open: 0, received: 0, sent: 0, trend: undefined });
  const first = registry.series(registry.define("rtt", "trend", "time"), registry.noTags);
  const second = registry.series(registry.define("other", "trend"), registry.noTags);
  for (const [second_, received] of [[2, 100], [3, 200], [4, 300], [5, 400]] as const) {
    count("ws_msgs_received", received);
    count("ws_msgs_sent", 30);
    report();
    pulse.sample(second_ * 1000);
  }
  assertEquals(pulse.live?.traffic, { open: 0, received: 300, sent: 30, trend: undefined });
  second.add(1);
  first.add(8);
  report();
  pulse.sample(6000);
  assertEquals(pulse.live?.traffic?.trend, { name: "rtt", contains: "time", median: 8, p95: 8 });
});

Deno.test("the health of all threads is added up, and the latest timer of the last reports is shown", () => {
  const { pulse, processor } = open();
  pulse.begin(0);
  pulse.merge(0, healthOf({ lags: [900], load: { open: 5, waiting: 1, waitingBytes: 10, refused: 0 } }));
  pulse.merge(0, healthOf({ lags: [3, 7], load: { open: 6, waiting: 2, waitingBytes: 20, refused: 0 } }));
  pulse.merge(1, healthOf({ lags: [4], load: { open: 10, waiting: 0, waitingBytes: 0, refused: 0 } }));
  processor.own = 1500;
  pulse.sample(1000);
  assertEquals(pulse.live?.generator, {
    lag: 7,
    cores: 1.5,
    machineCores: 4,
    openFiles: 123,
    openFileLimit: 1024,
    openSockets: 16,
    waitingSockets: 2,
    waitingBytes: 20,
  });
});

Deno.test("every lag is a sample of generator_lag", () => {
  const { pulse, store, report } = open();
  pulse.merge(0, healthOf({ lags: [1, 2] }));
  pulse.merge(1, healthOf({ lags: [60] }));
  report();
  const sink = store.total("generator_lag");
  assertEquals(sink?.kind === "trend" && [sink.count, sink.max, sink.sum], [3, 60, 63]);
  assertEquals(pulse.bottleneck(), undefined);
});

Deno.test("a thread that was late for more than two seconds and a twentieth of the time is the bottleneck", () => {
  const { pulse, processor } = open();
  pulse.begin(0);
  pulse.merge(0, healthOf({ lags: [...new Array(20).fill(50), ...new Array(380).fill(49.9)] }));
  pulse.merge(1, healthOf({ lags: new Array(400).fill(1) }));
  processor.own = 100_000;
  pulse.end(40_000);
  assertEquals(
    pulse.bottleneck(),
    "the load generator was the bottleneck: event loop up to 50 ms late on 1 of 2 threads, CPU 250 % of 4 cores; " +
      "latencies above include its own delay; use more threads (--threads) or fewer VUs",
  );
});
