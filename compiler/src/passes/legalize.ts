/** What a target does not lower is expanded, by the row's own expansion; what has neither is an error. */
import { fail } from '../error.ts';
import { rule, type Scope, zip } from '../ir/build.ts';
import { type Node, topological } from '../ir/node.ts';

/** The roots in terms of ops that `lowers` accepts. Nodes in memory stay as they are. */
export function legalize(scope: Scope, roots: readonly Node[], available: (node: Node) => boolean, lowers: (op: string) => boolean): (node: Node) => Node {
  const image = new Map<Node, Node>();
  for (const node of topological(roots, available)) {
    const same = available(node) ? node : scope.graph.withArgs(node, node.args.map((arg) => image.get(arg)!));
    image.set(node, available(node) ? node : expand(scope, same, lowers));
  }
  return (node) => image.get(node) ?? node;
}

function expand(scope: Scope, node: Node, lowers: (op: string) => boolean): Node {
  const row = scope.table[node.op]!;
  if (row.kind !== 'point' || lowers(node.op)) return node;
  if (row.expand === undefined) fail('E_UNSUPPORTED', `the target has no lowering for the op '${node.op}'`, undefined, 'give its row a lowering or an expansion');
  const expanded = rule(scope, row.expand, zip(row.args, node.args));
  const own = new Set(node.args);
  const order = topological([expanded], (n) => own.has(n));
  const image = new Map<Node, Node>();
  for (const n of order) image.set(n, own.has(n) ? n : expand(scope, scope.graph.withArgs(n, n.args.map((arg) => image.get(arg)!)), lowers));
  return image.get(expanded)!;
}
