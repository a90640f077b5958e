// What console prints of values, by level.
export const options = { iterations: 1 };
export default function () {
  console.log("text", 1, 1.5, true, null, undefined, [1, "a", [2]], { a: 1, b: "x", c: { d: null } });
  console.info(new Error("an error"), () => 1, Symbol.iterator.toString(), new Date(0));
  console.warn(new Uint8Array([1, 2]), new Map([[1, 2]]), -0);
  console.error("last");
  console.debug("only with --verbose");
  const loop = {};
  loop.self = loop;
  console.log(loop);
  console.log();
}
