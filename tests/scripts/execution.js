// k6/execution: who runs, what, where in it, with which options.
// args: --tag shift=night
import { check } from "k6";
import exec from "k6/execution";
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  scenarios: {
    first: { executor: "per-vu-iterations", vus: 2, iterations: 2, exec: "first", tags: { kind: "x" } },
    second: { executor: "shared-iterations", vus: 1, iterations: 3, exec: "second", startTime: "1s" },
  },
};
export function setup() {
  console.log(exec.vu.idInTest, exec.vu.idInInstance, typeof exec.instance.currentTestRunDuration);
  try {
    console.log(exec.scenario.name);
  } catch (error) {
    console.log(String(error));
  }
}
export function first() {
  const { scenario, vu, instance } = exec;
  check(scenario, {
    "has a name": (s) => s.name === "first",
    "has an executor": (s) => s.executor === "per-vu-iterations",
    "began": (s) => s.startTime > 1e12 && s.startTime <= Date.now(),
    "progress": (s) => s.progress >= 0 && s.progress <= 1,
    "counts": (s) => s.iterationInTest === s.iterationInInstance && s.iterationInTest < 4,
  });
  check(vu, {
    "is __VU": (v) => v.idInInstance === __VU && v.idInTest === __VU,
    "is __ITER": (v) => v.iterationInInstance === __ITER && v.iterationInScenario === __ITER,
  });
  check(instance, { "users": (i) => i.vusInitialized >= i.vusActive && i.vusActive > 0 });
  vu.metrics.tags["mine"] = "user";
  runs.add(1);
  delete vu.metrics.tags["mine"];
  runs.add(1);
  for (const wrong of [{}, null]) {
    try {
      vu.metrics.tags["wrong"] = wrong;
      console.log("accepted");
    } catch (error) {
      console.log(String(error));
    }
  }
}
export function second() {
  console.log(exec.scenario.name, exec.scenario.iterationInTest, exec.vu.iterationInScenario, JSON.stringify(Object.keys(exec.vu.metrics.tags).sort()));
  runs.add(1, { scenario: "mine" });
}
