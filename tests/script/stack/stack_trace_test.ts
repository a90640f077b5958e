import { assertEquals } from "../../support/assert.ts";
import { type RunOptions, runScript } from "../script_host.ts";

/** A script whose default function throws. Comments of one letter mark the places that the stack names. */
interface StackCase {
  readonly name: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly script?: string;
  /** Frames: the function's name and the mark of the place, or the place alone; `name (native)` as it is. */
  readonly stack: readonly string[];
}

const HEAD = `import { sleep } from "k6"; `;

const CASES: readonly StackCase[] = [
  {
    name: "functions, arrows without a name and a callback",
    source: `function outer(f) {
      return /*b*/f();
    }
    export default function () {
      /*d*/outer(() => /*c*/outer(function named() { throw /*a*/new Error("x"); }));
    }`,
    stack: ["named a", "outer b", "c", "outer b", "default d"],
  },
  {
    name: "a nested arrow has no name, one in a variable has the variable's",
    source: `const nested = () => () => { throw /*a*/new Error("x"); };
      const call = (f) => /*b*/f();
      export default () => { /*c*/call(nested()); };`,
    stack: ["a", "call b", "default c"],
  },
  {
    name: "static, private and arrow members of a class",
    source: `class Shop {
        static open() { return new Shop()./*d*/buy(); }
        buy() { sleep(0.01); this.#pay/*c*/(); }
        #pay() { this./*b*/last(); }
        last = () => { throw /*a*/new Error("x"); };
      }
      export default function () { Shop./*e*/open(); }`,
    stack: ["last a", "#pay b", "buy c", "open d", "default e"],
  },
  {
    name: "getters and setters",
    source: `const shop = {
        get price() { sleep(0.01); throw /*a*/new Error("x"); },
        set price(value) { return this./*b*/price; },
      };
      export default function () { shop./*c*/price = 1; }`,
    stack: ["price a", "price b", "default c"],
  },
  {
    name: "constructors, also of a base class that pauses",
    source: `class Base { constructor() { sleep(0.01); throw /*a*/new Error("x"); } }
      class Derived extends Base { constructor() { /*b*/super(); } }
      export default function () { /*c*/new Derived(); }`,
    stack: ["Base a", "Derived b", "default c"],
  },
  {
    name: "after a pause, and after a second one further out",
    source: `function inner() { sleep(0.01); throw /*a*/new Error("x"); }
      function middle() { sleep(0.01); return [/*b*/inner()]; }
      export default function () {
        const list = [1, /*c*/middle()];
      }`,
    stack: ["inner a", "middle b", "default c"],
  },
  {
    name: "an error that was made before the pause and thrown after it",
    source: `export default function () {
        const error = /*a*/new Error("x"); sleep(0.01); throw error;
      }`,
    stack: ["default a"],
  },
  {
    name: "what is thrown by the engine, on a line with many rewritten calls",
    source: `const v = (x) => { sleep(0.01); return x; };
      export default function () { v(1); let o; v(2); v(v(3) + v(o./*a*/x.y)); }`,
    stack: ["default a"],
  },
  {
    name: "callbacks of array methods, as the engine calls them and as they are rewritten",
    source: `export default function () {
        try { [1]./*b*/map(() => { throw /*a*/new Error("x"); }); } catch (error) { console.log(error.stack); }
        [1]./*d*/forEach(() => { sleep(0.01); throw /*c*/new Error("y"); });
      }`,
    stack: ["c", "default d"],
  },
  {
    name: "an async function behind its await, where no caller waits on the stack any more",
    source: `async function first() { await null; /*b*/second(); }
      function second() { throw /*a*/new Error("x"); }
      export default async function () { await first(); }`,
    stack: ["second a", "first b"],
  },
  {
    name: "an async function that sleeps",
    source: `async function sleepy() { sleep(0.01); await null; sleep(0.01); throw /*a*/new Error("x"); }
      export default function () { return sleepy(); }`,
    stack: ["sleepy a"],
  },
  {
    name: "a timer",
    source: `export default function () {
        setTimeout(function later() { sleep(0.01); throw /*a*/new Error("x"); }, 10);
      }`,
    stack: ["later a"],
  },
  {
    name: "a handler of a socket and a timer inside it",
    source: `import ws from "k6/ws";
      function boom() { sleep(0.01); throw /*a*/new Error("x"); }
      export default function () {
        ws.connect("ws://echo", {}, (socket) => {
          socket.on("open", () => socket.setTimeout(function tick() { /*b*/boom(); }, 10));
        });
      }`,
    stack: ["boom a", "tick b"],
  },
  {
    name: "a promise reaction",
    source: `export default function () {
        Promise.resolve().then(function react() { sleep(0.01); throw /*a*/new Error("x"); });
      }`,
    stack: ["react a"],
  },
  {
    name: "a generator that sleeps",
    source: `function* steps() { yield 1; sleep(0.01); throw /*a*/new Error("x"); }
      export default function () { for (/*b*/const step of steps()) step;  }`,
    stack: ["steps a", "default b"],
  },
  {
    name: "a generator that does not sleep, stepped by the engine",
    source: `function* steps() { yield 1; throw /*a*/new Error("x"); }
      export default function () { [.../*b*/steps()]; }`,
    stack: ["steps a", "default b"],
  },
  {
    name: "a function of the engine that the script has called",
    source: `export default function () { JSON./*b*/parse("[1]", () => { throw /*a*/new Error("x"); }); }`,
    stack: ["a", "parse (native)", "default b"],
  },
  {
    name: "an imported module and a CommonJS one",
    source: `import { run } from "./lib/run.js";
      import common from "./common.js";
      export default function () { /*d*/run(() => common./*b*/fail(1)); }`,
    files: {
      "lib/run.js": `// A comment first.\nexport const run = (f) => {\n  return /*c*/f();\n};`,
      "common.js": `exports.fail = function (x) {\n  if (x) throw /*a*/new Error("x");\n};`,
    },
    stack: ["a", "b", "run c", "default d"],
  },
  {
    name: "TypeScript of which only the types are taken out",
    source: `interface Thing { a: number; b?: string }
      function generic<T extends Thing>(t: T): T { sleep(0.01); throw /*a*/new Error("x" + (t as Thing).a); }
      export default function (): void { const t: Thing = /*b*/generic<Thing>({ a: 1 } satisfies Thing); }`,
    script: "main.ts",
    stack: ["generic a", "default b"],
  },
  {
    name: "TypeScript with an enum, a namespace and parameter properties",
    source: `interface Thing { a: number }
      enum Colour { Red = 1, Green }
      namespace Space {
        export const deep = (t: Thing): never => { throw /*a*/new Error("x" + t.a); };
      }
      class Point {
        constructor(private readonly x: number, public y = Colour.Green) {}
        fail(): never {
          sleep(0.01);
          return Space./*b*/deep({ a: this.x });
        }
      }
      export default function (): void {
        new Point(1)./*c*/fail();
      }`,
    script: "main.ts",
    stack: ["a", "fail b", "default c"],
  },
  {
    name: "CRLF line ends, tabs and characters beyond the basic plane",
    source:
      `const v = (x) => { sleep(0.01); return x; };\r\nexport default function () {\r\n\tv("😀"); v(2); throw /*a*/new Error("x");\r\n}`,
    stack: ["default a"],
  },
];

