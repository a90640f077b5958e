/** `/v1/status` of real runs: what it says, and what it does. */

import { assertEquals } from "../support/assert.ts";
import { type RestAnswer, runWithRest } from "../support/rest_bed.ts";

const LOOP = 'import { sleep } from "k6"; export default function () { sleep(0.01); }';
const CONTROLLED = { scenarios: { e: { executor: "externally-controlled", vus: 1, maxVUs: 2, duration: 0 } } };
const ENDLESS = { scenarios: { default: { executor: "constant-vus", vus: 2, duration: "1h", gracefulStop: "0s" } } };

/** The whole answer for a status. */
function statusAnswer(attributes: Readonly<Record<string, unknown>>): RestAnswer {
  const idle = { status: 4, paused: false, vus: 0, "vus-max": 2, stopped: false, running: false, tainted: false };
  return { status: 200, body: { data: { type: "status", id: "default", attributes: { ...idle, ...attributes } } } };
}

function errorAnswer(status: number, title: string, detail: string): RestAnswer {
  return { status, body: { errors: [{ status: String(status), title, detail }] } };
}

Deno.test("a run that is paused has its VUs ready, runs nothing, and goes on when it is resumed", async () => {
  const script = `
    import { sleep } from "k6";
    export function setup() { console.log("setup"); }
    export default function () { console.log("iteration"); }`;
  const run = await runWithRest(script, { options: { paused: true, vus: 2, iterations: 2 } }, async ({ api, run }) => {
    await api.untilStatus(4);
    assertEquals(await api.get("/v1/status"), statusAnswer({ paused: true }));
    assertEquals(await api.patch({ paused: true }), errorAnswer(500, "Pause error", "execution is already paused"));
    assertEquals(run.status.iterationsCompleted, 0);
    const { status, body } = await api.patch({ paused: false });
    assertEquals([status, (body as { data: { attributes: { paused: boolean } } }).data.attributes.paused], [
      200,
      false,
    ]);
    while (run.status.phase !== "finished") await new Promise((resolve) => setTimeout(resolve, 5));
  });
  assertEquals([run.exitCode, run.lines], [0, ["setup", "iteration", "iteration"]]);
});

Deno.test("a run that is resumed while it initialises does not wait", async () => {
  const script = "for (let until = Date.now() + 300; Date.now() < until;); export default function () {}";
  const run = await runWithRest(script, { options: { paused: true } }, async ({ api, run }) => {
    assertEquals((await api.untilStatus(1)).paused, true);
    assertEquals((await api.patch({ paused: false })).status, 200);
    while (run.status.phase !== "finished") await new Promise((resolve) => setTimeout(resolve, 5));
  });
  assertEquals([run.exitCode, run.summary?.metrics.iterations?.values.count], [0, 1]);
});

Deno.test("a run that nobody can resume says so", async () => {
  const run = await runWithRest(
    LOOP,
    { options: { paused: true }, settings: { remoteControl: false } },
    async ({ api }) => {
      await api.untilStatus(4);
    },
  );
  assertEquals([run.exitCode, run.warnings], [105, ["The test is paused, and nothing can resume it"]]);
});

Deno.test("stopped: true ends a run with 103, wherever it is; teardown and summary follow once it runs", async (t) => {
  const script = `${LOOP} export function teardown() { console.log("teardown"); }`;
  await t.step("while it is paused", async () => {
    const run = await runWithRest(script, { options: { ...ENDLESS, paused: true } }, async ({ api }) => {
      await api.untilStatus(4);
      // As in k6, what else is asked for does not count then.
      assertEquals(await api.patch({ stopped: true, paused: false }), statusAnswer({ paused: true, stopped: true }));
    });
    assertEquals([run.exitCode, run.errors, run.lines], [103, ["test run stopped from REST API"], []]);
  });
  await t.step("while it runs", async () => {
    const run = await runWithRest(script, { options: ENDLESS }, async ({ api }) => {
      await api.until(() => api.status(), ({ status, vus }) => status === 7 && vus === 2);
      assertEquals(await api.get("/v1/status"), statusAnswer({ status: 7, vus: 2, running: true }));
      const { status, body } = await api.patch({ stopped: true });
      assertEquals([status, (body as { data: { attributes: { stopped: boolean } } }).data.attributes.stopped], [
        200,
        true,
      ]);
    });
    assertEquals([run.exitCode, run.errors, run.lines], [103, ["test run stopped from REST API"], ["teardown"]]);
    assertEquals(run.summary !== undefined, true);
  });
});

