/** Calls of methods that call back: where the method is the engine's own, its callback may pause. */

import { ARRAY_LOOPS, type Callback, ForEachEntry, lengthOf, type List, type LoopArguments } from "./array_loops.ts";
import { drive, goOn, runLoop } from "./continuation.ts";
import { elements, stepGenerator } from "./iteration.ts";
import { parseSteps, stringifySteps } from "./json_steps.ts";
import { mergeSort } from "./merge_sort.ts";
import type { PauseLedger } from "./pause_ledger.ts";
import { promiseJob } from "./promise_jobs.ts";
import { replaceSteps } from "./replace_steps.ts";

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Step = (...args: unknown[]) => IteratorResult<unknown>;
type Methods = Readonly<Record<string, unknown>>;

/** A call of `receiver.name(...args)`, where `method` is the function found there. */
interface MethodCall {
  readonly name: string;
  readonly method: unknown;
  readonly receiver: unknown;
  readonly args: readonly unknown[];
}

/** Makes the call in its pausing form. {@linkcode PLAIN}: the method is not the engine's, or there is no callback. */
type Handler = (ledger: PauseLedger, call: MethodCall) => unknown;

const PLAIN = Symbol("plain call");

const ARRAY: Methods = methodsOf(Array.prototype);
const TYPED_ARRAY: Methods = methodsOf(Object.getPrototypeOf(Uint8Array.prototype));
const STRING: Methods = methodsOf(String.prototype);
const PROMISE: Methods = methodsOf(Promise.prototype);
const GENERATOR: Methods = methodsOf(Object.getPrototypeOf(function* () {}).prototype);

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(Object.keys(ARRAY_LOOPS).map((name) => [name, callLoop])),
  sort: callSort,
  toSorted: callSort,
  from: callFrom,
  replace: callReplace,
  replaceAll: callReplace,
  parse: callJson,
  stringify: callJson,
  then: callPromise,
  catch: callPromise,
  finally: callPromise,
  next: callGenerator,
  return: callGenerator,
  throw: callGenerator,
};

/** The engine's methods by themselves, to recognise one that is passed around as a function. */
const NAMES: ReadonlyMap<unknown, string> = new Map(
  [ARRAY, TYPED_ARRAY, STRING, PROMISE, methodsOf(Map.prototype), methodsOf(Set.prototype)]
    .flatMap((methods) => Object.entries(methods).map(([name, method]): [unknown, string] => [method, name])),
);

/**
 * `receiver.name(...args)`, for the names that `transform/engine_calls.ts` lists.
 *
 * @returns The result, or a pause that ends with it.
 */
export function callMethod(ledger: PauseLedger, name: string, receiver: unknown, ...args: unknown[]): unknown {
  const method: unknown = (receiver as Record<string, unknown>)[name];
  const makeLoop = ARRAY_LOOPS[name];
  // By far the most frequent case, without the detour.
  if (makeLoop !== undefined && Array.isArray(receiver) && method === ARRAY[name] && isCallback(args)) {
    return runLoop(ledger, makeLoop(receiver, args));
  }
  const call = underlyingCall({ name, method, receiver, args });
  const handler = HANDLERS[call.name];
  const result = handler === undefined ? PLAIN : handler(ledger, call);
  return result === PLAIN ? plainCall(name, method, receiver, args) : result;
}

function plainCall(name: string, method: unknown, receiver: unknown, args: unknown[]): unknown {
  if (typeof method === "function") return Reflect.apply(method, receiver, args);
  throw new TypeError(`${name} is not a function`);
}

/** What a call of `call` or `apply` calls; any other call itself. */
function underlyingCall(call: MethodCall): MethodCall {
  const { name, method, receiver, args } = call;
  if (method !== Function.prototype.call && method !== Function.prototype.apply) return call;
  const inner = NAMES.get(receiver);
  if (inner === undefined || args[0] === null || args[0] === undefined) return call;
  const innerArgs = name === "call" ? args.slice(1) : Array.from((args[1] ?? []) as List);
  return { name: inner, method: receiver, receiver: args[0], args: innerArgs };
}

