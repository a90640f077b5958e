// A run in which no iteration ended.
import { sleep } from "k6";
export const options = { scenarios: { cut: { executor: "constant-vus", vus: 1, duration: "1500ms", gracefulStop: "0s" } } };
export default function () {
  sleep(10);
}
