// Sessions that begin at a rate, and a ramp of them. Run it: deno run -A cli.ts run examples/arrival_rate.js
import { check } from "k6";
import { WebSocket } from "k6/websockets";
import { Trend } from "k6/metrics";

const url = `${__ENV.WS_URL || "ws://127.0.0.1:8765"}/echo`;
const answered = new Trend("answered", true);

export const options = {
  scenarios: {
    // Twenty sessions a second, however long the server takes: a slow server does not slow the test down.
    steady: {
      executor: "constant-arrival-rate",
      rate: 20,
      duration: "2s",
      preAllocatedVUs: 10, // users to begin with,
      maxVUs: 40, // and up to this number where the server is slow
      exec: "askOnce",
    },
    // From nothing to forty a second and back.
    wave: {
      executor: "ramping-arrival-rate",
      startRate: 0,
      stages: [
        { duration: "1s", target: 40 },
        { duration: "1s", target: 0 },
      ],
      preAllocatedVUs: 20,
      exec: "askOnce",
    },
    // Users who ask one time after the other: up to five of them.
    users: {
      executor: "ramping-vus",
      startVUs: 0,
      stages: [
        { duration: "1s", target: 5 },
        { duration: "1s", target: 5 },
      ],
      exec: "askOnce",
    },
  },
  // A session that could not begin for want of a virtual user is counted, never made up for.
  thresholds: { dropped_iterations: ["rate<1"], answered: ["p(95)<1000"] },
};

export function askOnce() {
  const ws = new WebSocket(url);
  const begun = Date.now();
  ws.onopen = () => ws.send("still there?");
  ws.onmessage = ({ data }) => {
    answered.add(Date.now() - begun);
    check(data, { "the echo is right": (text) => text === "still there?" });
    ws.close();
  };
}
