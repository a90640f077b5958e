/**
 * Classes. Field initialisers and static blocks cannot wait where the language runs them; those that have to become
 * private methods in place, which the constructor calls, or whoever evaluates the class.
 */

import type * as acorn from "acorn";
import type { Emission, Emitters } from "./emission.ts";
import { emitFacade } from "./emit_functions.ts";
import { Frame } from "./frame.ts";
import { asyncKeywordOf, type ClassNode, isAnonymous, keyName } from "./syntax.ts";

/** A part of a class that is no method. */
type Initialiser = acorn.PropertyDefinition | acorn.StaticBlock;

/** Emitters of classes and methods. */
export const CLASS_EMITTERS: Emitters = {
  ClassDeclaration(e, node) {
    if (!node.id) return emitClassValue(e, node);
    const runner = emitClass(e, node);
    if (runner === undefined) return;
    e.out.write(";", node.start);
    emitStaticsRun(e, node, node.id.name, runner);
    e.out.write(";", node.start);
  },
  ClassExpression: emitClassValue,
  MethodDefinition: emitMethod,
  PropertyDefinition(e, node) {
    const { key, computed, value } = node;
    if (computed) {
      e.out.copy(node.start, key.start);
      e.emit(key);
    } else e.out.copy(node.start, key.end);
    if (!value) return e.out.copy(key.end, node.end);
    e.out.copy(key.end, value.start);
    e.within(new Frame("none", e.names), () => e.emit(value));
    e.out.copy(value.end, node.end);
  },
  StaticBlock: (e, node) => e.within(new Frame("none", e.names), () => e.copyAround(node)),
};

/** A method of a class or of an object literal. One that is async returns its promise as a plain function. */
export function emitMethod(e: Emission, node: acorn.MethodDefinition | acorn.Property): void {
  const { key, value } = node;
  const info = e.bound.functionOf.get(value);
  const isFacade = info?.kind === "async" && e.plan.coloured.has(info);
  const keyword = isFacade ? asyncKeywordOf(e.source, node) : undefined;
  e.out.copy(node.start, keyword ?? key.start);
  if (keyword !== undefined) e.out.copy(keyword + "async".length, key.start);
  if (node.computed) e.emit(key);
  else e.out.copy(key.start, key.end);
  e.out.copy(key.end, value.start);
  e.emit(value);
  e.out.copy(value.end, node.end);
}

function emitClassValue(e: Emission, node: ClassNode): void {
  if (!e.plan.waitingStatics.has(node)) return void emitClass(e, node);
  const value = e.temp();
  const name = JSON.stringify(e.bound.classes.get(node)!.name);
  e.out.write(isAnonymous(node) ? `(${value}=({${name}:` : `(${value}=(`, node.start);
  const runner = emitClass(e, node);
  e.out.write(isAnonymous(node) ? `})[${name}],` : "),", node.start);
  emitStaticsRun(e, node, value, runner!);
  e.out.write(`,${value})`, node.start);
}

/**
 * Emits a class.
 *
 * @returns The name of the static method that has to be called once, if static parts wait.
 */
function emitClass(e: Emission, node: ClassNode): string | undefined {
  const { body, superClass } = node;
  const outerFields = e.deferredFields;
  const parts = new Map(waitingInitialisers(e, node).map((element) => [element, e.partName()]));
  e.deferredFields = [...parts].filter(([element]) => !isStatic(element)).map(([, name]) => name);
  e.out.copy(node.start, superClass ? superClass.start : body.start);
  if (superClass) e.emit(superClass);
  e.out.copy(superClass ? superClass.end : body.start, body.start + 1);
  emitConstructorIfNeeded(e, node);
  let at = body.start + 1;
  for (const element of body.body) {
    e.out.copy(at, element.start);
    const name = element.type === "MethodDefinition" ? undefined : parts.get(element);
    if (name === undefined) e.emit(element);
    else emitInitialiserMethod(e, element as Initialiser, name);
    at = element.end;
  }
  const statics = [...parts].filter(([element]) => isStatic(element)).map(([, name]) => name);
  const runner = statics.length > 0 ? e.partName() : undefined;
  if (runner !== undefined) emitStaticsRunner(e, node, runner, statics);
  e.deferredFields = outerFields;
  e.out.copy(at, node.end);
  return runner;
}

