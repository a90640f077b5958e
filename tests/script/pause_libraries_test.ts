import dayjs from "npm:dayjs@1.11.13/dayjs.min.js" with { type: "text" };
import lodash from "npm:lodash@4.17.21/lodash.js" with { type: "text" };
import minifiedLodash from "npm:lodash@4.17.21/lodash.min.js" with { type: "text" };
import papaparse from "npm:papaparse@5.5.3/papaparse.min.js" with { type: "text" };
import ramda from "npm:ramda@0.31.3/dist/ramda.min" with { type: "text" };
import { assertEquals } from "../support/assert.ts";
import { runScript } from "./script_host.ts";

/** What is done with a library. `show` prints a value; `pause` sleeps and gives its argument back. */
interface LibraryCase {
  readonly name: string;
  readonly text: string;
  /** How it is imported. Default: `import lib`. */
  readonly importing?: string;
  readonly work: string;
}

const LODASH_WORK = `
  const users = [{ n: "b", age: 36, tags: ["x"] }, { n: "f", age: 40, tags: ["y", "x"] }, { n: "p", age: 1, tags: [] }];
  show(lib.map(users, (user) => pause(user.age)));
  show(lib.filter(users, (user) => pause(user.age > 20)));
  show(lib.sortBy(users, [(user) => pause(user.age), "n"]).map(({ n }) => n));
  show(lib.groupBy([1.2, 1.8, 2.1], (x) => pause(Math.floor(x))));
  show(lib.reduce([1, 2, 3], (sum, x) => pause(sum + x), 0));
  show(lib.times(3, (x) => pause(x * 2)));
  show(lib.chain(users).filter((user) => pause(user.age > 1)).map((user) => pause(user.n)).join("-").value());
  show(lib([1, 2, 3, 4]).map((x) => pause(x + 1)).filter((x) => pause(x % 2)).take(1).value());
  const remembered = lib.memoize((x) => pause(x + 1)); show([remembered(1), remembered(1), remembered(2)]);
  show(lib.flow([(x) => pause(x + 1), (x) => pause(x * 2)])(3));
  show(lib.mapValues({ a: 1, b: 2 }, (x) => pause(x * 10)));
  show(lib.find(users, (user) => pause(user.tags.includes("y"))).n);
  show(lib.mergeWith({ a: [1] }, { a: [2], b: 3 }, (a, b) => pause(Array.isArray(a) ? a.concat(b) : undefined)));
  show(lib.partition([1, 2, 3, 4], (x) => pause(x > 2)));
  show(lib.attempt(() => { pause(0); throw new RangeError("inside"); }).message);
  show(lib.cloneDeepWith({ a: { b: 1 } }, (x) => pause(typeof x === "number" ? x + 1 : undefined)));
  show(lib.once(() => pause("once"))());
  show(lib.curry((a, b, c) => pause(a + b + c))(1)(2)(3));`;

