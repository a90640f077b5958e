/** The table of all modules that scripts can import by name: what they export, which calls pause, who makes them. */

import { createDataModule } from "./data_module.ts";
import { createEncodingModule } from "./encoding_module.ts";
import { createExecutionModule, EXECUTION_EXPORTS } from "./execution_module.ts";
import { createHashModule, HASH_EXPORTS } from "./hash_module.ts";
import { createHttpModule, HTTP_EXPORTS, HTTP_PAUSING } from "./http_module.ts";
import { createK6Module } from "./k6.ts";
import { createK6UtilsModule } from "./k6_utils.ts";
import { createMetricsModule } from "./metrics_module.ts";
import { createSecretsModule } from "./secrets_module.ts";
import type { VirtualUser } from "./virtual_user.ts";
import { createExperimentalWebSocketsModule, createWebSocketsModule } from "./websockets/module.ts";
import { createWsModule } from "./ws/module.ts";

/** One module of the table. */
export interface ModuleEntry {
  readonly specifier: string;
  /** The named exports. A default export always exists as well. */
  readonly exports: readonly string[];
  /**
   * Functions whose calls may pause the VU: always, or when a callback given to them does. Named are exports, and
   * methods of the objects that the module hands out: also those that call handlers which the script has registered, or
   * properties of some names of an object that it has given before, and those that always may (`method`).
   */
  readonly pausing: Readonly<Record<string, "always" | "callbacks" | "handlers" | "method" | readonly string[]>>;
  /** Loads the module's code, where only the scripts that import it have that. */
  load?(): Promise<void>;
  /** Makes the named exports for one VU. */
  create(vu: VirtualUser): Record<string, unknown>;
}

type Create = ModuleEntry["create"];

/** Under this name the loader finds `k6-utils`, whatever its URL. */
export const K6_UTILS_SPECIFIER = "jslib:k6-utils";

/** The methods of streams that call a source or a sink before they return, and by which names. */
const STREAM_METHODS: ModuleEntry["pausing"] = {
  ReadableStream: "callbacks",
  WritableStream: "callbacks",
  read: ["pull"],
  enqueue: ["pull"],
  cancel: ["cancel"],
  write: ["write"],
  close: ["close"],
  abort: ["abort"],
};

const WEBSOCKETS_EXPORTS = ["WebSocket", "Blob"];

/** All modules by specifier. */
export const MODULES: ReadonlyMap<string, ModuleEntry> = new Map([
  entry("k6", ["check", "fail", "group", "randomSeed", "sleep"], createK6Module, {
    pausing: { sleep: "always", group: "callbacks", check: "callbacks" },
  }),
  entry("k6/crypto", HASH_EXPORTS, createHashModule),
  entry("k6/data", ["SharedArray"], createDataModule),
  entry("k6/encoding", ["b64decode", "b64encode"], createEncodingModule),
  entry("k6/execution", EXECUTION_EXPORTS, createExecutionModule, { pausing: { abort: "method" } }),
  lateEntry("k6/experimental/csv", ["Parser", "parse"], async () => (await import("./csv/module.ts")).createCsvModule),
  lateEntry("k6/experimental/fs", ["SeekMode", "open"], async () => (await import("./fs_module.ts")).createFsModule),
  lateEntry(
    "k6/experimental/streams",
    [
      "CountQueuingStrategy",
      "ReadableStream",
      "ReadableStreamDefaultReader",
      "WritableStream",
      "WritableStreamDefaultWriter",
    ],
    async () => (await import("./streams/module.ts")).createStreamsModule,
    { pausing: STREAM_METHODS },
  ),
  lateEntry("k6/html", ["parseHTML"], async () => (await import("./html/module.ts")).createHtmlModule, {
    // Methods of selections.
    pausing: { each: "callbacks", filter: "callbacks", is: "callbacks", map: "callbacks", not: "callbacks" },
  }),
  entry("k6/http", HTTP_EXPORTS, createHttpModule, { pausing: HTTP_PAUSING }),
  entry("k6/metrics", ["Counter", "Gauge", "Rate", "Trend"], createMetricsModule),
  entry("k6/secrets", ["get", "source"], createSecretsModule),
  entry("k6/timers", ["setTimeout", "clearTimeout", "setInterval", "clearInterval"], (vu) => ({ ...vu.timers })),
  entry("k6/websockets", WEBSOCKETS_EXPORTS, createWebSocketsModule),
  entry("k6/experimental/websockets", WEBSOCKETS_EXPORTS, createExperimentalWebSocketsModule),
  entry("k6/ws", ["connect"], createWsModule, {
    // The methods of a socket call `close` and `error` handlers before they return.
    pausing: { connect: "always", close: "handlers", ping: "handlers", send: "handlers", sendBinary: "handlers" },
  }),
  entry(
    K6_UTILS_SPECIFIER,
    [
      "check",
      "findBetween",
      "getCurrentStageIndex",
      "normalDistributionStages",
      "parseDuration",
      "randomIntBetween",
      "randomItem",
      "randomString",
      "tagWithCurrentStageIndex",
      "tagWithCurrentStageProfile",
      "uuidv4",
    ],
    createK6UtilsModule,
    { pausing: { check: "callbacks" } },
  ),
]);

