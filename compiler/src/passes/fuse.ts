/**
 * Fusion: the nodes of a task are grouped so that each group is one loop over elements. A node joins the loop that
 * produces its arguments, unless it needs all of an argument at once (a contraction, an outer product) or the result of
 * a reduction: then it comes one level later. Values that cross from one group to another are kept in memory.
 */
import { type Node, topological, users } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';

export interface Group {
  readonly level: number;
  readonly shape: readonly number[];
  /** The nodes at home in this group, arguments first. */
  readonly nodes: readonly Node[];
}

export interface Fused {
  readonly groups: readonly Group[];
  /** Computed nodes that another group reads from memory. */
  readonly crossing: readonly Node[];
  groupOf(node: Node): Group | undefined;
  /** Computed again wherever they are read: cheaper than a trip to memory. */
  isCheap(node: Node): boolean;
}

/** What costs more than this many operations an element is not computed twice. */
const cheapCost = 4;

export function fuse(table: OpTable, roots: readonly Node[], available: (node: Node) => boolean): Fused {
  const order = topological(roots, available).filter((node) => !available(node) && node.op !== 'lit');
  const computed = new Set(order);
  const kind = (node: Node) => table[node.op]!.kind;

  const cheap = new Set<Node>();
  for (const node of order) {
    const free = node.args.every((arg) => !computed.has(arg) || cheap.has(arg) || arg.shape.length === 0);
    if (node.shape.length > 0 && free && isLight(table, node)) cheap.add(node);
  }

  const levels = new Map<Node, number>();
  for (const node of order) {
    const wait = (arg: Node): number => {
      if (!computed.has(arg)) return 0;
      const late = readsWhole(kind(node)) || kind(arg) === 'reduce';
      return levels.get(arg)! + (late ? 1 : 0);
    };
    levels.set(node, Math.max(0, ...node.args.map(wait)));
  }

  const byKey = new Map<string, Node[]>();
  for (const node of order) {
    // A reduction is gathered in the loop over the elements it folds.
    const shape = kind(node) === 'reduce' ? node.args[0]!.shape : node.shape;
    const key = `${levels.get(node)}:${shape.join('x')}`;
    const nodes = byKey.get(key);
    if (nodes) nodes.push(node);
    else byKey.set(key, [node]);
  }
  const groups = [...byKey.values()].map((nodes): Group => {
    const [first] = nodes as [Node, ...Node[]];
    return { level: levels.get(first)!, shape: kind(first) === 'reduce' ? first.args[0]!.shape : first.shape, nodes };
  });
  // Within a level, scalars come first: loops of the level may read them.
  groups.sort((a, b) => a.level - b.level || a.shape.length - b.shape.length);

  const home = new Map(groups.flatMap((group) => group.nodes.map((node) => [node, group] as const)));
  const readers = users(order);
  const crosses = (node: Node): boolean =>
    node.shape.length > 0 &&
    readers
      .get(node)!
      .some((reader) => readsWhole(kind(reader)) || (home.get(reader) !== home.get(node) && !cheap.has(node)));
  return {
    groups,
    crossing: order.filter(crosses),
    groupOf: (node) => home.get(node),
    isCheap: (node) => cheap.has(node),
  };
}

/** Contractions and outer products read elements of their arguments that the loop is not at. */
export function readsWhole(kind: string): boolean {
  return kind === 'contract' || kind === 'outer';
}

export function isLight(table: OpTable, node: Node): boolean {
  const row = table[node.op]!;
  return node.op === 'broadcast' || (row.kind === 'point' && (row.cost ?? 1) <= cheapCost);
}
