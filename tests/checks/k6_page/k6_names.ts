/** What k6 2.2 calls what it has, apart from its modules; and what k6 1 had besides. Names, nothing else. */

/** A name of k6. */
export interface K6Name {
  readonly name: string;
  /** k6 1 had it, k6 2 has not. */
  readonly isOld?: true;
}

function words(text: string): K6Name[] {
  return text.trim().split(/\s+/).map((name) => ({ name }));
}

function old(text: string): K6Name[] {
  return words(text).map(({ name }) => ({ name, isOld: true }));
}

/** Verbs of the command. */
export const K6_VERBS: readonly K6Name[] = [
  ...words("run archive inspect new stats version deps features cloud x completion help"),
  ...old("pause resume scale status login"),
];

/** Every flag of `k6 run`, behind its letter where it has one. */
export const K6_FLAGS: readonly K6Name[] = [
  ...words(`
    u/vus d/duration i/iterations s/stage execution-segment execution-segment-sequence p/paused no-setup no-teardown
    max-redirects batch batch-per-host rps user-agent http-debug insecure-skip-tls-verify no-connection-reuse
    no-vu-connection-reuse min-iteration-duration w/throw blacklist-ip block-hostnames summary-trend-stats
    summary-time-unit system-tags tag console-output discard-response-bodies local-ips dns include-system-env-vars
    compatibility-mode t/type e/env no-thresholds summary-mode summary-export new-machine-readable-summary
    traces-output o/out l/linger no-usage-report features h/help a/address c/config log-format log-output no-color
    profiling-enabled q/quiet secret-source v/verbose
  `),
  ...old("no-summary"),
];

/** Flags of other commands that `k6 run` does not have: archive, inspect, new, deps and version, scale. */
export const K6_OTHER_FLAGS: readonly K6Name[] = [
  ...words("O/archive-out exclude-env-vars execution-requirements f/force template project-id json"),
  ...old("m/max"),
];

/** Options of a script, and what only flags and the environment set. */
export const K6_OPTIONS: readonly K6Name[] = words(`
  batch batchPerHost blacklistIPs blockHostnames cloud consoleOutput discardResponseBodies dns duration executionSegment
  executionSegmentSequence ext handleSummaryTimeout hosts httpDebug insecureSkipTLSVerify iterations localIPs
  maxRedirects metricSamplesBufferSize minIterationDuration noConnectionReuse noCookiesReset noSetup noTeardown
  noVUConnectionReuse paused rps scenarios setupTimeout stages summaryTimeUnit summaryTrendStats systemTags tags
  teardownTimeout thresholds throw tlsAuth tlsCipherSuites tlsVersion userAgent vus
`);

/** Keys that only the configuration file has. */
export const K6_CONFIG_KEYS: readonly K6Name[] = words(
  "out linger noUsageReport webDashboard noArchiveUpload collectors features",
);

/** Variables of the environment that belong to no flag and no option of the tables above. */
export const K6_VARIABLES: readonly K6Name[] = words(`
  NO_COLOR HTTP_PROXY HTTPS_PROXY NO_PROXY SSLKEYLOGFILE K6_WEB_DASHBOARD
  K6_CSV_FILENAME K6_CSV_SAVE_INTERVAL K6_CSV_TIME_FORMAT
  K6_INFLUXDB_* K6_PROMETHEUS_RW_* K6_OTEL_* K6_WEB_DASHBOARD_* K6_CLOUD_* K6_SECRET_SOURCE_URL_*
`);

/** Executors of scenarios. */
export const K6_EXECUTORS: readonly K6Name[] = [
  ...words(`
    shared-iterations per-vu-iterations constant-vus ramping-vus constant-arrival-rate ramping-arrival-rate
  `),
  ...old("externally-controlled"),
];

/** Built-in metrics. */
export const K6_METRICS: readonly K6Name[] = words(`
  vus vus_max iterations iteration_duration dropped_iterations checks group_duration data_sent data_received
  ws_sessions ws_connecting ws_session_duration ws_msgs_sent ws_msgs_received ws_ping
  http_reqs http_req_failed http_req_duration http_req_blocked http_req_connecting http_req_tls_handshaking
  http_req_sending http_req_waiting http_req_receiving grpc_* browser_*
`);

/** Names of `--out`. */
export const K6_OUTPUTS: readonly K6Name[] = words(
  "json csv cloud influxdb experimental-prometheus-rw opentelemetry web-dashboard",
);

/** Modes of `--summary-mode`. */
export const K6_SUMMARY_MODES: readonly K6Name[] = [...words("compact full disabled"), ...old("legacy")];

/** Globals of scripts besides the language. */
export const K6_GLOBALS: readonly K6Name[] = words(`
  __ENV __VU __ITER console open require global setTimeout clearTimeout setInterval clearInterval crypto TextEncoder
  TextDecoder GoError
`);

/** Endpoints of the REST API. */
export const K6_ENDPOINTS: readonly K6Name[] = [
  "GET /v1/status",
  "PATCH /v1/status",
  "GET /v1/metrics",
  "GET /v1/metrics/{id}",
  "GET /v1/groups",
  "GET /v1/groups/{id}",
  "GET /v1/setup",
  "PUT /v1/setup",
  "POST /v1/setup",
  "POST /v1/teardown",
  "GET /ping",
  "GET /metrics",
  "GET /",
  "GET /debug/pprof/",
  "GET /debug/vars/",
].map((name) => ({ name }));
