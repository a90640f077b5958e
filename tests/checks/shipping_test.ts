/** What runs elsewhere, checked as far as it can be here: workflows are YAML, and name tasks and files that exist. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

Deno.test("compile:all says at once what is missing where runtimes cannot be downloaded", async (t) => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/denort-x86_64-unknown-linux-gnu`, "");
  const missing = [
    "denort-aarch64-unknown-linux-gnu",
    "denort-x86_64-apple-darwin",
    "denort-aarch64-apple-darwin",
    "denort-x86_64-pc-windows-msvc.exe",
  ];
  const lacks = "DENORT_DIR is a folder that lacks runtimes: put these files there.";
  const cases: Record<string, { env: Record<string, string>; said: string }> = {
    "a folder with one of five": {
      env: { DENORT_DIR: folder },
      said: [lacks, ...missing.map((name) => join(folder, name)), ""].join("\n"),
    },
    "one runtime for five": {
      env: { DENORT_BIN: `${folder}/denort-x86_64-unknown-linux-gnu` },
      said: "DENORT_BIN is the runtime of this machine alone. For five binaries, unset it to download the others,\n" +
        "set DENORT_DIR to a folder with the file denort-TARGET for each target, or run deno task compile on five machines.\n",
    },
  };
  try {
    for (const [name, { env, said }] of Object.entries(cases)) {
      await t.step(name, async () => {
        const script = fileURLToPath(new URL(".ci/compile.ts", REPOSITORY));
        const { DENORT_BIN: _bin, DENORT_DIR: _dir, ...rest } = Deno.env.toObject();
        const command = new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--quiet", script, "--all"],
          clearEnv: true,
          env: { ...rest, ...env },
        });
        const { code, stderr } = await command.output();
        assertEquals([code, new TextDecoder().decode(stderr)], [1, said]);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the image takes the binary that compile makes, and nothing else is sent to be built", async () => {
  assert((await read("Dockerfile")).includes("\nCOPY dist/squall "));
  assertEquals((await read(".dockerignore")).trim().split("\n"), ["*", "!dist/squall"]);
});
