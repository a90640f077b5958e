/** Runs a script with squall or with k6, and keeps what can be compared: exit code, samples, log, summary. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { REPOSITORY } from "../checks/repository.ts";
import { commonArguments, type ScriptFile } from "./script_file.ts";

/** All samples of one metric with one set of tags. */
export interface ObservedSeries {
  readonly metric: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** A record of the log, at level info, warning or error. */
export interface ObservedRecord {
  readonly level: string;
  readonly message: string;
  /** Whether the script has printed it. */
  readonly isPrinted: boolean;
}

/** What came of a run. */
export interface ObservedRun {
  readonly exitCode: number;
  readonly metrics: readonly { readonly name: string; readonly kind: string; readonly contains: string }[];
  readonly series: readonly ObservedSeries[];
  readonly log: readonly ObservedRecord[];
  readonly stdout: string;
  readonly stderr: string;
  /** The file of `--summary-export`; `undefined` where none was written. */
  readonly exported: unknown;
}

/** Where the demo server is. */
export interface ServerUrls {
  readonly url: string;
  readonly wireUrl: string;
}

/** What is kept of our own environment: K6_* above all would change what is run. */
const KEPT = ["PATH", "HOME", "DENO_DIR", "TMPDIR", "SystemRoot", "LOCALAPPDATA"];

/**
 * Runs a script.
 *
 * @param script The script.
 * @param server The server that it gets as `WS_URL` and `WIRE_URL`.
 * @param k6 The command of k6, or nothing for squall's own.
 */
export async function observeRun(script: ScriptFile, server: ServerUrls, k6?: string): Promise<ObservedRun> {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await spawn(script, server, { k6, folder });
    const read = (name: string) => Deno.readTextFile(join(folder, name)).catch(() => "");
    const plain = (text: string) => withoutAddresses(text, server);
    const samples = jsonLines(plain(await read("samples.json")));
    const decoder = new TextDecoder();
    return {
      exitCode: code,
      metrics: samples.filter(({ type }) => type === "Metric").map(({ data: { name, type, contains } }) => ({
        name,
        kind: type,
        contains,
      })),
      series: gatherSeries(samples.filter(({ type }) => type === "Point")),
      log: jsonLines(plain(await read("log.json"))).map(({ level, msg, source }) => ({
        level,
        message: msg,
        isPrinted: source === "console",
      })),
      stdout: plain(decoder.decode(stdout)),
      stderr: plain(decoder.decode(stderr)),
      exported: JSON.parse(plain(await read("export.json")) || "null") ?? undefined,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function spawn(
  script: ScriptFile,
  { url, wireUrl }: ServerUrls,
  { k6, folder }: { k6: string | undefined; folder: string },
): Promise<Deno.CommandOutput> {
  const own = ["run", "--quiet", "--no-check", "-A", fileURLToPath(new URL("cli.ts", REPOSITORY))];
  const kept = Object.fromEntries(KEPT.map((name) => [name, Deno.env.get(name)]).filter(([, value]) => value));
  return await new Deno.Command(k6 ?? Deno.execPath(), {
    args: [
      ...(k6 === undefined ? own : []),
      "run",
      "--quiet",
      "--no-usage-report",
      // k6 before 2 serves its API without being asked.
      ...(k6 === undefined ? [] : ["--address", "127.0.0.1:0"]),
      `--out=json=${join(folder, "samples.json")}`,
      `--summary-export=${join(folder, "export.json")}`,
      "--log-format=json",
      `--log-output=file=${join(folder, "log.json")}`,
      ...(k6 === undefined ? script.args : commonArguments(script.args)),
      fileURLToPath(new URL(script.path, REPOSITORY)),
    ],
    cwd: folder,
    clearEnv: true,
    env: {
      ...kept,
      XDG_CONFIG_HOME: folder,
      NO_COLOR: "1",
      K6_AUTO_EXTENSION_RESOLUTION: "false",
      WS_URL: url,
      WIRE_URL: wireUrl,
      ...script.env,
    },
    stdout: "piped",
    stderr: "piped",
  }).output();
}

/** Two servers, and a server that was started twice, are the same one here; so are all moments. */
function withoutAddresses(text: string, { url, wireUrl }: ServerUrls): string {
  const [plain, wire] = [new URL(url).host, new URL(wireUrl).host];
  return text.replaceAll(wire, "WIRE").replaceAll(plain, "SERVER").replaceAll(fileURLToPath(REPOSITORY), "REPOSITORY/")
    .replaceAll(/(?<=[a-z]-)1[7-9]\d{11}\b/g, "NOW");
}

// deno-lint-ignore no-explicit-any -- the lines of k6's formats
function jsonLines(text: string): any[] {
  return text.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
}

function gatherSeries(
  points: readonly { metric: string; data: { value: number; tags: Record<string, string> } }[],
): ObservedSeries[] {
  const series = new Map<string, { metric: string; tags: Record<string, string>; values: number[] }>();
  for (const { metric, data } of points) {
    const tags = Object.fromEntries(Object.entries(data.tags).sort(([a], [b]) => a < b ? -1 : 1));
    const key = JSON.stringify([metric, tags]);
    const known = series.get(key);
    if (known === undefined) series.set(key, { metric, tags, values: [data.value] });
    else known.values.push(data.value);
  }
  return [...series.values()];
}
