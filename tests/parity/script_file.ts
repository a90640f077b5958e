/** The scripts that run both here and on k6, and what their first lines say about how. */

import { listFiles, REPOSITORY } from "../checks/repository.ts";

/** A script to run. */
export interface ScriptFile {
  /** The path in the repository. */
  readonly path: string;
  /** Arguments besides the script: `// args: …`. */
  readonly args: readonly string[];
  /** Variables of the process: `// env: NAME=value …`. */
  readonly env: Readonly<Record<string, string>>;
}

/** What squall's command line has and k6's has not. */
const OWN_FLAGS: readonly string[] = ["--threads"];

/** All scripts of `tests/scripts/`, and the examples that are scripts. */
export async function listScripts(): Promise<ScriptFile[]> {
  const paths = [
    ...await listFiles("tests/scripts", /^tests\/scripts\/[^/]+\.[jt]s$/),
    ...(await listFiles("examples", /\.[jt]s$/)).filter((path) => !path.endsWith("_test.ts")),
  ];
  return await Promise.all(paths.map(readScript));
}

/** Reads how a script is run. */
export async function readScript(path: string): Promise<ScriptFile> {
  const text = await Deno.readTextFile(new URL(path, REPOSITORY));
  const words = (name: string) => new RegExp(`^// ${name}: (.*)$`, "m").exec(text)?.[1]?.split(" ") ?? [];
  const env = words("env").map((word) => word.split(/=(.*)/s, 2) as [string, string]);
  return { path, args: words("args"), env: Object.fromEntries(env) };
}

/** The arguments that k6 takes, too. */
export function commonArguments(args: readonly string[]): string[] {
  return args.filter((arg, i) => !OWN_FLAGS.includes(arg) && !OWN_FLAGS.includes(args[i - 1] ?? ""));
}
