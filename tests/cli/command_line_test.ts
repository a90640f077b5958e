import { ExitCode, SquallError } from "../../src/base/mod.ts";
import { type CommandLine, parseCommandLine } from "../../src/cli/command_line.ts";
import type { RunSettings } from "../../src/cli/run_settings.ts";
import type { OptionValues } from "../../src/scenario/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

type Environment = Record<string, string>;
type Run = Extract<CommandLine, { verb: "run" }>;

/** Understands the arguments of `squall run`, with a script after them. */
function run(args: readonly string[], environment: Environment = {}): Run {
  const line = parseCommandLine(["run", ...args, "script.js"], { environment });
  if (line.verb !== "run") throw new Error(`Not a run: ${line.verb}`);
  return line;
}

function refusal(args: readonly string[], environment: Environment = {}): SquallError {
  const error = assertThrows(() => parseCommandLine(args, { environment }), SquallError);
  assertEquals([error.code, error.exitCode], ["USAGE", ExitCode.Other]);
  return error;
}

Deno.test("parseCommandLine gives the settings of k6 where no flag is given", () => {
  assertEquals(run([]), {
    verb: "run",
    script: "script.js",
    settings: {
      config: undefined,
      env: {},
      includeSystemEnvVars: true,
      type: undefined,
      compatibilityMode: undefined,
      features: [],
      tracesOutput: "none",
      address: undefined,
      linger: false,
      transport: "wire",
      strictUtf8: false,
      maxMessageSize: 104_857_600,
      noThresholds: false,
      summaryMode: "compact",
      noSummary: false,
      newMachineReadableSummary: false,
      summaryExport: undefined,
      share: [],
      out: [],
      secretSource: [],
      allowNet: undefined,
      denyNet: [],
      allowRead: undefined,
      allowEnv: undefined,
      allowImport: undefined,
      sandbox: "standard",
      threads: undefined,
      memoryLimit: undefined,
      quiet: false,
      verbose: false,
      noColor: false,
      logOutput: "stderr",
      logFormat: "text",
      noUsageReport: false,
    },
    options: { level: "cli", values: {}, problems: [], warnings: [] },
    warnings: [],
    own: {},
  });
});

Deno.test("parseCommandLine reads the flags that set options", async (t) => {
  const cases: [args: string, values: OptionValues][] = [
    ["-u10", { vus: 10 }],
    ["-u 10", { vus: 10 }],
    ["-u=10", { vus: 10 }],
    ["--vus=10", { vus: 10 }],
    ["--vus 10", { vus: 10 }],
    ["-u -1", { vus: -1 }],
    ["-u 1 -u 2", { vus: 2 }],
    ["-qu10", { vus: 10 }],
    ["-d 1m30s", { duration: 90_000 }],
    ["-d 0", { duration: 0 }],
    ["-d -5s", { duration: -5000 }],
    ["-i 100", { iterations: 100 }],
    ["-s 10s:5,5s:0 -s 1s:1", {
      stages: [{ duration: 10_000, target: 5 }, { duration: 5000, target: 0 }, { duration: 1000, target: 1 }],
    }],
    ["--min-iteration-duration 1s", { minIterationDuration: 1000 }],
    ["--execution-segment 25%", { executionSegment: "0:1/4" }],
    ["--execution-segment-sequence 0,1/2,1", { executionSegmentSequence: "0,1/2,1" }],
    ["--no-setup --no-teardown", { noSetup: true, noTeardown: true }],
    ["--no-setup=false", { noSetup: false }],
    ["--no-setup=T", { noSetup: true }],
    ["-w", { throw: true }],
    ["-w=false", { throw: false }],
    ["--user-agent me", { userAgent: "me" }],
    ["--user-agent=", { userAgent: "" }],
    ["--insecure-skip-tls-verify", { insecureSkipTLSVerify: true }],
    ["--dns ttl=0,select=first", { dns: { ttl: "0", select: "first" } }],
    ["--local-ips 127.0.0.1", { localIPs: "127.0.0.1" }],
    ["--blacklist-ip 10.0.0.0/8,fd::/8 --blacklist-ip 1.0.0.0/8", {
      blacklistIPs: ["10.0.0.0/8", "fd::/8", "1.0.0.0/8"],
    }],
    ["--blacklist-ip=", { blacklistIPs: [] }],
    ["--block-hostnames *.a.com,b.com", { blockHostnames: ["*.a.com", "b.com"] }],
    ["--tag a=b,c=d", { tags: { a: "b,c=d" } }],
    ["--tag a=b --tag c=d=e", { tags: { a: "b", c: "d=e" } }],
    ["--system-tags url --system-tags name,url", { systemTags: ["name", "url"] }],
    ["--summary-trend-stats avg,p(99.9)", { summaryTrendStats: ["avg", "p(99.9)"] }],
    ["--summary-time-unit ms", { summaryTimeUnit: "ms" }],
    ["--console-output out.log", { consoleOutput: "out.log" }],
  ];
  for (const [args, values] of cases) {
    await t.step(args, () => assertEquals(run(args.split(" ")).options.values, values));
  }
});

