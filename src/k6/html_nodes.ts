/** Types of `k6/html`: what pages are made of, for scripts. */

/** What elements are named with: a selector, others that were found, an element. */
export type Nodes = string | Selection | Element;

/** One control that a form sends. */
export interface FormValue {
  /** Its name. */
  readonly name: string;
  /** Its value; several of a `select` that takes several. */
  readonly value: string | string[];
}

/** An attribute of an element. */
export interface Attribute {
  /** Its name. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
  /** The element. */
  readonly ownerElement: Element;
  /** What is before the colon of its name. */
  prefix(): string;
  /** The name without that. */
  localName(): string;
  /** The namespace of its element. */
  namespaceURI(): string;
}

/** A list of nodes, with the methods of jQuery. Indices begin at 0. */
export interface Selection {
  /** The address that the page came from, `""` if that is unknown. */
  readonly url: string;
  /** All elements inside that are wanted. */
  find(wanted: Nodes): Selection;
  /** The elements one level below. */
  children(wanted?: Nodes): Selection;
  /** The nodes one level below, texts and comments as well. */
  contents(): Selection;
  /** For each, the nearest wanted element of it and those around it. */
  closest(wanted: Nodes): Selection;
  /** The elements directly around. */
  parent(wanted?: Nodes): Selection;
  /** All elements around, from the inside out. */
  parents(wanted?: Nodes): Selection;
  /** The elements around, up to one that stops. */
  parentsUntil(stop?: Nodes, wanted?: Nodes): Selection;
  /** The other elements with the same parent. */
  siblings(wanted?: Nodes): Selection;
  /** The elements directly behind. */
  next(wanted?: Nodes): Selection;
  /** All siblings behind. */
  nextAll(wanted?: Nodes): Selection;
  /** The siblings behind, up to one that stops. */
  nextUntil(stop?: Nodes, wanted?: Nodes): Selection;
  /** The elements directly before. */
  prev(wanted?: Nodes): Selection;
  /** All siblings before, the nearest first. */
  prevAll(wanted?: Nodes): Selection;
  /** The siblings before, up to one that stops. */
  prevUntil(stop?: Nodes, wanted?: Nodes): Selection;
  /** These and others. */
  add(other: Nodes): Selection;
  /** The selection that this one was made from. */
  end(): Selection;
  /** The one at an index; negative ones count from the end. */
  eq(index: number): Selection;
  /** The first one. */
  first(): Selection;
  /** The last one. */
  last(): Selection;
  /** Those from one index up to, but not including, another. */
  slice(start: number, end?: number): Selection;
  /** Those with a wanted element inside. */
  has(wanted: Nodes): Selection;
  /** Those that are wanted. The function may pause the VU. */
  filter(wanted: Nodes | ((index: number, item: Selection) => unknown)): Selection;
  /** Those that are not unwanted. The function may pause the VU. */
  not(unwanted: Nodes | ((index: number, item: Selection) => unknown)): Selection;
  /** Whether any one is wanted. The function may pause the VU. */
  is(wanted: Nodes | ((index: number, item: Selection) => unknown)): boolean;
  /** Calls a function for each. It may pause the VU. */
  each(handler: (index: number, item: Element) => void): Selection;
  /** What a function returns for each; `undefined` becomes `null`. It may pause the VU. */
  map<Value>(mapper: (index: number, item: Selection) => Value): Value[];
  /** All nodes. */
  get(): Element[];
  /** The node at an index; negative ones count from the end. */
  get(index: number): Element | undefined;
  /** A selection of each. */
  toArray(): Selection[];
  /** How many there are. */
  size(): number;
  /** The position of the first one among its siblings, or of others in this selection; -1 if there is none. */
  index(of?: Nodes): number;
  /** An attribute of the first one. */
  attr(name: string): string | undefined;
  /** An attribute of the first one, or something else where there is none. */
  attr(name: string, fallback: string): string;
  /** The `data-` attributes of the first one, by name. */
  data(): Record<string, unknown> | undefined;
  /** A `data-` attribute of the first one: a number, a boolean or what JSON says, if its text is one. */
  data(name: string): unknown;
  /** What is inside the first one, as HTML; `""` if there is none. */
  html(): string;
  /** The text of all. */
  text(): string;
  /** The value of the first one, a control of a form. */
  val(): string | string[] | undefined;
  /** What a form would send, as the body of a request. */
  serialize(): string;
  /** What a form would send. */
  serializeArray(): FormValue[];
  /** What a form would send, by name. */
  serializeObject(): Record<string, string | string[]>;
}

