import { assertEquals } from "../support/assert.ts";
import { runScript } from "./script_host.ts";

const PREFIX = `import { sleep } from "k6";
function endless(n) { if (n < 0) sleep(0.01); return 1 + endless(n + 1); }
class Endless { constructor(n) { if (n < 0) sleep(0.01); this.next = new Endless(n + 1); } get deep() { if (this.n) sleep(0.01); return this.deep; } }
function* steps(n) { if (n < 0) sleep(0.01); yield* steps(n + 1); }
async function later(n) { if (n < 0) sleep(0.01); return later(n + 1); }
const nap = (x) => { sleep(0.01); return x; };
const loop = (n) => [n].map((x) => loop(x + 1) + nap(0));
function caught(f) { try { return f(); } catch (error) { return error.name + ": " + error.message; } }
`;

interface DepthCase {
  readonly name: string;
  readonly body: string;
  readonly lines: readonly string[];
}

const TOO_DEEP = "RangeError: Maximum call stack size exceeded";

const CASES: readonly DepthCase[] = [
  {
    name: "a thousand calls deep, pausing at the bottom and on every level",
    body: `const down = (n) => n === 0 ? nap(0) : 1 + down(n - 1);
      const each = (n) => n === 0 ? 0 : nap(1) + each(n - 1);
      console.log(down(1000), each(1000));`,
    lines: ["1000 1000"],
  },
  {
    name: "recursion without end is an error that the script can catch, whatever recurs",
    body:
      `for (const f of [() => endless(0), () => new Endless(0), () => Endless.prototype.deep, () => [...steps(0)], () => loop(0)]) {
        console.log(caught(f));
        console.log(nap("and then " + nap("a pause")));
      }`,
    lines: Array(5).fill([TOO_DEEP, "and then a pause"]).flat(),
  },
  {
    name: "recursion that sleeps on every level does not use the stack up",
    body: `let n = 0; const deeper = () => { nap(); return n++ < 20000 ? deeper() : n; }; console.log(deeper());`,
    lines: ["20001"],
  },
  {
    name: "the end of the stack may be reached anywhere, and what is caught there goes on",
    body:
      `function probe(n) { try { return probe(n + 1); } catch (error) { if (error.name !== "RangeError") throw error; return n; } }
      function wide(n) { if (n < 0) sleep(0.01); try { return wide(n + 1); } catch { return n; } finally { nap; } }
      const depths = [probe(0), wide(0), wide(0)].map((n) => n > 500);
      console.log(depths.join(), nap("alive"));`,
    lines: ["true,true,true alive"],
  },
];

for (const { name, body, lines: expected } of CASES) {
  for (const mode of ["analysis", "every-call"] as const) {
    Deno.test(`Depth: ${name} (${mode})`, async () => {
      const { lines, log } = await runScript(`${PREFIX} export default function () { ${body} }`, { mode });
      assertEquals(log, undefined);
      assertEquals(lines, expected);
    });
  }
}

for (
  const { name, call, place } of [
    { name: "endless", call: "endless(0);", place: "2:58" },
    { name: "later", call: "return later(0);", place: "5:58" },
  ]
) {
  Deno.test(`Depth: recursion of ${name}() that nobody catches is the iteration's failure, with a stack of bounded length`, async () => {
    const { log } = await runScript(`${PREFIX} export default function () { ${call} }`);
    const rows = log!.trimEnd().split("\n");
    assertEquals(rows[0], TOO_DEEP);
    assertEquals(rows.length > 10 && rows.length <= 65, true);
    assertEquals(new Set(rows.slice(1)), new Set([`\tat ${name} (file:///scripts/main.js:${place})`]));
  });
}
