import { type ControlledLoad, LoadControl } from "../../src/engine/load_control.ts";
import { SquallError } from "../../src/base/mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { planOf } from "../scenario/scenarios.ts";

const CONTROLLED = { executor: "externally-controlled", vus: 1, maxVUs: 3, duration: 0 };

/** Control of a test on a clock that the test turns. */
function controlOf(script: unknown) {
  const sent: ControlledLoad[] = [];
  const time = { now: 0 };
  const control = new LoadControl(planOf(script), {
    send: (load) => Promise.resolve(void sent.push(load)),
    now: () => time.now,
  });
  return { control, sent, time };
}

Deno.test("LoadControl knows the first scenario that can be controlled, in the order of their start", () => {
  const { control } = controlOf({
    scenarios: {
      first: { ...CONTROLLED, startTime: "1s", vus: 3 },
      second: { ...CONTROLLED, vus: 2 },
      third: { executor: "constant-vus", duration: "1s" },
    },
  });
  assertEquals([control.index, control.load], [0, { vus: 2, maxVUs: 3, paused: false }]);
  const { control: none } = controlOf({ vus: 1, duration: "1s" });
  assertEquals([none.index, none.load], [-1, undefined]);
});

Deno.test("LoadControl tells threads all of the load, and keeps what is not changed", async () => {
  const { control, sent } = controlOf({ scenarios: { only: CONTROLLED } });
  control.begin();
  await control.change({ vus: 3 });
  await control.change({ paused: true });
  await control.change({ maxVUs: 7 });
  assertEquals(sent, [
    { vus: 3, maxVUs: 3, paused: false },
    { vus: 3, maxVUs: 3, paused: true },
    { vus: 3, maxVUs: 7, paused: true },
  ]);
  await assertRejects(() => control.change({ vus: 8 }), SquallError);
  assertEquals([sent.length, control.load], [3, { vus: 3, maxVUs: 7, paused: true }]);
});

Deno.test("LoadControl measures the time of all pauses, the one that lasts included", async () => {
  const { control, time } = controlOf({ scenarios: { only: CONTROLLED } });
  assertEquals(control.pausedFor, 0);
  const steps: [now: number, paused: boolean, expected: number][] = [
    [100, false, 0],
    [200, true, 0],
    [250, true, 50],
    [300, false, 100],
    [400, false, 100],
    [500, true, 100],
  ];
  for (const [now, paused, expected] of steps) {
    time.now = now;
    await control.change({ paused });
    assertEquals(control.pausedFor, expected, `at ${now}`);
  }
  time.now = 550;
  assertEquals(control.pausedFor, 150);
});

Deno.test("LoadControl keeps what is changed before the executors begin, and has them begin with it", async () => {
  const { control, sent } = controlOf({ scenarios: { only: CONTROLLED } });
  await control.change({ vus: 2 });
  await control.change({ maxVUs: 5 });
  assertEquals(sent, []);
  assertEquals(control.begin(), { vus: 2, maxVUs: 5, paused: false });
  await control.change({ vus: 4 });
  assertEquals(sent, [{ vus: 4, maxVUs: 5, paused: false }]);
});

Deno.test("LoadControl pauses only what runs, can be paused, and is not paused yet", async () => {
  const refusal = async (control: LoadControl, paused: boolean): Promise<string> =>
    (await assertRejects(() => control.setPaused(paused), SquallError)).message;
  const { control, sent } = controlOf({ scenarios: { only: CONTROLLED } });
  const idle = "The load can only be paused and resumed while the executors run";
  assertEquals(await refusal(control, true), idle);
  control.begin();
  assertEquals(await refusal(control, false), "test execution wasn't paused");
  await control.setPaused(true);
  assertEquals(await refusal(control, true), "test execution was already paused");
  await control.setPaused(false);
  assertEquals(sent.map(({ paused }) => paused), [true, false]);
  control.end();
  assertEquals(await refusal(control, true), idle);

  const { control: mixed } = controlOf({
    scenarios: { a: CONTROLLED, b: { executor: "constant-vus", duration: "1s" } },
  });
  mixed.begin();
  const expected = "constant-vus executor 'b' doesn't support pause and resume operations after its start";
  assertEquals([await refusal(mixed, true), mixed.load?.paused], [expected, false]);
});
