// Asynchronous functions, promises and top-level await; what is awaited holds the iteration.
import { check, group } from "k6";
const ready = await Promise.resolve("ready");
export const options = { iterations: 2 };
const later = (ms, value) => new Promise((resolve) => setTimeout(() => resolve(value), ms));
export async function setup() {
  return { value: await later(10, "from setup") };
}
export default async function (data) {
  const values = await Promise.all([later(20, "b"), later(1, "a"), "c"]);
  check(values, { "in order": (v) => v.join("") === "bac", "setup was awaited": () => data.value === "from setup" });
  later(5).then(() => console.log(`${ready} ${__ITER}`));
  try {
    await Promise.reject(new Error("caught"));
  } catch (error) {
    console.log(error.message);
  }
  try {
    group("inside", async () => {});
  } catch (error) {
    console.log(String(error));
  }
}
