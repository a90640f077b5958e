// Nobody is told anything: no summary, no call of handleSummary, no export.
// args: --summary-mode disabled
export default function () {}
export function handleSummary() {
  console.log("called");
}