Deno.test("parseCommandLine reads the flags and variables that are settings", async (t) => {
  const cases: [args: string, environment: Environment, settings: Partial<RunSettings>][] = [
    ["-c k6.json", {}, { config: "k6.json" }],
    ["", { K6_CONFIG: "k6.json" }, { config: "k6.json" }],
    ["-e A=1 -e B=2=3 -eC -e=D=", {}, { env: { A: "1", B: "2=3", C: "", D: "" } }],
    ["-e A=1 -e A=2", {}, { env: { A: "2" } }],
    ["--include-system-env-vars=false", {}, { includeSystemEnvVars: false }],
    ["", { K6_INCLUDE_SYSTEM_ENV_VARS: "0" }, { includeSystemEnvVars: false }],
    ["--transport native", { K6_TRANSPORT: "wire" }, { transport: "native" }],
    ["", { K6_TRANSPORT: "native" }, { transport: "native" }],
    ["--strict-utf8", {}, { strictUtf8: true }],
    ["--max-message-size 64KiB", {}, { maxMessageSize: 65_536 }],
    ["--max-message-size 500000", {}, { maxMessageSize: 500_000 }],
    ["", { K6_MAX_MESSAGE_SIZE: "2MB" }, { maxMessageSize: 2_000_000 }],
    ["--no-thresholds", {}, { noThresholds: true }],
    ["--no-thresholds=false", { K6_NO_THRESHOLDS: "true" }, { noThresholds: false }],
    ["", { K6_NO_THRESHOLDS: "" }, { noThresholds: false }],
    ["--summary-mode full", { K6_SUMMARY_MODE: "disabled" }, { summaryMode: "full" }],
    ["", { K6_SUMMARY_MODE: "legacy" }, { summaryMode: "legacy" }],
    ["--no-summary", {}, { noSummary: true }],
    ["--no-summary=false", { K6_NO_SUMMARY: "true" }, { noSummary: false }],
    ["", { K6_NO_SUMMARY: "1" }, { noSummary: true }],
    ["--new-machine-readable-summary", {}, { newMachineReadableSummary: true }],
    ["", { K6_NEW_MACHINE_READABLE_SUMMARY: "true" }, { newMachineReadableSummary: true }],
    ["--summary-export s.json", {}, { summaryExport: "s.json" }],
    ["--allow-net", {}, { allowNet: "all" }],
    ["--allow-net=a.com,b.com:80 --allow-net=c.com", {}, { allowNet: ["a.com", "b.com:80", "c.com"] }],
    ["--allow-net=", {}, { allowNet: [] }],
    ["", { K6_ALLOW_NET: "false" }, { allowNet: [] }],
    ["--allow-read", {}, { allowRead: "all" }],
    ["--allow-read=/tmp,data", {}, { allowRead: ["/tmp", "data"] }],
    ["--allow-env", {}, { allowEnv: "all" }],
    ["--allow-env=A,B_C", {}, { allowEnv: ["A", "B_C"] }],
    ["", { K6_ALLOW_ENV: "false" }, { allowEnv: [] }],
    ["--deny-net", {}, { denyNet: "all" }],
    ["--deny-net=10.0.0.1,[::1]:80", {}, { denyNet: ["10.0.0.1", "[::1]:80"] }],
    ["", { K6_DENY_NET: "a.com" }, { denyNet: ["a.com"] }],
    ["--sandbox=strict", {}, { sandbox: "strict" }],
    ["", { K6_SANDBOX: "strict" }, { sandbox: "strict" }],
    ["--memory-limit 2GiB", {}, { memoryLimit: 2_147_483_648 }],
    ["", { K6_MEMORY_LIMIT: "500MB" }, { memoryLimit: 500_000_000 }],
    ["", { K6_ALLOW_IMPORT: "true" }, { allowImport: "all" }],
    ["--threads 4", {}, { threads: 4 }],
    ["", { K6_THREADS: "2" }, { threads: 2 }],
    ["-qv", {}, { quiet: true, verbose: true }],
    ["--no-color", {}, { noColor: true }],
    ["", { K6_NO_COLOR: "0" }, { noColor: true }],
    ["", { K6_NO_COLOR: "" }, { noColor: false }],
    ["", { NO_COLOR: "" }, { noColor: true }],
    ["--log-output file=k6.log,level=debug", {}, { logOutput: "file=k6.log,level=debug" }],
    ["", { K6_LOG_FORMAT: "json" }, { logFormat: "json" }],
    ["--no-usage-report", {}, { noUsageReport: true }],
  ];
  const defaults = run([]).settings;
  for (const [args, environment, settings] of cases) {
    await t.step(`${JSON.stringify(environment)} ${args}`, () => {
      const given = args === "" ? [] : args.split(" ");
      assertEquals(run(given, environment).settings, { ...defaults, ...settings });
    });
  }
});

