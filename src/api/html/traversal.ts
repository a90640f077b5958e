/** The ways from elements to others, as jQuery and k6 go them. */

import {
  ancestorsOf,
  childElementsOf,
  childrenOf,
  descendantsOf,
  type HtmlNode,
  isElement,
  neighbour,
  siblingsAfter,
} from "./nodes.ts";

/** Where a step leads from one node, in order. */
export type Step = (node: HtmlNode) => readonly HtmlNode[];

/** Whether a node is wanted. */
export type Filter = (node: HtmlNode) => boolean;

/** Which way siblings are passed. */
export type Direction = "next" | "prev";

/** Where a step leads from all nodes: each place once, in the order of arrival. */
export function walk(nodes: readonly HtmlNode[], step: Step, filter: Filter = everything): HtmlNode[] {
  // One by one: all siblings of all nodes of a long list would be more than memory holds.
  const found = new Set<HtmlNode>();
  for (const node of nodes) for (const other of step(node)) found.add(other);
  return [...found].filter(filter);
}

export function toChildren(node: HtmlNode): HtmlNode[] {
  return childElementsOf(node);
}

export function toContents(node: HtmlNode): readonly HtmlNode[] {
  return childrenOf(node);
}

export function toDescendants(node: HtmlNode): HtmlNode[] {
  return descendantsOf(node);
}

export function toParent(node: HtmlNode): HtmlNode[] {
  return isElement(node.parent) ? [node.parent] : [];
}

export function toParents(node: HtmlNode): HtmlNode[] {
  return ancestorsOf(node);
}

/** To the nearest of a node and those around it that is wanted. */
export function toClosest(wanted: Filter): Step {
  return (node) => [node, ...ancestorsOf(node)].filter(wanted).slice(0, 1);
}

export function toSiblings(node: HtmlNode): HtmlNode[] {
  return node.parent === null ? [] : childElementsOf(node.parent).filter((other) => other !== node);
}

/** To the sibling beside a node. */
export function toNeighbour(direction: Direction): Step {
  return (node) => {
    const beside = neighbour(node, direction);
    return beside === undefined ? [] : [beside];
  };
}

/** To all siblings on one side, the nearest first. */
export function toAll(direction: Direction): Step {
  return (node) => siblingsAfter(node, direction);
}

/** Along a step, up to the first node that is to stop it. */
export function until(step: Step, stop: Filter): Step {
  return (node) => {
    const nodes = step(node);
    const end = nodes.findIndex(stop);
    return end < 0 ? nodes : nodes.slice(0, end);
  };
}

function everything(): boolean {
  return true;
}
