/** Algebra: rules as lines of text, and constant folding. Rules hold for every finite value and for NaN. */
import { invariant } from '../error.ts';
import { call, type Scope } from '../ir/build.ts';
import { meaning } from '../ir/eval.ts';
import { isLit, type Node, sameShape } from '../ir/node.ts';
import type { Expr } from '../lang/ast.ts';
import { parseExpr } from '../lang/expr.ts';

const rules = `
  x + 0 => x
  0 + x => x
  x - 0 => x
  0 - x => -x
  x * 1 => x
  1 * x => x
  x / 1 => x
  x * -1 => -x
  -1 * x => -x
  -(-x) => x
  x + -y => x - y
  -x + y => y - x
  x - -y => x + y
  x ^ 1 => x
  x ^ 2 => x * x
  x ^ 0.5 => sqrt(x)
  x ^ -1 => 1 / x
  square(x) => x * x
`
  .split('\n')
  .filter((line) => line.includes('=>'))
  .map((line) => line.split('=>').map((side) => parseExpr(side.trim(), 'rewrite rule')) as [Expr, Expr]);

/** One node, its arguments already simple. */
export function simplify(scope: Scope, node: Node): Node {
  const row = scope.table[node.op]!;
  if (row.kind !== 'point') return node;
  if (node.args.every((arg) => isLit(arg)))
    return scope.graph.lit(meaning(row, scope.table)(...node.args.map((arg) => arg.attr as number)));
  for (const [left, right] of rules) {
    const found = new Map<string, Node>();
    if (!matches(left, node, found)) continue;
    const result = construct(scope, right, found);
    if (sameShape(result.shape, node.shape)) return simplify(scope, result);
  }
  return node;
}

function matches(pattern: Expr, node: Node, found: Map<string, Node>): boolean {
  if (pattern.kind === 'number') return isLit(node, pattern.value);
  if (pattern.kind === 'name') {
    const known = found.get(pattern.name);
    if (!known) found.set(pattern.name, node);
    return !known || known === node;
  }
  return (
    pattern.kind === 'call' &&
    node.op === pattern.op &&
    pattern.args.every((arg, i) => matches(arg, node.args[i]!, found))
  );
}

/** The right side of a rule, with its names bound; rules have no slices. */
function construct(scope: Scope, expr: Expr, found: ReadonlyMap<string, Node>): Node {
  if (expr.kind === 'number') return scope.graph.lit(expr.value);
  if (expr.kind === 'name') return found.get(expr.name)!;
  invariant(expr.kind === 'call', 'a rewrite rule is made of calls');
  return simplify(
    scope,
    call(
      scope,
      expr.op,
      expr.args.map((arg) => construct(scope, arg, found)),
    ),
  );
}
