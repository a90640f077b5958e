/** `squall inspect`, `squall deps` and `squall new` as processes. */

import { TEMPLATES } from "../../src/cli/templates.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";
import { makeArchive } from "../support/tar_file.ts";

const NOTHING = "export default function () {}\n";

/** What is set of the JSON that a command prints. */
function setOf(stdout: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(JSON.parse(stdout)).filter(([, value]) => value !== null));
}

Deno.test("squall inspect prints the script's own options, as Go writes JSON", async () => {
  const script =
    `export const options = { vus: 2, duration: "90s", thresholds: { rtt: ["p(95)<1"], checks: ["rate>0"] },
    tlsVersion: "tls1.2", hosts: { "b.test": "::1", "a.test": "127.0.0.1" }, ext: { x: 1 } };
    import { Trend } from "k6/metrics"; new Trend("rtt"); ${NOTHING}`;
  const { code, stdout, stderr } = await runCommand(["inspect", "s.js"], {
    files: { "s.js": script },
    env: { K6_ITERATIONS: "5" },
  });
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout.split("\n").slice(0, 5), [
    "{",
    '  "paused": null,',
    '  "vus": 2,',
    '  "duration": "1m30s",',
    '  "iterations": null,',
  ]);
  assertStringIncludes(stdout, '  "thresholds": {\n    "checks": [\n      "rate\\u003e0"\n    ],\n    "rtt": [');
  assertEquals(setOf(stdout), {
    vus: 2,
    duration: "1m30s",
    dns: { ttl: null, select: null, policy: null },
    tlsVersion: { min: "tls1.2", max: "tls1.2" },
    thresholds: { checks: ["rate>0"], rtt: ["p(95)<1"] },
    hosts: { "a.test": "127.0.0.1", "b.test": "::1" },
    ext: { x: 1 },
  });
});

Deno.test("squall inspect --execution-requirements derives what runs from all layers, and what it needs", async (t) => {
  const cases: [name: string, options: string, env: Record<string, string>, gives: Record<string, unknown>][] = [
    [
      "a shortcut",
      "{ vus: 2, iterations: 7 }",
      { K6_DURATION: "3s" },
      {
        vus: 2,
        duration: "3s",
        scenarios: {
          default: {
            executor: "constant-vus",
            startTime: null,
            gracefulStop: null,
            env: null,
            exec: null,
            tags: null,
            vus: 2,
            duration: "3s",
          },
        },
        totalDuration: "33s",
        maxVUs: 2,
      },
    ],
    ["nothing", "{}", {}, { totalDuration: "10m30s", maxVUs: 1 }],
    [
      "several scenarios",
      `{ scenarios: {
        a: { executor: "constant-vus", vus: 3, duration: "10s", gracefulStop: "0s" },
        b: { executor: "constant-arrival-rate", rate: 1, duration: "1m", preAllocatedVUs: 2, maxVUs: 9, startTime: "5s" },
      } }`,
      {},
      { totalDuration: "1m35s", maxVUs: 12 },
    ],
    [
      "no end",
      `{ scenarios: { a: { executor: "externally-controlled", vus: 1, maxVUs: 4, duration: 0 } } }`,
      {},
      { totalDuration: "infinity", maxVUs: 4 },
    ],
  ];
  for (const [name, options, env, gives] of cases) {
    await t.step(name, async () => {
      const files = { "s.js": `export const options = ${options};\n${NOTHING}` };
      const { code, stdout, stderr } = await runCommand(["inspect", "--execution-requirements", "s.js"], {
        files,
        env,
      });
      assertEquals([code, stderr], [0, ""]);
      const set = setOf(stdout);
      assertEquals(Object.fromEntries(Object.keys(gives).map((key) => [key, set[key]])), gives);
      assertEquals(Object.keys(JSON.parse(stdout)).slice(-2), ["totalDuration", "maxVUs"]);
    });
  }
});

