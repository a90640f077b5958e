import exec from "k6/execution";

export const options = {};

export function setup() {
  exec.test.abort();
}

export default function () {}

export function handleSummary(data) {
  console.log(JSON.stringify({ data, thresholds: options.thresholds }));
}
