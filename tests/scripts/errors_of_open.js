// What open refuses, and when.
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
const there = open("./scripts_parts/text.txt");
if (__VU === 1) tell("nothing", () => open());
if (__VU === 1) tell("an empty path", () => open(""));
if (__VU === 1) tell("not there", () => open("./not_there.txt").length);
if (__VU === 1) tell("a folder", () => open("./scripts_parts"));
export default function () {
  console.log(there.trim());
  tell("late", () => open("./scripts_parts/text.txt"));
}