Deno.test("squall inspect reads archives, gives scripts the variables of -e alone, and refuses what is wrong", async () => {
  const archive = await makeArchive(NOTHING, { options: { vus: 7 } });
  const packed = await runCommand(["inspect", "a.tar"], { files: { "a.tar": archive } });
  assertEquals(setOf(packed.stdout).vus, 7, packed.stderr);
  const files = { "s.js": `export const options = { userAgent: [__ENV.A, __ENV.B].join() };\n${NOTHING}` };
  const { stdout } = await runCommand(["inspect", "-e", "A=1", "s.js"], { files, env: { B: "2" } });
  assertEquals(setOf(stdout).userAgent, "1,");
  const wrong = { "s.js": `export const options = { vus: "x", iterations: [] };\n${NOTHING}` };
  const refused = await runCommand(["inspect", "s.js"], { files: wrong });
  assertEquals([refused.code, refused.stdout], [104, ""]);
  assertStringIncludes(
    refused.stderr,
    '\\n\\t- expected a whole number (options.vus is \\"x\\"), from the script\'s options',
  );
  assertStringIncludes(refused.stderr, "\\n\\t- expected a whole number (options.iterations is []), from the script's");
});

Deno.test("squall deps lists modules, built-in ones and extensions, and runs nothing of it", async () => {
  const files = {
    "s.js": `"use k6 >= v1.0";
      import sql from "k6/x/sql";
      import ws from "k6/ws";
      import { a } from "./a.ts";
      import "https://jslib.k6.io/k6-utils/1.4.0/index.js";
      throw new Error("not to be run");
      ${NOTHING}`,
    "a.ts":
      `"use k6 with k6/x/kafka >= 0.9"; import data from "./a.json" with { type: "json" }; export const a: string = data;`,
    "a.json": '"a"',
  };
  const { code, stdout, stderr } = await runCommand(["deps", "s.js"], { files });
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout.trimEnd().split("\n"), [
    "Build Dependencies:",
    "  k6: >=v1.0",
    "  k6/x/kafka: >=0.9",
    "  k6/x/sql: *",
    "",
    "Imports:",
    "  file://DIR/a.json",
    "  file://DIR/a.ts",
    "  file://DIR/s.js",
    "  https://jslib.k6.io/k6-utils/1.4.0/index.js",
    "  k6/ws",
    "  k6/x/sql",
    "",
    "Custom Build Required: yes",
  ]);
  const json = await runCommand(["deps", "--json", "plain.js"], { files: { "plain.js": NOTHING } });
  assertEquals(JSON.parse(json.stdout), {
    buildDependencies: { k6: "*" },
    imports: ["file://DIR/plain.js"],
    customBuildRequired: false,
  });
  const missing = await runCommand(["deps", "s.js"], { files: { "s.js": 'import "./gone.js";' } });
  assertEquals([missing.code, missing.stdout], [107, ""]);
});

Deno.test("squall new writes a script by template, and replaces none unless it is told to", async () => {
  const first = await runCommand(["new"]);
  assertEquals([first.code, first.stdout], [0, "New script created: script.js (minimal template).\n"]);
  assertEquals(first.written, { "script.js": TEMPLATES.minimal! });
  for (const template of ["protocol", "websockets", "ws"]) {
    const { written } = await runCommand(["new", "--template", template, "x.js"]);
    assertEquals(written, { "x.js": TEMPLATES[template]! });
  }
  const files = { "x.js": "mine", "own.js": "// {{ .ScriptName }} {{.ProjectID}}\n" };
  const refused = await runCommand(["new", "x.js"], { files });
  assertEquals([refused.code, refused.stderr], [
    255,
    'level=error msg="x.js already exists" hint="Use --force to replace it"\n',
  ]);
  const own = await runCommand(["new", "-f", "--template", "./own.js", "y.js"], { files });
  assertEquals([own.code, own.written], [0, { "y.js": "// y.js \n" }]);
});

Deno.test("squall new refuses templates that do not exist, and guesses what was meant", async (t) => {
  const expected = "expected minimal, protocol, websockets, ws, or a path such as ./template.js";
  const cases: [template: string, line: string][] = [
    ["websocket", `msg="Unknown template: websocket: ${expected}" hint="Did you mean websockets?"`],
    ["own.js", `msg="Unknown template: own.js: ${expected}" hint="Did you mean ./own.js?"`],
    ["browser", 'hint="squall has no browser: its templates are about WebSockets"'],
    ["./gone.js", 'msg="Cannot read the template: ./gone.js: No such file or directory"'],
  ];
  for (const [template, line] of cases) {
    await t.step(template, async () => {
      const { code, stderr, written } = await runCommand(["new", "--template", template, "x.js"], {
        files: { "own.js": "" },
      });
      assertEquals([code, written], [255, {}]);
      assertStringIncludes(stderr, line);
    });
  }
  const { code, stderr } = await runCommand(["new", "--project-id", "5", "x.js"]);
  assertEquals(code, 255);
  assertStringIncludes(stderr, "flag --project-id is not in squall");
});
