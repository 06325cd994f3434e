/** Reverse-mode gradient: one walk over the graph from the roots to the leaves, with the rules of the op table. */

import { fail } from '../error.ts';
import { call, pad, rule, type Scope, slice, zip } from '../ir/build.ts';
import { isLit, type Node, sameShape, topological } from '../ir/node.ts';

/**
 * The cotangents of `wrt` and of every node between them and the roots, given those of the roots. A node through which
 * nothing flows back has none.
 * `seeds` pairs each root with its cotangent, of the root's shape.
 */
export function grad(scope: Scope, seeds: readonly (readonly [Node, Node])[], wrt: readonly Node[]): Map<Node, Node> {
  const order = topological(seeds.map(([root]) => root));
  const active = reaches(order, new Set(wrt));
  const cotangents = new Map<Node, Node>();
  const addTo = (node: Node, cotangent: Node): void => {
    const known = cotangents.get(node);
    cotangents.set(node, known ? call(scope, 'add', [known, cotangent]) : cotangent);
  };
  for (const [root, cotangent] of seeds) addTo(root, cotangent);
  for (const node of order.reverse()) {
    const cotangent = cotangents.get(node);
    if (!cotangent) continue;
    node.args.forEach((arg, i) => {
      if (!active.has(arg)) return;
      const flow = pullback(scope, node, i, cotangent);
      if (!isLit(flow, 0)) addTo(arg, fit(scope, flow, arg));
    });
  }
  return cotangents;
}

/** The nodes from which some of the targets can be reached. */
function reaches(order: readonly Node[], targets: ReadonlySet<Node>): Set<Node> {
  const set = new Set<Node>();
  for (const node of order) if (targets.has(node) || node.args.some((arg) => set.has(arg))) set.add(node);
  return set;
}

/** What the cotangent of a node contributes to that of its i-th argument. */
function pullback(scope: Scope, node: Node, i: number, g: Node): Node {
  const { graph, table } = scope;
  const row = table[node.op]!;
  const arg = node.args[i]!;
  if (row.kind === 'view') {
    const [axis = 0, from = 0] = typeof node.attr === 'number' ? [node.attr] : ((node.attr as number[]) ?? []);
    if (node.op === 'slice') return pad(graph, g, axis, from, arg.shape[axis]!);
    if (node.op === 'pad') return slice(graph, g, axis, from, from + arg.shape[axis]!);
    if (node.op === 'concat') {
      const start = node.args.slice(0, i).reduce((n, part) => n + part.shape[axis]!, 0);
      return slice(graph, g, axis, start, start + arg.shape[axis]!);
    }
  }
  const text = row.grad?.[i];
  if (text === undefined) fail('E_NOT_DIFFERENTIABLE', `the op ${node.op} has no derivative`);
  return rule(scope, text, zip(`${row.args} y g`, [...node.args, node, g]));
}

/** Undoes broadcasting: what was spread over elements is summed; what was summed is spread. */
function fit(scope: Scope, flow: Node, arg: Node): Node {
  if (sameShape(flow.shape, arg.shape)) return flow;
  if (arg.shape.length === 0) return call(scope, 'sum', [flow]);
  return scope.graph.node('broadcast', [flow], arg.shape);
}