function callLoop(ledger: PauseLedger, { name, method, receiver, args }: MethodCall): unknown {
  const makeLoop = ARRAY_LOOPS[name];
  if (makeLoop === undefined || !isCallback(args)) return PLAIN;
  if (method === ARRAY[name]) return runLoop(ledger, makeLoop(Object(receiver), args));
  if (method === Map.prototype.forEach || method === Set.prototype.forEach) {
    return runLoop(ledger, new ForEachEntry(receiver as Map<unknown, unknown>, args));
  }
  if (method !== TYPED_ARRAY[name]) return PLAIN;
  return goOn(ledger, runLoop(ledger, makeLoop(receiver as List, args)), {
    // `map` and `filter` of a typed array make another of its kind.
    next: (result) =>
      Array.isArray(result) ? Reflect.construct((receiver as object).constructor as Method, [result]) : result,
  });
}

function isCallback(args: readonly unknown[]): args is LoopArguments {
  return typeof args[0] === "function";
}

function callSort(ledger: PauseLedger, { name, method, receiver, args: [compare] }: MethodCall): unknown {
  if (typeof compare !== "function" || (method !== ARRAY[name] && method !== TYPED_ARRAY[name])) return PLAIN;
  const list: unknown[] = name === "sort" ? Object(receiver) : (method as Method).call(receiver, () => 0) as unknown[];
  const length = lengthOf(list);
  const values: unknown[] = [];
  let present = 0;
  for (let index = 0; index < length; index++) {
    if (!(index in list)) continue;
    present++;
    if (list[index] !== undefined) values.push(list[index]);
  }
  return goOn(ledger, drive(ledger, mergeSort(values, compare as Callback)), {
    next(sorted) {
      (sorted as unknown[]).forEach((value, index) => list[index] = value);
      for (let index = values.length; index < present; index++) list[index] = undefined;
      for (let index = present; index < length; index++) Reflect.deleteProperty(list, index);
      return list;
    },
  });
}

function callFrom(ledger: PauseLedger, { method, receiver, args: [items, callback, self] }: MethodCall): unknown {
  if (method !== Array.from) return PLAIN;
  return goOn(ledger, elements(ledger, items), {
    next(ready) {
      const list = (method as Method).call(receiver, ready) as unknown[];
      if (typeof callback !== "function") return list;
      const withIndex: Callback = (value, index) => callback.call(self, value, index);
      return runLoop(ledger, ARRAY_LOOPS.map!(list, [withIndex]));
    },
  });
}

function callReplace(ledger: PauseLedger, { name, method, receiver, args: [pattern, replacer] }: MethodCall): unknown {
  if (typeof receiver !== "string" || method !== STRING[name] || typeof replacer !== "function") return PLAIN;
  return drive(ledger, replaceSteps(receiver, pattern as RegExp, name as "replace", replacer as Callback));
}

function callJson(ledger: PauseLedger, { name, receiver, args: [value, second, space] }: MethodCall): unknown {
  if (receiver !== JSON) return PLAIN;
  if (name === "stringify") return drive(ledger, stringifySteps(value, second, space as string));
  return typeof second === "function" ? drive(ledger, parseSteps(String(value), second as Callback)) : PLAIN;
}

function callPromise(ledger: PauseLedger, { name, method, receiver, args }: MethodCall): unknown {
  if (method !== PROMISE[name]) return PLAIN;
  const jobs = args.map((arg) => typeof arg === "function" ? promiseJob(ledger, arg as Callback) : arg);
  return Reflect.apply(method as Method, receiver, jobs);
}

function callGenerator(ledger: PauseLedger, { name, method, receiver, args }: MethodCall): unknown {
  if (method !== GENERATOR[name]) return PLAIN;
  return stepGenerator(ledger, receiver as Generator, () => Reflect.apply(method as Step, receiver, args));
}

function methodsOf(prototype: object): Methods {
  const methods: Record<string, unknown> = Object.create(null);
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const value: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (typeof value === "function" && name !== "constructor") methods[name] = value;
  }
  return methods;
}
