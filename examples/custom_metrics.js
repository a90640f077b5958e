// Measures what the messages say. Run it: deno run -A cli.ts run examples/custom_metrics.js
import { Counter, Gauge, Rate, Trend } from "k6/metrics";
import { WebSocket } from "k6/websockets";

const url = `${__ENV.WS_URL || "ws://127.0.0.1:8765"}/push?rate=50&size=200&count=50`;

const delay = new Trend("push_delay", true); // true: the values are times in milliseconds
const bytes = new Counter("push_bytes");
const inOrder = new Rate("push_in_order");
const latest = new Gauge("push_latest");

export const options = {
  vus: 3,
  iterations: 3,
  thresholds: {
    push_delay: ["p(95)<1000"],
    push_in_order: ["rate==1"],
    "push_bytes{feed:a}": ["count>=10000"],
  },
};

export default function () {
  const tags = { feed: __VU % 2 === 0 ? "b" : "a" };
  const ws = new WebSocket(url);
  let expected = 1;

  ws.onmessage = (event) => {
    const { seq, time } = JSON.parse(event.data);
    // Both ends run on the same machine here, so their clocks agree.
    delay.add(Math.max(0, Date.now() - time), tags);
    bytes.add(event.data.length, tags);
    inOrder.add(seq === expected, tags);
    latest.add(seq, tags);
    expected = seq + 1;
  };

  ws.onerror = (event) => console.error(`failed: ${event.error}`);
}
