import { assert, assertEquals } from "../support/assert.ts";
import { DIFFERENCES } from "../checks/k6_page/differences.ts";
import { compareRuns, loggedLines, seriesName, summaryLines } from "./compare_runs.ts";
import { deliberate, RULE_NAMES } from "./deliberate.ts";
import type { ObservedRun } from "./observed_run.ts";
import { commonArguments, listScripts } from "./script_file.ts";

const RUN: ObservedRun = {
  exitCode: 0,
  metrics: [
    { name: "hits", kind: "counter", contains: "default" },
    { name: "level", kind: "gauge", contains: "default" },
    { name: "rtt", kind: "trend", contains: "time" },
    { name: "vus", kind: "gauge", contains: "default" },
    { name: "unsampled", kind: "gauge", contains: "default" },
  ],
  series: [
    { metric: "hits", tags: { room: "a" }, values: [1, 2] },
    { metric: "level", tags: {}, values: [5, 4] },
    { metric: "rtt", tags: {}, values: [0.5] },
    { metric: "vus", tags: {}, values: [1] },
    { metric: "ws_msgs_sent", tags: {}, values: [1, 1] },
  ],
  log: [
    { level: "info", message: "said", isPrinted: true },
    { level: "error", message: "Error: boo\n\tat default (file:///x.js:1:2)\n", isPrinted: false },
    { level: "info", message: "not told", isPrinted: false },
  ],
  stdout: "\n    hits...: 3 0.3/s\n    rtt....: avg=1.5ms\n    vus....: 1 min=1 max=1\n",
  stderr: "",
  exported: { metrics: { hits: { count: 3, rate: 0.3 }, vus: { value: 1 } }, root_group: { checks: {} } },
};

Deno.test("runs are the same where they differ in times, in stacks and in what the clock samples only", () => {
  const other: ObservedRun = {
    ...RUN,
    metrics: RUN.metrics.filter(({ name }) => name !== "unsampled"),
    series: [
      { metric: "hits", tags: { room: "a" }, values: [1, 2] },
      { metric: "level", tags: {}, values: [1, 4] },
      { metric: "rtt", tags: {}, values: [77] },
      { metric: "ws_msgs_sent", tags: {}, values: [2] },
    ],
    log: [
      { level: "error", message: "Error: boo", isPrinted: false },
      { level: "info", message: "said", isPrinted: true },
    ],
    stdout: "\n    hits.....: 3     12.5/s\n    rtt......: avg=1m5s   \n",
    exported: { metrics: { hits: { count: 3, rate: 12.5 } } },
  };
  assertEquals(compareRuns(RUN, other), []);
});

Deno.test("what differs is told with what it was there and here", async (t) => {
  const [hits, ...others] = RUN.series;
  const cases: [name: string, run: Partial<ObservedRun>, differences: string[]][] = [
    ["the exit code", { exitCode: 99 }, ["exit code : 0 | 99"]],
    ["a number of samples", { series: [{ ...hits!, values: [3] }, ...others] }, [
      "samples hits{room:a}: 2 samples, in sum 3 | 1 samples, in sum 3",
    ]],
    ["a sum", { series: [{ ...hits!, values: [1, 1] }, ...others] }, [
      "samples hits{room:a}: 2 samples, in sum 3 | 2 samples, in sum 2",
    ]],
    ["a tag", { series: [{ ...hits!, tags: { room: "b" } }, ...others] }, [
      "samples hits{room:a}: 2 samples, in sum 3 | none",
      "samples hits{room:b}: none | 2 samples, in sum 3",
    ]],
    ["a metric", { series: others }, [
      "metric hits: counter of default | none",
      "samples hits{room:a}: 2 samples, in sum 3 | none",
    ]],
    ["what is printed", { log: RUN.log.slice(1) }, ["printed info: said: 1× | none"]],
    ["what is logged", { log: [...RUN.log, ...RUN.log.slice(1)] }, ["logged error: Error: boo: 1× | 2×"]],
    ["the exported summary", { exported: { metrics: { hits: { count: 4 } } } }, [
      "export metrics.hits.count: 3 | 4",
      "export metrics.hits.rate: number | none",
    ]],
    ["the summary", { stdout: RUN.stdout.replace(" 3 ", " 4 ") }, [
      "summary  hits...: 3 RATE: 1× | none",
      "summary  hits...: 4 RATE: none | 1×",
    ]],
  ];
  for (const [name, run, differences] of cases) {
    await t.step(name, () => {
      const found = compareRuns(RUN, { ...RUN, ...run });
      assertEquals(found.map(({ kind, subject, k6, here }) => `${kind} ${subject}: ${k6} | ${here}`), differences);
    });
  }
});

Deno.test("of uneven runs, numbers and what is printed are not compared", () => {
  const other = {
    ...RUN,
    series: [],
    metrics: RUN.metrics,
    log: RUN.log.slice(1),
    stdout: RUN.stdout.replace("3", "44"),
  };
  const kinds = compareRuns(RUN, other, { isUneven: true }).map(({ kind, subject }) => [kind, subject]);
  assertEquals(kinds, [["metric", "hits"], ["metric", "level"], ["metric", "rtt"]]);
});

Deno.test("summary lines lose durations, rates and widths, and nothing else", () => {
  const cases: [line: string, plain: string[]][] = [
    ["    rtt..........: avg=12.34ms min=1µs  max=1h2m3s ", [" rtt...: avg=TIME min=TIME max=TIME"]],
    ["    ws_sessions..: 12   3.4/s", [" ws_sessions..: 12 RATE"]],
    ["    checks_failed......: 25.00% 5 out of 20", [" checks_failed...: 25.00% 5 out of 20"]],
    ["    vus...........: 1 min=1 max=1", []],
    ["    data_sent.....: 1.0 kB 2 B/s", []],
    ["", []],
  ];
  for (const [line, plain] of cases) assertEquals(summaryLines(line), plain, line);
});

Deno.test("a name of a series has its tags, a log line has no stack", () => {
  assertEquals(seriesName({ metric: "hits", tags: { a: "1", b: "" } }), "hits{a:1,b:}");
  assertEquals(loggedLines(RUN.log), ["error: Error: boo"]);
});

Deno.test("flags that only squall has are not given to k6", () => {
  assertEquals(commonArguments(["--threads", "1", "-u", "2"]), ["-u", "2"]);
});

Deno.test("scripts say themselves how they are run", async () => {
  const script = (await listScripts()).find(({ path }) => path.endsWith("options_from_environment.js"));
  assertEquals(script?.args, ["--vus", "2", "--iterations", "6", "-e", "ROOM=a"]);
  assertEquals(script?.env["K6_TAGS"], "team:red");
});

Deno.test("what is on purpose has a name on the page about k6, everything else has none", () => {
  const names: readonly string[] = DIFFERENCES.map(({ name }) => name);
  for (const name of RULE_NAMES) assert(names.includes(name), name);
  const difference = { kind: "samples", subject: "ws_session_duration{}", k6: "none", here: "2 samples" } as const;
  assertEquals(deliberate("tests/scripts/websockets_interrupted.js", difference), "cut-off-sessions");
  assertEquals(deliberate("tests/scripts/ws_echo.js", difference), undefined);
  assertEquals(deliberate("tests/scripts/websockets_interrupted.js", { ...difference, subject: "hits{}" }), undefined);
});
