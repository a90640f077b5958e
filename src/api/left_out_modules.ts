/** The modules of k6 that squall does not have: what a script that imports one is told to do instead. */

const DOCS = "https://grafana.com/docs/k6/latest/javascript-api";

const NO_BROWSER = "squall drives no browsers: log in with k6/http, or run this part of the test with k6";
const NO_GRPC = "squall speaks WebSocket and HTTP, not gRPC: run this part of the test with k6";
const NO_REDIS = "squall has no Redis client: share data with SharedArray of k6/data, or hand it out in setup()";
const NO_EXTENSIONS =
  "squall has no extensions, which are written in Go: use a JavaScript module, or run this part of " +
  "the test with k6";

/** By name; k6 has removed some of these itself. */
const ADVICE: Readonly<Record<string, string>> = {
  "k6/browser": NO_BROWSER,
  "k6/crypto/x509": "squall reads no certificates: read what you need of them with another tool, and open() the result",
  "k6/experimental/browser": NO_BROWSER,
  "k6/experimental/grpc": NO_GRPC,
  "k6/experimental/redis": NO_REDIS,
  "k6/experimental/timers": "setTimeout and its relatives are global, and in k6/timers: remove the import",
  "k6/experimental/tracing": "as k6 has it, it is a JavaScript module now: " +
    `${DOCS}/jslib/http-instrumentation-tempo`,
  "k6/experimental/webcrypto": "crypto is global: remove the import",
  "k6/net/grpc": NO_GRPC,
};

/**
 * Says what to do without a module.
 *
 * @param specifier What the script imports: a name that begins with `k6/`, and that squall does not know.
 * @returns The advice, as what follows a colon; `undefined` where nobody knows what was meant.
 */
export function adviceInsteadOf(specifier: string): string | undefined {
  if (Object.hasOwn(ADVICE, specifier)) return ADVICE[specifier];
  return specifier === "k6/x" || specifier.startsWith("k6/x/") ? NO_EXTENSIONS : undefined;
}
