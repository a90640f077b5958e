/** Module namespace objects, as scripts see them (ECMA-262 section 10.4.6). */

/**
 * Makes a namespace object: no prototype, sorted names, live, not extensible.
 *
 * @param names The exported names, sorted.
 * @param read Reads the binding of a name.
 */
export function makeNamespace(names: readonly string[], read: (name: string) => unknown): object {
  const namespace: object = Object.create(null);
  for (const name of names) Object.defineProperty(namespace, name, { get: () => read(name), enumerable: true });
  Object.defineProperty(namespace, Symbol.toStringTag, { value: "Module" });
  return Object.preventExtensions(namespace);
}
