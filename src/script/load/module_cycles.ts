/** Which modules import each other in a circle. */

/**
 * Tarjan's algorithm.
 *
 * @param edges For every module, the modules that it depends on.
 * @returns For every module a number that exactly the modules share which depend on each other.
 */
export function cyclesOf(edges: readonly (readonly number[])[]): number[] {
  const order: number[] = new Array(edges.length).fill(-1);
  const lowest: number[] = new Array(edges.length).fill(-1);
  const component: number[] = new Array(edges.length).fill(-1);
  const stack: number[] = [];
  let visited = 0;
  let components = 0;
  for (let module = 0; module < edges.length; module++) if (order[module] === -1) visit(module);
  return component;

  function visit(module: number): void {
    order[module] = lowest[module] = visited++;
    stack.push(module);
    for (const next of edges[module]!) {
      if (order[next] === -1) visit(next);
      if (component[next] === -1) lowest[module] = Math.min(lowest[module]!, lowest[next]!);
    }
    if (lowest[module] !== order[module]) return;
    let member: number;
    do {
      member = stack.pop()!;
      component[member] = components;
    } while (member !== module);
    components++;
  }
}
