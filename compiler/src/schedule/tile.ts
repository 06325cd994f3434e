/** Some elements of a fused group at once: sums of products in registers, the pointwise work on them, the stores. */
import { invariant } from '../error.ts';
import { type Affine, type Expr, lit, load, op, ref, type Stmt } from '../ir/loop.ts';
import type { Node } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Fused, Group } from '../passes/fuse.ts';
import type { Accumulator } from './accumulate.ts';
import { type Address, elementAt, type Index } from './address.ts';
import { lowerProducts } from './products.ts';
import type { Schedule } from './schedule.ts';

/** What a group is lowered within. */
export interface Surroundings {
  readonly table: OpTable;
  readonly schedule: Schedule;
  readonly fused: Fused;
  /** Where a node that memory holds is read, if it is held. */
  address(node: Node): Address | undefined;
  /** Where the values of this group are written. */
  stores(node: Node): readonly { readonly to: Address; readonly add: boolean }[];
  uses(node: Node): number;
  /** The name of a value's variable. One that begins with `$` has no variable unless it is used more than once. */
  label(node: Node): string;
}

/** The work in progress on one tile. */
interface Tile {
  readonly group: Group;
  readonly around: Surroundings;
  readonly sums: ReadonlyMap<Node, Accumulator>;
  /** One entry for each element. */
  readonly indices: readonly (readonly Index[])[];
  /** What is known of each element already. */
  readonly locals: readonly Map<Node, Expr>[];
  readonly out: Stmt[];
}

export function lowerTile(
  group: Group,
  sums: readonly Accumulator[],
  around: Surroundings,
  indices: readonly (readonly Index[])[],
): Stmt[] {
  const byNode = new Map(sums.map((sum) => [sum.node, sum]));
  const tile: Tile = { group, around, sums: byNode, indices, locals: indices.map(() => new Map()), out: [] };
  for (const sum of sums) for (const unit of indices.keys()) startSum(tile, sum, unit);
  tile.out.push(...lowerProducts(sums, around, indices, (sum, unit) => sumName(tile, sum, unit)));
  // What an accumulator has taken in has no value of its own.
  const taken = new Set(sums.flatMap((sum) => sum.taken));
  for (const node of group.nodes) if (!taken.has(node)) lowerNode(tile, node);
  // A scalar is stored when the group's loops are done.
  for (const node of group.nodes)
    for (const { to, add } of around.stores(node))
      if (node.shape.length > 0)
        for (const [unit, index] of indices.entries())
          tile.out.push(store(elementAt(to, index), readValue(tile, node, unit), add));
  return tile.out;
}

/** Stores the group's scalars, among them the results of its reductions. */
export function storeScalars(group: Group, around: Surroundings): Stmt[] {
  const scalars = group.nodes.filter((node) => node.shape.length === 0);
  return scalars.flatMap((node) =>
    around.stores(node).map(({ to, add }) => store(elementAt(to, []), ref(around.label(node)), add)),
  );
}

function store(index: Affine, value: Expr, add: boolean): Stmt {
  return { kind: 'store', index, value: add ? op('add', load(index), value) : value };
}

/** Terms that need no product of this group start a sum; those that do are added to it in the end. */
function startSum(tile: Tile, sum: Accumulator, unit: number): void {
  const [first, ...others] = sum.rest.filter((term) => !isLate(tile, term)).map((term) => readValue(tile, term, unit));
  const value = first ? others.reduce((total, term) => op('add', total, term), first) : lit(0);
  tile.out.push({ kind: 'var', name: sumName(tile, sum, unit), value });
}

function isLate(tile: Tile, node: Node): boolean {
  const { group, around, sums } = tile;
  return around.fused.groupOf(node) === group && (sums.has(node) || node.args.some((arg) => isLate(tile, arg)));
}

function sumName(tile: Tile, sum: Accumulator, unit: number): string {
  const isPartial = sum.rest.some((term) => isLate(tile, term));
  return `${tile.around.label(sum.node)}${isPartial ? '$sum' : ''}_${unit}`;
}

/** Values that are kept or named are computed here, all others where they are read. */
function lowerNode(tile: Tile, node: Node): void {
  const { around, indices, locals, out } = tile;
  const name = around.label(node);
  if (around.table[node.op]!.kind === 'reduce') {
    for (const unit of indices.keys())
      out.push({ kind: 'set', name, value: op(node.op, ref(name), readValue(tile, node.args[0]!, unit)) });
  } else if (node.shape.length === 0) {
    out.push({ kind: 'let', name, value: compute(tile, node, 0) });
    locals[0]!.set(node, ref(name));
  } else if (around.stores(node).length > 0 || !name.startsWith('$')) {
    for (const unit of indices.keys()) readValue(tile, node, unit);
  }
}

/** A value of one element: a literal, a variable, an element in memory, or an expression. */
function readValue(tile: Tile, node: Node, unit: number): Expr {
  const { group, around, locals, indices, out } = tile;
  const { fused } = around;
  if (node.op === 'lit') return lit(node.attr as number);
  const isOuterScalar = node.shape.length === 0 && (group.shape.length > 0 || fused.groupOf(node) !== group);
  if (isOuterScalar) return ref(around.label(node));
  const known = locals[unit]!.get(node);
  if (known) return known;
  const isHere = fused.groupOf(node) === group || (fused.isCheap(node) && !around.address(node));
  let value = isHere ? compute(tile, node, unit) : element(around, node, indices[unit]!);
  const label = around.label(node);
  const isShared = around.uses(node) > 1 || around.stores(node).length > 0 || (isHere && !label.startsWith('$'));
  if (isShared && value.kind !== 'ref' && value.kind !== 'lit') {
    out.push({ kind: 'let', name: `${label}_${unit}`, value });
    value = ref(`${label}_${unit}`);
  }
  locals[unit]!.set(node, value);
  return value;
}

function compute(tile: Tile, node: Node, unit: number): Expr {
  const { around, sums, indices } = tile;
  const [a, b] = node.args as [Node, Node];
  const sum = sums.get(node);
  if (sum) {
    const late = sum.rest.filter((term) => isLate(tile, term)).map((term) => readValue(tile, term, unit));
    return late.reduce((total, term) => op('add', total, term), ref(sumName(tile, sum, unit)));
  }
  if (node.op === 'broadcast') return readValue(tile, a, unit);
  const { kind } = around.table[node.op]!;
  const [row, column] = indices[unit] as [Index, Index];
  if (kind === 'outer') return op('mul', element(around, a, [row]), element(around, b, [column]));
  invariant(kind === 'point', `${node.op} cannot be computed element by element`);
  return op(node.op, ...node.args.map((arg) => readValue(tile, arg, unit)));
}

function element(around: Surroundings, node: Node, index: readonly Index[]): Expr {
  const address = around.address(node);
  invariant(address, `${node.op} '${String(node.attr)}' is not in memory`);
  return load(elementAt(address, index));
}
