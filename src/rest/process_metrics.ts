/** `/metrics`: what the process itself takes, as Prometheus reads it. What the test measures is at `/v1/metrics`. */

import { countOpenFiles, VERSION } from "../engine/mod.ts";
import { type Reply, textReply } from "./http_message.ts";

/** One metric; `value` is `undefined` where this machine does not tell it. */
interface ProcessMetric {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly doc: string;
  value(): number | undefined;
}

const PROCESS_METRICS: readonly ProcessMetric[] = [
  {
    name: "process_cpu_seconds_total",
    type: "counter",
    doc: "User and system CPU time of all threads, in seconds",
    value: cpuSeconds,
  },
  {
    name: "process_resident_memory_bytes",
    type: "gauge",
    doc: "Memory of the process, in bytes",
    value: () => Deno.memoryUsage().rss,
  },
  {
    name: "process_start_time_seconds",
    type: "gauge",
    doc: "When the process began, in seconds since the Unix epoch",
    value: () => performance.timeOrigin / 1000,
  },
  { name: "process_open_fds", type: "gauge", doc: "Open files, sockets among them", value: countOpenFiles },
  {
    name: "squall_heap_bytes",
    type: "gauge",
    doc: "The heap of the main thread, in bytes",
    value: () => Deno.memoryUsage().heapUsed,
  },
  {
    name: `squall_info{version="${VERSION}",deno="${Deno.version.deno}"}`,
    type: "gauge",
    doc: "What runs here",
    value: () => 1,
  },
];

/** All of them. */
export function getProcessMetrics(): Reply {
  const lines = PROCESS_METRICS.flatMap(({ name, type, doc, value }) => {
    const [family] = name.split("{");
    const number = value();
    return number === undefined ? [] : [`# HELP ${family} ${doc}`, `# TYPE ${family} ${type}`, `${name} ${number}`];
  });
  return textReply(`${lines.join("\n")}\n`, "text/plain; version=0.0.4; charset=utf-8");
}

function cpuSeconds(): number {
  // deno-lint-ignore no-process-global
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
