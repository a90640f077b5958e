// A setup that throws ends the run: no iteration, no teardown.
export function setup() {
  throw new Error("no such room");
}
export default function () {
  console.log("iterated");
}
export function teardown() {
  console.log("torn down");
}
