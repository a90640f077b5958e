/**
 * What scripts cost: loading, an instance per VU, calls that may pause, pauses.
 * By hand: `deno run -A --v8-flags=--expose-gc tests/bench/script_bench.ts`
 */

import lodash from "npm:lodash@4.17.21/lodash.js" with { type: "text" };

const started = performance.now();
const { CompiledProgram, createScope, loadProgram, PauseContext } = await import("../../src/script/mod.ts");
const doorOpened = performance.now();

type Program = Awaited<ReturnType<typeof loadProgram>>;
type Counted = (count: number) => unknown;

const ROUNDS = 12;
const CALLS = 200_000;
const PAUSES = 20_000;
const INSTANCES = 10_000;
const LODASH_INSTANCES = 300;

const BUILTINS = new Map([["k6", { specifier: "k6", exports: ["sleep"], pausing: { sleep: "always" } } as const]]);

const TRIVIAL = `import { sleep } from "k6";
export const options = { vus: 1 };
export default function () { sleep(1); console.log("done"); }`;

/** \`pausing\` pauses only when it is told to: what is measured is that it might. */
const WORK = `import { sleep } from "k6";
let total = 0;
const list = [1, 2, 3];
function plain(x) { total += x; return total; }
function pausing(x) { if (x < 0) sleep(1); total += x; return total; }
function second(x) { return pausing(x); }
function third(x) { return second(x); }
async function asynchronous(x) { if (x < 0) sleep(1); total += x; return total; }
function deep(depth) { if (depth === 0) sleep(0); else deep(depth - 1); }
export function plainCalls(n) { for (let i = 0; i < n; i++) plain(1); }
export function pausingCalls(n) { for (let i = 0; i < n; i++) pausing(1); }
export function nestedCalls(n) { for (let i = 0; i < n; i++) third(1); }
export function asyncCalls(n) { for (let i = 0; i < n; i++) asynchronous(1); }
export function plainLoops(n) { for (let i = 0; i < n; i++) list.forEach((x) => { total += x; }); }
export function pausingLoops(n) { for (let i = 0; i < n; i++) list.forEach((x) => pausing(x)); }
export function pauses(n) { for (let i = 0; i < n; i++) sleep(0); }
export function deepPauses(n) { for (let i = 0; i < n; i++) deep(3); }
export default function () {}`;

/** Many functions and exports, like a test suite of a real service. */
const LARGE = `import { sleep } from "k6";
${
  Array.from({ length: 160 }, (_, i) =>
    `export function step${i}(session, value) {
  const steps = [1, 2, 3].map((x) => x + value).filter((x) => x > ${i});
  if (session.ready) { sleep(0.1); return steps; }
  return session.retry ? step${i}({ ready: true }, value) : session.tags.map((tag) => tag + value).join(",");
}`).join("\n")
}
export default function () { return step0({ ready: false, retry: true }, 1); }`;

/** One VU without a clock: \`sleep(0)\` ends at once. */
class BenchVu {
  readonly context = new PauseContext({ unlocked() {} });
  readonly exports: Readonly<Record<string, Counted>>;

  constructor(compiled: InstanceType<typeof CompiledProgram>) {
    const { context } = this;
    const sleep = () => context.block("sleep()", (resume) => resume());
    const k6 = { sleep, default: { sleep } };
    const instance = compiled.instantiate(context, { scope: createScope({ console }), builtin: () => k6 });
    this.exports = context.run(() => instance.evaluate(), []) as Readonly<Record<string, Counted>>;
  }

  /** Calls an exported function and waits until it has ended. */
  call(name: string, count: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const value = this.context.run(this.exports[name]!, [count]);
      if (this.context.isPause(value)) this.context.wait(value, () => resolve(), reject);
      else resolve();
    });
  }
}

