/** Loads a script with everything it imports, and decides where its files are. */

import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isK6UtilsUrl, K6_UTILS_SPECIFIER, MODULES } from "../api/mod.ts";
import { isGranted } from "../base/mod.ts";
import { SCOPE_NAMES, type ThreadRequests } from "../runtime/mod.ts";
import { loadProgram, type Program, RemoteModules } from "../script/mod.ts";
import type { Grant, RunRequest } from "./run_request.ts";

/** How long a module from the network is used without asking for it again: a day, in milliseconds. */
const MODULE_MAX_AGE = 24 * 3600e3;

/**
 * Loads the script of a run.
 *
 * @param request The run.
 * @returns The program.
 * @throws {ScriptError} When it cannot be loaded: what, where, and the lines around it.
 */
export async function loadScript(request: RunRequest): Promise<Program> {
  const { script, settings, host } = request;
  const program = await loadProgram(script, {
    builtins: MODULES,
    scopeNames: SCOPE_NAMES,
    alias: (url) => isK6UtilsUrl(url) ? K6_UTILS_SPECIFIER : undefined,
    mode: settings.pausing,
    share: settings.share,
    readFile: (url) => readModule(url, request),
    remote: new RemoteModules({
      directory: settings.cacheDirectory,
      maxAge: MODULE_MAX_AGE,
      refuse: (url) => refuseHost(url, settings.permissions.import),
      warn: (message) => host.log({ level: "warning", message, time: Date.now() }),
    }),
  });
  for (const sentence of program.notShared) {
    host.log({ level: "warning", message: `--share: ${sentence}`, time: Date.now() });
  }
  return program;
}

function refuseHost(url: URL, granted: Grant): string | undefined {
  if (granted !== "all" && !granted.includes(url.host) && !granted.includes(url.hostname)) {
    return `modules may not be imported from ${url.host}: run squall with --allow-import=${url.host}`;
  }
  if (isGranted({ name: "net", host: url.host })) return undefined;
  return `Deno was not given permission to connect to ${url.host}: run deno with --allow-net=${url.host}`;
}

/** Reads a module from disk. In a strict sandbox a script is what is in its own folder, and what it may read. */
async function readModule(url: URL, request: RunRequest): Promise<string> {
  const path = fileURLToPath(url);
  const { sandbox, read } = request.settings.permissions;
  const folders = [scriptDirectory(request), ...(read === "all" ? ["/"] : read)];
  if (sandbox === "strict" && !folders.some((folder) => isBelow(path, folder))) {
    throw new Error(
      `the sandbox is strict and this is not below the script's folder: run squall with --allow-read=${path}`,
    );
  }
  if (!isGranted({ name: "read", path })) {
    throw new Error(`Deno was not given permission to read ${path}: run deno with --allow-read=${path}`);
  }
  return await Deno.readTextFile(url);
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(/[\\/]/, 1)[0] !== "..";
}

/** What a thread needs to know of the script. */
export function loadRequest(request: RunRequest, program: Program): ThreadRequests["load"]["request"] {
  const { env, permissions } = request.settings;
  return { program, env, directory: scriptDirectory(request), freezes: permissions.sandbox === "strict" };
}

/** The folder that a script's relative paths start from: its own, or the current one if it is not a file. */
export function scriptDirectory({ script }: RunRequest): string {
  return script.url.protocol === "file:" ? dirname(fileURLToPath(script.url)) : Deno.cwd();
}