Deno.test("parseCommandLine leaves the variables of options to the options", () => {
  assertEquals(run([], { K6_VUS: "5" }).options.values, {});
});

Deno.test("parseCommandLine takes flags before and after the verb and the script", () => {
  for (const args of [["-u", "2", "run", "a.js"], ["run", "-u", "2", "a.js"], ["run", "a.js", "-u", "2"]]) {
    const line = parseCommandLine(args, { environment: {} });
    assertEquals(line.verb === "run" && [line.script, line.options.values], ["a.js", { vus: 2 }]);
  }
});

Deno.test("parseCommandLine takes what follows -- for no flag, and - for standard input", () => {
  const dashed = parseCommandLine(["run", "--", "--vus"], { environment: {} });
  assertEquals(dashed.verb === "run" && dashed.script, "--vus");
  const input = parseCommandLine(["run", "-"], { environment: {} });
  assertEquals(input.verb === "run" && input.script, "-");
});

Deno.test("parseCommandLine understands the other verbs", () => {
  const cases: [string[], CommandLine][] = [
    [[], { verb: "help", topic: undefined }],
    [["help"], { verb: "help", topic: undefined }],
    [["help", "run"], { verb: "help", topic: "run" }],
    [["run", "--help"], { verb: "help", topic: "run" }],
    [["serve", "-h"], { verb: "help", topic: "serve" }],
    [["version"], { verb: "version" }],
    [["--version"], { verb: "version" }],
    [["serve"], { verb: "serve", settings: { host: "127.0.0.1", port: 8765 } }],
    [["serve", "--host", "::", "--port=0"], { verb: "serve", settings: { host: "::", port: 0 } }],
  ];
  for (const [args, line] of cases) assertEquals(parseCommandLine(args, { environment: {} }), line, args.join(" "));
});

Deno.test("parseCommandLine refuses wrong values, naming the flag and the value", async (t) => {
  const cases: [args: string[], message: string][] = [
    [["--vus", "x"], 'invalid argument "x" for "-u, --vus" flag: expected a whole number'],
    [["--vus="], 'invalid argument "" for "-u, --vus" flag: expected a whole number'],
    [["-ue"], 'invalid argument "e" for "-u, --vus" flag: expected a whole number'],
    [["-d", "5"], 'invalid argument "5" for "-d, --duration" flag: expected a duration such as 30s, 1m30s or 500ms'],
    [
      ["-d", "abc"],
      'invalid argument "abc" for "-d, --duration" flag: expected a duration such as 30s, 1m30s or 500ms',
    ],
    [["--stage", ":5"], 'invalid argument "" for "-s, --stage" flag: expected a duration such as 30s, 1m30s or 500ms'],
    [["--throw=maybe"], 'invalid argument "maybe" for "-w, --throw" flag: expected true or false'],
    [["--tag", "foo"], 'invalid argument "foo" for "--tag" flag: expected name=value, but the value is empty'],
    [["--tag", "=foo"], 'invalid argument "=foo" for "--tag" flag: expected name=value, but the name is empty'],
    [["--tag", "foo="], 'invalid argument "foo=" for "--tag" flag: expected name=value, but the value is empty'],
    [
      ["-e", "1foo=2"],
      'invalid argument "1foo=2" for "-e, --env" flag: expected VAR=value with a name of letters, digits and underscores',
    ],
    [
      ["--summary-mode", "old"],
      'invalid argument "old" for "--summary-mode" flag: expected one of "compact", "full", "legacy", "disabled"',
    ],
    [
      ["--summary-time-unit", "h"],
      'invalid argument "h" for "--summary-time-unit" flag: expected one of "s", "ms", "us"',
    ],
    [
      ["--summary-trend-stats", "avg,foo"],
      'invalid argument "foo" for "--summary-trend-stats" flag: invalid trend stat \'foo\', unknown format',
    ],
    [["--dns", "ttl=x"], 'invalid argument "x" for "--dns" flag: invalid DNS TTL: x'],
    [["--threads", "0"], 'invalid argument 0 for "--threads" flag: expected a whole number of at least 1'],
    [
      ["--max-message-size", "big"],
      'invalid argument "big" for "--max-message-size" flag: expected a size such as 500000, 64KiB or 100MB',
    ],
    [
      ["--execution-segment", "0"],
      'invalid argument "0" for "--execution-segment" flag: segment start(0.00) must be less than its end(0.00)',
    ],
  ];
  for (const [args, message] of cases) {
    await t.step(args.join(" "), () => assertEquals(refusal(["run", ...args, "script.js"]).message, message));
  }
});

