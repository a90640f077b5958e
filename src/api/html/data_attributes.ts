/**
 * The `data-` attributes of an element, as values.
 *
 * Difference from k6: the names in the object of all of them are those of the platform, `data-user-id` is `userId`.
 */

import type { ElementNode } from "./nodes.ts";

const PREFIX = "data-";

/**
 * One of the values.
 *
 * @param element The element.
 * @param name `user-id` or `userId`.
 * @returns A number, a boolean or what JSON says where the text is one; `undefined` where there is none, or `null`.
 */
export function dataValue(element: ElementNode, name: string): unknown {
  const attribute = PREFIX + name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const text = Object.hasOwn(element.attribs, attribute) ? element.attribs[attribute] : undefined;
  return text === undefined ? undefined : readValue(text);
}

/** All values that there are, by name. */
export function dataValues(element: ElementNode): Record<string, unknown> {
  const values = Object.entries(element.attribs)
    .filter(([attribute]) => attribute.startsWith(PREFIX))
    .map(([attribute, text]) => [camelCase(attribute.slice(PREFIX.length)), readValue(text)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Numbers that would be written another way stay texts: `1.50`, `0x10`, and what has too many digits. */
function readValue(text: string): unknown {
  if (text === "" || text === "null") return undefined;
  if (text === "true" || text === "false") return text === "true";
  if (String(Number(text)) === text && text !== "NaN" && !text.endsWith("Infinity")) return Number(text);
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
