/**
 * Makes the self-contained binaries: bundles the command and its threads, appends the bundle to Deno's runtime, and
 * writes a checksum beside each.
 *
 * `deno task compile` makes `dist/squall` for this machine, `deno task compile:all` one for every target. Behind a
 * closed network, `DENORT_BIN` is the runtime to append to (`denort`, for this machine), `DENORT_DIR` a folder with one
 * for each target (`denort-aarch64-apple-darwin` and so on), and `DENO_BIN` the `deno` of the same version.
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

type Target = typeof TARGETS[number];

const REPOSITORY = fileURLToPath(new URL("../", import.meta.url));
const DIST = `${REPOSITORY}dist/`;
const STAGE = `${DIST}stage/`;
const MEBIBYTE = 1024 * 1024;

/**
 * Short-lived objects need little room, and each thread would take three times 16 MB for them. Older runtimes cannot be
 * told later that threads may collect garbage when they want to, as `runtime/init_collection.ts` does.
 */
const V8_FLAGS = "--max-semi-space-size=4,--expose-gc";

/** The `deno` that appends: its version must be the runtime's. */
const DENO = Deno.env.get("DENO_BIN") ?? Deno.execPath();

/** A folder that holds the runtimes, where they cannot be downloaded. */
const RUNTIMES = Deno.env.get("DENORT_DIR");

const CANNOT_COMPILE = `The runtime to append to is not to be had.
Where the download of Deno's runtime is out of reach, set DENORT_BIN to a denort for this machine, and DENO_BIN to the
deno of the same version.`;

const CANNOT_COMPILE_ALL = `The runtime to append to is not to be had.
Where the download of Deno's runtimes is out of reach, set DENORT_DIR to a folder with the file denort-TARGET for each
target, and DENO_BIN to the deno of the same version.`;

const ONE_RUNTIME =
  `DENORT_BIN is the runtime of this machine alone. For five binaries, unset it to download the others,
set DENORT_DIR to a folder with the file denort-TARGET for each target, or run deno task compile on five machines.`;

/** What every target is called where people choose a file to download. */
const NAMES: Readonly<Record<Target, string>> = {
  "x86_64-unknown-linux-gnu": "squall-linux-x64",
  "aarch64-unknown-linux-gnu": "squall-linux-arm64",
  "x86_64-apple-darwin": "squall-macos-x64",
  "aarch64-apple-darwin": "squall-macos-arm64",
  "x86_64-pc-windows-msvc": "squall-windows-x64.exe",
};

/** How a `deno` is run. */
interface DenoSettings {
  readonly env?: Readonly<Record<string, string>>;
  /** What to do when it fails. */
  readonly hint?: string;
}

/** Runs a `deno`; what it says is shown only when it fails. */
async function deno(program: string, args: readonly string[], { env = {}, hint = "" }: DenoSettings = {}) {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], env, cwd: STAGE }).output();
  if (success) return;
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  throw new Error(`deno ${args.join(" ")} failed:\n${said}\n${hint}`);
}

/** Whether the runtime takes types out by itself, so that the binary need not bring what does. */
async function stripsTypes(): Promise<boolean> {
  const code = `import("node:module").then((m) => Deno.exit(m.stripTypeScriptTypes === undefined ? 1 : 0))`;
  return (await new Deno.Command(DENO, { args: ["eval", code] }).output()).success;
}

/** Makes one file out of many, for the command and for its threads; what is loaded late stays in files of its own. */
async function bundle(): Promise<void> {
  await Deno.remove(STAGE, { recursive: true }).catch(() => {});
  await Deno.mkdir(STAGE, { recursive: true });
  const external = await stripsTypes() ? ["--external", "amaro"] : [];
  const entries = ["cli.ts", "src/runtime/thread_worker.ts"].map((path) => REPOSITORY + path);
  const args = ["bundle", "--quiet", "--platform", "deno", "--code-splitting", ...external, "--outdir", STAGE];
  await deno(Deno.execPath(), [...args, "--config", `${REPOSITORY}deno.json`, ...entries]);
  await nameLibraries();
  // The bundled command looks for its threads beside itself.
  await Deno.writeTextFile(`${STAGE}thread_worker.ts`, `import "./src/runtime/thread_worker.js";\n`);
  await Deno.writeTextFile(`${STAGE}deno.json`, JSON.stringify({ unstable: ["worker-options"] }));
}

