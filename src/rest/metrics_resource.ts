/** `/v1/metrics`: what was measured so far. */

import type { MetricData } from "../engine/mod.ts";
import { HttpProblem, jsonReply, type Reply } from "./http_message.ts";
import type { Exchange, RestRun } from "./route.ts";

/** All metrics and submetrics with samples or thresholds. */
export function getMetrics({ run }: Exchange): Reply {
  return jsonReply({ data: listMetrics(run) });
}

/** One of them. */
export function getMetric({ run, id }: Exchange): Reply {
  const metric = listMetrics(run).find((each) => each.id === id);
  if (metric === undefined) throw new HttpProblem(404, "No metric with that ID was found");
  return jsonReply({ data: metric });
}

function listMetrics(run: RestRun) {
  const snapshot = run.snapshot();
  if (snapshot === undefined) return [];
  return Object.entries(snapshot.data.metrics).map(([id, metric]) => ({
    type: "metrics",
    id,
    attributes: {
      type: metric.type,
      contains: metric.contains,
      tainted: snapshot.tainted.get(id) ?? null,
      sample: sample(metric),
    },
  }));
}

/** The numbers that k6 gives: fewer of a gauge and of a rate than the summary has. */
function sample({ type, values }: MetricData): Readonly<Record<string, number>> {
  if (type === "gauge") return { value: values.value! };
  if (type === "rate") return { rate: values.rate! };
  return values;
}
