/** Parsing and selecting: a thin face over `parse5`, which keeps HTML's rules, and `css-select`. Loaded on demand. */

import { attributeOf, childrenOf, type ElementNode, type HtmlNode, isElement, textOf } from "./nodes.ts";

/** Whether an element is one that a selector asks for. */
export type Matcher = (element: ElementNode) => boolean;

interface HtmlLibrary {
  parse(text: string): HtmlNode;
  compile(selector: string): Matcher;
}

/** So many selectors are kept compiled; scripts have few, those that make them up as they go have many. */
const KEPT_SELECTORS = 500;

let library: HtmlLibrary | undefined;
const matchers = new Map<string, Matcher>();

/** Loads the libraries. A thread awaits this once, before its first VU can need them. */
export async function loadHtmlParser(): Promise<void> {
  if (library !== undefined) return;
  const [{ parse }, { adapter }, { compile }] = await Promise.all([
    import("parse5"),
    import("parse5-htmlparser2-tree-adapter"),
    import("css-select"),
  ]);
  // What is in a template is found and printed like anything else, as in k6.
  const treeAdapter = { ...adapter, setTemplateContent() {}, getTemplateContent: (template: unknown) => template };
  library = {
    parse: (text) => parse(text, { treeAdapter: treeAdapter as typeof adapter }) as unknown as HtmlNode,
    compile: (selector) => compile(selector, { pseudos: PSEUDOS as Record<string, never> }) as unknown as Matcher,
  };
}

/**
 * Parses a document; whatever the text is, there is one.
 *
 * @param text The HTML.
 * @returns The document.
 */
export function parseDocument(text: string): HtmlNode {
  return loaded().parse(text);
}

/**
 * Compiles a selector. One that is wrong matches nothing, as in k6.
 *
 * @param selector The selector.
 * @returns Tells which elements it selects.
 */
export function matcherOf(selector: string): Matcher {
  let matcher = matchers.get(selector);
  if (matcher !== undefined) return matcher;
  try {
    matcher = loaded().compile(withoutShadowedNames(selector));
  } catch {
    matcher = matchNothing;
  }
  if (matchers.size >= KEPT_SELECTORS) matchers.clear();
  matchers.set(selector, matcher);
  return matcher;
}

/** The pseudo-classes that k6 has besides those of CSS. They do not tell upper case from lower. */
const PSEUDOS: Readonly<Record<string, string | ((element: HtmlNode, argument: string) => boolean)>> = {
  contains: (element, text) => textOf(element).toLowerCase().includes(text.toLowerCase()),
  containsown: (element, text) => ownText(element).toLowerCase().includes(text.toLowerCase()),
  input: "input, select, textarea, button",
  "k6-matches": (element, pattern) => new RegExp(pattern).test(textOf(element)),
  matchesown: (element, pattern) => new RegExp(pattern).test(ownText(element)),
  haschild: (element, selector) => childrenOf(element).some((child) => isElement(child) && matcherOf(selector)(child)),
  lang: (element, language) => hasLanguage(element, language.toLowerCase()),
};

/** In k6, `:matches()` takes a regular expression; in the library it is the old name of `:is()`. */
function withoutShadowedNames(selector: string): string {
  return selector.replaceAll(/:matches\(/gi, ":k6-matches(");
}

function ownText(node: HtmlNode): string {
  return childrenOf(node).map((child) => child.type === "text" ? textOf(child) : "").join("");
}

function hasLanguage(element: HtmlNode, wanted: string): boolean {
  for (let node: HtmlNode | null = element; node !== null; node = node.parent) {
    const language = attributeOf(node, "lang")?.toLowerCase();
    if (language !== undefined) return language === wanted || language.startsWith(`${wanted}-`);
  }
  return false;
}

function matchNothing(): boolean {
  return false;
}

function loaded(): HtmlLibrary {
  if (library === undefined) throw new Error("The HTML library was used before loadHtmlParser()");
  return library;
}
