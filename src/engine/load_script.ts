/** Loads a script with everything it imports, and decides where its files are. */

import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { adviceInsteadOf, isK6UtilsUrl, K6_UTILS_SPECIFIER, MODULES } from "../api/mod.ts";
import { isGranted } from "../base/mod.ts";
import { archiveName, SCOPE_NAMES, type ThreadRequests } from "../runtime/mod.ts";
import { type LoadOptions, loadProgram, type ModuleReader, type Program, RemoteModules } from "../script/mod.ts";
import type { Archive } from "./archive/archive.ts";
import { readFeatures } from "./features.ts";
import type { Grant, RunRequest } from "./run_request.ts";

/** How long a module from the network is used without asking for it again: a day, in milliseconds. */
const MODULE_MAX_AGE = 24 * 3600e3;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Is told of every module of a script. */
export interface ModuleListener {
  /** A module was read: this is how it is where it comes from. */
  read(url: URL, bytes: Uint8Array): void;
  /** A module was not read, because squall has its own. */
  replaced(url: URL): void;
}

/**
 * Loads the script of a run.
 *
 * @param request The run.
 * @param listener Is told of every module.
 * @returns The program.
 * @throws {ScriptError} When it cannot be loaded: what, where, and the lines around it.
 */
export async function loadScript(request: RunRequest, listener?: ModuleListener): Promise<Program> {
  const program = await loadProgram(request.script, loadOptions(request, listener));
  for (const sentence of program.notShared) {
    request.host.log({ level: "warning", message: `--share: ${sentence}`, time: Date.now() });
  }
  return program;
}

/**
 * How the script of a run is loaded.
 *
 * @param request The run.
 * @param listener Is told of every module.
 */
export function loadOptions(request: RunRequest, listener?: ModuleListener): LoadOptions {
  const { script: { archive }, settings } = request;
  return {
    builtins: MODULES,
    scopeNames: SCOPE_NAMES,
    insteadOf: adviceInsteadOf,
    alias(url) {
      if (!isK6UtilsUrl(url)) return undefined;
      listener?.replaced(url);
      return K6_UTILS_SPECIFIER;
    },
    mode: settings.pausing,
    share: settings.share,
    async readFile(url) {
      const bytes = archive === undefined ? await readModule(url, request) : readArchived(url, archive);
      listener?.read(url, bytes);
      return decoder.decode(bytes);
    },
    remote: {
      async read(url) {
        if (archive !== undefined) return decoder.decode(readArchived(url, archive));
        const text = await remoteModules(request).read(url);
        listener?.read(url, encoder.encode(text));
        return text;
      },
    },
  };
}

/** Reads modules from the network, as far as the run may. */
export function remoteModules({ settings, host }: RunRequest): ModuleReader {
  return new RemoteModules({
    directory: settings.cacheDirectory,
    maxAge: MODULE_MAX_AGE,
    refuse: (url) => refuseHost(url, settings.permissions.import),
    warn: (message) => host.log({ level: "warning", message, time: Date.now() }),
  });
}

function readArchived(url: URL, { files }: Archive): Uint8Array {
  const bytes = files.get(archiveName(url));
  if (bytes === undefined) throw new Deno.errors.NotFound(`the archive has no ${archiveName(url)}`);
  return bytes;
}

function refuseHost(url: URL, granted: Grant): string | undefined {
  if (granted !== "all" && !granted.includes(url.host) && !granted.includes(url.hostname)) {
    return `modules may not be imported from ${url.host}: run squall with --allow-import=${url.host}`;
  }
  if (isGranted({ name: "net", host: url.host })) return undefined;
  return `Deno was not given permission to connect to ${url.host}: run deno with --allow-net=${url.host}`;
}

/** Reads a module from disk. In a strict sandbox a script is what is in its own folder, and what it may read. */
async function readModule(url: URL, request: RunRequest): Promise<Uint8Array> {
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
  return await Deno.readFile(url);
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(/[\\/]/, 1)[0] !== "..";
}

/** What a thread needs to know of the script. */
export function loadRequest(request: RunRequest, program: Program): ThreadRequests["load"]["request"] {
  const { script: { archive }, settings: { env, permissions } } = request;
  return {
    program,
    env: { ...archive?.env, ...env },
    directory: archive?.directory ?? scriptDirectory(request),
    freezes: permissions.sandbox === "strict",
    freezesEnv: readFeatures(request.settings).freezesEnv,
    hasGlobal: compatibilityMode(request) === "extended",
    files: archive?.files,
  };
}

/** How far a script sees what only k6's extended mode has. */
export function compatibilityMode({ script, settings }: RunRequest): "extended" | "base" {
  return settings.compatibilityMode ?? script.archive?.compatibilityMode ?? "extended";
}

/** The folder on disk that a script's relative paths start from: its own, or the current one if it is not a file. */
export function scriptDirectory({ script }: Pick<RunRequest, "script">): string {
  return script.url.protocol === "file:" ? dirname(fileURLToPath(script.url)) : Deno.cwd();
}

/** {@linkcode scriptDirectory} as a URL; that of a script from the network is there, too. */
export function scriptFolderUrl(request: Pick<RunRequest, "script">): URL {
  const { url, archive } = request.script;
  if (archive !== undefined) return new URL(archive.directory, "file:///");
  if (url.protocol !== "file:") return new URL(".", url);
  return pathToFileURL(scriptDirectory(request));
}
