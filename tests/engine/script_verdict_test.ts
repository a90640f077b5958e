/** Tests that a script ends, or takes for failed: `test.abort` and `test.fail` of `k6/execution`. */

import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runScript, type ScriptRun } from "../support/run_script.ts";

/** A script that goes through all phases and calls `go` in one of them. */
function scriptThat(go: string, phase: string): string {
  const here = (name: string): string => name === phase ? "go();" : "";
  return `
    import exec from "k6/execution";
    import { sleep } from "k6";
    function go() { try { ${go} } catch (error) { console.log("caught " + error); } finally { console.log("finally"); } }
    ${here("init")}
    if (__VU === 1) { ${here("init of a VU")} }
    export function setup() { ${here("setup")} console.log("set up"); return 1; }
    export default function () {
      ${here("iteration")}
      ${phase === "a promise" ? "return Promise.resolve().then(go);" : ""}
      ${phase === "an async function" ? "return (async () => { await null; go(); })();" : ""}
      ${phase === "a timer" ? "setTimeout(go, 1); return;" : ""}
      console.log("iterated");
    }
    export function teardown(data) { console.log("tear down " + data); ${here("teardown")} console.log("torn down"); }
    export function handleSummary() { ${here("handleSummary")} return { stdout: "summary" }; }
  `;
}

Deno.test("test.abort() ends the test with 108; nothing of the script that called it runs any more", async (t) => {
  const all = ["set up", "iterated", "tear down 1", "torn down"];
  const cases: [phase: string, lines: string[], stdout: string][] = [
    ["init", [], ""],
    ["init of a VU", [], ""],
    // There is nothing that teardown could go by.
    ["setup", [], "summary"],
    ["iteration", ["set up", ...all.slice(2)], "summary"],
    ["a promise", ["set up", ...all.slice(2)], "summary"],
    ["an async function", ["set up", ...all.slice(2)], "summary"],
    ["a timer", ["set up", ...all.slice(2)], "summary"],
    ["teardown", all.slice(0, 3), "summary"],
  ];
  for (const [phase, lines, stdout] of cases) {
    await t.step(`in ${phase}`, async () => {
      const run = await runScript(scriptThat('exec.test.abort("enough");', phase));
      assertEquals([run.exitCode, run.lines, run.stdout], [108, lines, stdout]);
      assertEquals(run.errors.length, 1);
      assertStringIncludes(run.errors[0]!, "test aborted: enough at go (file:///test/script.js:4:");
      assertEquals(run.error, run.errors[0]);
    });
  }
  await t.step("in handleSummary it only ends that, as in k6", async () => {
    const run = await runScript(scriptThat('exec.test.abort("enough");', "handleSummary"));
    assertEquals([run.exitCode, run.lines], [0, all]);
    assertStringIncludes(run.errors[0]!, "test aborted: enough at go (");
    assertStringIncludes(run.stdout, "TOTAL RESULTS");
  });
});

Deno.test("the message of an abort is what was given, or nothing", async (t) => {
  const cases: [argument: string, text: string][] = [
    ["", "test aborted at go ("],
    ["undefined", "test aborted at go ("],
    ["null", "test aborted at go ("],
    ["''", "test aborted:  at go ("],
    ["{ a: 1 }", "test aborted: [object Object] at go ("],
    ["7", "test aborted: 7 at go ("],
  ];
  for (const [argument, text] of cases) {
    await t.step(`abort(${argument})`, async () => {
      const run = await runScript(scriptThat(`exec.test.abort(${argument});`, "iteration"));
      assertEquals(run.exitCode, 108);
      assertStringIncludes(run.errors[0]!, text);
    });
  }
});

Deno.test("test.abort() works however a script gets at it", async (t) => {
  const ways: Record<string, string> = {
    "an alias of the object": "const { test } = exec; test.abort('x');",
    "an alias of the function": "const { abort } = exec.test; abort('x');",
    "a computed name": "exec.test['abo' + 'rt']('x');",
    "a callback": "['x'].forEach(exec.test.abort);",
    "within a callback": "[1].map(() => { exec.test.abort('x'); console.log('not reached'); });",
    "within a method": "({ m() { exec.test.abort('x'); console.log('not reached'); } }).m();",
    "a helper": "function helper(t) { t.abort('x'); console.log('not reached'); } helper(exec.test);",
  };
  for (const [way, go] of Object.entries(ways)) {
    await t.step(way, async () => {
      const run = await runScript(scriptThat(go, "iteration"));
      assertEquals([run.exitCode, run.lines], [108, ["set up", "tear down 1", "torn down"]]);
      assertEquals(run.errors.length, 1);
      assertStringIncludes(run.errors[0]!, "test aborted: x at ");
    });
  }
});

