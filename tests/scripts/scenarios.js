// Two scenarios with functions, environments, tags and starts of their own.
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = {
  tags: { team: "red" },
  scenarios: {
    first: {
      executor: "per-vu-iterations",
      vus: 2,
      iterations: 1,
      exec: "one",
      env: { ROOM: "a" },
      tags: { kind: "early" },
    },
    second: {
      executor: "shared-iterations",
      vus: 1,
      iterations: 3,
      exec: "two",
      startTime: "1s",
      env: { ROOM: "b" },
      tags: { kind: "late", team: "blue" },
    },
  },
};
export function one() {
  runs.add(1, { room: __ENV.ROOM });
}
export function two() {
  runs.add(2, { room: __ENV.ROOM });
}
