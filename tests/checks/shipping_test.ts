/** What runs elsewhere, checked as far as it can be here: workflows are YAML, and name tasks and files that exist. */

import * as untyped from "@std/yaml";
import { assert, assertEquals } from "../support/assert.ts";
import { listFiles, REPOSITORY } from "./repository.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly jobs: Readonly<Record<string, { readonly "runs-on": string; readonly steps: readonly Step[] }>>;
}

const parseYaml = (untyped as { parse(text: string): unknown }).parse;

const WORKFLOWS = await listFiles(".github/workflows", /\.yml$/);

async function read(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, REPOSITORY));
}

async function readSteps(path: string): Promise<Step[]> {
  const { jobs } = parseYaml(await read(path)) as Workflow;
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

Deno.test("there is a workflow for the gate, on three systems, and one for a release", async () => {
  assertEquals(WORKFLOWS, [".github/workflows/gate.yml", ".github/workflows/release.yml"]);
  const gate = parseYaml(await read(WORKFLOWS[0]!)) as { jobs: { gate: { strategy: { matrix: { os: string[] } } } } };
  assertEquals(gate.jobs.gate.strategy.matrix.os, ["ubuntu-latest", "macos-latest", "windows-latest"]);
});

for (const path of WORKFLOWS) {
  Deno.test(`${path} runs tasks that exist, with the Deno that the house is built with`, async () => {
    const steps = await readSteps(path);
    const { tasks } = JSON.parse(await read("deno.json"));
    const named = steps.flatMap(({ run = "" }) => [...run.matchAll(/deno task (\S+)/g)].map(([, task]) => task!));
    assert(named.length > 0);
    assertEquals(named.filter((task) => !Object.hasOwn(tasks, task)), []);
    const [, version] = /deno@([\d.]+)/.exec(await read(".ci/run")) ?? [];
    assertEquals(steps.flatMap((step) => step.with?.["deno-version"] ?? []), [`v${version}`]);
  });
}

Deno.test("the release takes every binary that compile:all makes", async () => {
  const names = [...(await read(".ci/compile.ts")).matchAll(/"(squall-[\w.-]+)"/g)].map(([, name]) => name!);
  assertEquals(names.length, 5);
  const release = (await readSteps(".github/workflows/release.yml")).find(({ run }) => run?.includes("gh release"));
  assert(release?.run?.includes(" dist/squall-*"));
});

Deno.test("the image takes the binary that compile makes, and nothing else is sent to be built", async () => {
  assert((await read("Dockerfile")).includes("\nCOPY dist/squall "));
  assertEquals((await read(".dockerignore")).trim().split("\n"), ["*", "!dist/squall"]);
});
