let calls = 0;
export const named = "named";
export function count() {
  return ++calls;
}
export default () => `from ${import.meta.resolve("./x.js").split("/").pop()}`;
