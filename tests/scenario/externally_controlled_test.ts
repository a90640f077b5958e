import { assertEquals } from "../support/assert.ts";
import { conduct, startOne } from "./conducted.ts";
import { planOf } from "./scenarios.ts";

const CONTROLLED = { executor: "externally-controlled", vus: 1, maxVUs: 3, duration: "10s" };

Deno.test("externally-controlled begins with its VUs and ends at once after its duration", () => {
  const { thread, executor } = startOne(CONTROLLED, { behaviour: () => 3000 });
  assertEquals(thread.idleVus, 3);
  thread.clock.advance(9999);
  assertEquals([executor.state, executor.activeVus, thread.activeVus], ["running", 1, 1]);
  thread.clock.advance(1);
  assertEquals(thread.begun, ["0@0", "0@3000", "0@6000", "0@9000"]);
  assertEquals([thread.completed, thread.interrupted, thread.finishes, thread.idleVus], [3, 1, 1, 3]);
  assertEquals(thread.clock.pending, 0);
});

Deno.test("externally-controlled raises VUs at once and stops those that are too many at once", () => {
  const { thread, conductor, executor } = startOne(CONTROLLED, { behaviour: () => "never" });
  thread.clock.advance(1000);
  conductor.control({ vus: 3 });
  thread.clock.advance(1000);
  assertEquals([executor.activeVus, thread.begun], [3, ["0@0", "1@1000", "2@1000"]]);
  conductor.control({ vus: 1 });
  assertEquals([executor.activeVus, thread.activeVus, thread.interrupted], [1, 1, 2]);
  conductor.control({ vus: 2 });
  thread.clock.advance(1000);
  assertEquals(thread.begun.slice(3), ["1@2000"]);
});

Deno.test("externally-controlled makes further VUs, one after the other, when maxVUs is raised", () => {
  const { thread, conductor, executor } = startOne(CONTROLLED, { behaviour: () => "never", recruiting: 200 });
  thread.clock.advance(1000);
  conductor.control({ vus: 6, maxVUs: 6 });
  thread.clock.advance(0);
  assertEquals([executor.activeVus, thread.recruits], [3, 1]);
  thread.clock.advance(400);
  assertEquals([executor.activeVus, thread.recruits], [5, 1]);
  conductor.control({ vus: 5, maxVUs: 5 });
  thread.clock.advance(5000);
  assertEquals([executor.activeVus, thread.recruits], [5, 0]);
  thread.clock.advance(60_000);
  assertEquals([thread.interrupted, thread.idleVus, thread.finishes], [5, 6, 1]);
});

Deno.test("externally-controlled lets iterations end in a pause, and its time stand still", () => {
  const { thread, conductor, executor } = startOne({ ...CONTROLLED, vus: 2 }, {
    behaviour: (vu) => vu === 0 ? 700 : "never",
  });
  thread.clock.advance(1000);
  conductor.control({ paused: true });
  thread.clock.advance(400);
  assertEquals([executor.activeVus, thread.completed], [1, 2]);
  thread.clock.advance(600);
  conductor.control({ paused: false });
  thread.clock.advance(0);
  // The second VU is still in its first iteration, and goes on with it.
  assertEquals(thread.begun, ["0@0", "1@0", "0@700", "0@2000"]);
  thread.clock.advance(8999);
  assertEquals(executor.state, "running");
  thread.clock.advance(1);
  assertEquals([executor.state, thread.events.at(-1)], ["finished", "finish@11000"]);
});

Deno.test("externally-controlled without an end goes on until it is stopped", () => {
  const { thread, conductor, executor } = startOne({ ...CONTROLLED, duration: 0 }, { behaviour: () => 1000 });
  thread.clock.advance(1_000_000);
  assertEquals([executor.state, thread.completed], ["running", 1000]);
  conductor.stop();
  assertEquals([executor.state, thread.finishes, thread.clock.pending], ["finished", 1, 0]);
});

Deno.test("a change before the start counts, one after the end does not", () => {
  const { threads: [plan] } = planOf({ scenarios: { only: { ...CONTROLLED, startTime: "5s" } } });
  const { thread, conductor } = conduct(plan!, { behaviour: () => "never" });
  conductor.start();
  conductor.control({ vus: 2, paused: true });
  thread.clock.advance(20_000);
  assertEquals(thread.begun, []);
  conductor.control({ paused: false });
  thread.clock.advance(0);
  assertEquals(thread.begun, ["0@20000", "1@20000"]);
  thread.clock.advance(20_000);
  conductor.control({ vus: 3 });
  thread.clock.advance(0);
  assertEquals([thread.begun.length, thread.events.at(-1)], [2, "finish@30000"]);
});

Deno.test("Conductor.control reaches the first scenario that can be controlled, and says where there is none", () => {
  const { thread, conductor } = startOne({ executor: "constant-vus", duration: "1s" }, { behaviour: () => 100 });
  assertEquals(conductor.control({ vus: 2 }), false);
  thread.clock.advance(5000);
});

Deno.test("threads divide the VUs of externally-controlled, those that are added later, too", () => {
  const plan = planOf({ scenarios: { only: { ...CONTROLLED, vus: 1, maxVUs: 1 } } }, 2);
  const threads = plan.threads.map((thread) => conduct(thread, { behaviour: () => "never" }));
  for (const { conductor } of threads) conductor.start();
  for (const vus of [1, 2, 5, 4, 7]) {
    for (const { conductor, thread } of threads) {
      conductor.control({ vus, maxVUs: Math.max(vus, 5) });
      thread.clock.advance(10);
    }
    const active = threads.map(({ thread }) => thread.activeVus);
    assertEquals(active, [Math.ceil(vus / 2), Math.floor(vus / 2)]);
  }
  for (const { thread } of threads) thread.clock.advance(60_000);
  assertEquals(threads.map(({ thread }) => [thread.finishes, thread.clock.pending]), [[1, 0], [1, 0]]);
});
