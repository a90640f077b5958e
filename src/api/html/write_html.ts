/** Documents as text, in the notation that k6 writes: `<br/>`, and references by number for quotes. */

import { type ElementNode, type HtmlNode, isElement, isNamed, visit } from "./nodes.ts";

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
  let html = "";
  visit(node, (inner) => html += opening(inner), (inner) => html += closing(inner));
  return html;
}

function opening(node: HtmlNode): string {
  if (isElement(node)) return startTag(node);
  switch (node.type) {
    case "text":
      return isNamed(node.parent, ...RAW_TEXT) ? node.data : escape(node.data);
    case "comment":
      return `<!--${node.data}-->`;
    case "directive":
      return `<!DOCTYPE ${node["x-name"] ?? ""}>`;
    default:
      return "";
  }
}

function startTag({ name, attribs }: ElementNode): string {
  const attributes = Object.entries(attribs).map(([key, value]) => ` ${key}="${escape(value)}"`).join("");
  return VOID_ELEMENTS.has(name) ? `<${name}${attributes}/>` : `<${name}${attributes}>`;
}

function closing(node: HtmlNode): string {
  return isElement(node) && !VOID_ELEMENTS.has(node.name) ? `</${node.name}>` : "";
}

function escape(text: string): string {
  return text.replaceAll(/[&'<>"\r]/g, (character) => REFERENCES[character]!);
}
