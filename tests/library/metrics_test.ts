/** Metrics of a program's own. */

import { connect, Metrics, SquallError, WebSocket } from "../../mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { startServePeer } from "../support/echo_peers.ts";

Deno.test("each kind is read as k6's summary has it", () => {
  const metrics = new Metrics({ trendStats: ["avg", "p(99)", "count"] });
  const [sent, room, good] = [metrics.counter("sent"), metrics.gauge("room"), metrics.rate("good")];
  const delay = metrics.trend("delay", true);
  for (const value of [1, 2, 3]) {
    sent.add(value);
    room.add(value * 10);
    good.add(value > 1);
    delay.add(value * 100);
  }
  const { sent: counter, ...others } = metrics.read();
  assertEquals([counter?.type, counter?.contains, counter?.values.count], ["counter", "default", 6]);
  assert(counter!.values.rate! > 0);
  assertEquals(others, {
    room: { type: "gauge", contains: "default", values: { value: 30, min: 10, max: 30 } },
    good: { type: "rate", contains: "default", values: { rate: 2 / 3, passes: 2, fails: 1 } },
    delay: { type: "trend", contains: "time", values: { avg: 200, "p(99)": 298, count: 3 } },
  });
});

Deno.test("submetrics have the samples with their tags, those of all samples included", () => {
  const metrics = new Metrics({ tags: { site: "x" }, submetrics: ["hits{room:a}", "hits{site:x}", "hits{room:b}"] });
  const hits = metrics.counter("hits");
  hits.add(1, { room: "a" });
  hits.add(2, { room: "c" });
  const counts = Object.entries(metrics.read()).map(([name, { values }]) => [name, values.count]);
  assertEquals(counts, [["hits", 3], ["hits{room:a}", 1], ["hits{site:x}", 3]]);
});

Deno.test("a metric is found again by its name, and cannot be another one", () => {
  const metrics = new Metrics();
  metrics.counter("hits").add(1);
  metrics.counter("hits").add(1);
  assertEquals(metrics.read().hits?.values.count, 2);
  const error = assertThrows(() => metrics.gauge("hits"), Error);
  assertEquals(error.message, "metric 'hits' already exists but with type counter, instead of gauge");
});

Deno.test("what cannot be kept is refused, all of it at once", () => {
  const make = () => new Metrics({ submetrics: ["a{b"], trendStats: ["p(101)", "mode"] });
  const { code, message } = assertThrows(make, SquallError);
  assertEquals([code, message.split("\n").length], ["INVALID_METRICS", 3]);
  assertStringIncludes(message, "p(101)");
});

Deno.test("sockets that are given metrics count in them while they live, and afterwards", async () => {
  await using peer = await startServePeer();
  const metrics = new Metrics({ submetrics: ["ws_msgs_received{room:a}"] });
  const ws = new WebSocket(peer.url, null, { metrics, tags: { room: "a" } });
  ws.onopen = () => ws.send("hello");
  const living = await new Promise<ReturnType<Metrics["read"]>>((resolve) => {
    ws.onmessage = () => resolve(metrics.read());
  });
  assertEquals(living.ws_msgs_received?.values.count, 1);
  assert(living.data_received!.values.count! > 100);
  assertEquals(living.ws_session_duration, undefined);
  const closed = new Promise((resolve) => ws.onclose = resolve);
  ws.close();
  await closed;
  await connect(peer.url, { metrics }, (socket) => void socket.on("open", () => socket.close()));
  const { ws_sessions, ws_session_duration, ws_msgs_received, ...others } = metrics.read();
  assertEquals(ws_sessions?.values.count, 2);
  assert(ws_session_duration !== undefined && ws_msgs_received?.values.count === 1);
  assertEquals(others["ws_msgs_received{room:a}"]?.values.count, 1);
  assert(others.data_received!.values.count! > living.data_received!.values.count!);
});

Deno.test("metrics know nothing of each other", () => {
  const [one, other] = [new Metrics(), new Metrics()];
  one.counter("hits").add(1);
  other.gauge("hits").add(5);
  assertEquals([one.read().hits?.type, other.read().hits?.type], ["counter", "gauge"]);
});
