import { check } from "k6";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";

// Names that classify by prefix, sort by locale, or are hidden; tags of several widths.
const names = [
  "aB",
  "ab",
  "Ab",
  "AB",
  "a_b",
  "a1",
  "a10",
  "a2",
  "_a",
  "__",
  "b",
  "zz",
  "Zz",
].map((name) => name.length === 1 ? `${name}${name}` : name);
const gauges = names.map((name) => new Gauge(name));
const others = [
  new Counter("ws_custom"),
  new Counter("wsx"),
  new Counter("ws"),
  new Trend("vus_active"),
  new Counter("vusage"),
  new Counter("iterations_lost"),
  new Rate("iteration_durations"),
  new Counter("dropped_iterations_more"),
  new Counter("data_sent_extra"),
  new Counter("data_received2"),
  new Counter("grpc_calls"),
  new Counter("grpcx"),
  new Counter("browser_tabs"),
  new Counter("browserx"),
  new Counter("checks_custom"),
  new Counter("checksum"),
  new Trend("group_duration_x"),
  new Counter("http_reqs_mine"),
  new Counter("http_req_blockedness"),
  new Trend("http_req_waiting_room", true),
  new Counter("httpx"),
  new Counter("http_custom"),
  new Trend("browser_web_vital_lcp", true),
  new Trend("browser_web_vital_x"),
  new Rate("http_req_failed_a"),
  new Counter("vu"),
  new Counter("iteration"),
  new Counter("data"),
];
const sized = new Trend("sized");

export const options = {
  thresholds: {
    "sized{tag:ünïcödé}": [],
    "sized{tag:漢字}": ["avg>1"],
    "sized{tag:e\u0301}": [],
    "sized{tag:👩‍🚀}": ["avg>1"],
    "sized{tag:B}": [],
    "sized{tag:a}": ["max<1"],
    "sized{tag:_}": [],
    "sized{zebra:1,apple:2}": [],
    "sized{tag:a,tag2:b}": ["max<1"],
    "checksum{a:b}": [],
    "vus{a:b}": [],
  },
};

export default function () {
  for (const metric of gauges) metric.add(2);
  for (const [index, metric] of others.entries()) metric.add(index);
  for (const tag of ["ünïcödé", "漢字", "e\u0301", "👩‍🚀", "B", "a", "_"]) sized.add(3, { tag });
  check(1, {
    "漢字 check": () => false,
    "ends with space ": () => true,
    " starts with space": () => true,
    "": () => true,
  });
}

export function handleSummary(data) {
  console.log(JSON.stringify({ data, thresholds: options.thresholds }));
}
