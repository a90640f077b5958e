// Prepares, cleans up, writes its own summary. Run it: deno run -A cli.ts run examples/setup_teardown_summary.js
import { check, sleep } from "k6";
import ws from "k6/ws";

const server = __ENV.WS_URL || "ws://127.0.0.1:8765";

export const options = { vus: 3, iterations: 6 };

/** Runs once before the first iteration; every VU gets a copy of what it returns. */
export function setup() {
  let hello;
  ws.connect(`${server}/headers`, function (socket) {
    socket.on("message", (message) => {
      hello = JSON.parse(message);
      socket.close();
    });
  });
  return { room: `room-${Date.now()}`, address: hello.remoteAddress };
}

export default function (data) {
  const response = ws.connect(`${server}/ws?room=${data.room}`, function (socket) {
    socket.on("message", (message) => {
      check(JSON.parse(message), { "somebody joined our room": (m) => m.event === "USER_JOINED" });
      socket.close();
    });
  });
  check(response, { "status is 101": (r) => r.status === 101 });
  sleep(0.1);
}

/** Runs once after the last iteration. */
export function teardown(data) {
  console.log(`the server saw us come from ${data.address}; ${data.room} has done its duty`);
}

/** Replaces the summary: a key is a file name, or `stdout` or `stderr`. */
export function handleSummary({ metrics, state }) {
  const sessions = metrics.ws_sessions.values.count;
  const passed = metrics.checks.values.passes;
  const seconds = (state.testRunDurationMs / 1000).toFixed(1);
  return { stdout: `${sessions} sessions and ${passed} passed checks in ${seconds} s\n` };
}
