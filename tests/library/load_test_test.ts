/** Load tests from code: the executors, thresholds and summary of scripts over plain functions, in this thread. */

import { loadTest, type TestResult } from "../../mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { startServePeer } from "../support/echo_peers.ts";

/** The aggregates of a metric. */
function values(result: TestResult, metric: string): Record<string, number> {
  return result.summary?.metrics[metric]?.values ?? {};
}

/** Keeps the messages of one level. */
function recorder(level: string) {
  const messages: string[] = [];
  return {
    messages,
    log: (record: { level: string; message: string }) => {
      if (record.level === level) messages.push(record.message);
    },
  };
}

Deno.test("VUs share the iterations, all of them at work on one event loop", async () => {
  const seen: string[] = [];
  let running = 0;
  let most = 0;
  const result = await loadTest({
    options: { scenarios: { all: { executor: "per-vu-iterations", vus: 3, iterations: 2 } } },
    async default(vu) {
      most = Math.max(most, ++running);
      seen.push(`${vu.id}:${vu.iteration}`);
      await vu.sleep(0.02);
      running--;
    },
  });
  assertEquals(result.error, undefined);
  assertEquals([result.passed, result.exitCode], [true, 0]);
  assertEquals(seen.sort(), ["1:0", "1:1", "2:0", "2:1", "3:0", "3:1"]);
  assertEquals(most, 3);
  assertEquals(values(result, "iterations").count, 6);
});

Deno.test("an iteration lasts until its sockets are closed and its timers are over, though its function has returned", async () => {
  await using peer = await startServePeer();
  const events: string[] = [];
  const result = await loadTest({
    options: { vus: 1, iterations: 2 },
    default(vu) {
      events.push("begin");
      const ws = new vu.WebSocket(peer.url);
      ws.onopen = () => ws.send("hello");
      ws.onmessage = ({ data }) => {
        events.push(data);
        vu.setTimeout(() => {
          events.push("timer");
          ws.close();
        }, 5);
      };
    },
  });
  assertEquals(result.error, undefined);
  assertEquals(events, ["begin", "hello", "timer", "begin", "hello", "timer"]);
  assertEquals(values(result, "ws_sessions").count, 2);
  assertEquals(values(result, "ws_msgs_received").count, 2);
  assert(values(result, "data_sent").count! > 0 && values(result, "data_received").count! > 0);
});

Deno.test("an iteration lasts as long as its promise, whatever that waits for", async () => {
  const result = await loadTest({
    options: { vus: 1, iterations: 1 },
    async default(vu) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      vu.check(1, { "it went on": (one) => one === 1 });
    },
  });
  assertEquals(values(result, "checks"), { rate: 1, passes: 1, fails: 0 });
  assertEquals(values(result, "iterations").count, 1);
});

Deno.test("connect gives its response when the session is over, in a group or not", async () => {
  await using peer = await startServePeer();
  const result = await loadTest({
    options: { vus: 1, iterations: 1 },
    async default(vu) {
      const heard: string[] = [];
      const response = await vu.group("talk", () =>
        vu.connect(peer.url, { tags: { kind: "talk" } }, (socket) => {
          socket.on("open", () => socket.send("hello"));
          socket.on("message", (message) => {
            heard.push(message);
            vu.check(message, { "inside": (text) => text === "hello" });
            socket.close();
          });
        }));
      vu.check(response, { "status is 101": ({ status }) => status === 101 });
      vu.check(heard, { "one answer": ({ length }) => length === 1 });
    },
  });
  const { root_group: root } = result.summary!;
  assertEquals(root.checks.map(({ name, passes }) => [name, passes]), [["status is 101", 1], ["one answer", 1]]);
  assertEquals(root.groups.map(({ name }) => name), ["talk"]);
  assertEquals(root.groups[0]!.checks.map(({ name, passes }) => [name, passes]), [["inside", 1]]);
  assertEquals(result.summary!.metrics.group_duration?.type, "trend");
});

Deno.test("scenarios name functions of the test, and give them variables and tags", async () => {
  const calls: string[] = [];
  const result = await loadTest({
    options: {
      scenarios: {
        guests: { executor: "shared-iterations", vus: 1, iterations: 2, exec: "guest", env: { ROOM: "hall" } },
        members: { executor: "shared-iterations", vus: 1, iterations: 1, exec: "member", tags: { kind: "member" } },
      },
      thresholds: { "visits{kind:member}": ["count==1"], "visits{scenario:guests}": ["count==2"] },
    },
    metrics: { visits: "counter" },
    guest(vu) {
      calls.push(`guest ${vu.env.ROOM} ${vu.env.SERVER} ${vu.tags.scenario}`);
      vu.metrics.visits.add(1);
    },
    member(vu) {
      calls.push(`member ${vu.env.ROOM} ${vu.tags.kind}`);
      vu.metrics.visits.add(1);
    },
  }, { env: { SERVER: "s" } });
  assertEquals(result.error, undefined);
  assertEquals(calls.sort(), ["guest hall s guests", "guest hall s guests", "member undefined member"]);
});