/** Names libraries as the import map does: where this machine keeps them is nobody's business, and no two are alike. */
async function nameLibraries(): Promise<void> {
  for (const path of await filesIn(STAGE)) {
    const text = (await Deno.readTextFile(path)).replace(/(?:\.\.\/)+[^"\n]*?\/npm\/[^"\n/]+\//g, "npm:");
    const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE");
    const told = [REPOSITORY, ...(home === undefined ? [] : [`${home}/`])].find((each) => text.includes(each));
    if (told !== undefined) throw new Error(`The bundle names a folder of this machine: ${told} in ${path}`);
    await Deno.writeTextFile(path, text);
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const deep = entries.map(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}${name}/`) : [`${folder}${name}`]
  );
  return (await Promise.all(deep)).flat();
}

/** The runtime to append to, where it is named; undefined: Deno downloads it. */
function runtimeOf(target: Target | undefined): string | undefined {
  if (target === undefined) return Deno.env.get("DENORT_BIN");
  return RUNTIMES === undefined
    ? undefined
    : resolve(RUNTIMES, `denort-${target}${target.includes("windows") ? ".exe" : ""}`);
}

/** Tells of every runtime that is not where it should be, before the work begins. */
async function demandRuntimes(): Promise<void> {
  if (RUNTIMES === undefined) {
    if (Deno.env.has("DENORT_BIN")) throw new Error(ONE_RUNTIME);
    return;
  }
  const paths = TARGETS.map((target) => runtimeOf(target)!);
  const found = await Promise.all(paths.map((path) => Deno.stat(path).then(({ isFile }) => isFile, () => false)));
  const missing = paths.filter((_, index) => !found[index]);
  if (missing.length === 0) return;
  throw new Error(`DENORT_DIR is a folder that lacks runtimes: put these files there.\n${missing.join("\n")}`);
}

/** Appends the bundle to the runtime of a target. */
async function compile(output: string, target?: Target): Promise<void> {
  const runtime = runtimeOf(target);
  const args = [
    "compile",
    "--quiet",
    "-A",
    `--v8-flags=${V8_FLAGS}`,
    "--no-check",
    "--no-lock",
    "--include",
    "thread_worker.ts",
  ];
  const platform = target === undefined ? [] : ["--target", target];
  await deno(DENO, [...args, ...platform, "--output", output, "cli.js"], {
    env: runtime === undefined ? {} : { DENORT_BIN: runtime },
    hint: target === undefined ? CANNOT_COMPILE : CANNOT_COMPILE_ALL,
  });
  await writeChecksum(output);
  console.log(await describe(output, runtime));
}

async function writeChecksum(path: string): Promise<void> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  const name = path.slice(path.lastIndexOf("/") + 1);
  await Deno.writeTextFile(`${path}.sha256`, `${new Uint8Array(digest).toHex()}  ${name}\n`);
}

/** How large a binary is, and what of that is squall. */
async function describe(path: string, runtime: string | undefined): Promise<string> {
  const { size } = await Deno.stat(path);
  const own = runtime === undefined ? "" : `, ${mebibytes(size - (await Deno.stat(runtime)).size)} of it squall's`;
  return `${path.slice(REPOSITORY.length)}: ${mebibytes(size)}${own}`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

async function main(): Promise<number> {
  const isAll = Deno.args.includes("--all");
  try {
    if (isAll) await demandRuntimes();
    await bundle();
    if (!isAll) await compile(`${DIST}${Deno.build.os === "windows" ? "squall.exe" : "squall"}`);
    else for (const target of TARGETS) await compile(`${DIST}${NAMES[target]}`, target);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await Deno.remove(STAGE, { recursive: true }).catch(() => {});
  }
}

Deno.exit(await main());
