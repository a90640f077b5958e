/** Members of elements that reflect an attribute, by the kind of its value. */

import type { Member } from "./element.ts";
import { words } from "./element.ts";
import { attributeOf } from "./nodes.ts";

/** Members by name. */
export type Members = Readonly<Record<string, Member>>;

/** Texts: `""` where there is no attribute. The names are those of the members. */
export function texts(names: string): Members {
  return each(names, (attribute) => (node) => attributeOf(node, attribute) ?? "");
}

/** Whether the attribute is there. */
export function flags(names: string): Members {
  return each(names, (attribute) => (node) => attributeOf(node, attribute) !== undefined);
}

/** Addresses, which are absolute where that of the page is known. */
export function addresses(names: string): Members {
  return each(names, addressOf);
}

/** Whole numbers. */
export function integers(names: string, fallback: number): Members {
  return each(names, (attribute) => (node) => {
    const text = attributeOf(node, attribute) ?? "";
    return /^[+-]?\d+$/.test(text) ? Number(text) : fallback;
  });
}

/** Numbers. */
export function numbers(names: string, fallback: number): Members {
  return each(names, (attribute) => (node) => {
    const text = attributeOf(node, attribute) ?? "";
    return text.trim() === "" || !Number.isFinite(Number(text)) ? fallback : Number(text);
  });
}

/** One of some words; anything else counts as the fallback. */
export function choice<Fallback>(name: string, values: string, fallback: Fallback): Members {
  const known = words(values);
  return each(name, (attribute) => (node) => {
    const text = attributeOf(node, attribute) ?? "";
    return known.includes(text) ? text : fallback;
  });
}

/** The address in an attribute. */
export function addressOf(attribute: string): Member {
  return (node, { url }) => {
    const text = attributeOf(node, attribute);
    if (text === undefined) return "";
    return url === "" ? text : URL.parse(text, url)?.href ?? text;
  };
}

function each(names: string, member: (attribute: string) => Member): Members {
  return Object.fromEntries(words(names).map((name) => [name, member(name.toLowerCase())]));
}
