import { SquallError } from "../../src/base/mod.ts";
import { parseCommandLine } from "../../src/cli/command_line.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("verbs that load a script without running a test give it the variables of the process only if they are told to", () => {
  const settings = (args: string[], environment: Record<string, string> = {}) => {
    const command = parseCommandLine([...args, "script.js"], { environment });
    return "own" in command ? command.settings.includeSystemEnvVars : undefined;
  };
  for (const verb of ["archive", "inspect", "deps"]) {
    assertEquals(settings([verb]), false);
    assertEquals(settings([verb, "--include-system-env-vars"]), true);
    assertEquals(settings([verb], { K6_INCLUDE_SYSTEM_ENV_VARS: "true" }), true);
  }
  assertEquals([settings(["run"]), settings(["run", "--include-system-env-vars=false"])], [true, false]);
});

Deno.test("parseCommandLine reads the flags of archive, inspect, deps and new", () => {
  const read = (...args: string[]) => parseCommandLine(args, { environment: {} });
  const archive = read("archive", "-O", "-", "--exclude-env-vars", "-u", "3", "x.js");
  assertEquals("own" in archive && [archive.own, archive.options.values], [
    { archiveOut: "-", excludeEnvVars: true },
    { vus: 3 },
  ]);
  const inspect = read("inspect", "--execution-requirements", "-t", "archive", "x.tar");
  assertEquals("own" in inspect && [inspect.own, inspect.settings.type], [{ executionRequirements: true }, "archive"]);
  const deps = read("deps", "--json", "x.js");
  assertEquals("own" in deps && deps.own, { json: true });
  assertEquals(read("new"), { verb: "new", file: "script.js", settings: { force: false, template: "minimal" } });
  assertEquals(read("new", "-f", "--template", "ws", "x.js"), {
    verb: "new",
    file: "x.js",
    settings: { force: true, template: "ws" },
  });
  for (
    const args of [["inspect", "-u", "1", "x.js"], ["deps", "-o", "json", "x.js"], ["archive", "--linger", "x.js"]]
  ) {
    assertThrows(() => read(...args), SquallError);
  }
  for (const args of [["archive"], ["inspect", "a.js", "b.js"], ["new", "a.js", "b.js"]]) {
    assertThrows(() => read(...args), SquallError);
  }
});

Deno.test("parseCommandLine warns of variables of k6 that do nothing here", () => {
  const cases: [environment: Record<string, string>, args: string[], warning: string | undefined][] = [
    [{ K6_PROFILING_ENABLED: "1" }, [], "K6_PROFILING_ENABLED is set, but --profiling-enabled is not in squall: it"],
    [{ K6_PROFILING_ENABLED: "", K6_ADDRESS: "" }, [], undefined],
    [{ SSLKEYLOGFILE: "keys.log" }, [], "SSLKEYLOGFILE is set, but the runtime only writes the keys of the native"],
    [{ SSLKEYLOGFILE: "keys.log" }, ["--transport", "native"], undefined],
    [{ K6_WEB_DASHBOARD: "true" }, [], "K6_WEB_DASHBOARD is set, but squall has no web dashboard: --out writes every"],
    [{ K6_WEB_DASHBOARD: "false" }, [], undefined],
    [{ K6_COMPATIBILITY_MODE: "experimental_enhanced" }, [], "The compatibility mode experimental_enhanced is"],
    [{ K6_COMPATIBILITY_MODE: "base" }, [], undefined],
  ];
  for (const [environment, args, warning] of cases) {
    const command = parseCommandLine(["run", ...args, "script.js"], { environment });
    const warnings = "own" in command ? command.warnings : [];
    assertEquals(warnings.map((text) => text.slice(0, warning?.length)), warning === undefined ? [] : [warning]);
  }
});
