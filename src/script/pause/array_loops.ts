/** The array methods that call back, as loops that wait for a callback that pauses: the steps of ECMA-262 section 23.1.3. */

import type { LoopSteps } from "./continuation.ts";

/** A callback of the script. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** Anything with a length and indices. */
export type List = ArrayLike<unknown>;

/** What a method is called with: the callback, and what it is called on or begins with. */
export type LoopArguments = readonly [callback: Callback, ...rest: unknown[]];

/** Visits a list. Its length is taken at the start; what a callback does to the elements is seen, as in the engine. */
abstract class ListLoop implements LoopSteps {
  protected readonly list: List;
  protected readonly length: number;
  protected index = 0;
  protected element: unknown;
  readonly #callback: Callback;
  readonly #receiver: unknown;

  constructor(list: List, args: LoopArguments) {
    this.list = list;
    this.length = lengthOf(list);
    this.#callback = args[0];
    this.#receiver = args[1];
  }

  more(): boolean {
    return this.index < this.length;
  }

  step(): unknown {
    this.element = this.list[this.index];
    return this.#callback.call(this.#receiver, this.element, this.index, this.list);
  }

  abstract take(value: unknown): boolean;
  abstract end(): unknown;
}

/** Passes over holes. */
abstract class DenseLoop extends ListLoop {
  override more(): boolean {
    while (this.index < this.length && !(this.index in this.list)) this.index++;
    return this.index < this.length;
  }
}

class ForEach extends DenseLoop {
  take(): boolean {
    this.index++;
    return true;
  }

  end(): undefined {
    return undefined;
  }
}

/** `some` looks for a true value, `every` for a false one. */
class Test extends DenseLoop {
  readonly #wanted: boolean;
  #found = false;

  constructor(list: List, args: LoopArguments, wanted: boolean) {
    super(list, args);
    this.#wanted = wanted;
  }

  take(value: unknown): boolean {
    this.index++;
    this.#found = Boolean(value) === this.#wanted;
    return !this.#found;
  }

  end(): boolean {
    return this.#found === this.#wanted;
  }
}

/** A loop that makes an array of the same species as its list. */
abstract class Collect extends DenseLoop {
  protected readonly result: unknown[];

  constructor(list: List, args: LoopArguments) {
    super(list, args);
    this.result = emptyLike(list);
  }

  end(): unknown[] {
    return this.result;
  }
}

class MapEach extends Collect {
  constructor(list: List, args: LoopArguments) {
    super(list, args);
    this.result.length = this.length;
  }

  take(value: unknown): boolean {
    this.result[this.index++] = value;
    return true;
  }
}

class Filter extends Collect {
  take(value: unknown): boolean {
    this.index++;
    if (value) this.result.push(this.element);
    return true;
  }
}

class FlatMap extends Collect {
  take(value: unknown): boolean {
    this.index++;
    if (Array.isArray(value)) value.forEach((element) => this.result.push(element));
    else this.result.push(value);
    return true;
  }
}

/** The four ways to find an element. Holes are visited. */
class Find extends ListLoop {
  readonly #step: number;
  readonly #wantsIndex: boolean;
  #found = false;

  constructor(list: List, args: LoopArguments, fromEnd: boolean, wantsIndex: boolean) {
    super(list, args);
    this.#step = fromEnd ? -1 : 1;
    this.#wantsIndex = wantsIndex;
    if (fromEnd) this.index = this.length - 1;
  }

  override more(): boolean {
    return this.index >= 0 && this.index < this.length;
  }

  take(value: unknown): boolean {
    this.#found = Boolean(value);
    if (!this.#found) this.index += this.#step;
    return !this.#found;
  }

  end(): unknown {
    if (this.#wantsIndex) return this.#found ? this.index : -1;
    return this.#found ? this.element : undefined;
  }
}

/** `reduce` and `reduceRight`. */
class Reduce implements LoopSteps {
  readonly #list: List;
  readonly #callback: Callback;
  readonly #step: number;
  readonly #length: number;
  #index: number;
  #accumulator: unknown;

  constructor(list: List, args: LoopArguments, fromEnd: boolean) {
    this.#list = list;
    this.#callback = args[0];
    this.#length = lengthOf(list);
    this.#step = fromEnd ? -1 : 1;
    this.#index = fromEnd ? this.#length - 1 : 0;
    if (args.length > 1) this.#accumulator = args[1];
    else if (this.more()) {
      this.#accumulator = list[this.#index];
      this.#index += this.#step;
    } else throw new TypeError("Reduce of empty array with no initial value");
  }

  more(): boolean {
    while (this.#isInside() && !(this.#index in this.#list)) this.#index += this.#step;
    return this.#isInside();
  }

  step(): unknown {
    return this.#callback(this.#accumulator, this.#list[this.#index], this.#index, this.#list);
  }

  take(value: unknown): boolean {
    this.#accumulator = value;
    this.#index += this.#step;
    return true;
  }

  end(): unknown {
    return this.#accumulator;
  }

  #isInside(): boolean {
    return this.#index >= 0 && this.#index < this.#length;
  }
}

/** `forEach` of a `Map` or a `Set`: visits what is added while it runs, as the engine's own iterators do. */
export class ForEachEntry implements LoopSteps {
  readonly #collection: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;
  readonly #entries: Iterator<[unknown, unknown]>;
  readonly #callback: Callback;
  readonly #receiver: unknown;
  #entry: [unknown, unknown] = [undefined, undefined];

  constructor(collection: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>, args: LoopArguments) {
    this.#collection = collection;
    this.#entries = collection.entries();
    this.#callback = args[0];
    this.#receiver = args[1];
  }

  more(): boolean {
    const { done, value } = this.#entries.next();
    if (!done) this.#entry = value;
    return !done;
  }

  step(): unknown {
    return this.#callback.call(this.#receiver, this.#entry[1], this.#entry[0], this.#collection);
  }

  take(): boolean {
    return true;
  }

  end(): undefined {
    return undefined;
  }
}

/** The loops by the name of the method. Typed arrays share those that make no array. */
export const ARRAY_LOOPS: Readonly<Record<string, (list: List, args: LoopArguments) => LoopSteps>> = {
  forEach: (list, args) => new ForEach(list, args),
  map: (list, args) => new MapEach(list, args),
  filter: (list, args) => new Filter(list, args),
  flatMap: (list, args) => new FlatMap(list, args),
  some: (list, args) => new Test(list, args, true),
  every: (list, args) => new Test(list, args, false),
  find: (list, args) => new Find(list, args, false, false),
  findIndex: (list, args) => new Find(list, args, false, true),
  findLast: (list, args) => new Find(list, args, true, false),
  findLastIndex: (list, args) => new Find(list, args, true, true),
  reduce: (list, args) => new Reduce(list, args, false),
  reduceRight: (list, args) => new Reduce(list, args, true),
};

/** The length of a list as array methods see it (ECMA-262 section 7.3.19). */
export function lengthOf(list: List): number {
  const length = Math.trunc(Number(list.length));
  return length > 0 ? Math.min(length, Number.MAX_SAFE_INTEGER) : 0;
}

/** An empty array of the species of a list; the engine's own `slice` knows the rule. */
function emptyLike(list: List): unknown[] {
  return Array.isArray(list) && list.constructor !== Array ? Array.prototype.slice.call(list, 0, 0) : [];
}