Deno.test("parseCommandLine tells all wrong values of flags and variables at once", () => {
  const error = refusal(["run", "-u", "x", "-i", "1.5", "script.js"], { K6_THREADS: "many", K6_SUMMARY_MODE: "foo" });
  assertEquals(error.message.split("\n"), [
    'invalid argument "foo" for environment variable K6_SUMMARY_MODE: expected one of "compact", "full", "legacy", "disabled"',
    'invalid argument "many" for environment variable K6_THREADS: expected a whole number',
    'invalid argument "x" for "-u, --vus" flag: expected a whole number',
    'invalid argument "1.5" for "-i, --iterations" flag: expected a whole number',
  ]);
});

Deno.test("parseCommandLine asks the checks of other rooms", () => {
  const checks = { blacklistIPs: () => [{ message: "invalid CIDR address: x" }] };
  const error = assertThrows(
    () => parseCommandLine(["run", "--blacklist-ip", "x", "script.js"], { environment: {}, checks }),
    SquallError,
  );
  assertEquals(error.message, 'invalid argument ["x"] for "--blacklist-ip" flag: invalid CIDR address: x');
});

Deno.test("parseCommandLine refuses what does not exist, and guesses what was meant", async (t) => {
  const cases: [args: string[], message: string, hint: string | undefined][] = [
    [["run", "--nope"], "unknown flag: --nope", undefined],
    [["run", "--vu", "2"], "unknown flag: --vu", "Did you mean --vus?"],
    [["run", "--no-tresholds"], "unknown flag: --no-tresholds", "Did you mean --no-thresholds?"],
    [["run", "-Z"], "unknown shorthand flag: 'Z' in -Z", undefined],
    [["run", "-qZ"], "unknown shorthand flag: 'Z' in -qZ", undefined],
    [["run", "--vus"], "flag needs an argument: --vus", undefined],
    [["run", "-qu"], "flag needs an argument: 'u' in -qu", undefined],
    [
      ["new", "--project-id=1"],
      "flag --project-id is not in squall: it is for a cloud service that squall does not know",
      undefined,
    ],
    [["pause", "-u", "2"], "unknown flag of squall pause: --vus", undefined],
    [["status", "here"], "unexpected argument: here", undefined],
    [["run", "--port", "80", "s.js"], "unknown flag of squall run: --port", undefined],
    [["serve", "-u", "2"], "unknown flag of squall serve: --vus", undefined],
    [["rum", "s.js"], "unknown command: rum", "Did you mean run?"],
    [["s.js"], "unknown command: s.js", "Did you mean squall run s.js?"],
    [["dance"], "unknown command: dance", undefined],
    [["completion"], "unknown command: completion", "Did you mean completions?"],
    [
      ["cloud", "s.js"],
      "command cloud is not in squall: it is for a cloud service that squall does not know; " +
      "squall run runs the script on this machine",
      undefined,
    ],
    [["login"], "command login is not in squall: it is for a cloud service that squall does not know", undefined],
    [["features"], "command features is not in squall: squall help run lists what --features takes", undefined],
    [
      ["help", "x"],
      "command x is not in squall: extensions of k6 are Go programs, which squall cannot load",
      undefined,
    ],
    [["help", "dance"], "unknown command: dance", undefined],
    [["serve", "here"], "unexpected argument: here", undefined],
    [["version", "now"], "unexpected argument: now", undefined],
    [
      ["run"],
      'accepts 1 arg(s), received 0: arg should either be "-", if reading script from stdin, or a path to a script file',
      undefined,
    ],
    [
      ["run", "--no-setup", "false", "s.js"],
      'accepts 1 arg(s), received 2: arg should either be "-", if reading script from stdin, or a path to a script file',
      undefined,
    ],
  ];
  for (const [args, message, hint] of cases) {
    await t.step(args.join(" "), () => {
      const error = refusal(args);
      assertEquals([error.message, error.hint], [message, hint]);
    });
  }
});

Deno.test("parseCommandLine takes outputs as often as they are named, those of the environment where none is", () => {
  const environment = { K6_OUT: "json=a.json,csv" };
  assertEquals(run([], environment).settings.out, ["json=a.json", "csv"]);
  const args = ["-o", "csv=fileName=x,timeFormat=unix", "--out=json"];
  assertEquals(run(args, environment).settings.out, ["csv=fileName=x,timeFormat=unix", "json"]);
});

Deno.test("parseCommandLine warns of system tags that do not exist", () => {
  assertEquals(run(["--system-tags", "url,colour"]).options.warnings, [
    'unknown system tag (--system-tags is "colour")',
  ]);
});