function entry(
  specifier: string,
  exports: readonly string[],
  create: Create,
  { pausing = {} }: Partial<Pick<ModuleEntry, "pausing">> = {},
): [string, ModuleEntry] {
  return [specifier, { specifier, exports, pausing, create }];
}

/** A module whose code is loaded by the scripts that import it. */
function lateEntry(
  specifier: string,
  exports: readonly string[],
  load: () => Promise<Create>,
  options: Partial<Pick<ModuleEntry, "pausing">> = {},
): [string, ModuleEntry] {
  let create: Create = () => {
    throw new Error(`${specifier} was used before loadModules()`);
  };
  const [, made] = entry(specifier, exports, (vu) => create(vu), options);
  return [specifier, { ...made, load: async () => void (create = await load()) }];
}

/**
 * Loads the code of modules. A thread awaits this before its first VU imports them.
 *
 * @param specifiers Which ones; others than keys of {@linkcode MODULES} have none.
 */
export async function loadModules(specifiers: Iterable<string>): Promise<void> {
  await Promise.all([...specifiers].map((specifier) => MODULES.get(specifier)?.load?.()));
}

/** Whether scripts that import a module may open connections. */
export function connects(specifier: string): boolean {
  return ["k6/ws", "k6/websockets", "k6/experimental/websockets"].includes(specifier);
}

/** Whether scripts that import a module may send HTTP requests. */
export function sendsRequests(specifier: string): boolean {
  return specifier === "k6/http";
}

/** Whether scripts that import a module need digests. */
export function usesHashes(specifier: string): boolean {
  return specifier === "k6/crypto";
}

/** Whether scripts that import a module can ask for the options of the test. */
export function tellsOptions(specifier: string): boolean {
  return specifier === "k6/execution";
}

/**
 * Whether scripts that import a module need pages parsed.
 *
 * @param specifier The module.
 * @param mentions Tells whether a word stands anywhere in the script: responses have pages as well.
 */
export function usesHtml(specifier: string, mentions: (words: RegExp) => boolean): boolean {
  return specifier === "k6/html" || (specifier === "k6/http" && mentions(/\b(html|submitForm|clickLink)\b/));
}

/** Whether scripts that import a module may meet cookies. */
export function usesCookies(specifier: string): boolean {
  return specifier === "k6/http" || connects(specifier);
}

/**
 * Makes the namespace object of a module for one VU: its named exports, and a default export that holds them all.
 *
 * @param vu The VU that imports the module.
 * @param specifier A key of {@linkcode MODULES}.
 * @returns The namespace.
 */
export function createModule(vu: VirtualUser, specifier: string): Record<string, unknown> {
  const exports = MODULES.get(specifier)!.create(vu);
  return { ...exports, default: exports };
}
