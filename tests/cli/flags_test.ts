import { FLAG_GROUPS } from "../../src/cli/flag.ts";
import { VERBS } from "../../src/cli/flags.ts";
import { formatHelp } from "../../src/cli/help.ts";
import { suggest } from "../../src/base/mod.ts";
import { UNBUILT_FLAGS } from "../../src/cli/unbuilt_flags.ts";
import { OPTIONS } from "../../src/scenario/mod.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";

const RUN_FLAGS = VERBS.run.flags;

/** Every flag of `k6 run` 2.2.0, with its letter. */
const K6_FLAGS =
  "u/vus d/duration i/iterations s/stage execution-segment execution-segment-sequence p/paused no-setup " +
  "no-teardown max-redirects batch batch-per-host rps user-agent http-debug insecure-skip-tls-verify " +
  "no-connection-reuse no-vu-connection-reuse min-iteration-duration w/throw blacklist-ip block-hostnames " +
  "summary-trend-stats summary-time-unit system-tags tag console-output discard-response-bodies local-ips dns " +
  "include-system-env-vars compatibility-mode t/type e/env no-thresholds summary-mode summary-export " +
  "new-machine-readable-summary traces-output o/out l/linger no-usage-report features h/help a/address c/config " +
  "log-format log-output no-color profiling-enabled q/quiet secret-source v/verbose";

Deno.test("every flag of k6 is a flag with the same letter, or known to be unbuilt", () => {
  const known = [...RUN_FLAGS, ...UNBUILT_FLAGS].map(({ name, short }) =>
    short === undefined ? name : `${short}/${name}`
  );
  assertEquals(K6_FLAGS.split(" ").filter((flag) => !known.includes(flag)), []);
});

Deno.test("flags have names, letters and variables of their own", () => {
  const flags = [...RUN_FLAGS, ...UNBUILT_FLAGS];
  const sets = [
    flags.map(({ name }) => name),
    flags.flatMap(({ short }) => short ?? []),
    [...flags.flatMap(({ env }) => env ?? [])],
  ];
  for (const set of sets) assertEquals(set.length, new Set(set).size);
});

Deno.test("flags are written as k6's are, and their variables follow their names", () => {
  for (const { name, short = "x", env } of RUN_FLAGS) {
    assertMatch(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    assertMatch(short, /^[a-z]$/);
    if (env !== undefined) assertMatch(env, /^K6_[A-Z0-9_]+$/);
  }
  const own = RUN_FLAGS.filter(({ option, env }) => option === undefined && env !== undefined);
  for (const { name, env } of own) assertEquals(env, `K6_${name.toUpperCase().replaceAll("-", "_")}`);
});

Deno.test("flags that set options have the words of the options", () => {
  for (const { option, doc, env } of RUN_FLAGS) {
    if (option !== undefined) assertEquals([doc, env], [OPTIONS[option].doc, OPTIONS[option].env]);
  }
});

Deno.test("formatHelp explains every flag within 100 columns", () => {
  const help = formatHelp("run");
  for (const line of help.split("\n")) assertEquals(line.length <= 100, true, line);
  for (const { name, env = "" } of RUN_FLAGS) {
    assertMatch(help, new RegExp(`^  (-[a-z]|  )[, ] --${name}(\\[=| |$)`, "m"));
    assertStringIncludes(help, env);
  }
});

Deno.test("the help of run ends as a manual does: which setting wins, signals, what the process exits with", () => {
  const [, notes = ""] = formatHelp("run").split("\nOrder of settings:\n");
  assertMatch(
    notes,
    /^ {2}Flags are stronger .*\n\nSignals:\n {2}Ctrl\+C .*\n\nExit status:\n {2}0 {4}Ok\n {2}99 {3}Thresholds have failed\n/s,
  );
});

Deno.test("formatHelp aligns flags, breaks long meanings and shows defaults and variables", () => {
  const lines = formatHelp("run").split("\n");
  const about = (name: string) => {
    const first = lines.findIndex((line) => line.includes(`--${name} `));
    const more = lines.slice(first + 1).findIndex((line) => !line.startsWith(" ".repeat(20)));
    return lines.slice(first, first + 1 + more);
  };
  assertEquals(about("vus"), [
    "  -u, --vus int                            number of virtual users (default: 1; K6_VUS)",
  ]);
  assertEquals(about("system-tags"), [
    "      --system-tags list                   the system tags that samples carry (default: check,error,",
    "                                           error_code,expected_response,group,method,name,proto,",
    "                                           scenario,service,status,subproto,tls_version,url;",
    "                                           K6_SYSTEM_TAGS)",
  ]);
  assertEquals(about("quiet"), ["  -q, --quiet                              show no progress"]);
});

Deno.test("formatHelp lists the flags by groups", () => {
  const headings = formatHelp("run").split("\n").filter((line) => /^[A-Z][a-z]+:$/.test(line));
  assertEquals(headings, [
    "Examples:",
    ...FLAG_GROUPS.filter((name) => VERBS.run.flags.some(({ group }) => group === name)).map((name) => `${name}:`),
    "Signals:",
  ]);
});

Deno.test("formatHelp shows the verbs, and each verb how it is used", () => {
  const overview = formatHelp();
  for (const [verb, { doc }] of Object.entries(VERBS)) assertMatch(overview, new RegExp(`^  ${verb} +${doc}$`, "m"));
  for (const verb of ["run", "serve", "version", "help"] as const) {
    assertStringIncludes(formatHelp(verb), `\nUsage: squall ${verb}`);
  }
});

Deno.test("suggest finds the nearest word, unless none is near", () => {
  const words = ["vus", "duration", "iterations", "no-setup"];
  const cases: [string, string | undefined][] = [
    ["vu", "vus"],
    ["duratoin", "duration"],
    ["vsu", "vus"],
    ["iteration", "iterations"],
    ["no-setp", "no-setup"],
    ["x", undefined],
    ["something", undefined],
  ];
  for (const [given, meant] of cases) assertEquals(suggest(given, words), meant, given);
  assertEquals(suggest("vus", []), undefined);
});

Deno.test("formatHelp explains the verbs that steer a run", () => {
  assertEquals(formatHelp("scale").split("\n"), [
    "squall scale: change the number of virtual users of externally-controlled",
    "",
    "Usage: squall scale [flags]",
    "",
    "Examples:",
    "  squall scale --vus 20",
    "  squall scale --vus 20 --max 40",
    "",
    "Load:",
    "  -u, --vus int         number of virtual users that iterate",
    "  -m, --max int         number of virtual users that there are; never less than the run began with",
    "",
    "Control:",
    "  -a, --address string  where the REST API of the run is (default: localhost:6565; K6_ADDRESS)",
    "",
    "General:",
    "  -h, --help            show this help",
    "      --version         show the version",
    "",
  ]);
  for (const verb of ["pause", "resume", "status", "stats"] as const) {
    assertStringIncludes(formatHelp(verb), `Usage: squall ${verb} [flags]\n`);
    assertStringIncludes(formatHelp(verb), "-a, --address string");
  }
});
