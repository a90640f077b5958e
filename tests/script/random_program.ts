/** Small random programs for comparing a rewritten program with the language itself. The same seed, the same program. */

import { LISTS, NUMBERS, type Piece, PRELUDE, STATEMENTS } from "./random_pieces.ts";

/** Numbers from 0 to below 1: a linear congruence of Lehmer's. */
export function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761) % 2147483647 || 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** What the code that is being written is in. */
interface Place {
  readonly kind: "sync" | "async" | "generator";
  /** Whether `break` and `continue` have a loop to leave. */
  readonly inLoop: boolean;
}

/** Writes one program. */
export class RandomProgram {
  readonly #random: () => number;
  /** Names of numbers that can be read. */
  readable: string[] = ["total"];
  /** Names of numbers that can be assigned to. */
  #assignable: string[] = ["total"];
  /** Names of functions of two numbers. */
  functions: string[] = [];
  place: Place = { kind: "sync", inLoop: false };
  /** The name that was declared last. */
  name = "";
  #names = 0;
  #depth = 0;
  /** How many pieces the part that is being written may still take. */
  #budget = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** The whole program; it begins after an import of `sleep`. */
  write(): string {
    const parts = [() => this.functionDeclaration(), () => this.functionDeclaration(), () => this.classDeclaration()];
    const functions = parts.map((part) => this.#within(14, part)).join("\n");
    const main = this.#within(60, () => this.inFunction("sync", [], () => this.block(6)));
    const second = this.#within(40, () => this.inFunction("async", [], () => this.block(5)));
    return `const RHYTHM = ${1 + this.below(3)};${PRELUDE}
let total = 1;
${functions}
function main() { ${main} }
async function second() { ${second} }
export default function () {
  try { log("main", main()); } catch (error) { log("threw", error); }
  fuel = 0;
  second().then((value) => log("second", value), (error) => log("rejected", error));
}`;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  number(): string {
    return this.#deeper(NUMBERS, () => this.pick([...this.readable, "1", "w(2)"]));
  }

  list(): string {
    return this.#deeper(LISTS, () => this.pick(["[1, 2]", "[w(3)]", "[...many(2)]"]));
  }

  object(): string {
    const key = this.pick(['["k" + w(1)]', "k1"]);
    const accessor = `get g() { return ${this.inFunction("sync", [], () => this.number())}; }`;
    const method = `m(a) { ${this.inFunction("sync", ["a"], () => `${this.block(1)} return ${this.number()};`)} }`;
    return `({ n: ${this.number()}, ${accessor}, ${method}, ${key}: ${this.number()} })`;
  }

  /** A function of two parameters, to be called by array methods. */
  callback(): string {
    const parameters = ["a", "b"];
    return this.pick([
      () => `((a, b) => ${this.inFunction("sync", parameters, () => this.number())})`,
      () =>
        `((a, b = ${this.inFunction("sync", [], () => this.number())}) => { ${
          this.#functionBody("sync", parameters)
        } })`,
      () =>
        `(function (a, b) { ${
          this.#functionBody("sync", this.#depth > 2 ? [...parameters, "arguments.length"] : parameters)
        } })`,
      () => this.pick(["w", "v", "table.w.bind(table)", ...this.functions]),
    ])();
  }

  functionDeclaration(): string {
    const name = `f${++this.#names}`;
    const kind = this.pick(["sync", "sync", "sync", "generator"] as const);
    if (kind === "generator") {
      const body = this.#functionBody(kind, ["a", "b"]);
      this.functions.push(name);
      return `function* g${name}(a, b) { ${body} }\nfunction ${name}(a, b) { return [...g${name}(a, b)].length; }`;
    }
    const body = this.#functionBody(kind, ["a", "b"]);
    this.functions.push(name);
    return `function ${name}(a, b = ${this.pick(["1", "w(1)", "a"])}) { ${body} }`;
  }

  classDeclaration(): string {
    const name = `C${++this.#names}`;
    const field = this.inField(() => this.number());
    const before = this.inFunction("sync", ["a"], () => this.block(1));
    const own = `constructor(a) { ${before} super(${this.pick(["a", "w(a)"])}); this.extra = w(a); }`;
    const method = this.inFunction("sync", ["a"], () => `${this.block(1)} return super.m(${this.number()});`);
    return `class ${name} extends Base {
  f = ${field}; ${this.pick([own, ""])} m(a) { ${method} } }
try { log(new ${name}(${this.number()}).${
      this.pick(["f", "m(1)", "extra", "g", "value"])
    }); } catch (error) { log(error); }`;
  }

  block(length: number): string {
    const { readable, functions } = this;
    const assignable = this.#assignable;
    this.readable = [...readable];
    this.functions = [...functions];
    this.#assignable = [...assignable];
    const statements = Array.from({ length: 1 + this.below(length) }, () => this.#statement());
    this.readable = readable;
    this.functions = functions;
    this.#assignable = assignable;
    return statements.join("\n");
  }

  body(): string {
    return `{ ${this.block(2)} }`;
  }

  /** A statement without braces. */
  single(): string {
    return this.pick([`log(${this.number()});`, `total = ${this.number()};`, "sleep(0.1);"]);
  }

  loop(): string {
    const outer = this.place;
    this.place = { ...outer, inLoop: true };
    const body = this.block(2);
    this.place = outer;
    return `{ tick(); ${body} }`;
  }

  leave(): string {
    const ways = [`return ${this.number()};`, `throw fault("t" + ${this.number()});`];
    return this.pick(this.place.inLoop ? [...ways, "break;", "continue;"] : ways);
  }

  assignable(): string {
    return this.pick(this.#assignable);
  }

  /** Declares a name with a value. */
  declare(value: () => string): string {
    const text = value();
    return `${this.declared()} = ${text}`;
  }

  /** Text that follows a name which can only be used afterwards. */
  after(write: () => string, before: (name: string) => string): string {
    const text = write();
    return before(this.declared()) + text;
  }

  declared(): string {
    const name = this.rest();
    this.readable.push(name);
    this.#assignable.push(name);
    return name;
  }

  rest(): string {
    return this.name = `x${++this.#names}`;
  }

  loopName(): string {
    return this.rest();
  }

  withNames(names: readonly string[], write: () => string): string {
    return this.inFunction("sync", names, write);
  }

  /** The value of a field, where there are no `arguments`. */
  inField(write: () => string): string {
    const { readable } = this;
    this.readable = readable.filter((name) => name !== "arguments.length");
    const text = this.inFunction("sync", [], write);
    this.readable = readable;
    return text;
  }

  inFunction(kind: Place["kind"], names: readonly string[], write: () => string): string {
    const { place, readable } = this;
    this.place = { kind, inLoop: false };
    this.readable = [...readable, ...names];
    const text = write();
    this.place = place;
    this.readable = readable;
    return text;
  }

  #within(budget: number, write: () => string): string {
    this.#budget = budget;
    return write();
  }

  #functionBody(kind: Place["kind"], names: readonly string[]): string {
    return `tick(); ${this.inFunction(kind, names, () => `${this.block(3)} return ${this.number()};`)}`;
  }

  #statement(): string {
    return this.#deeper(STATEMENTS, () => this.single());
  }

  #deeper(pieces: readonly Piece[], otherwise: () => string): string {
    if (this.#depth > 3 || this.#budget-- < 0) return otherwise();
    this.#depth++;
    const text = this.pick(pieces)(this);
    this.#depth--;
    return text;
  }
}
