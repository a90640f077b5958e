// Modules of the script's own: ES modules, CommonJS, files; what is in a module is each user's own.
import defaultExport, { named, count } from "./scripts_parts/module.js";
const common = require("./scripts_parts/common.cjs.js");
const text = open("./scripts_parts/text.txt");
const bytes = open("./scripts_parts/text.txt", "b");
export const options = { scenarios: { all: { executor: "per-vu-iterations", vus: 2, iterations: 2 } } };
export default function () {
  console.log(defaultExport(), named, count(), common.answer, text.trim(), bytes.byteLength);
}
