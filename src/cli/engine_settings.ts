/** From the flags of a run to what the engine is told. */

import { cacheDirectory, type RunSettings as EngineSettings, VERSION } from "../engine/mod.ts";
import type { RunSettings } from "./run_settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes the engine's settings.
 *
 * @param settings The flags.
 * @param environment The environment of the process.
 */
export function engineSettings(settings: RunSettings, environment: Environment): EngineSettings {
  const { threads, transport, strictUtf8, maxMessageSize, noThresholds, summaryMode, summaryExport, out } = settings;
  return {
    env: { ...(settings.includeSystemEnvVars ? definedOnly(environment) : {}), ...settings.env },
    threads,
    transport,
    strictUtf8,
    maxMessageSize,
    noThresholds,
    summaryMode,
    summaryExport,
    outputs: out,
    environment,
    permissions: {
      net: settings.allowNet,
      read: settings.allowRead,
      env: settings.allowEnv,
      import: settings.allowImport,
    },
    proxy: proxySettings(environment),
    userAgent: `squall/${VERSION}`,
    cacheDirectory: cacheDirectory(environment),
    pausing: environment.SQUALL_PAUSING === "every-call" ? "every-call" : "analysis",
  };
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
