// Flags leave setup and teardown out.
// args: --no-setup --no-teardown -i 2 -u 2
export function setup() {
  throw new Error("called");
}
export default function (data) {
  console.log(typeof data);
}
export function teardown() {
  throw new Error("called");
}