/** The initialisers that have to become methods; a private field without one is declared where it is. */
function waitingInitialisers(e: Emission, node: ClassNode): Initialiser[] {
  const initialisers = node.body.body.filter((element): element is Initialiser =>
    element.type === "StaticBlock" ||
    (element.type === "PropertyDefinition" && (element.key.type !== "PrivateIdentifier" || Boolean(element.value)))
  );
  const statics = initialisers.filter(isStatic);
  const firstWaiting = statics.findIndex((element) => e.plan.coloured.has(e.bound.functionOf.get(element)!));
  return [
    ...e.plan.waitingFields.has(node) ? initialisers.filter((element) => !isStatic(element)) : [],
    ...e.plan.waitingStatics.has(node) ? statics.slice(firstWaiting) : [],
  ];
}

function isStatic(element: Initialiser): boolean {
  return element.type === "StaticBlock" || element.static;
}

/** What the language would do by itself between `super()` and the class's own fields has to be spelt out. */
function emitConstructorIfNeeded(e: Emission, node: ClassNode): void {
  const { ledger, params, self } = e.names;
  const info = e.bound.classes.get(node)!;
  if (info.constructorFunction !== undefined) return;
  if (e.deferredFields.length === 0) {
    // The constructor of the base class must not be waiting when the fields are initialised.
    if (e.plan.mayPause && node.superClass && info.hasFields) {
      e.out.writeSeam(`#${e.partName()}=${ledger}.bound();`);
    }
    return;
  }
  const isDerived = Boolean(node.superClass);
  const start = node.body.start;
  e.out.writeSeam(isDerived ? `constructor(...${params})` : "constructor()");
  emitFacade(e, { kind: "sync", role: "constructor", isDerived, setterOf: undefined }, () => {
    if (isDerived) {
      e.out.writeSeam(`${self}=super(...${params});`);
      const wait = e.frame.wait(`${ledger}.superPause(${self})`, e.position(start));
      e.out.write(`${ledger}.unclaimed===null||${ledger}.inherit(${wait},${self});`, start);
    }
    for (const name of e.deferredFields) {
      e.waitFor(node, () => e.out.writeSeam(`this.#${name}()`));
      e.out.writeSeam(";");
    }
  });
}

function emitInitialiserMethod(e: Emission, element: Initialiser, name: string): void {
  const info = e.bound.functionOf.get(element);
  const shape = { kind: "sync", role: "method", isDerived: false, setterOf: undefined } as const;
  if (element.type === "PropertyDefinition" && element.key.type === "PrivateIdentifier") {
    e.out.write(`${element.static ? "static " : ""}#${element.key.name};`, element.start);
  }
  e.out.write(`${isStatic(element) ? "static " : ""}#${name}()`, element.start);
  if (info !== undefined && e.plan.coloured.has(info)) {
    emitFacade(e, shape, () => emitInitialisation(e, element));
  } else {
    e.out.writeSeam("{");
    e.within(new Frame("none", e.names), () => emitInitialisation(e, element));
    e.out.writeSeam("}");
  }
}

function emitInitialisation(e: Emission, element: Initialiser): void {
  if (element.type === "StaticBlock") {
    const open = e.source.indexOf("{", element.start) + 1;
    e.out.blank(element.start, open - 1);
    return e.copyAround(element, open - 1, element.end);
  }
  const { key, value } = element;
  const name = keyName(element) ?? "";
  const isPrivate = key.type === "PrivateIdentifier";
  const quoted = JSON.stringify(name);
  e.out.write(isPrivate ? `this.${name}=(` : `${e.names.helpers}.defineField(this,${quoted},(`, element.start);
  if (value) {
    e.out.blank(element.start, value.start);
    e.out.write(isAnonymous(value) ? `{${quoted}:` : "", value.start);
    e.emit(value);
    e.out.write(isAnonymous(value) ? `}[${quoted}]` : "", value.start);
    e.out.blank(value.end, element.end);
  } else e.out.write("void 0", element.start);
  e.out.write(isPrivate ? ");" : "));", element.start);
}

function emitStaticsRunner(e: Emission, node: ClassNode, runner: string, names: readonly string[]): void {
  e.out.writeSeam(`static ${runner}()`);
  emitFacade(e, { kind: "sync", role: "method", isDerived: false, setterOf: undefined }, () => {
    for (const name of names) {
      e.waitFor(node, () => e.out.writeSeam(`this.#${name}()`));
      e.out.writeSeam(";");
    }
  });
}

function emitStaticsRun(e: Emission, node: ClassNode, classCode: string, runner: string): void {
  e.waitFor(node, () => e.out.write(`${e.names.helpers}.runStatics(${classCode},"${runner}")`, node.start));
}
