/** The nodes of a parsed document, as the parser makes them, and small questions about one of them. */

/** What all nodes have. */
interface Linked {
  parent: ParentNode | null;
  prev: HtmlNode | null;
  next: HtmlNode | null;
}

/** An element. */
export interface ElementNode extends Linked {
  readonly type: "tag" | "script" | "style";
  readonly name: string;
  readonly attribs: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly children: HtmlNode[];
}

/** A document. */
export interface DocumentNode extends Linked {
  readonly type: "root";
  readonly children: HtmlNode[];
}

/** Text, a comment or a document type. */
export interface DataNode extends Linked {
  readonly type: "text" | "comment" | "directive";
  readonly data: string;
  /** Of a document type: what it names. */
  readonly "x-name"?: string;
}

/** A node that can have children. */
export type ParentNode = ElementNode | DocumentNode;

/** Any node. */
export type HtmlNode = ParentNode | DataNode;

/** The namespace of elements that are HTML's own. */
export const HTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

/** Whether a node is an element. */
export function isElement(node: HtmlNode | null | undefined): node is ElementNode {
  return node !== null && node !== undefined && "attribs" in node;
}

/** Whether a node is an element of one of these names. */
export function isNamed(node: HtmlNode | null | undefined, ...names: readonly string[]): node is ElementNode {
  return isElement(node) && names.includes(node.name);
}

/** The children of any node. */
export function childrenOf(node: HtmlNode): readonly HtmlNode[] {
  return "children" in node ? node.children : [];
}

/** The children that are elements. */
export function childElementsOf(node: HtmlNode): ElementNode[] {
  return childrenOf(node).filter(isElement);
}

/**
 * Visits everything in a node in the order of the document. A page may be nested deeper than calls can be.
 *
 * @param node The node, which is not visited itself.
 * @param enter Called at each node.
 * @param leave Called behind everything that is in a node.
 */
export function visit(node: HtmlNode, enter: (node: HtmlNode) => void, leave?: (node: HtmlNode) => void): void {
  let at: HtmlNode | null = childrenOf(node)[0] ?? null;
  while (at !== null) {
    enter(at);
    const inner: HtmlNode | undefined = childrenOf(at)[0];
    if (inner !== undefined) {
      at = inner;
      continue;
    }
    leave?.(at);
    while (at !== null && at.next === null) {
      at = at.parent;
      if (at === node || at === null) return;
      leave?.(at);
    }
    at = at?.next ?? null;
  }
}

/** The text of a node and everything in it. */
export function textOf(node: HtmlNode): string {
  if (node.type === "text") return node.data;
  let text = "";
  visit(node, (inner) => {
    if (inner.type === "text") text += inner.data;
  });
  return text;
}

/** An attribute's value. */
export function attributeOf(node: HtmlNode | undefined, name: string): string | undefined {
  return isElement(node) && Object.hasOwn(node.attribs, name) ? node.attribs[name] : undefined;
}

/** The elements around a node, from the inside out. */
export function ancestorsOf(node: HtmlNode): ElementNode[] {
  const ancestors: ElementNode[] = [];
  for (let parent = node.parent; isElement(parent); parent = parent.parent) ancestors.push(parent);
  return ancestors;
}

/** The nearest element around a node of that name. */
export function ancestorNamed(node: HtmlNode, ...names: readonly string[]): ElementNode | undefined {
  return ancestorsOf(node).find((ancestor) => names.includes(ancestor.name));
}

/** All elements in a node, in the order of the document. */
export function descendantsOf(node: HtmlNode): ElementNode[] {
  const descendants: ElementNode[] = [];
  visit(node, (inner) => {
    if (isElement(inner)) descendants.push(inner);
  });
  return descendants;
}

/** The elements behind a node, or before it from the nearest on. */
export function siblingsAfter(node: HtmlNode, direction: "next" | "prev"): ElementNode[] {
  const siblings: ElementNode[] = [];
  for (let other = neighbour(node, direction); other !== undefined; other = neighbour(other, direction)) {
    siblings.push(other);
  }
  return siblings;
}

/** The element next to a node. */
export function neighbour(node: HtmlNode, direction: "next" | "prev"): ElementNode | undefined {
  for (let other = node[direction]; other !== null; other = other[direction]) {
    if (isElement(other)) return other;
  }
  return undefined;
}

/** The document that a node is part of. */
export function rootOf(node: HtmlNode): HtmlNode {
  let root = node;
  while (root.parent !== null) root = root.parent;
  return root;
}
