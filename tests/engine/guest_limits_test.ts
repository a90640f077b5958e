import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";

const OPTIONS = `
  import { sleep } from "k6";
  export const options = {
    setupTimeout: "1s", teardownTimeout: "1s", handleSummaryTimeout: "1s",
    scenarios: { a: { executor: "per-vu-iterations", vus: 1, iterations: 4, maxDuration: "3s", gracefulStop: "0s" } },
  };
`;
/** Long enough for a report of what was measured. */
const LATER = "sleep(0.4); if (__ITER < 3) return;";
const IDLE = "export default function () {}";

// As processes of their own: the runtime does not end a thread that is in an endless loop.
Deno.test("a script that never ends, in whatever it does, ends in bounded time with a clear error", async (t) => {
  const cases: { name: string; source: string; code: number; error: string; iterations?: number }[] = [
    { name: "init", source: `for (;;); ${IDLE}`, code: 102, error: "the init code keeps it busy" },
    {
      name: "init of a VU",
      source: `if (__VU > 0) for (;;); ${IDLE}`,
      code: 102,
      error: "the init code keeps it busy",
    },
    {
      name: "setup",
      source: `export function setup() { for (;;); } ${IDLE}`,
      code: 100,
      error: "setup() keeps it busy",
    },
    {
      name: "iteration",
      source: `export default function () { ${LATER} for (;;); }`,
      code: 102,
      error: "a function of the script keeps it busy",
      iterations: 2,
    },
    {
      name: "handler",
      source: `export default function () { ${LATER} setTimeout(() => { for (;;); }, 1); }`,
      code: 102,
      error: "a function of the script keeps it busy",
      iterations: 2,
    },
    {
      name: "microtasks",
      source: `export default async function () { ${LATER} for (;;) await 0; }`,
      code: 102,
      error: "a function of the script keeps it busy",
      iterations: 2,
    },
    {
      name: "teardown",
      source: `export function teardown() { for (;;); } ${IDLE}`,
      code: 101,
      error: "teardown() keeps it busy",
      iterations: 4,
    },
    {
      name: "handleSummary",
      source: `export function handleSummary() { for (;;); } ${IDLE}`,
      code: 102,
      error: "handleSummary() keeps it busy",
      iterations: 4,
    },
    {
      name: "memory of the heap",
      source: `const all = []; export default function () { ${LATER} for (;;) all.push(new Array(1e5).fill(1.5)); }`,
      code: 107,
      error: "Thread 1 was ended, which takes most of the memory",
      iterations: 2,
    },
    {
      name: "memory outside of it",
      source: `const all = []; export default function () { ${LATER} for (;;) all.push(new Uint8Array(1e6).fill(1)); }`,
      code: 107,
      error: "Thread 1 was ended, which takes most of the memory",
      iterations: 2,
    },
  ];
  for (const { name, source, code, error, iterations } of cases) {
    await t.step(name, async () => {
      const result = await runCommand(["run", "-q", "--memory-limit=500MB", "s.js"], {
        files: { "s.js": OPTIONS + source },
        env: { SQUALL_PATIENCE: "1600" },
      });
      assertStringIncludes(result.stderr, error);
      assertEquals(result.code, code);
      // Up to a second may be missing of what a busy thread has measured.
      if (iterations !== undefined) assertMatch(result.stdout, new RegExp(`iterations\\.+: [1-${iterations}] `));
    });
  }
});

Deno.test("Ctrl+C ends a script that never ends", async () => {
  const { code, stdout, stderr } = await runCommand(["run", "-q", "s.js"], {
    files: {
      "s.js": `${OPTIONS} export default function () { ${LATER} console.error("now"); for (;;); }`.replace(
        "console.error",
        "sleep(0.2); console.log",
      ).replace("for (;;);", "setTimeout(() => { for (;;); }, 200);"),
    },
    env: { SQUALL_PATIENCE: "1600" },
    signals: [{ at: "now", signal: "SIGINT" }],
  });
  assertStringIncludes(stderr, "received a 'interrupt' signal");
  assertEquals(code, 105);
  assertMatch(stdout, /iterations\.+: [1-3] /);
});
