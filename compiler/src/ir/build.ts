/** Expressions to nodes: the same builder reads cells, derivative rules and expansions. */
import { invariant } from '../error.ts';
import type { Expr } from '../lang/ast.ts';
import { parseExpr } from '../lang/expr.ts';
import { type Graph, type Node, type Shape, size } from './node.ts';
import { findOp, type OpTable, ops } from './ops.ts';

/** What names mean where an expression stands. */
export interface Scope {
  readonly graph: Graph;
  readonly table: OpTable;
  name(name: string, lag: 0 | 1): Node;
  /** The value of a size symbol, for slices. */
  size?(symbol: string): number;
}

export function build(expr: Expr, scope: Scope): Node {
  switch (expr.kind) {
    case 'number':
      return scope.graph.lit(expr.value);
    case 'name':
      return scope.name(expr.name, expr.lag);
    case 'slice': {
      const from = evalSize(expr.from, scope);
      return slice(scope.graph, build(expr.of, scope), 0, from, evalSize(expr.to, scope));
    }
    case 'call':
      return call(
        scope,
        expr.op,
        expr.args.map((arg) => build(arg, scope)),
      );
  }
}

/** A call by the name that cells use: chooses the row, expands macros, picks the form of a product by its ranks. */
export function call(scope: Scope, name: string, args: readonly Node[]): Node {
  const { graph, table } = scope;
  const [a, b] = args;
  if (name === 'size') return graph.lit(size(a!.shape));
  if (name === 'matmul') return product(scope, a!, b!);
  const op = findOp(table, name, args.length);
  invariant(op, `no op ${name} with ${args.length} arguments`);
  const row = table[op]!;
  if (row.kind === 'macro') return rule(scope, row.expand!, zip(row.args, args));
  if (op === 'concat') return concat(graph, args, 0);
  return graph.node(op, args, shapeOf(op, row.kind, args));
}

/** Builds a rule of the table, with its argument names bound to nodes. */
export function rule(scope: Pick<Scope, 'graph' | 'table'>, text: string, names: ReadonlyMap<string, Node>): Node {
  const known = new Map(names);
  const inner: Scope = {
    ...scope,
    name(name) {
      const node = known.get(name);
      invariant(node, `rule '${text}' reads '${name}', which is not one of its arguments`);
      return node;
    },
  };
  const { lets, result } = parseRule(text);
  for (const [name, expr] of lets) known.set(name, build(expr, inner));
  return build(result, inner);
}

interface Rule {
  readonly lets: readonly (readonly [string, Expr])[];
  readonly result: Expr;
}

/** Rules are read once. A rule of several lines names intermediate values: `name = expression`. */
const parsed = new Map<string, Rule>();
function parseRule(text: string): Rule {
  const known = parsed.get(text);
  if (known) return known;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const lets = lines.slice(0, -1).map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at).trim(), parseExpr(line.slice(at + 1).trim(), 'rule')] as const;
  });
  const rule = { lets, result: parseExpr(lines[lines.length - 1]!, 'rule') };
  parsed.set(text, rule);
  return rule;
}

export function zip(names: string, nodes: readonly Node[]): Map<string, Node> {
  return new Map(names.split(' ').map((name, i) => [name, nodes[i]!]));
}

/** `a @ b` by the ranks of its sides; the row-vector form is the product with the transposed matrix. */
function product(scope: Scope, a: Node, b: Node): Node {
  const { graph } = scope;
  const ranks = `${a.shape.length}${b.shape.length}`;
  if (ranks === '21') return graph.node('matmul', [a, b], [a.shape[0]!]);
  if (ranks === '12') return graph.node('matmul', [transpose(graph, b), a], [b.shape[1]!]);
  if (ranks === '22') return graph.node('matmat', [a, b], [a.shape[0]!, b.shape[1]!]);
  invariant(ranks === '11', `a product of ranks ${ranks}`);
  return call(scope, 'sum', [call(scope, 'mul', [a, b])]);
}

/** The shape of a result; operands are known to fit, since inference has checked the cell. */
function shapeOf(op: string, kind: string, args: readonly Node[]): Shape {
  const [a, b] = args.map((arg) => arg.shape);
  if (kind === 'reduce') return [];
  if (kind === 'outer') return [a![0]!, b![0]!];
  if (op === 'transpose') return a!.length === 2 ? [a![1]!, a![0]!] : a!;
  if (op === 'matmat') return [a![0]!, b![1]!];
  invariant(kind === 'point', `${op} is not built by calling it`);
  return args.reduce<Shape>((shape, arg) => (arg.shape.length > shape.length ? arg.shape : shape), []);
}

export function transpose(graph: Graph, x: Node): Node {
  if (x.op === 'transpose') return x.args[0]!;
  return x.shape.length === 2 ? graph.node('transpose', [x], [x.shape[1]!, x.shape[0]!]) : x;
}

/** Elements [from, to) along an axis. */
export function slice(graph: Graph, x: Node, axis: number, from: number, to: number): Node {
  if (from === 0 && to === x.shape[axis]) return x;
  return graph.node(
    'slice',
    [x],
    x.shape.map((n, i) => (i === axis ? to - from : n)),
    [axis, from],
  );
}

/** Puts x at `from` along an axis of a tensor of zeros. */
export function pad(graph: Graph, x: Node, axis: number, from: number, length: number): Node {
  return graph.node(
    'pad',
    [x],
    x.shape.map((n, i) => (i === axis ? length : n)),
    [axis, from],
  );
}

export function concat(graph: Graph, parts: readonly Node[], axis: number): Node {
  if (parts.length === 1) return parts[0]!;
  const flat = parts.flatMap((part) => (part.op === 'concat' && part.attr === axis ? part.args : [part]));
  const length = flat.reduce((n, part) => n + part.shape[axis]!, 0);
  const shape = flat[0]!.shape.map((n, i) => (i === axis ? length : n));
  return graph.node('concat', flat, shape, axis);
}

/** A size expression of a slice: numbers and symbols under + - *. */
function evalSize(expr: Expr, scope: Scope): number {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'name') return scope.size!(expr.name);
  invariant(expr.kind === 'call', 'a slice bound is a size');
  const [a, b] = expr.args.map((arg) => evalSize(arg, scope));
  return ops[expr.op]!.eval!(a!, b!);
}
