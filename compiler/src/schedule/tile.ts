/** Some elements of a fused group at once: sums of products in registers, the pointwise work on them, the stores. */
import { invariant } from '../error.ts';
import { type Expr, lit, op, ref, type Stmt } from '../ir/loop.ts';
import { memoized, type Node } from '../ir/node.ts';
import type { Group } from '../passes/fuse.ts';
import type { Accumulator } from './accumulate.ts';
import { type Index, readAt, writeAt } from './address.ts';
import { listOrder } from './order.ts';
import { lowerProducts } from './products.ts';
import type { Cell, Surroundings } from './surroundings.ts';

/** The work in progress on one tile. */
interface Tile {
  readonly group: Group;
  readonly around: Surroundings;
  readonly sums: ReadonlyMap<Node, Accumulator>;
  /** Whether a node needs a product of this group. */
  readonly isLate: (node: Node) => boolean;
  readonly cells: readonly Cell[];
  /** What is known of each element already. */
  readonly locals: readonly Map<Node, Expr>[];
  readonly out: Stmt[];
}

export function lowerTile(
  group: Group,
  sums: readonly Accumulator[],
  around: Surroundings,
  cells: readonly Cell[],
): Stmt[] {
  const byNode = new Map(sums.map((sum) => [sum.node, sum]));
  const isLate = memoized(
    (node): boolean => around.fused.groupOf(node) === group && (byNode.has(node) || node.args.some(isLate)),
  );
  const tile: Tile = { group, around, sums: byNode, isLate, cells, locals: cells.map(() => new Map()), out: [] };
  for (const sum of sums) for (const unit of cells.keys()) startSum(tile, sum, unit);
  const epilogue: Tile = { ...tile, out: [] };
  lowerEpilogue(epilogue);
  const nameOf = (sum: Accumulator, unit: number): string => sumName(tile, sum, unit);
  const names = sums.flatMap((sum) => [...cells.keys()].map((unit) => nameOf(sum, unit)));
  // Only loops of several rounds run out of registers for what V8 loads too early.
  const order = around.schedule.unroll > 1 ? listOrder(epilogue.out, new Set(names)) : undefined;
  const products = lowerProducts(sums, around, cells, nameOf, order);
  return [...tile.out, ...products, ...epilogue.out];
}

/** What is done with the sums: the pointwise work, and the stores. */
function lowerEpilogue(tile: Tile): void {
  const { group, around, cells } = tile;
  const sums = [...tile.sums.values()];
  // What an accumulator has taken in has no value of its own.
  const taken = new Set(sums.flatMap((sum) => sum.taken));
  for (const node of group.nodes) if (!taken.has(node)) lowerNode(tile, node);
  // A scalar is stored when the group's loops are done.
  for (const node of group.nodes)
    if (node.shape.length > 0)
      around.stores(node, 0).forEach((_, nth) => {
        for (const [unit, { index, row }] of cells.entries()) {
          const { to, add } = around.stores(node, row)[nth]!;
          tile.out.push(writeAt(to, index, readValue(tile, node, unit), add));
        }
      });
}

/** Stores the group's scalars, among them the results of its reductions. */
export function storeScalars(group: Group, around: Surroundings): Stmt[] {
  const scalars = group.nodes.filter((node) => node.shape.length === 0);
  return scalars.flatMap((node) =>
    around.rows.flatMap((row) =>
      around.stores(node, row).map(({ to, add }) => writeAt(to, [], ref(around.scalar(node, row)), add)),
    ),
  );
}

/** What a reduction gathers in: with lanes a vector, which becomes the scalar in the end. */
export function partialName(around: Surroundings, node: Node, row: number): string {
  const name = around.scalar(node, row);
  return around.schedule.lanes > 1 && node.args[0]!.shape.length > 0 ? `${name}$lanes` : name;
}

