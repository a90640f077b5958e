/**
 * Code that scripts make from strings: it runs, as in k6, but it cannot import. Modules of a script are loaded, checked
 * and linked by the main thread; an `import()` in a string would go to the runtime instead, and lead to its own modules.
 */

const { apply, construct, defineProperty, setPrototypeOf } = Reflect;
const { exec } = RegExp.prototype;
const evaluate = globalThis.eval;

/** The keyword cannot be escaped, and between it and what follows stand blanks or comments. */
const IMPORT = /\bimport\s*[(./<-]/;

// deno-lint-ignore ban-types
type Maker = Function;

/**
 * Puts guards before the functions that make code from strings, wherever a script could get at them.
 *
 * @returns What takes the place of the globals of the same names.
 */
export function guardStringCode(): { readonly Function: Maker; readonly eval: Maker } {
  const guardedFunction = guardConstructor(Function);
  for (const example of [async () => {}, function* () {}, async function* () {}]) {
    const maker: Maker = example.constructor;
    guardConstructor(maker);
    // The constructor inherits from the one that has no guard.
    setPrototypeOf(maker, guardedFunction);
  }
  const { eval: guardedEval } = {
    eval: (code: unknown): unknown => {
      if (typeof code === "string") refuseImport(code);
      return evaluate(code as string);
    },
  };
  return { Function: guardedFunction, eval: guardedEval };
}

function guardConstructor(maker: Maker): Maker {
  const guarded = new Proxy(maker, {
    apply: (target, self, parts) => apply(target, self, texts(parts)),
    construct: (target, parts, newTarget) => construct(target, texts(parts), newTarget) as object,
  });
  defineProperty(maker.prototype as object, "constructor", { value: guarded });
  return guarded;
}

/** The parts as text, each converted once: an object could give another text the second time. */
function texts(parts: readonly unknown[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const text = `${parts[index]}`;
    refuseImport(text);
    defineProperty(result, index, { value: text, writable: true, enumerable: true, configurable: true });
  }
  return result;
}

function refuseImport(code: string): void {
  IMPORT.lastIndex = 0;
  if (apply(exec, IMPORT, [code]) === null) return;
  throw new EvalError("import() is not available in code that is made from a string; import() in the script itself is");
}