Deno.test("an abort in a place that cannot wait ends the test as well, with nothing else in the log", async () => {
  const go = "JSON.stringify({ toJSON() { return exec.test.abort('x'); } }); String({ toString: exec.test.abort });";
  const run = await runScript(scriptThat(`new Proxy({}, { get: () => exec.test.abort('x') }).a; ${go}`, "iteration"));
  assertEquals(run.exitCode, 108);
  assertEquals(run.errors.map((text) => text.slice(0, 15)), ["test aborted: x"]);
});

Deno.test("an abort in a strict sandbox is followed by teardown as well", async () => {
  const permissions = { net: "all", denyNet: [], read: [], import: [], sandbox: "strict" } as const;
  const run = await runScript(scriptThat("exec.test.abort('x');", "iteration"), { settings: { permissions } });
  assertEquals([run.exitCode, run.lines, run.errors.length], [108, ["set up", "tear down 1", "torn down"], 1]);
});

Deno.test("an abort interrupts the iterations of all VUs, on all threads", async () => {
  const run = await runScript(
    `
      import exec from "k6/execution";
      import { sleep } from "k6";
      export default function () {
        if (exec.vu.idInTest === 4) { sleep(0.3); exec.test.abort("enough"); }
        sleep(100);
      }
    `,
    {
      options: { scenarios: { it: { executor: "per-vu-iterations", vus: 8, iterations: 1, gracefulStop: "1h" } } },
      settings: { threads: 2 },
    },
  );
  assertEquals(run.exitCode, 108);
  assertEquals(run.summary!.metrics.iterations, undefined);
});

function verdict({ exitCode, errors, error }: ScriptRun): unknown[] {
  return [exitCode, errors, error];
}

Deno.test("test.fail() goes on, and the process ends with 110", async (t) => {
  const marked = ["test marked as failed: bad", "test run was marked as failed"];
  for (const phase of ["setup", "iteration", "teardown"]) {
    await t.step(`in ${phase}`, async () => {
      const run = await runScript(scriptThat('console.log(exec.test.fail("bad") ?? "nothing");', phase));
      assertEquals(verdict(run), [110, marked, marked[1]]);
      assertEquals(run.lines.filter((line) => line !== "finally" && line !== "nothing"), [
        "set up",
        "iterated",
        "tear down 1",
        "torn down",
      ]);
      assertEquals(run.stdout, "summary");
    });
  }
  await t.step("without a message", async () => {
    const run = await runScript(scriptThat("exec.test.fail();", "iteration"));
    assertEquals(verdict(run), [110, ["test marked as failed", marked[1]], marked[1]]);
  });
  await t.step("in the init context it throws", async () => {
    const run = await runScript(scriptThat("exec.test.fail();", "init"));
    assertEquals(run.exitCode, 0);
    assertEquals(run.lines[0], "caught GoError: execution.test.fail() called outside of VU context");
  });
  await t.step("in handleSummary it comes too late, as in k6", async () => {
    const run = await runScript(scriptThat('exec.test.fail("bad");', "handleSummary"));
    assertEquals(verdict(run), [0, [marked[0]], undefined]);
  });
});

Deno.test("what a script says of itself goes before thresholds, and after an abort", async (t) => {
  const failing = { thresholds: { iterations: ["count>100"] } };
  await t.step("thresholds", async () => {
    const run = await runScript(scriptThat('exec.test.fail("bad");', "iteration"), { options: failing });
    assertEquals(verdict(run), [
      110,
      ["test marked as failed: bad", "test run was marked as failed"],
      "test run was marked as failed",
    ]);
  });
  await t.step("an abort", async () => {
    const run = await runScript(scriptThat('exec.test.fail("bad"); exec.test.abort("x");', "iteration"), {
      options: failing,
    });
    assertEquals(run.exitCode, 108);
    assertEquals(run.errors.map((text) => text.split(" at ")[0]), ["test marked as failed: bad", "test aborted: x"]);
  });
});
