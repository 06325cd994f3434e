/**
 * Sums in an order that lets work leave the time loop: terms that do not depend on the carried values come first, so
 * that `W_x @ x + W_h @ h[t-1] + b` becomes `(W_x @ x + b) + W_h @ h[t-1]`, whose bracket is hoisted.
 */
import { call, type Scope } from '../ir/build.ts';
import { type Node, rebuild } from '../ir/node.ts';

/** How the roots look with their sums sorted. */
export function associate(scope: Scope, roots: readonly Node[], carried: ReadonlySet<Node>): (node: Node) => Node {
  const depends = new Map<Node, boolean>();
  const isCarried = (node: Node): boolean => {
    const known = depends.get(node);
    if (known !== undefined) return known;
    const result = carried.has(node) || node.args.some(isCarried);
    depends.set(node, result);
    return result;
  };
  return rebuild(scope.graph, roots, (node) => {
    if (node.op !== 'add' || !isCarried(node)) return node;
    const terms = flatten(node);
    const sorted = [...terms.filter((term) => !isCarried(term)), ...terms.filter(isCarried)];
    return sorted.reduce((sum, term) => call(scope, 'add', [sum, term]));
  });
}

/** The terms of a sum, from left to right. */
export function flatten(node: Node): Node[] {
  return node.op === 'add' ? node.args.flatMap(flatten) : [node];
}