Deno.test("setup's value reaches every VU and teardown as a copy", async () => {
  const rooms: string[] = [];
  const result = await loadTest({
    options: { scenarios: { all: { executor: "per-vu-iterations", vus: 2, iterations: 1 } } },
    async setup(vu) {
      await vu.sleep(0.001);
      return { rooms: ["a"] };
    },
    default(vu, data) {
      data.rooms.push(String(vu.id));
      rooms.push(data.rooms.join());
    },
    teardown(_vu, data) {
      rooms.push(`teardown ${data.rooms.join()}`);
    },
  });
  assertEquals(result.error, undefined);
  assertEquals(rooms.sort(), ["a,1", "a,2", "teardown a"]);
  assertEquals(result.summary?.setup_data, { rooms: ["a"] });
});

Deno.test("a crossed threshold fails the test as it fails a script", async () => {
  const { log } = recorder("error");
  const result = await loadTest({
    options: { vus: 1, iterations: 4, thresholds: { even: ["rate>0.9"] } },
    metrics: { even: "rate" },
    default(vu) {
      vu.metrics.even.add(vu.iteration % 2 === 0);
    },
  }, { log });
  assertEquals([result.passed, result.exitCode], [false, 99]);
  assertEquals(result.error, "thresholds on metrics 'even' have been crossed");
  assertEquals(result.summary?.metrics.even?.thresholds, { "rate>0.9": { ok: false } });
  assertStringIncludes(result.text, "✗ 'rate>0.9' rate=50.00%");
});

Deno.test("what a function throws or rejects with fails its iteration and no other", async (t) => {
  const cases: [name: string, run: () => unknown, text: string][] = [
    ["thrown", () => {
      throw new Error("thrown away");
    }, "Error: thrown away"],
    ["rejected", () => Promise.reject(new Error("turned down")), "Uncaught (in promise) Error: turned down"],
    ["rejected and awaited by nobody", () => {
      Promise.reject(new Error("lost"));
    }, "Uncaught (in promise) Error: lost"],
  ];
  for (const [name, run, text] of cases) {
    await t.step(name, async () => {
      const { messages, log } = recorder("error");
      let later = 0;
      const result = await loadTest({
        options: { vus: 1, iterations: 2 },
        default: (vu) => vu.iteration === 0 ? run() : void later++,
      }, { log });
      assertEquals(messages.map((message) => message.split("\n")[0]), [text]);
      assertEquals(later, 1);
      assertEquals(result.passed, true);
      assertEquals(values(result, "iterations").count, 2);
    });
  }
});

Deno.test("what else waits when an iteration has failed is rejected", async () => {
  const outcomes: string[] = [];
  await loadTest({
    options: { vus: 1, iterations: 1 },
    default(vu) {
      vu.sleep(60).catch((error) => outcomes.push(error.name));
      throw new Error("no more");
    },
  }, { log: () => {} });
  assertEquals(outcomes, ["AbortError"]);
});

Deno.test("what handleSummary returns is the text of the result", async () => {
  const result = await loadTest({
    options: { vus: 2, iterations: 4 },
    default() {},
    handleSummary: ({ metrics }) => ({ stdout: `${metrics.iterations?.values.count} iterations` }),
  });
  assertEquals(result.text, "4 iterations");
});

Deno.test("VUs have k6's cookies, tags, random numbers and failures", async () => {
  const { messages, log } = recorder("error");
  const numbers: number[] = [];
  const cookies: unknown[] = [];
  const result = await loadTest({
    options: { vus: 1, iterations: 2, thresholds: { "hits{step:two}": ["count==1"] } },
    metrics: { hits: "counter", wait: { type: "trend", contains: "time" } },
    default(vu) {
      vu.randomSeed(7);
      numbers.push(vu.random());
      cookies.push(vu.cookieJar().cookiesForURL("http://127.0.0.1/"));
      vu.cookieJar().set("http://127.0.0.1/", "a", "b");
      vu.metrics.hits.add(1, { step: "one" });
      vu.metrics.wait.add(5);
      if (vu.iteration === 1) vu.setTag("step", "two");
      vu.metrics.hits.add(1);
      if (vu.iteration === 1) vu.fail("on purpose");
    },
  }, { log });
  assertEquals(result.error, undefined);
  assertEquals(numbers[0], numbers[1]);
  assertEquals(cookies, [{}, {}]);
  assertEquals(result.summary?.metrics.wait?.contains, "time");
  assertEquals(messages.map((message) => message.split("\n")[0]), ["GoError: on purpose"]);
});

Deno.test("two load tests at the same time know nothing of each other", async () => {
  const test = (vus: number) =>
    loadTest({
      options: { vus, iterations: vus, thresholds: { mine: [`count==${vus}`] } },
      metrics: { mine: "counter" },
      async default(vu) {
        await vu.sleep(0.01);
        vu.metrics.mine.add(1);
      },
    });
  const results = await Promise.all([test(2), test(5)]);
  assertEquals(results.map(({ error }) => error), [undefined, undefined]);
});
