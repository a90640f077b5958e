// The environment is stronger than the script, flags are stronger than the environment.
// env: K6_ITERATIONS=4 K6_VUS=4 K6_TAGS=team:red K6_SUMMARY_TREND_STATS=max,count
// args: --vus 2 --iterations 6 -e ROOM=a
import { Counter } from "k6/metrics";
const runs = new Counter("runs");
export const options = { vus: 1, iterations: 1, tags: { team: "blue" } };
export default function () {
  runs.add(1, { room: __ENV.ROOM, of_process: __ENV.K6_VUS });
}
