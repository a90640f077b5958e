// Timers that wait when the scenario ends are told of and dropped.
export const options = { scenarios: { cut: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" } } };
export default function () {
  setTimeout(() => console.log("never"), 20000);
}