const CASES: readonly LibraryCase[] = [
  { name: "lodash", text: lodash, work: LODASH_WORK },
  { name: "lodash, minified", text: minifiedLodash, work: LODASH_WORK },
  {
    name: "lodash without callbacks",
    text: lodash,
    work: `
      show(lib.get({ a: [{ b: 3 }] }, "a[0].b")); show(lib.set({}, "x.y[1]", 5)); show(lib.chunk([1, 2, 3, 4, 5], 2));
      show(lib.template("<% _.each(list, function (x) { %>[<%- x %>]<% }); %>")({ list: ["<", 2] }));
      show(lib.camelCase("foo bar-baz")); show(lib.isEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }));
      show(lib.orderBy([{ a: 2 }, { a: 1 }], ["a"], ["desc"])); show(lib.words("fred, barney & pebbles"));
      show([lib.uniqueId("x"), lib.uniqueId("x")]); show(lib.range(0, 20, 5)); show(lib.invert({ a: 1 }));`,
  },
  {
    name: "ramda, minified",
    text: ramda,
    importing: "import * as lib",
    work: `
      show(lib.pipe(lib.map((x) => pause(x + 1)), lib.filter((x) => pause(x > 2)), lib.sum)([1, 2, 3]));
      show(lib.groupBy((x) => pause(x % 2 ? "odd" : "even"), [1, 2, 3]));
      show(lib.sortBy((x) => pause(-x), [1, 3, 2])); show(lib.evolve({ a: lib.add(1), b: { c: lib.toUpper } }, { a: 1, b: { c: "x" } }));
      show(lib.transduce(lib.compose(lib.map(lib.multiply(2)), lib.take(2)), lib.flip(lib.append), [], [1, 2, 3]));
      show(lib.over(lib.lensPath(["a", 0]), lib.inc, { a: [1] })); show(lib.curry((a, b) => a + b)(1)(2));
      show(lib.reduceWhile((sum) => pause(sum < 4), (sum, x) => pause(sum + x), 0, [1, 2, 3, 4]));
      show(lib.tryCatch(() => { throw new Error("no"); }, (error) => pause(error.message))());
      show(lib.memoizeWith(String, (x) => pause(x * 3))(4)); show(lib.cond([[lib.equals(1), lib.always("one")], [lib.T, lib.always("other")]])(2));`,
  },
  {
    name: "dayjs, minified",
    text: dayjs,
    work: `
      const day = lib("2024-02-29T12:34:56");
      show(day.format("YYYY-MM-DD HH:mm:ss dddd")); show(day.add(1, "year").format("DD/MM/YYYY")); show(day.endOf("month").date());
      show(day.diff(lib("2023-02-28T12:34:56"), "day")); show(day.set("month", pause(5)).format("MMM")); show(lib("nonsense").isValid());
      lib.extend((options, Day, factory) => { Day.prototype.slow = function () { return pause(this.year()); }; factory.made = pause(1); });
      show([lib("2020-01-01").slow(), lib.made]);`,
  },
  {
    name: "papaparse, minified",
    text: papaparse,
    work: `
      show(lib.parse('a,b\\n1,"x, ""y"""\\n2,z', { header: true, dynamicTyping: true }).data);
      show(lib.parse("a;b\\n1;2", { header: true, transform: (value, column) => pause(column + value), transformHeader: (text) => pause(text + "!") }).data);
      const seen = []; lib.parse("1,2\\n3,4", { step: (row) => { seen.push(pause(row.data.join("+"))); } }); show(seen);
      show(lib.unparse([{ a: 1, b: 'q"' }, { a: 2, b: "," }])); show(lib.parse('"broken\\n1', {}).errors.length);`,
  },
];

const SHOW = `const show = (value) => console.log(JSON.stringify(value));`;

/** What the work prints where nothing is rewritten and `sleep` does nothing. */
function printNatively({ text, work }: LibraryCase): string[] {
  const lines: string[] = [];
  const module = { exports: {} };
  new Function("module", "exports", text).call(module.exports, module, module.exports);
  const body = `${SHOW} const pause = (value) => value; ${work}`;
  new Function("lib", "console", body)(module.exports, { log: (line: string) => lines.push(line) });
  return lines;
}

/** The library as a file of its own, and as a bundler puts it into the script. */
const PLACES = [
  {
    place: "in its own file",
    importing: ({ importing = "import lib" }: LibraryCase) => `${importing} from "./lib.js";`,
  },
  {
    place: "bundled",
    importing: ({ text }: LibraryCase) =>
      `const lib = (function (module) { var exports = module.exports; ${text}\nreturn module.exports; }).call({}, { exports: {} });`,
  },
];

for (const library of CASES) {
  for (const { place, importing } of PLACES) {
    for (const mode of ["analysis", "every-call"] as const) {
      Deno.test(`A library whose callbacks sleep does what it does otherwise: ${library.name}, ${place} (${mode})`, async () => {
        const source = `${importing(library)} import { sleep } from "k6"; ${SHOW}
          function pause(value) { sleep(0.001); return value; }
          export default function () { ${library.work} }`;
        const { lines, log } = await runScript(source, { files: { "lib.js": library.text }, mode });
        assertEquals(log, undefined);
        assertEquals(lines, printNatively(library));
      });
    }
  }
}