/** Terms that need no product of this group start a sum; those that do are added to it in the end. */
function startSum(tile: Tile, sum: Accumulator, unit: number): void {
  const [first, ...others] = sum.rest.filter((term) => !tile.isLate(term)).map((term) => readValue(tile, term, unit));
  const value = first ? others.reduce((total, term) => op('add', total, term), first) : lit(0);
  tile.out.push({ kind: 'var', name: sumName(tile, sum, unit), value });
}

function sumName(tile: Tile, sum: Accumulator, unit: number): string {
  const isPartial = sum.rest.some(tile.isLate);
  return `${tile.around.label(sum.node)}${isPartial ? '$sum' : ''}_${unit}`;
}

/** Values that are kept or named are computed here, all others where they are read. */
function lowerNode(tile: Tile, node: Node): void {
  const { around, cells, locals, out } = tile;
  const row = around.table[node.op]!;
  const equation = around.equation(node);
  if (equation !== undefined) out.push({ kind: 'note', text: equation });
  for (const [unit, cell] of cells.entries())
    if (row.kind === 'reduce') {
      const name = partialName(around, node, cell.row);
      const live = cell.index.at(-1)?.live ?? 4;
      const value = readValue(tile, node.args[0]!, unit);
      const masked: Expr = live < 4 ? { kind: 'mask', value, live, otherwise: row.start! } : value;
      out.push({ kind: 'set', name, value: op(node.op, ref(name), masked) });
    } else if (node.shape.length === 0) {
      const name = around.scalar(node, cell.row);
      out.push({ kind: 'let', name, value: compute(tile, node, unit) });
      locals[unit]!.set(node, ref(name));
    } else if (around.stores(node, cell.row).length > 0 || !around.label(node).startsWith('$')) {
      readValue(tile, node, unit);
    }
}

/** A value of one element: a literal, a variable, an element in memory, or an expression. */
function readValue(tile: Tile, node: Node, unit: number): Expr {
  const { group, around, locals, cells, out } = tile;
  const { fused } = around;
  const { row, index } = cells[unit]!;
  if (node.op === 'lit') return lit(node.attr as number);
  const isOuterScalar = node.shape.length === 0 && (group.shape.length > 0 || fused.groupOf(node) !== group);
  if (isOuterScalar) return ref(around.scalar(node, row));
  const known = locals[unit]!.get(node);
  if (known) return known;
  const isHere = fused.groupOf(node) === group || (fused.isCheap(node) && !around.address(node, row));
  let value = isHere ? compute(tile, node, unit) : element(around, node, row, index);
  const label = around.label(node);
  const isShared = around.uses(node) > 1 || around.stores(node, row).length > 0 || (isHere && !label.startsWith('$'));
  if (isShared && value.kind !== 'ref' && value.kind !== 'lit') {
    out.push({ kind: 'let', name: `${label}_${unit}`, value });
    value = ref(`${label}_${unit}`);
  }
  locals[unit]!.set(node, value);
  return value;
}

function compute(tile: Tile, node: Node, unit: number): Expr {
  const { around, sums, cells } = tile;
  const [a, b] = node.args as [Node, Node];
  const sum = sums.get(node);
  if (sum) {
    const late = sum.rest.filter(tile.isLate).map((term) => readValue(tile, term, unit));
    return late.reduce((total, term) => op('add', total, term), ref(sumName(tile, sum, unit)));
  }
  if (node.op === 'broadcast') return readValue(tile, a, unit);
  const { kind } = around.table[node.op]!;
  const { row, index } = cells[unit]!;
  if (kind === 'outer') {
    const [i, j] = index as [Index, Index];
    return op('mul', element(around, a, row, [i]), element(around, b, row, [j]));
  }
  invariant(kind === 'point', () => `${node.op} cannot be computed element by element`);
  return op(node.op, ...node.args.map((arg) => readValue(tile, arg, unit)));
}

function element(around: Surroundings, node: Node, row: number, index: readonly Index[]): Expr {
  const address = around.address(node, row);
  invariant(address, () => `${node.op} '${String(node.attr)}' is not in memory`);
  return readAt(address, index);
}
