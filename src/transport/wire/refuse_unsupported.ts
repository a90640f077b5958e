/** Options that an old runtime would ignore without a word. */

import type { Capabilities } from "../capabilities.ts";
import type { TlsSettings } from "../tls_settings.ts";
import { unsupportedByTransport } from "../unsupported.ts";

/**
 * Refuses what the runtime cannot do.
 *
 * @param capabilities What it can do.
 * @param options What is asked for.
 * @param who Who would have to do it.
 * @throws {SquallError} `UNSUPPORTED_BY_TRANSPORT`.
 */
export function refuseUnsupported(
  capabilities: Capabilities,
  { localAddress, tls }: { readonly localAddress?: string | undefined; readonly tls: TlsSettings },
  who: string,
): void {
  const refuse = (option: string): never => {
    throw unsupportedByTransport(who, `${option} on ${capabilities.runtime}`, "Use Deno 2.8 or later.");
  };
  if (localAddress !== undefined && !capabilities.localAddress) refuse("localAddress");
  if (capabilities.tlsIdentity) return;
  if (tls.hasCertificates) refuse("tlsAuth");
  if (tls.choosesVersion) refuse("tlsVersion");
}
