/**
 * One node of a document with the methods of k6's `Element`: those of the DOM, where properties are methods as well.
 *
 * Differences from k6: nodes are the same if they are, also when they were found twice; comments have their text; the
 * sibling before the first one is `undefined`, where k6 crashes; several classes can be asked for.
 */

import { matcherOf } from "./html_library.ts";
import {
  ancestorsOf,
  attributeOf,
  childElementsOf,
  childrenOf,
  descendantsOf,
  type ElementNode,
  HTML_NAMESPACE,
  type HtmlNode,
  isElement,
  neighbour,
  rootOf,
  textOf,
} from "./nodes.ts";
import { type Page, Selection } from "./selection.ts";
import { innerHtml } from "./write_html.ts";

const NODE_TYPES = { root: 9, tag: 1, script: 1, style: 1, text: 3, comment: 8, directive: 10 } as const;

/** What a member of an element may need besides its node. */
export interface Surroundings {
  /** The address of the page, `""` if that is unknown. */
  readonly url: string;
  face(node: HtmlNode | null | undefined): object | undefined;
  faces(nodes: readonly HtmlNode[]): object[];
}

/** How a member of an element gets its value. */
export type Member = (node: ElementNode, surroundings: Surroundings) => unknown;

/** An attribute of an element. */
export class Attribute {
  readonly name: string;
  readonly value: string;
  readonly ownerElement: object;
  readonly #namespace: string;

  constructor(name: string, value: string, owner: { readonly face: object; readonly namespace: string }) {
    this.name = name;
    this.value = value;
    this.ownerElement = owner.face;
    this.#namespace = owner.namespace;
  }

  prefix(): string {
    return this.name.includes(":") ? this.name.slice(0, this.name.indexOf(":")) : "";
  }

  localName(): string {
    return this.name.slice(this.name.indexOf(":") + 1);
  }

  namespaceURI(): string {
    return this.#namespace;
  }
}

/** See the top of this file. */
export class Element {
  readonly #page: Page;
  readonly #node: HtmlNode;

  constructor(page: Page, node: HtmlNode) {
    this.#page = page;
    this.#node = node;
  }

  /** The node behind a value, if it is the face of one. */
  static nodeOf(value: unknown): HtmlNode | undefined {
    return typeof value === "object" && value !== null && #node in value ? value.#node : undefined;
  }

  /** Reads a member that only some elements have. */
  static read(element: Element, member: Member): unknown {
    const node = element.#enter() as ElementNode;
    return member(node, {
      url: element.#page.url,
      face: (other) => element.#face(other),
      faces: (others) => element.#faces(others),
    });
  }

