/**
 * Makes the self-contained binaries: bundles the command and its threads, appends the bundle to Deno's runtime, and
 * writes a checksum beside each.
 *
 * `deno task compile` makes `dist/squall` for this machine, `deno task compile:all` one for every target. Behind a
 * closed network, `DENORT_BIN` is the runtime to append to (`denort`, for this machine), and `DENO_BIN` the `deno` of
 * the same version.
 */

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

/** Short-lived objects need little room, and each thread would take three times 16 MB for them. */
const V8_FLAGS = "--max-semi-space-size=4";

/** The `deno` that appends: its version must be the runtime's. */
const DENO = Deno.env.get("DENO_BIN") ?? Deno.execPath();

const CANNOT_COMPILE = `The runtime to append to is not to be had.
Where the download of Deno's runtime is out of reach, set DENORT_BIN to a denort for this machine, and DENO_BIN to the
deno of the same version.`;

const ONE_RUNTIME =
  `DENORT_BIN is the runtime of this machine alone: unset it to download those of the other targets, or
make each binary on a machine of its own by deno task compile.`;

/** What every target is called where people choose a file to download. */
const NAMES: Readonly<Record<Target, string>> = {
  "x86_64-unknown-linux-gnu": "squall-linux-x64",
  "aarch64-unknown-linux-gnu": "squall-linux-arm64",
  "x86_64-apple-darwin": "squall-macos-x64",
  "aarch64-apple-darwin": "squall-macos-arm64",
  "x86_64-pc-windows-msvc": "squall-windows-x64.exe",
};

/** Runs a `deno`; what it says is shown only when it fails. */
async function deno(program: string, args: readonly string[], hint = ""): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], cwd: STAGE }).output();
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
  // The bundled command looks for its threads beside itself.
  await Deno.writeTextFile(`${STAGE}thread_worker.ts`, `import "./src/runtime/thread_worker.js";\n`);
  await Deno.writeTextFile(`${STAGE}deno.json`, JSON.stringify({ unstable: ["worker-options"] }));
}

/** Appends the bundle to the runtime of a target. */
async function compile(output: string, target?: Target): Promise<void> {
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
  await deno(DENO, [...args, ...platform, "--output", output, "cli.js"], CANNOT_COMPILE);
  await writeChecksum(output);
  console.log(await describe(output, target));
}

async function writeChecksum(path: string): Promise<void> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  const name = path.slice(path.lastIndexOf("/") + 1);
  await Deno.writeTextFile(`${path}.sha256`, `${new Uint8Array(digest).toHex()}  ${name}\n`);
}

/** How large a binary is, and what of that is squall. */
async function describe(path: string, target: Target | undefined): Promise<string> {
  const { size } = await Deno.stat(path);
  const runtime = target === undefined ? Deno.env.get("DENORT_BIN") : undefined;
  const own = runtime === undefined ? "" : `, ${mebibytes(size - (await Deno.stat(runtime)).size)} of it squall's`;
  return `${path.slice(REPOSITORY.length)}: ${mebibytes(size)}${own}`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

try {
  await bundle();
  if (Deno.args.includes("--all")) {
    if (Deno.env.has("DENORT_BIN")) throw new Error(ONE_RUNTIME);
    for (const target of TARGETS) await compile(`${DIST}${NAMES[target]}`, target);
  } else {
    await compile(`${DIST}${Deno.build.os === "windows" ? "squall.exe" : "squall"}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
} finally {
  await Deno.remove(STAGE, { recursive: true }).catch(() => {});
}
