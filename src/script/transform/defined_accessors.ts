/** Getters and setters that are no syntax: given to `Object.defineProperty` and its like, or traps of a `Proxy`. */

import type * as acorn from "acorn";
import { keyName, type Node, unparenthesized } from "./syntax.ts";

/** A function that runs when a property is read or written. */
export interface DefinedAccessor {
  readonly kind: "getter" | "setter";
  /** The property; `undefined`: any. */
  readonly name: string | undefined;
  /** The function; `undefined`: any that is a property called `get` or `set`. */
  readonly value: Node | undefined;
}

/** The accessors that a call or `new` defines. */
export function definedAccessors(node: acorn.CallExpression | acorn.NewExpression): DefinedAccessor[] {
  const callee = unparenthesized(node.callee);
  const [first, second, third] = node.arguments;
  if (node.type === "NewExpression") {
    return callee.type === "Identifier" && callee.name === "Proxy" && second ? fromDescriptor(undefined, second) : [];
  }
  switch (callee.type === "MemberExpression" ? keyName(callee) : undefined) {
    case "defineProperty":
      return third === undefined ? [] : fromDescriptor(literalName(second), third);
    case "defineProperties":
    case "create":
      return second === undefined ? [] : fromDescriptors(second);
    case "revocable":
      return second === undefined ? [] : fromDescriptor(undefined, second);
    case "__defineGetter__":
      return [{ kind: "getter", name: literalName(first), value: second }];
    case "__defineSetter__":
      return [{ kind: "setter", name: literalName(first), value: second }];
    default:
      return [];
  }
}

function fromDescriptors(descriptors: Node): DefinedAccessor[] {
  const object = unparenthesized(descriptors);
  if (object.type !== "ObjectExpression") return [];
  return object.properties.flatMap((property) =>
    property.type === "Property" ? fromDescriptor(keyName(property), property.value) : []
  );
}

/** A property descriptor, or the handler of a proxy: both call their functions `get` and `set`. */
function fromDescriptor(name: string | undefined, descriptor: Node): DefinedAccessor[] {
  const object = unparenthesized(descriptor);
  if (object.type !== "ObjectExpression") {
    return [{ kind: "getter", name, value: undefined }, { kind: "setter", name, value: undefined }];
  }
  return object.properties.flatMap((property): DefinedAccessor[] => {
    if (property.type !== "Property") return [];
    const key = keyName(property);
    if (key !== "get" && key !== "set") return [];
    return [{ kind: key === "get" ? "getter" : "setter", name, value: property.value }];
  });
}

function literalName(node: Node | undefined): string | undefined {
  return node?.type === "Literal" ? String(node.value) : undefined;
}
