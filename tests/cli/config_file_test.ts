import { ExitCode, SquallError } from "../../src/base/mod.ts";
import {
  type ConfigFileContext,
  defaultConfigPath,
  loadConfigFile,
  outputEnvironment,
} from "../../src/cli/config_file.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";

/** A machine on which these files exist, by path. */
function machine(files: Record<string, string>): ConfigFileContext {
  return {
    environment: { HOME: "/srv/me" },
    os: "linux",
    readTextFile(path) {
      const text = files[path];
      return text === undefined ? Promise.reject(new Deno.errors.NotFound("No such file")) : Promise.resolve(text);
    },
  };
}

const USUAL = "/srv/me/.config/k6/config.json";

Deno.test("defaultConfigPath is where k6 keeps its file", () => {
  const cases: [os: string, environment: Record<string, string>, path: string | undefined][] = [
    ["linux", { HOME: "/srv/me" }, "/srv/me/.config/k6/config.json"],
    ["linux", { HOME: "/srv/me", XDG_CONFIG_HOME: "/etc/me" }, "/etc/me/k6/config.json"],
    ["linux", {}, undefined],
    ["freebsd", { HOME: "/srv/me" }, "/srv/me/.config/k6/config.json"],
    ["darwin", { HOME: "/srv/me" }, "/srv/me/Library/Application Support/k6/config.json"],
    ["darwin", {}, undefined],
    ["windows", { APPDATA: "C:\\Users\\me\\AppData\\Roaming" }, "C:\\Users\\me\\AppData\\Roaming\\k6\\config.json"],
    ["windows", {}, undefined],
  ];
  for (const [os, environment, path] of cases) assertEquals(defaultConfigPath({ os, environment }), path);
});

Deno.test("loadConfigFile reads options, and leaves out what k6 keeps there besides", async () => {
  const text = JSON.stringify({ vus: 3, userAgent: "me", collectors: {}, noUsageReport: true, linger: false, out: [] });
  const { layer, extras } = await loadConfigFile(undefined, machine({ [USUAL]: text }));
  assertEquals(extras, { collectors: {}, noUsageReport: true, linger: false, out: [] });
  assertEquals(layer, {
    level: "json",
    title: `the config file ${USUAL}`,
    values: { vus: 3, userAgent: "me" },
    problems: [],
    warnings: [],
  });
});

Deno.test("loadConfigFile prefers the file that was asked for", async () => {
  const files = { [USUAL]: '{"vus":3}', "my.json": '{"vus":4}' };
  assertEquals((await loadConfigFile("my.json", machine(files))).layer.values, { vus: 4 });
});

Deno.test("loadConfigFile is content without the usual file, and without a home", async () => {
  const empty = { layer: { level: "json", values: {}, problems: [], warnings: [] }, extras: {} } as const;
  assertEquals(await loadConfigFile(undefined, machine({})), empty);
  assertEquals(await loadConfigFile(undefined, { ...machine({}), environment: {} }), empty);
  const denied = () => Promise.reject(new Deno.errors.NotCapable("Requires read access"));
  assertEquals(await loadConfigFile(undefined, { ...machine({}), readTextFile: denied }), empty);
});

Deno.test("loadConfigFile refuses files that cannot be read", async (t) => {
  const cases: { name: string; path: string | undefined; context: ConfigFileContext; message: string }[] = [
    {
      name: "asked for, but missing",
      path: "nope.json",
      context: machine({}),
      message: "Cannot read the config file: nope.json: No such file",
    },
    {
      name: "usual, but broken",
      path: undefined,
      context: { ...machine({}), readTextFile: () => Promise.reject(new Error("Input/output error")) },
      message: `Cannot read the config file: ${USUAL}: Input/output error`,
    },
  ];
  for (const { name, path, context, message } of cases) {
    await t.step(name, async () => {
      const error = await assertRejects(() => loadConfigFile(path, context), SquallError);
      assertEquals([error.code, error.exitCode, error.message], ["CONFIG_FILE", ExitCode.InvalidConfig, message]);
    });
  }
});

Deno.test("loadConfigFile names the file in what is wrong or odd about it", async () => {
  const files = { "my.json": '{"vus":"x","nope":1,"out":["json=a"],"webDashboard":true}', "list.json": "[]" };
  const { layer, extras } = await loadConfigFile("my.json", machine(files));
  assertEquals(layer.problems, [
    { message: "expected a whole number", path: "vus", keys: ["vus"], value: "x" },
  ]);
  assertEquals(layer.title, "the config file my.json");
  assertEquals(layer.warnings, [
    "my.json: unknown field (nope is 1)",
    "my.json: webDashboard is not built in squall yet",
  ]);
  assertEquals(extras, { out: ["json=a"], webDashboard: true });
  const { problems } = (await loadConfigFile("list.json", machine(files))).layer;
  assertEquals(problems.map(({ path, message }) => [path, message]), [["", "expected an object"]]);
});

Deno.test("loadConfigFile says where a file is not JSON, together with all other problems", async () => {
  const cases: [text: string, place: string, message: string][] = [
    ['{"vus":', "1:8", "Unexpected end of JSON input"],
    ["", "1:1", "Unexpected end of JSON input"],
    ['{\n  "vus": 3,\n  "tags": yes\n}', "3:11", "Unexpected token 'y'"],
    ['{\n  "vus": 3,\n}', "3:1", "Expected double-quoted property name"],
  ];
  for (const [text, place, message] of cases) {
    const { problems } = (await loadConfigFile("bad.json", machine({ "bad.json": text }))).layer;
    assertEquals(problems.map((problem) => problem.place), [place]);
    assertEquals(problems[0]?.message.startsWith(`the file is not JSON: ${message}`), true, problems[0]?.message);
  }
});

Deno.test("loadConfigFile reads what else k6 keeps there, and the settings of outputs as variables", async () => {
  const text = JSON.stringify({
    out: ["csv"],
    features: ["freeze-env"],
    collectors: { csv: { fileName: "x.csv", timeFormat: "rfc3339" }, influxdb: { addr: "x" } },
  });
  const { layer, extras } = await loadConfigFile("my.json", machine({ "my.json": text }));
  assertEquals([layer.problems, extras.out, extras.features], [[], ["csv"], ["freeze-env"]]);
  assertEquals(outputEnvironment(extras), { K6_CSV_FILENAME: "x.csv", K6_CSV_TIME_FORMAT: "rfc3339" });
  assertEquals(outputEnvironment({}), {});
  const wrong = JSON.stringify({ out: 5, linger: "yes", collectors: [] });
  const { problems } = (await loadConfigFile("my.json", machine({ "my.json": wrong }))).layer;
  assertEquals(problems.map(({ path, message }) => [path, message]), [
    ["out", "expected a list"],
    ["linger", "expected true or false"],
    ["collectors", "expected an object"],
  ]);
});
