/** A list of nodes of a document with the methods of k6's `Selection`, which are jQuery's. */

import { GoError, goTypeName } from "../go_error.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { dataValue, dataValues } from "./data_attributes.ts";
import { type Callback, eachNode, filterNodes, mapNodes, someNode } from "./callback_loops.ts";
import { type ControlValue, encodeFormValues, type FormValue, formValues, valueOf } from "./form_values.ts";
import { matcherOf } from "./html_library.ts";
import { attributeOf, childElementsOf, descendantsOf, type HtmlNode, isElement, textOf } from "./nodes.ts";
import * as way from "./traversal.ts";
import { innerHtml } from "./write_html.ts";

/** What selections and elements have in common: the VU that they serve and the address of the page. */
export interface Page {
  readonly vu: VirtualUser;
  readonly url: string;
  /** The face of a node for the script. */
  element(node: HtmlNode): object;
  /** The node behind a face. */
  nodeOf(face: unknown): HtmlNode | undefined;
}

/** See the top of this file. */
export class Selection {
  /** The address that the page came from, `""` if that is unknown. */
  readonly url: string;
  readonly #page: Page;
  readonly #nodes: readonly HtmlNode[];
  readonly #previous: Selection | undefined;

  constructor(page: Page, nodes: readonly HtmlNode[], previous?: Selection) {
    this.url = page.url;
    this.#page = page;
    this.#nodes = nodes;
    this.#previous = previous;
  }

  // Other selections.

  find(selector?: unknown): Selection {
    return this.#walk(way.toDescendants, this.#filter(selector));
  }

  children(selector?: unknown): Selection {
    return this.#walk(way.toChildren, this.#optional(selector));
  }

  contents(): Selection {
    return this.#walk(way.toContents);
  }

  closest(selector?: unknown): Selection {
    return this.#walk(way.toClosest(this.#filter(selector)));
  }

  parent(selector?: unknown): Selection {
    return this.#walk(way.toParent, this.#optional(selector));
  }

  parents(selector?: unknown): Selection {
    return this.#walk(way.toParents, this.#optional(selector));
  }

  parentsUntil(stop?: unknown, selector?: unknown): Selection {
    return this.#walk(this.#until(way.toParents, stop), this.#optional(selector));
  }

  siblings(selector?: unknown): Selection {
    return this.#walk(way.toSiblings, this.#optional(selector));
  }

  next(selector?: unknown): Selection {
    return this.#walk(way.toNeighbour("next"), this.#optional(selector));
  }

  nextAll(selector?: unknown): Selection {
    return this.#walk(way.toAll("next"), this.#optional(selector));
  }

  nextUntil(stop?: unknown, selector?: unknown): Selection {
    return this.#walk(this.#until(way.toAll("next"), stop), this.#optional(selector));
  }

  prev(selector?: unknown): Selection {
    return this.#walk(way.toNeighbour("prev"), this.#optional(selector));
  }

  prevAll(selector?: unknown): Selection {
    return this.#walk(way.toAll("prev"), this.#optional(selector));
  }

  prevUntil(stop?: unknown, selector?: unknown): Selection {
    return this.#walk(this.#until(way.toAll("prev"), stop), this.#optional(selector));
  }

  add(other?: unknown): Selection {
    this.#enter();
    const added = typeof other === "string" ? this.#everywhere().filter(this.#filter(other)) : this.#nodesOf(other);
    return this.#with([...new Set([...this.#nodes, ...added])]);
  }

  end(): Selection {
    this.#enter();
    return this.#previous ?? new Selection(this.#page, []);
  }

  eq(index?: unknown): Selection {
    this.#enter();
    const node = this.#nodes.at(toInteger(index));
    return this.#with(node === undefined ? [] : [node]);
  }

  first(): Selection {
    return this.eq(0);
  }

  last(): Selection {
    return this.eq(-1);
  }

  slice(start?: unknown, end?: unknown): Selection {
    this.#enter();
    return this.#with(this.#nodes.slice(toInteger(start), end === undefined ? undefined : toInteger(end)));
  }

  has(selector?: unknown): Selection {
    const wanted = this.#filter(selector);
    return this.#with(this.#nodes.filter((node) => descendantsOf(node).some(wanted)));
  }

  // Those that take a function, too. It may pause the VU, and so do they then.

  filter(selector?: unknown): unknown {
    this.#enter();
    if (typeof selector !== "function") return this.#with(this.#nodes.filter(this.#filter(selector)));
    return this.#collect(selector, true);
  }

  not(selector?: unknown): unknown {
    this.#enter();
    if (typeof selector === "function") return this.#collect(selector, false);
    const unwanted = this.#filter(selector);
    return this.#with(this.#nodes.filter((node) => !unwanted(node)));
  }

