/** The house's floors: who may import whom, only through doors, never in a circle. Types and dynamic imports count. */

import { assert, assertEquals } from "../support/assert.ts";
import { type Arrow, findCycles, type ModuleGraph, readModuleGraph } from "./module_graph.ts";
import { listFiles, REPOSITORY } from "./repository.ts";

/** What each room may import; `types` marks a room of which it may import only types. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  metrics: ["base"],
  transport: ["base"],
  script: ["base"],
  scenario: ["base", "metrics types"],
  api: ["base", "metrics", "transport"],
  output: ["base", "metrics"],
  report: ["base", "metrics"],
  runtime: ["base", "metrics", "transport", "script", "scenario", "api"],
  engine: ["base", "metrics", "transport", "script", "scenario", "api", "output", "report", "runtime"],
  cluster: ["base", "metrics", "engine"],
  // What scripts import, as types: programs that import it as more get an error.
  k6: ["base"],
  // squall without a script: it wires VUs and runs, as the engine does, for the program that it is part of.
  library: ["base", "metrics", "transport", "scenario", "api", "report", "runtime", "engine", "k6 types"],
  // The REST API of a run: it steers one, and knows nothing of how it is done.
  rest: ["base", "engine"],
  cli: ["base", "output", "engine", "cluster", "rest"],
  // The two ways in: the library's door and the command.
  "mod.ts": ["base", "metrics", "scenario", "output", "report", "engine", "cluster", "library"],
  "cli.ts": ["cli"],
};

/** The room of a module; the files of the top level are rooms of their own. */
function roomOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
}

/** What is wrong with an arrow between two modules, if anything. */
function judge({ from, to, typeOnly }: Arrow): string | undefined {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other || other === "deno.json") return undefined;
  // The demo carries its scripts with it, as texts.
  if (room === "cli" && to.startsWith("examples/")) return undefined;
  const allowed = ARROWS[room];
  if (allowed === undefined) return `${from}: ${room} is no room of this house`;
  if (!allowed.includes(other)) {
    if (!allowed.includes(`${other} types`)) return `${from} imports ${to}: ${room} may not know ${other}`;
    if (!typeOnly) return `${from} imports ${to}: ${room} may know only the types of ${other}`;
  }
  return to === `src/${other}/mod.ts`
    ? undefined
    : `${from} imports ${to}: only src/${other}/mod.ts is ${other}'s door`;
}

let graph: Promise<ModuleGraph> | undefined;

/** The imports of everything that is not a test. */
function houseGraph(): Promise<ModuleGraph> {
  graph ??= listFiles("src", /\.ts$/).then((files) => readModuleGraph(["mod.ts", "cli.ts", ...files]));
  return graph;
}

Deno.test("every import goes down, and through the door of the other room", async () => {
  const { arrows } = await houseGraph();
  assert(arrows.length > 0);
  assertEquals(arrows.map(judge).filter((problem) => problem !== undefined), []);
});

Deno.test("no module imports itself, however long the way, types included", async () => {
  const { arrows } = await houseGraph();
  assertEquals(findCycles(arrows).map((cycle) => cycle.join(" → ")), []);
});

Deno.test("what comes from outside has a name in the import map, or comes with the runtime", async () => {
  const { foreign } = await houseGraph();
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", REPOSITORY)));
  const names = Object.keys(imports);
  const unknown = foreign.filter(({ specifier }) => !specifier.startsWith("node:") && !names.includes(specifier));
  assertEquals(unknown.map(({ from, specifier }) => `${from} imports ${specifier}`), []);
});

Deno.test("the judge knows a wrong arrow from a right one", async (t) => {
  const cases: { from: string; to: string; typeOnly?: boolean; problem: string | undefined }[] = [
    { from: "src/api/a.ts", to: "src/api/deep/b.ts", problem: undefined },
    { from: "src/api/a.ts", to: "src/base/mod.ts", problem: undefined },
    { from: "cli.ts", to: "src/cli/mod.ts", problem: undefined },
    { from: "src/scenario/a.ts", to: "src/metrics/mod.ts", typeOnly: true, problem: undefined },
    {
      from: "src/scenario/a.ts",
      to: "src/metrics/mod.ts",
      problem: "src/scenario/a.ts imports src/metrics/mod.ts: scenario may know only the types of metrics",
    },
    {
      from: "src/api/a.ts",
      to: "src/base/clock.ts",
      typeOnly: true,
      problem: "src/api/a.ts imports src/base/clock.ts: only src/base/mod.ts is base's door",
    },
    {
      from: "src/base/a.ts",
      to: "src/metrics/mod.ts",
      typeOnly: true,
      problem: "src/base/a.ts imports src/metrics/mod.ts: base may not know metrics",
    },
    { from: "src/attic/a.ts", to: "src/base/mod.ts", problem: "src/attic/a.ts: attic is no room of this house" },
  ];
  for (const { problem, from, to, typeOnly = false } of cases) {
    await t.step(`${from} → ${to}`, () => assertEquals(judge({ from, to, typeOnly }), problem));
  }
});

Deno.test("cycles are found wherever they begin", () => {
  const arrows = ["ab", "bc", "cd", "db", "ae", "ee"].map((pair) => ({
    from: pair.charAt(0),
    to: pair.charAt(1),
    typeOnly: false,
  }));
  assertEquals(findCycles(arrows).map((cycle) => cycle.join("")), ["bcdb", "ee"]);
  assertEquals(findCycles(arrows.slice(0, 3)), []);
});
