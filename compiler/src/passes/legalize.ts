/** What a target does not lower is expanded, by the row's own expansion; what has neither is an error. */
import { fail } from '../error.ts';
import { rule, type Scope, zip } from '../ir/build.ts';
import { type Node, topological } from '../ir/node.ts';

/** The ops that a target computes itself, and how it wants others expressed. */
export interface Support {
  lowers(op: string): boolean;
  expansion(op: string): string | undefined;
}

/** The roots in terms of ops that the target accepts. Nodes in memory stay as they are. */
export function legalize(
  scope: Scope,
  roots: readonly Node[],
  available: (node: Node) => boolean,
  support: Support,
): (node: Node) => Node {
  const image = new Map<Node, Node>();
  for (const node of topological(roots, available)) {
    const same = available(node)
      ? node
      : scope.graph.withArgs(
          node,
          node.args.map((arg) => image.get(arg)!),
        );
    image.set(node, available(node) ? node : expand(scope, same, support));
  }
  return (node) => image.get(node) ?? node;
}

function expand(scope: Scope, node: Node, support: Support): Node {
  const row = scope.table[node.op]!;
  if (row.kind !== 'point' || support.lowers(node.op)) return node;
  const text = support.expansion(node.op);
  if (text === undefined)
    fail(
      'E_UNSUPPORTED',
      `the target has no lowering for the op '${node.op}'`,
      undefined,
      'give its row a lowering or an expansion',
    );
  const expanded = rule(scope, text, zip(row.args, node.args));
  const own = new Set(node.args);
  const order = topological([expanded], (n) => own.has(n));
  const image = new Map<Node, Node>();
  for (const n of order)
    image.set(
      n,
      own.has(n)
        ? n
        : expand(
            scope,
            scope.graph.withArgs(
              n,
              n.args.map((arg) => image.get(arg)!),
            ),
            support,
          ),
    );
  return image.get(expanded)!;
}
