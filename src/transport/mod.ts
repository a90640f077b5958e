/** WebSocket client connections: the contract, its two implementations, and the rules of where they may go. @module */

export { type Capabilities, capabilitiesOf } from "./capabilities.ts";
export { CloseCode, closeCodeText, closeErrorText, UNEXPECTED_EOF } from "./close_code.ts";
export type {
  ByteMeter,
  CompressionOffer,
  Connection,
  ConnectionEnd,
  ConnectionHandler,
  ConnectOptions,
  HandshakeResponse,
  Transport,
  TransportLoad,
  TransportName,
} from "./connection.ts";
export { goQuote } from "./go_quote.ts";
export { canonicalHeaderName, isToken } from "./header_name.ts";
export { type HostOverride, type OverrideTarget, parseHostOverride } from "./host_overrides.ts";
export { parseHostPattern } from "./host_patterns.ts";
export {
  type HttpCall,
  type HttpClient,
  type HttpClientOptions,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
  type HttpTimings,
  REQUEST_TIMEOUT_TEXT,
} from "./http_client.ts";
export type { AddressRange, IpAddress } from "./ip_address.ts";
export {
  type CreateHttpClient,
  type CreateTransport,
  loadHttpClient,
  loadTransports,
  TRANSPORT_NAMES,
} from "./load_transports.ts";
export { LocalAddresses, parseLocalAddresses } from "./local_addresses.ts";
export {
  DEFAULT_DNS,
  type DnsPolicy,
  type DnsSelect,
  type DnsSettings,
  NetworkPolicy,
  type NetworkSettings,
  parseCidr,
  parseHosts,
} from "./network_policy.ts";
export type { Parsed } from "./parsed.ts";
export { parseProxyServer, type ProxyServer, type ProxySettings } from "./proxy_rules.ts";
export {
  checkTlsParameters,
  type ClientCertificate,
  type TlsFindings,
  type TlsIdentity,
  type TlsParameters,
  TlsSettings,
  type TlsVersionName,
} from "./tls_settings.ts";
export type { TransportHost } from "./transport_host.ts";
export { parseWebSocketUrl, type WebSocketUrl } from "./websocket_url.ts";
