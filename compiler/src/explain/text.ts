/** Graphs as text: one equation for each named, shared or kept value, in the cell language where it has the words. */
import { isLeaf, type Node, topological, users } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Expr } from '../lang/ast.ts';
import { printExpr } from '../lang/print.ts';

/** What a value is called; a value without a label is printed where it is read. */
export type Labels = ReadonlyMap<Node, string>;

/**
 * Labels for all values below the roots that have a name, are read more than once, or are in `kept`. Values without a
 * name are `v1`, `v2`, … in the order of evaluation.
 */
export function labelsOf(roots: readonly Node[], names: ReadonlyMap<Node, string>, kept: Iterable<Node> = []): Labels {
  const order = topological(roots);
  const readers = users(order);
  const own = new Set(kept);
  const taken = new Set<string>();
  const labels = new Map<Node, string>();
  const claim = (node: Node, wish: string): void => {
    let label = wish;
    for (let n = 2; taken.has(label); n++) label = `${wish}_${n}`;
    taken.add(label);
    labels.set(node, label);
  };
  const computed = order.filter((node) => !isLeaf(node) && node.op !== 'lit');
  for (const node of computed) if (names.has(node)) claim(node, names.get(node)!);
  let count = 0;
  for (const node of computed)
    if (!labels.has(node) && (own.has(node) || readers.get(node)!.length > 1)) claim(node, `v${++count}`);
  return labels;
}

/** `label = expression` for every labelled value below the roots, in the order of evaluation. */
export function linesOf(
  table: OpTable,
  roots: readonly Node[],
  labels: Labels,
  stop: (node: Node) => boolean = () => false,
): string[] {
  return topological(roots, stop)
    .filter((node) => labels.has(node) && !stop(node))
    .map((node) => lineOf(table, node, labels));
}

export function lineOf(table: OpTable, node: Node, labels: Labels): string {
  return `${labels.get(node) ?? '_'} = ${printExpr(toExpr(table, node, labels, true))}`;
}

/** A value where it is read: its label, or else its expression. */
export function nodeText(table: OpTable, node: Node, labels: Labels = new Map()): string {
  return printExpr(toExpr(table, node, labels, false));
}

const span = { start: 0, end: 0 };
const word = (name: string, lag: 0 | 1 = 0): Expr => ({ kind: 'name', name, lag, span });

/** `isOwn`: the expression of a labelled value itself, not its label. */
function toExpr(table: OpTable, node: Node, labels: Labels, isOwn: boolean): Expr {
  const label = labels.get(node);
  if (label !== undefined && !isOwn) return word(label);
  if (node.op === 'lit') return { kind: 'number', value: node.attr as number, span };
  if (node.args.length === 0) return leafExpr(node);
  const args = node.args.map((arg) => toExpr(table, arg, labels, false));
  const [axis, from] = typeof node.attr === 'object' ? (node.attr as readonly [number, number]) : [0, 0];
  // Views along the second axis have no words of their own.
  if (node.op === 'slice') {
    const range = `${from}:${from + node.shape[axis]!}`;
    return word(`${printExpr(args[0]!)}[${axis === 0 ? range : `:, ${range}`}]`);
  }
  if (node.op === 'concat' && node.attr === 1) return word(`[${args.map(printExpr).join(', ')}]`);
  const op = node.op === 'matmat' ? 'matmul' : (table[node.op]!.name ?? node.op);
  return { kind: 'call', op, args, span };
}

/** `W`, `h[t-1]`, `W[0:20, :]` for a block; `d_y`, the output's cotangent, and `d_h[t+1]`, what the next step sends back. */
function leafExpr(node: Node): Expr {
  const name = String(node.attr);
  if (node.op !== 'cotangent') return word(name, node.op === 'state' ? 1 : 0);
  return word(name.startsWith('$') ? `d_${name.slice(1)}` : `d_${name}[t+1]`);
}

/** `[4:]` where a part begins at 4; nothing for what begins at the beginning. */
export function partOf(from: number | readonly number[]): string {
  const starts = [from].flat();
  return starts.some((start) => start > 0) ? `[${starts.map((start) => `${start}:`).join(', ')}]` : '';
}
