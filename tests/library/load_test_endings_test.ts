/** How load tests from code end when they do not end by themselves, and what is refused before they begin. */

import { loadTest } from "../../mod.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { startServePeer } from "../support/echo_peers.ts";

const quiet = { log: () => {} };

Deno.test("an aborted signal interrupts iterations; teardown and the summary follow, and nothing stays open", async () => {
  await using peer = await startServePeer();
  const controller = new AbortController();
  const events: string[] = [];
  const result = await loadTest({
    options: { vus: 2, duration: "1m" },
    async default(vu) {
      vu.signal.addEventListener("abort", () => events.push("signal"));
      const ws = new vu.WebSocket(peer.url);
      ws.onopen = () => ws.send("hello");
      ws.onmessage = () => vu.id === 2 && controller.abort();
      vu.setInterval(() => {}, 1000);
      try {
        await vu.sleep(60);
      } catch (error) {
        events.push((error as Error).name);
      }
    },
    teardown() {
      events.push("teardown");
    },
  }, { ...quiet, signal: controller.signal });
  assertEquals([result.passed, result.exitCode, result.error], [false, 105, "the test run was aborted"]);
  assertEquals(events.toSorted(), ["AbortError", "AbortError", "signal", "signal", "teardown"]);
  assertEquals(events.at(-1), "teardown");
  assertEquals(result.summary?.metrics.ws_sessions?.values.count, 2);
});

Deno.test("a signal that is aborted before the beginning runs nothing", async () => {
  let calls = 0;
  const result = await loadTest({ default: () => void calls++ }, { ...quiet, signal: AbortSignal.abort() });
  assertEquals([result.exitCode, calls], [105, 0]);
});

Deno.test("iterations that outlast the graceful stop are interrupted", async () => {
  const outcomes: string[] = [];
  const result = await loadTest({
    options: { scenarios: { short: { executor: "constant-vus", vus: 2, duration: "1s", gracefulStop: "0s" } } },
    async default(vu) {
      await vu.connect("ws://127.0.0.1:1", () => {});
      await vu.sleep(60).catch((error) => outcomes.push(error.message));
    },
  }, quiet);
  assertEquals(outcomes, ["The iteration was interrupted", "The iteration was interrupted"]);
  assertEquals(result.summary?.metrics.iterations, undefined);
});

Deno.test("code that runs on after its iteration was interrupted can do nothing with its VU", async () => {
  const afterwards = Promise.withResolvers<string[]>();
  const controller = new AbortController();
  await loadTest({
    options: { vus: 1, duration: "1m" },
    async default(vu) {
      setTimeout(() => controller.abort(), 1);
      await new Promise((resolve) => controller.signal.addEventListener("abort", () => setTimeout(resolve, 20)));
      const errors: string[] = [];
      const attempts: (() => unknown)[] = [
        () => new vu.WebSocket("ws://127.0.0.1:1"),
        () => vu.check(1, {}),
        () => vu.group("g", () => {}),
        () => vu.setTimeout(() => {}, 1),
        () => vu.sleep(1),
        () => vu.connect("ws://127.0.0.1:1", () => {}),
      ];
      for (const attempt of attempts) {
        try {
          await attempt();
        } catch (error) {
          errors.push((error as Error).name);
        }
      }
      afterwards.resolve([...errors, String(vu.signal.aborted)]);
    },
  }, { ...quiet, signal: controller.signal });
  assertEquals(await afterwards.promise, [...Array(6).fill("AbortError"), "true"]);
});

Deno.test("setup that throws ends the test, setup that hangs ends it in time", async (t) => {
  const cases: [name: string, setup: () => unknown, exitCode: number, text: string][] = [
    ["throws", () => Promise.reject(new Error("no server")), 107, "Uncaught (in promise) Error: no server"],
    ["hangs", () => new Promise(() => {}), 100, "setup() execution timed out after"],
  ];
  for (const [name, setup, exitCode, text] of cases) {
    await t.step(name, async () => {
      let calls = 0;
      const test = { options: { setupTimeout: "50ms" }, setup, default: () => void calls++ };
      const result = await loadTest(test, quiet);
      assertEquals([result.exitCode, calls], [exitCode, 0]);
      assertStringIncludes(result.error ?? "", text);
    });
  }
});

Deno.test("what is wrong with a test is in the result, all options at once", async (t) => {
  const cases: [name: string, test: Parameters<typeof loadTest>[0], exitCode: number, texts: string[]][] = [
    ["options", { options: { vus: -1, duration: "soon" }, default() {} }, 104, ["vus", "duration"]],
    ["a misspelt member", { optoins: {}, default() {} }, 104, ["Neither a function nor options nor metrics: optoins"]],
    [
      "a scenario without its function",
      {
        options: { scenarios: { x: { executor: "shared-iterations", exec: "nobody" } } },
        default() {},
      },
      104,
      ["function 'nobody' not found in exports"],
    ],
    ["a threshold on nothing", { options: { thresholds: { nothing: ["count>1"] } }, default() {} }, 104, ["nothing"]],
    ["a metric that is taken", { metrics: { checks: "gauge" }, default() {} }, 107, [
      "metric 'checks' already exists but with type rate, instead of gauge",
    ]],
    ["no functions", { options: { vus: 1 } }, 107, ["no exported functions"]],
  ];
  for (const [name, test, exitCode, texts] of cases) {
    await t.step(name, async () => {
      const result = await loadTest(test, quiet);
      assertEquals([result.passed, result.exitCode, result.summary], [false, exitCode, undefined]);
      for (const text of texts) assertStringIncludes(result.error ?? "", text);
    });
  }
});

Deno.test("a rejected promise of the program itself stays the program's", async () => {
  const seen: unknown[] = [];
  const listener = (event: PromiseRejectionEvent): void => {
    seen.push(event.reason, event.defaultPrevented);
    event.preventDefault();
  };
  globalThis.addEventListener("unhandledrejection", listener);
  try {
    const running = loadTest({ default: (vu) => vu.sleep(0.02) });
    Promise.reject("ours");
    assertEquals((await running).passed, true);
    assertEquals(seen, ["ours", false]);
  } finally {
    globalThis.removeEventListener("unhandledrejection", listener);
  }
});
