/**
 * What there is to say about single things of k6 on the page about it, written by hand. Everything without a remark is
 * the same as in k6. What is not built needs one that says why; one about something that has been built since is an
 * error.
 */

/** What something of k6 is here. */
export type State =
  /** As in k6. */
  | "same"
  /** As in k6, and more. */
  | "better"
  /** Otherwise, on purpose. */
  | "differs"
  /** Read and checked, but without effect. */
  | "accepted"
  /** Not built: what names it is refused by name. */
  | "refused"
  /** Not in k6. */
  | "beyond";

/** A remark: the state that it stands for, and what there is to say. */
export type Remark = readonly [state: State, text: string];

/** The remarks of one table of the page, by name. */
export type Remarks = Readonly<Record<string, Remark>>;

const NO_EXTENSIONS = "squall has no extensions: they are Go packages";
const NO_CLOUD = "the service of Grafana; squall runs where you start it";

/** Remarks about verbs. */
export const VERB_REMARKS: Remarks = {
  pause: ["better", "k6 2 dropped it"],
  resume: ["better", "k6 2 dropped it"],
  scale: ["better", "k6 2 dropped it"],
  status: ["better", "k6 2 dropped it"],
  features: ["refused", "`--features` takes `merge-run-tags` and `freeze-env`"],
  cloud: ["refused", NO_CLOUD],
  login: ["refused", NO_CLOUD],
  x: ["refused", NO_EXTENSIONS],
  completion: ["refused", "called `completions`, for bash, zsh and fish"],
  version: ["differs", "tells squall's version, never as JSON"],
};

/** Remarks about flags. */
export const FLAG_REMARKS: Remarks = {
  "traces-output": ["differs", "`none` only: squall makes no traces"],
  features: ["differs", "`native-histograms` makes no difference: trends are histograms in any case"],
  "profiling-enabled": ["refused", "Go's profiler; use the inspector of Deno: `deno run --inspect`"],
  "user-agent": ["differs", "the default is `squall/VERSION`"],
  "summary-mode": ["better", "`legacy`, which k6 2 dropped, is still there"],
  "no-usage-report": ["better", "squall never reports its usage; the flag is accepted"],
  out: ["better", "an output that fails ends alone, with a warning and a non-zero exit code at the end"],
  "log-output": ["differs", "`loki` is refused"],
  "new-machine-readable-summary": ["differs", "`k6Version` is `squall/VERSION`"],
  "no-summary": ["better", "k6 2 dropped it"],
};

/** Remarks about flags that `run` does not have. */
export const OTHER_FLAG_REMARKS: Remarks = {
  "project-id": ["refused", NO_CLOUD],
  max: ["better", "k6 2 dropped `scale`"],
};

/** Remarks about options. */
export const OPTION_REMARKS: Remarks = {
  cloud: ["accepted", NO_CLOUD],
  ext: ["accepted", NO_EXTENSIONS],
  metricSamplesBufferSize: ["accepted", "the size of a buffer that squall does not need"],
  tlsCipherSuites: ["differs", "a list that leaves suites of the runtime out is refused: they cannot be chosen"],
  tlsVersion: ["differs", "TLS 1.2 and 1.3: a range with neither is refused, older ones in it are told of"],
};

/** Remarks about keys of the configuration file that are no options. */
export const CONFIG_REMARKS: Remarks = {
  noUsageReport: ["accepted", "squall never reports its usage"],
  webDashboard: ["refused", "with a warning: there is no dashboard"],
  noArchiveUpload: ["accepted", NO_CLOUD],
};

/** Remarks about variables of the environment that belong to no flag and no option. */
export const VARIABLE_REMARKS: Remarks = {
  SSLKEYLOGFILE: ["refused", "the runtime does not hand out the keys of a TLS session"],
  K6_WEB_DASHBOARD: ["refused", "there is no dashboard"],
  "K6_WEB_DASHBOARD_*": ["refused", "there is no dashboard"],
  "K6_INFLUXDB_*": ["refused", "there is no such output"],
  "K6_PROMETHEUS_RW_*": ["refused", "there is no such output"],
  "K6_OTEL_*": ["refused", "there is no such output"],
  "K6_CLOUD_*": ["refused", NO_CLOUD],
};

/** Remarks about executors. */
export const EXECUTOR_REMARKS: Remarks = {
  "constant-arrival-rate": ["better", "starts that are late are made up for, none is skipped"],
  "ramping-arrival-rate": ["better", "lasts as long as its stages; k6 stops at the last start"],
  "externally-controlled": ["better", "k6 2 dropped it"],
};

/** Remarks about metrics. */
export const METRIC_REMARKS: Remarks = {
  data_sent: ["better", "counted while a session lives, not at the end of the iteration"],
  data_received: ["better", "counted while a session lives, not at the end of the iteration"],
  ws_session_duration: ["better", "also of sessions that are cut off by the end of the run"],
  generator_lag: ["beyond", "how late the load generator itself is; shown where it was the bottleneck"],
  "grpc_*": ["refused", "there is no `k6/net/grpc`"],
  "browser_*": ["refused", "there is no `k6/browser`"],
};

/** Remarks about outputs. */
export const OUTPUT_REMARKS: Remarks = {
  cloud: ["refused", NO_CLOUD],
  influxdb: ["refused", "write `--out json` or `csv` and load that"],
  "experimental-prometheus-rw": ["refused", "write `--out json` or `csv` and load that"],
  opentelemetry: ["refused", "write `--out json` or `csv` and load that"],
  "web-dashboard": ["refused", "the screen shows the progress; the samples are in `--out json`"],
};

/** Remarks about modes of the summary. */
export const SUMMARY_REMARKS: Remarks = {
  legacy: ["better", "k6 2 dropped it"],
};

/** Remarks about globals. */
export const GLOBAL_REMARKS: Remarks = {};

/** Remarks about endpoints of the REST API. */
export const ENDPOINT_REMARKS: Remarks = {
  "PATCH /v1/status": ["better", "pauses, resumes and scales `externally-controlled`, which k6 2 dropped"],
  "GET /metrics": ["differs", "what the process takes, for Prometheus; none of Go's numbers"],
  "GET /debug/pprof/": ["refused", "Go's profiler; use the inspector of Deno: `deno run --inspect`"],
  "GET /debug/vars/": ["refused", "what the process takes is at `/metrics`"],
};
