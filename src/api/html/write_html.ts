/** Documents as text, in the notation that k6 writes: `<br/>`, and references by number for quotes. */

import { childrenOf, type ElementNode, type HtmlNode, isElement, isNamed } from "./nodes.ts";

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "'": "&#39;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "\r": "&#13;",
};

/** Elements that have no end tag. */
const VOID_ELEMENTS: ReadonlySet<string> = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "keygen",
  "link",
  "meta",
  "param",
  "source",
  "track",
  "wbr",
]);

/** Elements whose text is not HTML. */
const RAW_TEXT = ["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "xmp"] as const;

/**
 * What is in a node, as HTML.
 *
 * @param node The node.
 * @returns The HTML, without the node's own tags.
 */
export function innerHtml(node: HtmlNode): string {
  const isRaw = isNamed(node, ...RAW_TEXT);
  return childrenOf(node).map((child) => isRaw && "data" in child ? child.data : outerHtml(child)).join("");
}

function outerHtml(node: HtmlNode): string {
  if (isElement(node)) return writeElement(node);
  if (node.type === "text") return escape(node.data);
  if (node.type === "comment") return `<!--${node.data}-->`;
  if (node.type === "directive") return `<!DOCTYPE ${node["x-name"] ?? ""}>`;
  return innerHtml(node);
}

function writeElement(element: ElementNode): string {
  const { name, attribs } = element;
  const attributes = Object.entries(attribs).map(([key, value]) => ` ${key}="${escape(value)}"`).join("");
  if (VOID_ELEMENTS.has(name)) return `<${name}${attributes}/>`;
  return `<${name}${attributes}>${innerHtml(element)}</${name}>`;
}

function escape(text: string): string {
  return text.replaceAll(/[&'<>"\r]/g, (character) => REFERENCES[character]!);
}
