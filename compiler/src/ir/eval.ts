/** The oracle: interprets a graph in double precision. The slowest and plainest code here; everything is tested against it. */
import { invariant } from '../error.ts';
import { rule, zip } from './build.ts';
import { Graph, type Node, size, topological } from './node.ts';
import { type OpTable, ops } from './ops.ts';
import type { Row } from './row.ts';

export type Values = ReadonlyMap<Node, Float64Array>;

/** The values of the roots' graphs, given those of the leaves. Tensors are row-major. */
export function evaluate(roots: readonly Node[], leaves: Values, table: OpTable = ops): Map<Node, Float64Array> {
  const values = new Map<Node, Float64Array>();
  for (const node of topological(roots, (n) => leaves.has(n))) {
    const args = node.args.map((arg) => values.get(arg) ?? leaves.get(arg)!);
    values.set(node, leaves.get(node) ?? compute(node, args, table));
  }
  return values;
}

function compute(node: Node, args: readonly Float64Array[], table: OpTable): Float64Array {
  const row = table[node.op];
  invariant(row, `unknown op ${node.op}`);
  const out = new Float64Array(size(node.shape));
  switch (row.kind) {
    case 'point': {
      const f = meaning(row, table);
      for (let i = 0; i < out.length; i++) out[i] = f(...args.map((a) => (a.length === 1 ? a[0]! : a[i]!)));
      return out;
    }
    case 'reduce':
      out[0] = args[0]!.reduce((s, x) => row.eval!(s, x), row.start!);
      return out;
    case 'outer':
      return out.map((_, i) => args[0]![Math.floor(i / node.shape[1]!)]! * args[1]![i % node.shape[1]!]!);
    case 'contract':
      return contract(node, args[0]!, args[1]!, out);
    case 'view':
      return view(node, args, out);
    default:
      invariant(node.op === 'lit', `no value for ${node.op} '${String(node.attr)}'`);
      return out.fill(node.attr as number);
  }
}

/** The scalar function of a pointwise row: its own, or its expansion's. */
export function meaning(row: Row, table: OpTable): (...x: number[]) => number {
  if (row.eval) return row.eval;
  const names = row.args.split(' ');
  return (...x) => {
    const graph = new Graph();
    const args = names.map((name) => graph.node('input', [], [], name));
    const root = rule({ graph, table }, row.expand!, zip(row.args, args));
    return evaluate([root], new Map(args.map((arg, i) => [arg, Float64Array.of(x[i]!)])), table).get(root)![0]!;
  };
}

/** y[i] = Σ a[i, k] b[k], and with a matrix on the right y[i, j] = Σ a[i, k] b[k, j]. */
function contract(node: Node, a: Float64Array, b: Float64Array, out: Float64Array): Float64Array {
  const inner = node.args[0]!.shape[1]!;
  const columns = node.shape[1] ?? 1;
  for (let i = 0; i < node.shape[0]!; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[i * inner + k]! * b[k * columns + j]!;
      out[i * columns + j] = sum;
    }
  return out;
}

function view(node: Node, args: readonly Float64Array[], out: Float64Array): Float64Array {
  const arg = node.args[0]!;
  const [axis = 0, from = 0] = typeof node.attr === 'number' ? [node.attr] : ((node.attr as number[]) ?? []);
  switch (node.op) {
    case 'transpose': {
      const [rows = 1, columns = 1] = arg.shape;
      return arg.shape.length < 2
        ? args[0]!
        : out.map((_, i) => args[0]![(i % rows) * columns + Math.floor(i / rows)]!);
    }
    case 'broadcast':
      return out.fill(args[0]![0]!);
    case 'slice':
      eachOf(arg.shape, node.shape, axis, from, (whole, part) => (out[part] = args[0]![whole]!));
      return out;
    case 'pad':
      eachOf(node.shape, arg.shape, axis, from, (whole, part) => (out[whole] = args[0]![part]!));
      return out;
    default: {
      invariant(node.op === 'concat', `unknown view ${node.op}`);
      let at = 0;
      node.args.forEach((part, i) => {
        eachOf(node.shape, part.shape, axis, at, (w, p) => (out[w] = args[i]![p]!));
        at += part.shape[axis]!;
      });
      return out;
    }
  }
}

/** Visits the elements of a part that lies at `from` along an axis of a whole. */
function eachOf(
  whole: readonly number[],
  part: readonly number[],
  axis: number,
  from: number,
  visit: (whole: number, part: number) => void,
): void {
  const inner = size(part.slice(axis + 1));
  const outer = size(part.slice(0, axis));
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < part[axis]!; i++)
      for (let k = 0; k < inner; k++)
        visit((o * whole[axis]! + from + i) * inner + k, (o * part[axis]! + i) * inner + k);
}