  is(selector?: unknown): unknown {
    this.#enter();
    if (typeof selector !== "function") return this.#nodes.some(this.#filter(selector));
    return someNode(this.#pausing, this.#nodes, this.#callback(selector, this.#single));
  }

  each(handler?: unknown): unknown {
    this.#enter();
    if (typeof handler !== "function") throw new GoError("the argument to each() must be a function");
    const callback = this.#callback(handler, (node) => this.#page.element(node));
    return eachNode(this.#pausing, this.#nodes, callback, () => this);
  }

  map(mapper?: unknown): unknown {
    this.#enter();
    if (typeof mapper !== "function") throw new GoError("the argument to map() must be a function");
    return mapNodes(this.#pausing, this.#nodes, this.#callback(mapper, this.#single));
  }

  // What is in it.

  get(index?: unknown): unknown {
    this.#enter();
    if (index === undefined) return this.#nodes.map((node) => this.#page.element(node));
    const node = this.#nodes.at(toInteger(index));
    return node === undefined ? undefined : this.#page.element(node);
  }

  toArray(): Selection[] {
    this.#enter();
    return this.#nodes.map(this.#single);
  }

  size(): number {
    this.#enter();
    return this.#nodes.length;
  }

  index(of?: unknown): number {
    this.#enter();
    const [first] = this.#nodes;
    if (first === undefined) return -1;
    if (of === undefined) return first.parent === null ? -1 : childElementsOf(first.parent).indexOf(first as never);
    if (typeof of === "string") return this.#everywhere().filter(this.#filter(of)).indexOf(first);
    return this.#nodes.indexOf(this.#nodesOf(of)[0]!);
  }

  attr(name?: unknown, fallback?: unknown): unknown {
    this.#enter();
    return attributeOf(this.#nodes[0], String(name)) ?? fallback;
  }

  data(name?: unknown): unknown {
    this.#enter();
    const [first] = this.#nodes;
    if (!isElement(first)) return undefined;
    return name === undefined ? dataValues(first) : dataValue(first, String(name));
  }

  html(): string {
    this.#enter();
    const [first] = this.#nodes;
    return first === undefined ? "" : innerHtml(first);
  }

  text(): string {
    this.#enter();
    return this.#nodes.map(textOf).join("");
  }

  val(): ControlValue | undefined {
    this.#enter();
    return valueOf(this.#nodes[0]);
  }

  serialize(): string {
    this.#enter();
    return encodeFormValues(formValues(this.#nodes));
  }

  serializeArray(): FormValue[] {
    this.#enter();
    return formValues(this.#nodes);
  }

  serializeObject(): Record<string, ControlValue> {
    this.#enter();
    return Object.fromEntries(formValues(this.#nodes).map(({ name, value }) => [name, value]));
  }

  /** The nodes behind a value, if it is a selection. */
  static nodesOf(value: unknown): readonly HtmlNode[] | undefined {
    return typeof value === "object" && value !== null && #nodes in value ? value.#nodes : undefined;
  }

  get #pausing(): VirtualUser["pausing"] {
    return this.#page.vu.pausing;
  }

  #enter(): void {
    this.#page.vu.pausing.enter();
  }

  #with(nodes: readonly HtmlNode[]): Selection {
    return new Selection(this.#page, nodes, this);
  }

  readonly #single = (node: HtmlNode): Selection => this.#with([node]);

  #walk(step: way.Step, filter?: way.Filter): Selection {
    this.#enter();
    return this.#with(way.walk(this.#nodes, step, filter));
  }

  #until(step: way.Step, stop: unknown): way.Step {
    return stop === undefined ? step : way.until(step, this.#filter(stop));
  }

  #optional(selector: unknown): way.Filter | undefined {
    return selector === undefined ? undefined : this.#filter(selector);
  }

  /** What a script names the nodes with that it wants: a selector, a selection, an element. */
  #filter(selector: unknown): way.Filter {
    this.#enter();
    if (typeof selector !== "string") {
      const nodes = new Set(this.#nodesOf(selector));
      return (node) => nodes.has(node);
    }
    const matches = matcherOf(selector);
    return (node) => isElement(node) && matches(node);
  }

  #nodesOf(value: unknown): readonly HtmlNode[] {
    const nodes = Selection.nodesOf(value);
    if (nodes !== undefined) return nodes;
    const node = this.#page.nodeOf(value);
    if (node !== undefined) return [node];
    throw new GoError(`invalid argument, cannot use a '${goTypeName(value)}' as a selector`);
  }

  /** All elements of the document. */
  #everywhere(): HtmlNode[] {
    const [first] = this.#nodes;
    let root = first;
    while (root?.parent) root = root.parent;
    return root === undefined ? [] : descendantsOf(root);
  }

  // deno-lint-ignore ban-types
  #callback(fn: Function, face: (node: HtmlNode) => object): Callback {
    return (node, index) => Reflect.apply(fn, undefined, [index, face(node)]);
  }

  // deno-lint-ignore ban-types
  #collect(fn: Function, wanted: boolean): unknown {
    const callback = this.#callback(fn, this.#single);
    return filterNodes(this.#pausing, this.#nodes, callback, (nodes) => this.#with(nodes), wanted);
  }
}

/** Numbers as Go's functions get them from a script. */
function toInteger(value: unknown): number {
  return Math.trunc(Number(value)) || 0;
}
