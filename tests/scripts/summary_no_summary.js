// The older flag for the same. (k6 says on standard error that it is deprecated.)
// args: --no-summary
export default function () {}
export function handleSummary() {
  console.log("called");
}
