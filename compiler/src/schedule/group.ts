/** One fused group as loop code: tiles of elements, and the rest that fills no tile. */
import { type Affine, affine, lit, repeat, type Stmt, scoped } from '../ir/loop.ts';
import type { Group } from '../passes/fuse.ts';
import { type Accumulator, accumulators } from './accumulate.ts';
import { type Index, indexOf } from './address.ts';
import { matrixOf } from './products.ts';
import { unitsFor } from './schedule.ts';
import { lowerTile, type Surroundings, storeScalars } from './tile.ts';

export function lowerGroup(group: Group, around: Surroundings): Stmt[] {
  const { table, uses, label } = around;
  const sums = accumulators(table, group, uses);
  const reductions = group.nodes.filter((node) => table[node.op]!.kind === 'reduce');
  const before = reductions.map(
    (node): Stmt => ({ kind: 'var', name: label(node), value: lit(table[node.op]!.start!) }),
  );
  if (group.shape.length === 0)
    return [...before, ...lowerTile(group, sums, around, [[]]), ...storeScalars(group, around)];
  // Matrices go row by row; only vectors are tiled.
  const isMatrix = group.shape.length === 2;
  const rows = isMatrix ? group.shape[0]! : 1;
  const length = group.shape[group.shape.length - 1]!;
  const units = isMatrix ? 1 : tileUnits(sums, around);
  const tile = (row: Affine, at: Affine, count: number): Stmt[] => {
    const index = (unit: number): Index[] => [...(isMatrix ? [indexOf(row)] : []), { tile: at, unit, size: units }];
    return lowerTile(
      group,
      sums,
      around,
      Array.from({ length: count }, (_, unit) => index(unit)),
    );
  };
  const full = Math.floor(length / units);
  const rest = length % units;
  return [
    ...before,
    ...repeat('i', rows, (row) => [
      ...scoped(repeat('j', full, (at) => tile(row, at, units))),
      ...(rest ? scoped(tile(row, affine(full), rest)) : []),
    ]),
    ...storeScalars(group, around),
  ];
}

/** Tiles as large as registers allow, and aligned with the packed weights they read. */
function tileUnits(sums: readonly Accumulator[], around: Surroundings): number {
  const products = sums.flatMap((sum) => sum.products);
  const blocks = products.map((product) => matrixOf(product.args[0]!, around).dims[0]!.block);
  return Math.max(unitsFor(sums.length, around.schedule), ...blocks);
}
