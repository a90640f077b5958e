/** From the flags of a run to what the engine is told. */

import { resolve } from "node:path";
import {
  cacheDirectory,
  DEFAULT_PATIENCE,
  type GuestPermissions,
  type Patience,
  type RunSettings as EngineSettings,
  VERSION,
} from "../engine/mod.ts";
import { type ConfigExtras, outputEnvironment } from "./config_file.ts";
import type { RunSettings } from "./run_settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes the engine's settings.
 *
 * @param settings The flags.
 * @param environment The environment of the process.
 * @param extras What the config file has besides options.
 */
export function engineSettings(
  settings: RunSettings,
  environment: Environment,
  extras: ConfigExtras = {},
): EngineSettings {
  const { threads, transport, strictUtf8, maxMessageSize, noThresholds, summaryMode, summaryExport } = settings;
  const { out, secretSource } = settings;
  return {
    env: { ...grantedEnvironment(settings, environment), ...settings.env },
    threads,
    transport,
    strictUtf8,
    maxMessageSize,
    noThresholds,
    summaryMode: settings.noSummary ? "disabled" : summaryMode,
    machineReadableSummary: settings.newMachineReadableSummary,
    summaryExport,
    outputs: out.length > 0 ? out : extras.out ?? [],
    environment: outputSettings(environment, extras),
    features: settings.features.length > 0 ? settings.features : extras.features ?? [],
    secretSources: secretSource,
    remoteControl: settings.address !== undefined,
    linger: settings.linger || (extras.linger ?? false),
    permissions: guestPermissions(settings),
    share: settings.share,
    memoryLimit: settings.memoryLimit,
    patience: patience(environment.SQUALL_PATIENCE),
    proxy: proxySettings(environment),
    userAgent: `squall/${VERSION}`,
    cacheDirectory: cacheDirectory(environment),
    compatibilityMode: settings.compatibilityMode === "experimental_enhanced" ? "extended" : settings.compatibilityMode,
    pausing: environment.SQUALL_PAUSING === "every-call" ? "every-call" : "analysis",
  };
}

function guestPermissions(settings: RunSettings): GuestPermissions {
  const { allowNet, denyNet, allowRead, allowImport, sandbox } = settings;
  const open = sandbox === "strict" ? [] : "all";
  return {
    net: allowNet ?? open,
    denyNet,
    read: allowRead === "all" || allowRead === undefined ? allowRead ?? [] : allowRead.map((path) => resolve(path)),
    import: allowImport ?? open,
    sandbox,
  };
}

/** The environment, with what the config file says of outputs where the environment says nothing of it. */
function outputSettings(environment: Environment, extras: ConfigExtras): Environment {
  const defaults = Object.entries(outputEnvironment(extras));
  // Not all that it has can be listed where squall itself may not read all of it.
  if (defaults.length === 0) return environment;
  return { ...environment, ...Object.fromEntries(defaults.map(([name, text]) => [name, environment[name] ?? text])) };
}

/** The variables of the process that the script sees: as in k6 all of them, unless less is asked for. */
function grantedEnvironment(settings: RunSettings, environment: Environment): Record<string, string> {
  const { allowEnv, includeSystemEnvVars, sandbox } = settings;
  if (allowEnv !== undefined && allowEnv !== "all") {
    return definedOnly(Object.fromEntries(allowEnv.map((name) => [name, environment[name]])));
  }
  const isGranted = allowEnv === "all" || sandbox === "standard";
  return isGranted && includeSystemEnvVars ? definedOnly(withoutSecrets(environment)) : {};
}

/** Without what configures the sources of secrets: scripts ask for secrets, they do not read how to get them. */
function withoutSecrets(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("K6_SECRET_SOURCE")));
}

/** For tests: the same number of milliseconds for everything that is waited for. */
function patience(text: string | undefined): Patience {
  const ms = Number(text);
  return ms > 0 ? { init: ms, end: ms, stop: ms } : DEFAULT_PATIENCE;
}

function definedOnly(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Go's rule: the variable in capitals counts, the one in small letters stands in for it. */
function proxySettings(environment: Environment): EngineSettings["proxy"] {
  const read = (name: string): string => environment[name] || environment[name.toLowerCase()] || "";
  return { http: read("HTTP_PROXY"), https: read("HTTPS_PROXY"), no: read("NO_PROXY") };
}
