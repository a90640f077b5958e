/** What flags and environment say about a run besides its options: how it is carried out, logged and summarised. */

/** What a script may reach: everything, or what is listed. */
export type Grant = "all" | readonly string[];

/** What verbs that load a script are told of it. */
export interface ScriptSettings {
  /** What the file is; absent: what it looks like. */
  readonly type: "js" | "archive" | undefined;
  /** How much of k6's extended mode scripts see; absent: as their archive has it, else `extended`. */
  readonly compatibilityMode: "extended" | "base" | "experimental_enhanced" | undefined;
  /** Names of k6's feature flags. */
  readonly features: readonly string[];
  readonly tracesOutput: "none";
}

/** Where the REST API of a run listens. */
export interface ApiAddress {
  /** `HOST:PORT`. */
  readonly text: string;
  /** Whether the run must not begin without it, as where a flag says so. */
  readonly isRequired: boolean;
}

/** The settings of `squall run`. Where a setting may be absent, it is `undefined`. */
export interface RunSettings extends ScriptSettings {
  /** The config file that was asked for; absent: the usual one, if it is there. */
  readonly config: string | undefined;
  /** How many threads host VUs; absent: as many as is right for this machine and this test. */
  readonly threads: number | undefined;
  readonly transport: "wire" | "native";
  /** Whether text messages that are not UTF-8 end the connection. */
  readonly strictUtf8: boolean;
  /** Bytes. */
  readonly maxMessageSize: number;
  /** `__ENV`, as far as given by `--env`. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether `__ENV` has the variables of the process, too. */
  readonly includeSystemEnvVars: boolean;
  readonly noThresholds: boolean;
  readonly summaryMode: "compact" | "full" | "legacy" | "disabled";
  /** An older name of the mode `disabled`. */
  readonly noSummary: boolean;
  readonly newMachineReadableSummary: boolean;
  readonly summaryExport: string | undefined;
  /** `strict` grants nothing but what the following name. */
  readonly sandbox: "standard" | "strict";
  /** Hosts, with or without a port; absent: as the sandbox has it. */
  readonly allowNet: Grant | undefined;
  /** Hosts, with or without a port, that are refused although they are allowed. */
  readonly denyNet: Grant;
  /** Where every single sample goes to, each `NAME` or `NAME=ARGUMENT`. */
  readonly out: readonly string[];
  /** Where the script gets secrets from, each `TYPE=CONFIGURATION`. */
  readonly secretSource: readonly string[];
  /** Paths besides the folder of the script. */
  readonly allowRead: Grant | undefined;
  /** Variables of the process in `__ENV`; absent: all of them, none in a strict sandbox. */
  readonly allowEnv: Grant | undefined;
  /** Hosts that modules may come from. */
  readonly allowImport: Grant | undefined;
  /** Library modules that VUs share, with `*` for any text. */
  readonly share: readonly string[];
  /** Bytes. */
  readonly memoryLimit: number | undefined;
  /** Where the REST API listens; absent: there is none. */
  readonly address: ApiAddress | undefined;
  /** Whether to stay after the test. */
  readonly linger: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  readonly logOutput: string;
  readonly logFormat: string;
  /** Accepted only; squall never reports its usage. */
  readonly noUsageReport: boolean;
}

/** The settings of the verbs that ask a run for something. */
export interface ControlSettings {
  /** Where its REST API is. */
  readonly address: string;
}

/** The settings of `squall scale`. */
export interface ScaleSettings extends ControlSettings {
  readonly vus: number | undefined;
  readonly max: number | undefined;
}

/** The settings of `squall serve`. */
export interface ServeSettings {
  readonly host: string;
  readonly port: number;
}

/** The settings of `squall archive` alone. */
export interface ArchiveSettings {
  /** The file to write, or `-`. */
  readonly archiveOut: string;
  readonly excludeEnvVars: boolean;
}

/** The settings of `squall inspect` alone. */
export interface InspectSettings {
  readonly executionRequirements: boolean;
}

/** The settings of `squall deps` alone. */
export interface DepsSettings {
  readonly json: boolean;
}

/** The settings of `squall new` alone. */
export interface NewSettings {
  readonly force: boolean;
  /** The name of a template, or the path of one. */
  readonly template: string;
}