/**
 * A node, with the members of the DOM as methods. Elements have those of their kind as well, such as `href()` and
 * `pathname()` of `a`, `action()` and `elements()` of `form`, `value()` and `labels()` of `input`, `rows()` of `table`.
 */
export interface Element {
  /** 1 element, 3 text, 8 comment, 9 document, 10 document type. */
  nodeType(): number;
  /** The name of an element in lower case, `#text`, `#comment` or `#document`. */
  nodeName(): string;
  /** The text of a text or a comment. */
  nodeValue(): string | undefined;
  /** A text that says that this is a node. */
  toString(): string;
  /** A selection of this node alone. */
  selection(): Selection;
  /** The attributes by name. */
  attributes(): Record<string, Attribute>;
  /** Whether there are any attributes. */
  hasAttributes(): boolean;
  /** Whether there is an attribute of that name. */
  hasAttribute(name: string): boolean;
  /** The value of an attribute. */
  getAttribute(name: string): string | undefined;
  /** An attribute. */
  getAttributeNode(name: string): Attribute | undefined;
  /** The attribute `id`, `""` where there is none. */
  id(): string;
  /** The attribute `class`. */
  className(): string | undefined;
  /** The classes. */
  classList(): string[];
  /** The attribute `lang`. */
  lang(): string | undefined;
  /** The text of the node and everything in it. */
  textContent(): string;
  /** What is in it, as HTML. */
  innerHTML(): string;
  /** The nodes one level below. */
  childNodes(): Element[];
  /** The elements one level below. */
  children(): Element[];
  /** How many elements are one level below. */
  childElementCount(): number;
  /** Whether there is anything in it. */
  hasChildNodes(): boolean;
  /** The first node one level below. */
  firstChild(): Element | undefined;
  /** The last node one level below. */
  lastChild(): Element | undefined;
  /** The first element one level below. */
  firstElementChild(): Element | undefined;
  /** The last element one level below. */
  lastElementChild(): Element | undefined;
  /** Whether another node is inside this one. */
  contains(other: Element): boolean;
  /** The first element inside that a selector finds. */
  querySelector(selector: string): Element | undefined;
  /** All elements inside that a selector finds. */
  querySelectorAll(selector: string): Element[];
  /** All elements inside of that name. */
  getElementsByTagName(name: string): Element[];
  /** All elements inside that have all of these classes. */
  getElementsByClassName(names: string): Element[];
  /** Whether a selector finds this one. */
  matches(selector: string): boolean;
  /** The document. */
  ownerDocument(): Element | undefined;
  /** What it is in. */
  parentNode(): Element | undefined;
  /** The element that it is in. */
  parentElement(): Element | undefined;
  /** The node behind. */
  nextSibling(): Element | undefined;
  /** The node before. */
  previousSibling(): Element | undefined;
  /** The element behind. */
  nextElementSibling(): Element | undefined;
  /** The element before. */
  previousElementSibling(): Element | undefined;
  /** Whether another node is this one. */
  isSameNode(other: Element): boolean;
  /** Whether another node has the same name, attributes and contents. */
  isEqualNode(other: Element): boolean;
  /** The namespace of an element. */
  namespaceURI(): string;
  /** Whether the namespace is that of HTML. */
  isDefaultNamespace(): boolean;
  /** Members that only some kinds of elements have. */
  // deno-lint-ignore no-explicit-any
  readonly [member: string]: any;
}