console.log("\nloading, ms");
row("import of the room's door", doorOpened - started);
await benchLoading();
console.log("\none VU's instance");
await benchInstances("trivial script", { "main.js": TRIVIAL }, INSTANCES);
await benchInstances(`${Math.round(LARGE.length / 1000)} KB, 161 exports`, { "main.js": LARGE }, INSTANCES / 10);
await benchInstances("lodash", lodashFiles(`_.VERSION`), LODASH_INSTANCES);
console.log("\nper call, ns");
await benchCalls();

async function benchLoading(): Promise<void> {
  await timeLoad("trivial script, the first (with the parser's import)", { "main.js": TRIVIAL });
  await timeLoad("trivial script, warm", { "main.js": TRIVIAL });
  for (const mode of ["analysis", "every-call"] as const) {
    await timeLoad(`${Math.round(LARGE.length / 1000)} KB of user code, ${mode}`, { "main.js": LARGE }, mode);
    await timeLoad("lodash, left alone", lodashFiles("_.VERSION"), mode);
    await timeLoad("lodash, given a function that sleeps", lodashFiles("_.map([1], () => sleep(1))"), mode);
  }
}

async function timeLoad(name: string, files: Record<string, string>, mode?: "analysis" | "every-call"): Promise<void> {
  const start = performance.now();
  const program = await load(files, mode);
  const took = performance.now() - start;
  const size = (modules: readonly { readonly length: number }[]) =>
    modules.reduce((sum, { length }) => sum + length, 0);
  const growth = size(program.modules.map(({ code }) => code)) / size(Object.values(files));
  row(`${name}${mode === undefined ? "" : `, ${mode}`}`, took, `text × ${growth.toFixed(2)}`);
}

async function benchInstances(name: string, files: Record<string, string>, count: number): Promise<void> {
  const compiled = new CompiledProgram(await load(files));
  const vus = [new BenchVu(compiled)];
  collectGarbage();
  const before = Deno.memoryUsage().heapUsed;
  const start = performance.now();
  for (let i = 0; i < count; i++) vus.push(new BenchVu(compiled));
  const took = (performance.now() - start) / count * 1000;
  collectGarbage();
  const bytes = (Deno.memoryUsage().heapUsed - before) / count;
  row(name, took, `µs, ${(bytes / 1000).toFixed(1)} KB (${vus.length} instances)`);
}

async function benchCalls(): Promise<void> {
  const vu = new BenchVu(new CompiledProgram(await load({ "main.js": WORK })));
  const calls: Record<string, readonly [name: string, count: number]> = {
    "plain function": ["plainCalls", CALLS],
    "function that may pause": ["pausingCalls", CALLS],
    "three of them deep": ["nestedCalls", CALLS],
    "async function": ["asyncCalls", CALLS],
    "forEach over 3, plain callback": ["plainLoops", CALLS],
    "forEach over 3, callback that may pause": ["pausingLoops", CALLS],
    "a real pause": ["pauses", PAUSES],
    "a real pause, four functions deep": ["deepPauses", PAUSES],
  };
  for (const [name, [fn, count]] of Object.entries(calls)) {
    let best = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await vu.call(fn, count);
      best = Math.min(best, performance.now() - start);
    }
    row(name, best / count * 1e6);
  }
}

function lodashFiles(body: string): Record<string, string> {
  const main =
    `import _ from "./lodash.js"; import { sleep } from "k6"; export default function () { sleep(0); ${body} }`;
  return { "main.js": main, "lodash.js": lodash as unknown as string };
}

function load(files: Record<string, string>, mode?: "analysis" | "every-call"): Promise<Program> {
  return loadProgram({ url: new URL("file:///main.js") }, {
    builtins: BUILTINS,
    scopeNames: ["console"],
    ...(mode === undefined ? {} : { mode }),
    readFile: ({ pathname }) => Promise.resolve(files[pathname.slice(1)]!),
  });
}

function collectGarbage(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

function row(name: string, value: number, note = ""): void {
  console.log(`${name.padEnd(60)} ${value.toFixed(1).padStart(9)}  ${note}`);
}
