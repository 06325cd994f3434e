/** One fused group as loop code: tiles of elements, and the rest that fills no tile. */
import { type Affine, lit, ref, repeat, type Stmt } from '../ir/loop.ts';
import type { Group } from '../passes/fuse.ts';
import { type Accumulator, accumulators } from './accumulate.ts';
import { type Index, indexOf, tiles } from './address.ts';
import { matrixOf } from './products.ts';
import { unitsFor } from './schedule.ts';
import type { Surroundings } from './surroundings.ts';
import { lowerTile, partialName, storeScalars } from './tile.ts';

export function lowerGroup(group: Group, around: Surroundings): Stmt[] {
  const { table, schedule, uses, rows } = around;
  const sums = accumulators(table, group, uses);
  const tile = (indices: readonly (readonly Index[])[]): Stmt[] =>
    lowerTile(
      group,
      sums,
      around,
      rows.flatMap((row) => indices.map((index) => ({ index, row }))),
    );
  // Reductions gather in every lane, and the lanes are folded when the loops are done.
  const lanes = group.shape.length === 0 ? 1 : schedule.lanes;
  const reductions = group.nodes.filter((node) => table[node.op]!.kind === 'reduce');
  const each = (body: (name: string, partial: string, node: Group['nodes'][number]) => Stmt[]): Stmt[] =>
    reductions.flatMap((node) =>
      rows.flatMap((row) => body(around.scalar(node, row), partialName(around, node, row), node)),
    );
  const before = each((_, partial, node) => [{ kind: 'var', name: partial, value: lit(table[node.op]!.start!) }]);
  const after = each((name, partial, node) =>
    name === partial ? [] : [{ kind: 'let', name, value: { kind: 'fold', op: node.op, value: ref(partial) } }],
  );
  if (group.shape.length === 0) return [...before, ...tile([[]]), ...after, ...storeScalars(group, around)];
  // Matrices go row by row; only vectors are tiled.
  const isMatrix = group.shape.length === 2;
  const count = isMatrix ? group.shape[0]! : 1;
  const length = group.shape[group.shape.length - 1]!;
  const units = isMatrix ? 1 : tileUnits(sums, around);
  const line = (row: Affine): Stmt[] =>
    tiles('j', length, units, lanes, (indices) =>
      tile(indices.map((index) => (isMatrix ? [indexOf(row), index] : [index]))),
    );
  return [...before, ...repeat('i', count, line), ...after, ...storeScalars(group, around)];
}

/** Tiles as large as registers allow, and aligned with the packed weights they read: in elements or vectors. */
function tileUnits(sums: readonly Accumulator[], around: Surroundings): number {
  const { schedule, rows } = around;
  if (schedule.threads > 1) return 1;
  const products = sums.flatMap((sum) => sum.products);
  const blocks = products.map((product) => matrixOf(product, around).dims[0]!.block / schedule.lanes);
  return Math.max(unitsFor(sums.length * rows.length, schedule), ...blocks);
}
