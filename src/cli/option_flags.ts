/** The flags that set options. What one of them reads, defaults to and means is in the table of options. */

import { type OptionName, OPTIONS, toScriptValue } from "../engine/mod.ts";
import type { Flag, FlagName } from "./flag.ts";

/** A flag that sets an option. */
interface OptionFlag extends FlagName {
  /** The default in words, where the table of options cannot tell it. */
  readonly fallbackText?: string;
  readonly inline?: true;
}

const OPTION_FLAGS: { readonly [N in OptionName]?: OptionFlag } = {
  vus: { name: "vus", short: "u", group: "Load", fallbackText: "1" },
  duration: { name: "duration", short: "d", group: "Load" },
  iterations: { name: "iterations", short: "i", group: "Load" },
  stages: { name: "stage", short: "s", group: "Load" },
  minIterationDuration: { name: "min-iteration-duration", group: "Load" },
  executionSegment: { name: "execution-segment", group: "Load", fallbackText: "100%" },
  executionSegmentSequence: { name: "execution-segment-sequence", group: "Load" },
  noSetup: { name: "no-setup", group: "Script" },
  noTeardown: { name: "no-teardown", group: "Script" },
  throw: { name: "throw", short: "w", group: "Script" },
  paused: { name: "paused", short: "p", group: "Control" },
  userAgent: { name: "user-agent", group: "Connections", fallbackText: "squall/VERSION" },
  insecureSkipTLSVerify: { name: "insecure-skip-tls-verify", group: "Connections" },
  dns: { name: "dns", group: "Connections", fallbackText: "ttl=5m,select=random,policy=preferIPv4" },
  localIPs: { name: "local-ips", group: "Connections" },
  blacklistIPs: { name: "blacklist-ip", group: "Connections" },
  blockHostnames: { name: "block-hostnames", group: "Connections" },
  maxRedirects: { name: "max-redirects", group: "Connections", fallbackText: "10" },
  batch: { name: "batch", group: "Connections" },
  batchPerHost: { name: "batch-per-host", group: "Connections" },
  rps: { name: "rps", group: "Connections" },
  discardResponseBodies: { name: "discard-response-bodies", group: "Connections" },
  noConnectionReuse: { name: "no-connection-reuse", group: "Connections" },
  noVUConnectionReuse: { name: "no-vu-connection-reuse", group: "Connections" },
  httpDebug: { name: "http-debug", group: "Logs", inline: true },
  tags: { name: "tag", group: "Results" },
  systemTags: { name: "system-tags", group: "Results" },
  summaryTrendStats: { name: "summary-trend-stats", group: "Results" },
  summaryTimeUnit: { name: "summary-time-unit", group: "Results", fallbackText: "whatever fits each value" },
  consoleOutput: { name: "console-output", group: "Logs" },
};

/** The flags that set options, in the order of the help. */
export function optionFlags(): Flag[] {
  return (Object.keys(OPTION_FLAGS) as OptionName[]).map((option) => {
    const { fallbackText, ...name } = OPTION_FLAGS[option]!;
    const { kind, doc, env, fallback } = OPTIONS[option];
    const text = fallbackText ?? describeDefault(toScriptValue<unknown>(kind, fallback));
    return {
      ...name,
      kind,
      doc,
      option,
      ...(env === undefined ? {} : { env }),
      ...(text === "" ? {} : { fallback: text }),
    };
  });
}

/** A default in words; nothing where it is no, empty or absent. */
export function describeDefault(fallback: unknown): string {
  if (Array.isArray(fallback)) return fallback.join(",");
  if (fallback === true) return "true";
  return typeof fallback === "string" || typeof fallback === "number" ? String(fallback) : "";
}