/** The `line:column` right behind every mark, by its letter, with the URL of the file. */
function placesOf({ source, files = {}, script = "main.js" }: StackCase): Map<string, string> {
  const places = new Map<string, string>();
  for (const [path, text] of [[script, HEAD + source] as const, ...Object.entries(files)]) {
    for (const match of text.matchAll(/\/\*([a-z])\*\//g)) {
      const before = text.slice(0, match.index + match[0].length);
      const line = before.split("\n").length;
      const column = before.length - before.lastIndexOf("\n");
      places.set(match[1]!, `file:///scripts/${path}:${line}:${column}`);
    }
  }
  return places;
}

function stackOf(stackCase: StackCase): string {
  const places = placesOf(stackCase);
  const frames = stackCase.stack.map((frame) => {
    const [first, mark] = frame.split(" ");
    if (mark === undefined) return places.get(first!)!;
    return mark === "(native)" ? frame : `${first} (${places.get(mark)})`;
  });
  return frames.map((frame) => `\tat ${frame}\n`).join("");
}

for (const stackCase of CASES) {
  for (const mode of ["analysis", "every-call"] as const) {
    Deno.test(`A stack trace shows the user's functions, lines and columns: ${stackCase.name} (${mode})`, async () => {
      const { source, files, script } = stackCase;
      const options: RunOptions = { mode, ...(files && { files }), ...(script && { name: script }) };
      const { log } = await runScript(HEAD + source, options);
      assertEquals(log, `${log!.split("\n")[0]}\n${stackOf(stackCase)}`);
    });
  }
}
