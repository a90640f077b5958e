// What timers refuse, and what they are given.
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
export default function () {
  tell("no function", () => setTimeout("code", 1));
  tell("nothing", () => setTimeout());
  tell("no delay", () => typeof setTimeout(() => console.log("without delay")));
  tell("a text", () => typeof setTimeout(() => console.log("after a text"), "5"));
  tell("no number", () => typeof setTimeout(() => console.log("not a number"), "soon"));
  tell("interval of nothing", () => setInterval());
  tell("clear nothing", () => clearTimeout());
  tell("clear unknown", () => clearTimeout(999));
  tell("clear a text", () => clearInterval("x"));
  setTimeout(function () {
    console.log(arguments.length);
  }, 20, "a", "b");
}
