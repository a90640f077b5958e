/** What the engine is asked to run, and what it needs from whoever asks. */

import type { ExitCodeValue } from "../base/mod.ts";
import type { Archive } from "./archive/archive.ts";
import type { Summary } from "../report/mod.ts";
import type { HostedFunctions, LogRecord } from "../runtime/mod.ts";
import type { OptionLayer, TestPlan } from "../scenario/mod.ts";
import type { Patience } from "./watch_threads.ts";
import type { ProxySettings } from "../transport/mod.ts";

/** What something is allowed to reach: everything, or what is listed. */
export type Grant = "all" | readonly string[];

/** What code of the script may do; this process's own permissions are the ceiling. */
export interface GuestPermissions {
  /** Hosts, with or without a port. */
  readonly net: Grant;
  /** Hosts, with or without a port, that must not be connected to although `net` has them. */
  readonly denyNet: Grant;
  /** Paths besides the script's own folder; in a strict sandbox, these alone. */
  readonly read: Grant;
  /** Hosts that `https:` modules may come from. */
  readonly import: Grant;
  /** `strict` freezes the built-in objects that VUs share, and grants nothing that is not listed above. */
  readonly sandbox: "standard" | "strict";
}

/** How a run is carried out: everything about it that is not an option of the test. */
export interface RunSettings {
  /** The script's `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** How many threads host VUs; absent: as many as is right for this machine and this test. */
  readonly threads: number | undefined;
  readonly transport: "wire" | "native";
  /** Whether text messages that are not UTF-8 end the connection. */
  readonly strictUtf8: boolean;
  /** Bytes. */
  readonly maxMessageSize: number;
  readonly noThresholds: boolean;
  readonly summaryMode: "compact" | "full" | "legacy" | "disabled";
  /** Whether `handleSummary` and `summaryExport` get the newer of k6's two forms. */
  readonly machineReadableSummary: boolean;
  /** Where every single sample goes to, each `NAME` or `NAME=ARGUMENT`. */
  readonly outputs: readonly string[];
  /** Where scripts get secrets from, each `TYPE=CONFIGURATION`. */
  readonly secretSources: readonly string[];
  /** The environment of the process, for the settings of outputs and of secret sources. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody may look at the run, and steer it, while it goes on. */
  readonly remoteControl: boolean;
  /** Whether the run stays as it is after its last function until {@linkcode RunHost.lingering} lets it end. */
  readonly linger: boolean;
  /** Where to write the summary as JSON. */
  readonly summaryExport: string | undefined;
  readonly permissions: GuestPermissions;
  /** Bytes that the process may take before the thread that takes most is ended; absent: most of what the machine has. */
  readonly memoryLimit: number | undefined;
  /** How long threads are waited for that do not answer. */
  readonly patience: Patience;
  readonly proxy: ProxySettings;
  /** The `User-Agent` of handshakes where the test does not set one. */
  readonly userAgent: string;
  /** Names of k6's feature flags. */
  readonly features?: readonly string[];
  /** `base`: scripts do not see their global object as `global`; absent: as the archive has it, else `extended`. */
  readonly compatibilityMode?: "extended" | "base" | undefined;
  /** Library modules that VUs share: file names or URLs, `*` stands for any text. */
  readonly share: readonly string[];
  /** The folder where modules from the network are kept. */
  readonly cacheDirectory: string;
  /** Which calls of a script the loader makes pausable; for tests of the loader. */
  readonly pausing: "analysis" | "every-call";
}

/** What a run needs from the program that it is part of. */
export interface RunHost {
  log(record: LogRecord): void;
  /** The test is about to begin: what it is going to do. */
  planned?(plan: TestPlan): void;
  /** The test is done, and stays until it is let go: what comes now is the summary. */
  lingering?(): void;
  /** Writes what is the run's output, not its log: the summary, and what `handleSummary` wants printed. */
  write(stream: "stdout" | "stderr", content: string | Uint8Array): void;
  /** Writes what an output has for stdout; what it throws ends that output. Default: like what `write` gets. */
  writeSamples?(bytes: Uint8Array): void;
  /** Whether the streams are terminals, and whether colours are wanted. */
  readonly terminal: { readonly stdout: boolean; readonly stderr: boolean; readonly colors: boolean };
}

/** Where a script is. */
export interface ScriptSource {
  readonly url: URL;
  /** Its text, if it does not come from there. */
  readonly source?: string;
  /** The archive that it is from: all that it can import and open is in there. */
  readonly archive?: Archive;
}

/** A test to be run. */
export interface RunRequest {
  readonly script: ScriptSource;
  /** What is run in this thread in place of the script, whose URL then only names the test. */
  readonly functions?: HostedFunctions;
  /** The options from everywhere but the script, from the weakest to the strongest. */
  readonly layers: readonly OptionLayer[];
  readonly settings: RunSettings;
  readonly host: RunHost;
}

/** What came of a run. */
export interface RunResult {
  /** What the process should exit with. */
  readonly exitCode: ExitCodeValue;
  /** Why the exit code is not 0. */
  readonly error: string | undefined;
  /** What was measured; `undefined` where the run never began, or summaries are switched off. */
  readonly summary: Summary | undefined;
}
