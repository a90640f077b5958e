import { check } from "k6";
import { Counter } from "k6/metrics";

const bulk = new Counter("bulk_messages_received");

export const options = {
  iterations: 7,
  thresholds: { bulk_messages_received: ["count<1", "rate<1"] },
};

export default function () {
  bulk.add(1_000_000 / 7 + 1 / 7);
  check(__ITER, { never: () => false, "one in seven": (i) => i === 3, "six in seven": (i) => i !== 3 });
}

export function handleSummary(data) {
  console.log(JSON.stringify({ data, thresholds: options.thresholds }));
}
