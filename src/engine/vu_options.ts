/** From the options of a test to what its threads are told. */

import { parseDuration } from "../base/mod.ts";
import type { VuOptions } from "../runtime/mod.ts";
import type { TestOptions, TestPlan } from "../scenario/mod.ts";
import { type NetworkSettings, parseLocalAddresses, type TlsParameters } from "../transport/mod.ts";
import type { RunSettings } from "./run_request.ts";

/** k6's limit for the whole opening handshake, in milliseconds. */
const HANDSHAKE_TIMEOUT = 60_000;
/** How long a closing handshake may take, in milliseconds; k6 would wait for ever. */
const CLOSE_TIMEOUT = 10_000;

/**
 * What VUs look at themselves.
 *
 * @param options The options of the test.
 * @param settings How the run is carried out.
 * @param localAddresses Source addresses of the VUs.
 */
export function vuOptions(
  options: TestOptions,
  settings: RunSettings,
  localAddresses: readonly string[],
): VuOptions {
  return {
    throw: options.throw,
    userAgent: options.userAgent ?? settings.userAgent,
    systemTags: new Set(options.systemTags),
    handshakeTimeout: HANDSHAKE_TIMEOUT,
    closeTimeout: CLOSE_TIMEOUT,
    maxMessageSize: settings.maxMessageSize,
    strictUtf8: settings.strictUtf8,
    http: httpSettings(options),
    noCookiesReset: options.noCookiesReset,
    minIterationDuration: options.minIterationDuration,
    localAddresses,
    tags: options.tags,
  };
}

/** The options of `k6/http`, with k6's defaults. */
function httpSettings(options: TestOptions): VuOptions["http"] {
  return {
    maxRedirects: options.maxRedirects,
    batch: options.batch,
    batchPerHost: options.batchPerHost,
    rps: options.rps ?? 0,
    debug: options.httpDebug === undefined ? "" : options.httpDebug === "full" ? "full" : "headers",
    discardResponseBodies: options.discardResponseBodies,
    noConnectionReuse: options.noConnectionReuse,
    noVuConnectionReuse: options.noVUConnectionReuse,
  };
}

/** The network options. */
export function networkSettings(options: TestOptions, settings: RunSettings): NetworkSettings {
  const { ttl, select, policy } = options.dns;
  const { denyNet } = settings.permissions;
  return {
    hosts: options.hosts,
    blockHostnames: options.blockHostnames,
    blacklistIPs: options.blacklistIPs,
    deniedHosts: denyNet === "all" ? [] : denyNet,
    dns: { ttl: ttl === "inf" ? Infinity : parseDuration(ttl) ?? 0, select, policy },
    proxy: settings.proxy,
  };
}

/** The TLS options. */
export function tlsParameters(options: TestOptions): TlsParameters {
  const { min, max } = options.tlsVersion ?? {};
  return {
    insecureSkipTlsVerify: options.insecureSkipTLSVerify,
    certificates: options.tlsAuth,
    ...(min === undefined ? {} : { minVersion: min }),
    ...(max === undefined ? {} : { maxVersion: max }),
    ...(options.tlsCipherSuites === undefined ? {} : { cipherSuites: options.tlsCipherSuites }),
  };
}

/** The source addresses that VUs take turns with: no more than there are VUs. */
export function localAddresses(options: TestOptions, plan: TestPlan): string[] {
  if (options.localIPs === undefined) return [];
  const parsed = parseLocalAddresses(options.localIPs);
  // The option was checked when it was read.
  return "value" in parsed ? parsed.value.take(plan.maxVus) : [];
}
