/** The methods of a `Selection` that call back. A callback that pauses is waited for before the next one is called. */

import type { Pausing } from "../virtual_user.ts";
import type { HtmlNode } from "./nodes.ts";

/** Calls the script's function for one node. */
export type Callback = (node: HtmlNode, index: number) => unknown;

/** One run through the nodes: `take` gets what each call returned. */
interface Loop {
  readonly pausing: Pausing;
  readonly nodes: readonly HtmlNode[];
  readonly callback: Callback;
  take(value: unknown, node: HtmlNode): void;
  end(): unknown;
}

/** Calls for every node; ends with `result`. */
export function eachNode(
  pausing: Pausing,
  nodes: readonly HtmlNode[],
  callback: Callback,
  result: () => unknown,
): unknown {
  return run({ pausing, nodes, callback, take: () => {}, end: result });
}

/** Ends with what the calls returned. What is `undefined` is `null`, as in k6. */
export function mapNodes(pausing: Pausing, nodes: readonly HtmlNode[], callback: Callback): unknown {
  const values: unknown[] = [];
  const take = (value: unknown): void => void values.push(value ?? null);
  return run({ pausing, nodes, callback, take, end: () => values });
}

/** Ends with whether any call returned what is true; all are made. */
export function someNode(pausing: Pausing, nodes: readonly HtmlNode[], callback: Callback): unknown {
  let found = false;
  const take = (value: unknown): void => void (found ||= Boolean(value));
  return run({ pausing, nodes, callback, take, end: () => found });
}

/** Ends with `result` of the nodes whose calls returned what is `wanted`. */
export function filterNodes(
  pausing: Pausing,
  nodes: readonly HtmlNode[],
  callback: Callback,
  result: (nodes: readonly HtmlNode[]) => unknown,
  wanted: boolean,
): unknown {
  const kept: HtmlNode[] = [];
  const take = (value: unknown, node: HtmlNode): void => {
    if (Boolean(value) === wanted) kept.push(node);
  };
  return run({ pausing, nodes, callback, take, end: () => result(kept) });
}

function run(loop: Loop, from = 0): unknown {
  const { pausing, nodes, callback } = loop;
  for (let index = from; index < nodes.length; index++) {
    const node = nodes[index]!;
    const value = callback(node, index);
    if (pausing.isPause(value)) {
      return pausing.after(value, (late) => {
        loop.take(late, node);
        return run(loop, index + 1);
      });
    }
    pausing.enter();
    loop.take(value, node);
  }
  return loop.end();
}
