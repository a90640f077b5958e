/** `/v1/setup` and `/v1/teardown` of real runs. */

import { assertEquals, assertMatch } from "../support/assert.ts";
import { type RestAnswer, runWithRest } from "../support/rest_bed.ts";

const SCRIPT = `
  let calls = 0;
  export function setup() { console.log("setup"); return { made: true }; }
  export default function (data) { console.log("iteration " + JSON.stringify(data)); }
  export function teardown(data) { console.log("teardown " + JSON.stringify(data)); }`;

function dataAnswer(attributes: unknown): RestAnswer {
  return { status: 200, body: { data: { type: "setupData", id: "default", attributes } } };
}

Deno.test("the flow of machines that share one setup: it runs on one of them, its data is put to the others", async () => {
  const options = { noSetup: true, noTeardown: true, paused: true };
  const settings = { linger: true };
  const results = await Promise.all(
    (["POST", "PUT"] as const).map((method) =>
      runWithRest(SCRIPT, { options, settings }, async ({ api }) => {
        await api.untilStatus(4);
        assertEquals(await api.get("/v1/setup"), dataAnswer({}));
        const body = method === "PUT" ? { made: true } : undefined;
        assertEquals(await api.ask(method, "/v1/setup", body), dataAnswer({ data: { made: true } }));
        await api.patch({ paused: false });
        await api.untilStatus(9);
        assertEquals(await api.get("/v1/setup"), dataAnswer({ data: { made: true } }));
        if (method === "POST") assertEquals(await api.ask("POST", "/v1/teardown"), { status: 200, body: "" });
      })
    ),
  );
  assertEquals(results.map(({ exitCode, lines }) => [exitCode, lines]), [
    [0, ["setup", 'iteration {"made":true}', 'teardown {"made":true}']],
    [0, ['iteration {"made":true}']],
  ]);
});

Deno.test("data can be anything that JSON can hold, none where the body is empty, and is refused where it is no JSON", async () => {
  await runWithRest(SCRIPT, { options: { paused: true } }, async ({ api }) => {
    await api.untilStatus(4);
    const cases: [body: string, attributes: unknown][] = [
      ["null", { data: null }],
      ['"x"', { data: "x" }],
      [' {"b" : [1, 2.5]}\n', { data: { b: [1, 2.5] } }],
      ["", {}],
      ['{"__proto__":{"a":1}}', { data: JSON.parse('{"__proto__":{"a":1}}') }],
    ];
    for (const [body, attributes] of cases) {
      assertEquals(await api.ask("PUT", "/v1/setup", body), dataAnswer(attributes));
      assertEquals(await api.get("/v1/setup"), dataAnswer(attributes));
    }
    const { status, body } = await api.ask("PUT", "/v1/setup", "bad");
    const detail = `Unexpected token 'b', "bad" is not valid JSON`;
    assertEquals(status, 400);
    assertEquals(body, { errors: [{ status: "400", title: "Error parsing request body", detail }] });
  });
});

Deno.test("a run that sets up by itself puts its own data in the place of others", async () => {
  const run = await runWithRest(SCRIPT, { options: { paused: true } }, async ({ api, run }) => {
    await api.untilStatus(4);
    await api.ask("PUT", "/v1/setup", "1");
    await api.patch({ paused: false });
    while (run.status.phase !== "finished") await new Promise((resolve) => setTimeout(resolve, 5));
  });
  assertEquals(run.lines, ["setup", 'iteration {"made":true}', 'teardown {"made":true}']);
});

Deno.test("a setup or teardown that throws is told to who asked and to the log; the run goes on", async () => {
  const script = `
    export function setup() { throw new Error("no setup today"); }
    export default function () {}
    export function teardown() { throw new Error("no teardown today"); }`;
  const options = { noSetup: true, noTeardown: true, paused: true };
  const run = await runWithRest(script, { options }, async ({ api, run, logged }) => {
    await api.untilStatus(4);
    for (const name of ["setup", "teardown"]) {
      const { status, body } = await api.ask("POST", `/v1/${name}`);
      const [error] = (body as { errors: { status: string; title: string; detail: string }[] }).errors;
      assertEquals([status, error?.status, error?.title], [500, "500", `Error executing ${name}`]);
      assertMatch(error!.detail, new RegExp(`^Error: no ${name} today\\n\\tat ${name} \\(file:///test/script.js:`));
    }
    assertEquals(logged.map(({ level, message }) => [level, message]), [
      ["error", "Error executing setup"],
      ["error", "Error executing teardown"],
    ]);
    await api.patch({ paused: false });
    while (run.status.phase !== "finished") await new Promise((resolve) => setTimeout(resolve, 5));
  });
  assertEquals([run.exitCode, run.errors], [0, []]);
});

Deno.test("a script without setup and teardown has nothing to run, and that is no error", async () => {
  await runWithRest("export default function () {}", { options: { paused: true } }, async ({ api }) => {
    await api.untilStatus(4);
    assertEquals(await api.ask("POST", "/v1/setup"), dataAnswer({}));
    assertEquals(await api.ask("POST", "/v1/teardown"), { status: 200, body: "" });
  });
});

Deno.test("setup waits for threads that are not ready, and ends with a run that is stopped before", async () => {
  const script = `for (let until = Date.now() + 300; Date.now() < until;); ${SCRIPT}`;
  const options = { noSetup: true, noTeardown: true, paused: true };
  await runWithRest(script, { options }, async ({ api }) => {
    await api.untilStatus(1);
    assertEquals(await api.ask("POST", "/v1/setup"), dataAnswer({ data: { made: true } }));
    assertEquals((await api.status()).status, 4);
  });
  const run = await runWithRest(script, { options }, async ({ api }) => {
    await api.untilStatus(1);
    const asked = api.ask("POST", "/v1/setup");
    await api.patch({ stopped: true });
    const errors = [{ status: "500", title: "Error executing setup", detail: "The run was told to stop" }];
    assertEquals(await asked, { status: 500, body: { errors } });
  });
  assertEquals([run.exitCode, run.lines], [103, []]);
});

Deno.test("setups that are asked for at the same time run one after the other", async () => {
  const script = `
    import { sleep } from "k6";
    export function setup() { console.log("begins"); sleep(0.02); console.log("ends"); return 1; }
    export default function () {}`;
  const run = await runWithRest(script, { options: { noSetup: true, paused: true } }, async ({ api }) => {
    await api.untilStatus(4);
    const answers = await Promise.all([1, 2, 3].map(() => api.ask("POST", "/v1/setup")));
    assertEquals(answers, [1, 2, 3].map(() => dataAnswer({ data: 1 })));
  });
  assertEquals(run.lines, ["begins", "ends", "begins", "ends", "begins", "ends"]);
});
