import { type MetricsDelta, Registry, SampleReader } from "../../src/metrics/mod.ts";
import { assertEquals } from "../support/assert.ts";

/** The samples of a delta as plain rows. */
function rowsOf(reader: SampleReader, delta: MetricsDelta | undefined): unknown[] {
  const samples = reader.read(0, delta!);
  return Array.from({ length: samples?.length ?? 0 }, (_, i) => {
    const { metric, tags } = samples!.seriesAt(i);
    return [metric.name, Object.fromEntries(tags), samples!.valueAt(i), samples!.timeAt(i)];
  });
}

Deno.test("a registry that keeps samples hands out each of them once, in order, with metric, tags and time", () => {
  let now = 1000;
  const registry = new Registry({ samples: { now: () => now, full: () => {} } });
  const reader = new SampleReader();
  const rtt = registry.series(registry.define("rtt", "trend", "time"), registry.tags({ room: "a" }));
  const sessions = registry.series(registry.builtIn("ws_sessions"), registry.noTags);
  rtt.add(1.5);
  now = 1001;
  sessions.add(2);
  rtt.add(2.5, 999);
  assertEquals(rowsOf(reader, registry.drain()), [
    ["rtt", { room: "a" }, 1.5, 1000],
    ["ws_sessions", {}, 2, 1001],
    ["rtt", { room: "a" }, 2.5, 999],
  ]);
  assertEquals(registry.drain(), undefined);
  sessions.add(3);
  registry.series(registry.builtIn("ws_sessions"), registry.tags({ url: "u" })).add(4);
  assertEquals(rowsOf(reader, registry.drain()), [
    ["ws_sessions", {}, 3, 1001],
    ["ws_sessions", { url: "u" }, 4, 1001],
  ]);
});

Deno.test("what a sink passes over is no sample", () => {
  const registry = new Registry({ samples: { now: () => 0, full: () => {} } });
  const rtt = registry.series(registry.define("rtt", "trend"), registry.noTags);
  rtt.add(NaN);
  rtt.add(1);
  assertEquals(rowsOf(new SampleReader(), registry.drain()).length, 1);
});

Deno.test("samples are asked to be taken when there is no more room, and none is lost", () => {
  const reader = new SampleReader();
  let taken = 0;
  const registry: Registry = new Registry({
    samples: { now: () => 0, full: () => void (taken += rowsOf(reader, registry.drain()).length) },
  });
  const rtt = registry.series(registry.define("rtt", "trend"), registry.noTags);
  for (let i = 0; i < 300_000; i++) rtt.add(i);
  assertEquals(taken > 0, true);
  assertEquals(taken + rowsOf(reader, registry.drain()).length, 300_000);
});

Deno.test("a registry without an output keeps no samples", () => {
  const registry = new Registry();
  registry.series(registry.builtIn("ws_sessions"), registry.noTags).add(1);
  assertEquals(registry.drain()?.samples, undefined);
});

Deno.test("series beyond the limit are known in their batch only: there may be one for every sample", () => {
  const registry = new Registry({ seriesLimit: 1, samples: { now: () => 0, full: () => {} } });
  const reader = new SampleReader();
  const rtt = registry.define("rtt", "trend");
  registry.series(rtt, registry.noTags).add(1);
  const passing = registry.series(rtt, registry.tags({ trace: "a" }));
  passing.add(2);
  passing.add(3);
  registry.series(rtt, registry.tags({ trace: "b" })).add(4);
  const first = registry.drain();
  assertEquals([first?.samples?.series.length, first?.samples?.passing.length], [1, 2]);
  assertEquals(rowsOf(reader, first), [
    ["rtt", {}, 1, 0],
    ["rtt", { trace: "a" }, 2, 0],
    ["rtt", { trace: "a" }, 3, 0],
    ["rtt", { trace: "b" }, 4, 0],
  ]);
  passing.add(5);
  const second = registry.drain();
  assertEquals([second?.samples?.series.length, second?.samples?.passing.length], [0, 1]);
  assertEquals(rowsOf(reader, second), [["rtt", { trace: "a" }, 5, 0]]);
});

Deno.test("a series beyond the limit is known in each of the batches that its samples fill", () => {
  const reader = new SampleReader();
  const counts = new Map<string, number>();
  const take = (): void => {
    for (const row of rowsOf(reader, registry.drain())) {
      const text = JSON.stringify(row);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  };
  const registry: Registry = new Registry({ seriesLimit: 0, samples: { now: () => 0, full: take } });
  const passing = registry.series(registry.builtIn("ws_sessions"), registry.tags({ trace: "a" }));
  for (let i = 0; i < 300_000; i++) passing.add(1);
  take();
  assertEquals([...counts], [['["ws_sessions",{"trace":"a"},1,0]', 300_000]]);
});
