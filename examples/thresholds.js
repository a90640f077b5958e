// Judges a run: exit code 99 when a threshold fails. Run it: deno run -A cli.ts run examples/thresholds.js
import { check } from "k6";
import ws from "k6/ws";

const url = `${__ENV.WS_URL || "ws://127.0.0.1:8765"}/echo`;

export const options = {
  vus: 5,
  iterations: 20,
  thresholds: {
    checks: ["rate>0.99"],
    ws_connecting: ["p(95)<1000", "max<5000"],
    // A submetric: only the samples with this tag count.
    "ws_msgs_received{purpose:orders}": ["count>=200"],
    // Fails the run at once instead of at its end, but not in its first second.
    ws_session_duration: [{ threshold: "p(99)<10000", abortOnFail: true, delayAbortEval: "1s" }],
  },
};

export default function () {
  let answers = 0;

  const response = ws.connect(url, { tags: { purpose: "orders" } }, function (socket) {
    socket.on("open", function () {
      for (let order = 1; order <= 10; order++) socket.send(JSON.stringify({ order }));
    });

    socket.on("message", function () {
      answers += 1;
      if (answers === 10) socket.close();
    });

    socket.setTimeout(() => socket.close(), 5000);
  });

  check(response, { "status is 101": (r) => r.status === 101 });
  check(answers, { "all orders were answered": (count) => count === 10 });
}