Deno.test("a run of externally-controlled is scaled, paused and resumed while it runs", async () => {
  const run = await runWithRest(LOOP, { options: CONTROLLED }, async ({ api }) => {
    const running = { status: 7, running: true };
    await api.until(() => api.status(), ({ vus }) => vus === 1);
    assertEquals(await api.patch({ paused: false }), errorAnswer(500, "Pause error", "test execution wasn't paused"));
    assertEquals(await api.patch({ vus: 2 }), statusAnswer({ ...running, vus: 2 }));
    assertEquals((await api.patch({ vus: 3, "vus-max": 3 })).status, 200);
    await api.until(() => api.status(), (now) => now.vus === 3 && now["vus-max"] === 3);
    assertEquals((await api.patch({ paused: true })).status, 200);
    await api.until(() => api.status(), ({ vus }) => vus === 0);
    assertEquals(await api.get("/v1/status"), statusAnswer({ ...running, paused: true, "vus-max": 3 }));
    const again = errorAnswer(500, "Pause error", "test execution was already paused");
    assertEquals(await api.patch({ paused: true }), again);
    assertEquals(await api.patch({ paused: false, vus: 1 }), statusAnswer({ ...running, vus: 1, "vus-max": 3 }));
    const refused: [change: Record<string, number>, detail: string][] = [
      [{ vus: 4 }, "the number of active VUs (4) must be less than or equal to the number of maxVUs (3)"],
      [{ vus: -1 }, "the number of VUs can't be negative: -1"],
      [{ "vus-max": 1 }, "the new number of max VUs cannot be lower than the starting number of max VUs (2)"],
      [{ vus: 1.5 }, "the numbers of VUs must be whole: 1.5, 3"],
    ];
    for (const [change, detail] of refused) {
      const expected = errorAnswer(400, "Config update error", `invalid configuration supplied: ${detail}`);
      assertEquals(await api.patch(change), expected);
    }
    assertEquals((await api.status()).vus, 1);
  });
  assertEquals(run.exitCode, 105);
});

Deno.test("a run of externally-controlled begins with the VUs that it was given while it was paused", async () => {
  for (const threads of [1, 2]) {
    await runWithRest(LOOP, { options: { ...CONTROLLED, paused: true }, settings: { threads } }, async ({ api }) => {
      await api.untilStatus(4);
      assertEquals(await api.patch({ vus: 3, "vus-max": 4 }), statusAnswer({ paused: true }));
      assertEquals((await api.patch({ paused: false })).status, 200);
      await api.until(() => api.status(), (now) => now.vus === 3 && now["vus-max"] === 4);
    });
  }
});

Deno.test("a run of another kind can be neither scaled nor paused once it runs, and says so", async () => {
  await runWithRest(LOOP, { options: ENDLESS }, async ({ api }) => {
    await api.untilStatus(7);
    const kind = "constant-vus executor 'default' doesn't support pause and resume operations after its start";
    for (const paused of [true, false]) {
      assertEquals(await api.patch({ paused }), errorAnswer(500, "Pause error", kind));
    }
    const load = "an externally-controlled executor needs to be configured for live configuration updates";
    for (const change of [{ vus: 3 }, { "vus-max": 5 }]) {
      assertEquals(await api.patch(change), errorAnswer(500, "Execution config error", load));
    }
  });
});

Deno.test("a body that is no change of the status is refused with 400, one that changes nothing is not", async (t) => {
  await runWithRest(LOOP, { options: { ...ENDLESS, paused: true } }, async ({ api }) => {
    await api.untilStatus(4);
    const envelope = 'The body must be {"data":{"attributes":{…}}}';
    const cases: [body: string, detail: string][] = [
      ["", "Unexpected end of JSON input"],
      ["bad", `Unexpected token 'b', "bad" is not valid JSON`],
      ["[]", envelope],
      ["null", envelope],
      ['{"data":[]}', envelope],
      ['{"data":{"attributes":7}}', envelope],
      ['{"data":{"attributes":{"paused":"x"}}}', 'paused must be a boolean: "x"'],
      ['{"data":{"attributes":{"stopped":1}}}', "stopped must be a boolean: 1"],
      ['{"data":{"attributes":{"vus":"3"}}}', 'vus must be a number: "3"'],
      ['{"data":{"attributes":{"vus-max":{}}}}', "vus-max must be a number: {}"],
    ];
    for (const [body, detail] of cases) {
      await t.step(JSON.stringify(body), async () => {
        assertEquals(await api.ask("PATCH", "/v1/status", body), errorAnswer(400, "Invalid data", detail));
      });
    }
    for (const body of ["{}", '{"data":{}}', '{"data":{"attributes":{"paused":null,"nonsense":1}}}']) {
      await t.step(body, async () => {
        assertEquals(await api.ask("PATCH", "/v1/status", body), statusAnswer({ paused: true }));
      });
    }
  });
});

Deno.test("a run that lingers is looked at after its end, and keeps its verdict", async (t) => {
  const settings = { linger: true };
  await t.step("after its natural end", async () => {
    const run = await runWithRest("export default function () {}", { settings }, async ({ api }) => {
      assertEquals(await api.untilStatus(9), {
        ...{ status: 9, paused: false, vus: 0, "vus-max": 1, stopped: false, running: false, tainted: false },
      });
      // There is nothing left to be stopped.
      assertEquals((await api.patch({ stopped: true })).status, 200);
    });
    assertEquals([run.exitCode, run.errors], [0, []]);
  });
  await t.step("after it was stopped", async () => {
    const run = await runWithRest(LOOP, { options: ENDLESS, settings }, async ({ api }) => {
      await api.untilStatus(7);
      await api.patch({ stopped: true });
      await api.untilStatus(10);
    });
    assertEquals([run.exitCode, run.summary !== undefined], [103, true]);
  });
});

Deno.test("tainted says whether thresholds fail now", async () => {
  const script = `
    import { sleep } from "k6"; import { Gauge } from "k6/metrics";
    const level = new Gauge("level");
    export default function () { level.add(__ITER < 20 ? 5 : 1); sleep(0.1); }`;
  const options = { ...ENDLESS, thresholds: { level: ["value<3"] } };
  await runWithRest(script, { options }, async ({ api }) => {
    assertEquals((await api.untilStatus(7)).tainted, false);
    await api.until(() => api.status(), ({ tainted }) => tainted);
    await api.until(() => api.status(), ({ tainted }) => !tainted);
  });
});
