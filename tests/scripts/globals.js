// What is there without an import.
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
  for (const name of ["__VU", "__ITER", "__ENV", "console", "open", "setTimeout", "clearInterval", "crypto", "global", "GoError"]) {
    console.log(name, typeof globalThis[name]);
  }
  for (const name of ["window", "process", "Deno", "fetch", "WebSocket", "XMLHttpRequest", "document", "Buffer", "setImmediate", "queueMicrotask"]) {
    console.log(name, typeof globalThis[name]);
  }
  tell("uuid", () => crypto.randomUUID().length);
  tell("random values", () => crypto.getRandomValues(new Uint8Array(4)).length);
  tell("console members", () => Object.keys(console).sort().filter((name) => ["log", "info", "warn", "error", "debug"].includes(name)).length);
  tell("undeclared", () => undeclared);
  tell("assigned", () => ((globalThis.mine = 5), mine));
}
