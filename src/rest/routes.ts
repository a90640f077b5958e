/** The endpoints of the REST API, in one table (k6-runner reference, 9). */

import { getGroup, getGroups } from "./groups_resource.ts";
import { HttpProblem, textReply } from "./http_message.ts";
import { getMetric, getMetrics } from "./metrics_resource.ts";
import { getProcessMetrics } from "./process_metrics.ts";
import type { Answer, Route } from "./route.ts";
import { getSetup, postSetup, postTeardown, putSetup } from "./setup_resource.ts";
import { getStatus, patchStatus } from "./status_resource.ts";

/** The rows; of two that fit, the first one counts. */
export const ROUTES: readonly Route[] = [
  {
    path: "/v1/status",
    doc: "where the run is; PATCH starts, pauses, scales or stops it",
    answers: { GET: getStatus, PATCH: patchStatus },
  },
  { path: "/v1/metrics", doc: "all metrics so far", answers: { GET: getMetrics } },
  { path: "/v1/metrics/", doc: "one metric, by its name", answers: { GET: getMetric } },
  { path: "/v1/groups", doc: "all groups with their checks", answers: { GET: getGroups } },
  { path: "/v1/groups/", doc: "one group, by its id", answers: { GET: getGroup } },
  {
    path: "/v1/setup",
    doc: "what setup() returned; PUT replaces it, POST runs setup()",
    answers: { GET: getSetup, PUT: putSetup, POST: postSetup },
  },
  { path: "/v1/teardown", doc: "POST runs teardown()", answers: { POST: postTeardown } },
  { path: "/metrics", doc: "what the process takes, for Prometheus", answers: { GET: getProcessMetrics } },
  { path: "/ping", doc: "ok", answers: { "*": () => textReply("ok") } },
  { path: "/", doc: "ok", answers: { "*": () => textReply("ok") } },
];

/** What k6 has here and squall has not, by the beginnings of paths. */
const LEFT_OUT: readonly { readonly path: string; readonly detail: string }[] = [
  { path: "/debug/pprof", detail: "squall has no profiles of Go: give Deno --inspect to profile it" },
  { path: "/debug/vars", detail: "squall has no variables of Go: what the process takes is at /metrics" },
];

/** What was found for a request. */
export interface FoundRoute {
  readonly answer: Answer;
  readonly id: string;
}

/**
 * Finds what answers a request.
 *
 * @param method The method.
 * @param path The path, still percent-encoded.
 * @throws {HttpProblem} 404 and 405 where nothing does.
 */
export function findRoute(method: string, path: string): FoundRoute {
  const route = ROUTES.find((each) => path === each.path || isBelow(path, each.path));
  if (route === undefined) throw notFound(path);
  const answer = route.answers[method] ?? route.answers["*"];
  if (answer === undefined) {
    const allowed = Object.keys(route.answers).join(", ");
    throw new HttpProblem(405, `${route.path} takes ${allowed}, not ${method}`, { headers: { Allow: allowed } });
  }
  return { answer, id: decode(path.slice(route.path.length)) };
}

/** Whether a path goes on behind that of a route; nothing stands behind the root. */
function isBelow(path: string, route: string): boolean {
  return route !== "/" && route.endsWith("/") && path.startsWith(route);
}

function notFound(path: string): HttpProblem {
  const leftOut = LEFT_OUT.find((each) => path === each.path || path.startsWith(`${each.path}/`));
  return new HttpProblem(404, leftOut?.detail ?? "There is no such endpoint");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpProblem(400, "The path is not percent-encoded as it should be");
  }
}
