/**
 * Packing: weights that one loop reads together lie together. The gates of a cell that share an operand form one block
 * of memory, [tile][k][gate][unit], so that the inner loop over k walks straight through it.
 */

import { affine } from '../ir/loop.ts';
import { isLeaf, type Node, size, topological, users } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { fuse } from '../passes/fuse.ts';
import { accumulators } from './accumulate.ts';
import { type Dim, plain, rowMajor } from './address.ts';
import { rowsFor, type Schedule, unitsFor } from './schedule.ts';

/** A parameter block's place among the values, in the orientation of its node. */
export interface Placed {
  readonly at: number;
  readonly dims: readonly Dim[];
}

/** A set of weights packed together, for `explain`. */
export interface Pack {
  readonly at: number;
  readonly size: number;
  readonly units: number;
  readonly operand: Node;
  readonly weights: readonly Node[];
}

export interface Layout {
  readonly places: ReadonlyMap<Node, Placed>;
  readonly packs: readonly Pack[];
  readonly end: number;
}

/** Places the parameters of a step from `start` on. `roots` are those of the whole step, as streaming runs it. */
export function layOut(
  table: OpTable,
  roots: readonly Node[],
  params: readonly Node[],
  start: number,
  schedule: Schedule,
): Layout {
  const isParam = new Set(params);
  const readers = users(topological(roots));
  const rooted = new Set(roots);
  const uses = (node: Node): number => (readers.get(node)?.length ?? 0) + (rooted.has(node) ? 1 : 0);
  // What is also read element by element has to lie as it is.
  const isOnlyMultiplied = (matrix: Node): boolean =>
    !rooted.has(matrix) &&
    readers
      .get(matrix)!
      .every((reader) => (reader.op === 'transpose' ? isOnlyMultiplied(reader) : isMatrixOf(table, reader, matrix)));
  const places = new Map<Node, Placed>();
  const packs: Pack[] = [];
  let end = start;
  for (const group of fuse(table, roots, isLeaf).groups) {
    const sums = accumulators(table, group, uses);
    // Blocks fit the smallest tile of those that read them: one of several rows.
    const units = schedule.lanes * unitsFor(sums.length * rowsFor(sums.length, schedule), schedule);
    const byOperand = new Map<Node, Set<Node>>();
    for (const product of sums.flatMap((sum) => sum.products)) {
      const [weight, operand] = product.args as [Node, Node];
      if (product.op !== 'matmul' || !isParam.has(weight) || places.has(weight) || !isOnlyMultiplied(weight)) continue;
      byOperand.set(operand, (byOperand.get(operand) ?? new Set()).add(weight));
    }
    for (const [operand, set] of byOperand) {
      const weights = params.filter((weight) => set.has(weight) && !places.has(weight));
      const inner = operand.shape[0]!;
      if (schedule.threads > 1) {
        const start = end;
        end = placeAcross(weights, group.shape[0]!, inner, start, places);
        packs.push({ at: start, size: end - start, units: group.shape[0]!, operand, weights });
        continue;
      }
      const lanes = weights.length * units;
      weights.forEach((weight, gate) => {
        places.set(weight, {
          at: end + gate * units,
          dims: [{ block: units, far: inner * lanes, near: 1 }, plain(lanes)],
        });
      });
      const size = Math.ceil(group.shape[0]! / units) * inner * lanes;
      packs.push({ at: end, size, units, operand, weights });
      end += size;
    }
  }
  for (const param of params) {
    if (places.has(param)) continue;
    places.set(param, { at: end, dims: rowMajor(affine(0), param.shape).dims });
    end += size(param.shape);
  }
  return { places, packs, end };
}

/** Neighbouring threads compute neighbouring units: [k][gate][unit]. @returns where the block ends */
function placeAcross(
  weights: readonly Node[],
  units: number,
  inner: number,
  at: number,
  places: Map<Node, Placed>,
): number {
  const row = weights.length * units;
  weights.forEach((weight, gate) => void places.set(weight, { at: at + gate * units, dims: [plain(1), plain(row)] }));
  return at + inner * row;
}

function isMatrixOf(table: OpTable, product: Node, matrix: Node): boolean {
  const isVector = product.shape.length === 1;
  return table[product.op]!.kind === 'contract' && isVector && product.args[0] === matrix;
}