  nodeType(): number {
    return NODE_TYPES[this.#enter().type];
  }

  nodeName(): string {
    const node = this.#enter();
    if (isElement(node)) return node.name;
    if (node.type === "directive") return node["x-name"] ?? "";
    return node.type === "root" ? "#document" : `#${node.type}`;
  }

  nodeValue(): string | undefined {
    const node = this.#enter();
    return node.type === "text" || node.type === "comment" ? node.data : undefined;
  }

  toString(): string {
    return `[object ${this.nodeType() === 9 ? "html.Document" : "html.Node"}]`;
  }

  selection(): Selection {
    return new Selection(this.#page, [this.#enter()]);
  }

  // Attributes.

  attributes(): Record<string, Attribute> {
    const node = this.#enter();
    const entries = isElement(node) ? Object.entries(node.attribs) : [];
    return Object.fromEntries(entries.map(([name, value]) => [name, this.#attribute(name, value)]));
  }

  hasAttributes(): boolean {
    const node = this.#enter();
    return isElement(node) && Object.keys(node.attribs).length > 0;
  }

  hasAttribute(name?: unknown): boolean {
    return this.getAttribute(name) !== undefined;
  }

  getAttribute(name?: unknown): string | undefined {
    return attributeOf(this.#enter(), String(name));
  }

  getAttributeNode(name?: unknown): Attribute | undefined {
    const value = this.getAttribute(name);
    return value === undefined ? undefined : this.#attribute(String(name), value);
  }

  id(): string {
    return this.getAttribute("id") ?? "";
  }

  className(): string | undefined {
    return this.getAttribute("class");
  }

  classList(): string[] {
    return words(this.className());
  }

  lang(): string | undefined {
    return this.getAttribute("lang");
  }

  // What is in it.

  textContent(): string {
    return textOf(this.#enter());
  }

  innerHTML(): string {
    return innerHtml(this.#enter());
  }

  childNodes(): object[] {
    return this.#faces(childrenOf(this.#enter()));
  }

  children(): object[] {
    return this.#faces(childElementsOf(this.#enter()));
  }

  childElementCount(): number {
    return childElementsOf(this.#enter()).length;
  }

  hasChildNodes(): boolean {
    return childrenOf(this.#enter()).length > 0;
  }

  firstChild(): object | undefined {
    return this.#face(childrenOf(this.#enter())[0]);
  }

  lastChild(): object | undefined {
    return this.#face(childrenOf(this.#enter()).at(-1));
  }

  firstElementChild(): object | undefined {
    return this.#face(childElementsOf(this.#enter())[0]);
  }

  lastElementChild(): object | undefined {
    return this.#face(childElementsOf(this.#enter()).at(-1));
  }

  contains(other?: unknown): boolean {
    const node = this.#enter();
    const inner = Element.nodeOf(other);
    return inner !== undefined && (ancestorsOf(inner).includes(node as ElementNode) || rootOf(inner) === node);
  }

  querySelector(selector?: unknown): object | undefined {
    return this.#face(descendantsOf(this.#enter()).find(matcherOf(String(selector))));
  }

  querySelectorAll(selector?: unknown): object[] {
    return this.#faces(descendantsOf(this.#enter()).filter(matcherOf(String(selector))));
  }

  getElementsByTagName(name?: unknown): object[] {
    return this.querySelectorAll(name);
  }

  getElementsByClassName(names?: unknown): object[] {
    const wanted = words(String(names));
    const matches = (element: ElementNode): boolean => {
      const classes = words(attributeOf(element, "class"));
      return wanted.length > 0 && wanted.every((name) => classes.includes(name));
    };
    return this.#faces(descendantsOf(this.#enter()).filter(matches));
  }

  matches(selector?: unknown): boolean {
    const node = this.#enter();
    return isElement(node) && matcherOf(String(selector))(node);
  }

  // What is around it.

  ownerDocument(): object | undefined {
    return this.#face(rootOf(this.#enter()));
  }

  parentNode(): object | undefined {
    return this.#face(this.#enter().parent);
  }

  parentElement(): object | undefined {
    const { parent } = this.#enter();
    return isElement(parent) ? this.#face(parent) : undefined;
  }

  nextSibling(): object | undefined {
    return this.#face(this.#enter().next);
  }

  previousSibling(): object | undefined {
    return this.#face(this.#enter().prev);
  }

  nextElementSibling(): object | undefined {
    return this.#face(neighbour(this.#enter(), "next"));
  }

  previousElementSibling(): object | undefined {
    return this.#face(neighbour(this.#enter(), "prev"));
  }

  // Comparisons.

  isSameNode(other?: unknown): boolean {
    return Element.nodeOf(other) === this.#enter();
  }

  isEqualNode(other?: unknown): boolean {
    const node = Element.nodeOf(other);
    return node !== undefined && areEqual(this.#enter(), node);
  }

  namespaceURI(): string {
    const node = this.#enter();
    return isElement(node) ? node.namespace : "";
  }

  isDefaultNamespace(): boolean {
    return this.namespaceURI() === HTML_NAMESPACE;
  }

  #enter(): HtmlNode {
    this.#page.vu.pausing.enter();
    return this.#node;
  }

  #face(node: HtmlNode | null | undefined): object | undefined {
    return node === null || node === undefined ? undefined : this.#page.element(node);
  }

  #faces(nodes: readonly HtmlNode[]): object[] {
    return nodes.map((node) => this.#page.element(node));
  }

  #attribute(name: string, value: string): Attribute {
    return new Attribute(name, value, { face: this, namespace: this.namespaceURI() });
  }
}

/** A list of words, as `class` and `rel` hold. */
export function words(text: string | undefined): string[] {
  return text?.split(/\s+/).filter((word) => word !== "") ?? [];
}

function areEqual(a: HtmlNode, b: HtmlNode): boolean {
  if (a.type !== b.type) return false;
  if ("data" in a) return "data" in b && a.data === b.data;
  if (isElement(a) && isElement(b) && !haveSameAttributes(a, b)) return false;
  const children = childrenOf(a);
  const others = childrenOf(b);
  return children.length === others.length && children.every((child, index) => areEqual(child, others[index]!));
}

function haveSameAttributes(a: ElementNode, b: ElementNode): boolean {
  const names = Object.keys(a.attribs);
  return a.name === b.name && a.namespace === b.namespace && names.length === Object.keys(b.attribs).length &&
    names.every((name) => attributeOf(b, name) === a.attribs[name]);
}
