/**
 * Transposed weights for products in vectors, or on threads. Backpropagation multiplies by Wᵀ, whose rows are columns of the
 * packed W: its vectors would be gathered element by element, and threads would read far apart. Copies that are packed
 * the other way round are made once for each call, which is little beside the products of all time steps.
 */
import { affine, type Kernel, type Stmt } from '../ir/loop.ts';
import type { Node } from '../ir/node.ts';
import { type Address, plain, readAt, swapped, tiles, writeAt } from './address.ts';
import { rowsFor, unitsFor } from './schedule.ts';
import type { Unit } from './unit.ts';

export interface Turned {
  /** Where the copy of a transposed parameter is; undefined for other nodes, and where nothing is gained. */
  address(node: Node): Address | undefined;
  /** Makes the copies that were asked for. */
  kernels(name: string): Kernel[];
}

export function turnedWeights({ lowering, layout, memory, name, doc }: Unit): Turned {
  const { schedule } = lowering;
  const { lanes, threads } = schedule;
  const copies = new Map<Node, Address>();
  const sourceOf = (node: Node): Address | undefined => {
    const place = node.op === 'transpose' ? layout.places.get(node.args[0]!) : undefined;
    return place && swapped({ base: affine(place.at), dims: place.dims });
  };
  return {
    address(node) {
      if ((lanes === 1 && threads === 1) || !sourceOf(node)) return undefined;
      const known = copies.get(node);
      if (known) return known;
      const [rows, columns] = node.shape as [number, number];
      // The gates of a transposed product are added up: it has one accumulator.
      const block = threads > 1 ? 1 : lanes * unitsFor(rowsFor(1, schedule), schedule);
      const length = Math.ceil(rows / block) * block * columns;
      const { at } = memory.alloc(`${name}$turned`, length, 'one', `${String(node.args[0]!.attr)} transposed`);
      // Neighbouring threads compute neighbouring rows.
      const dims = threads > 1 ? [plain(1), plain(rows)] : [{ block, far: columns * block, near: 1 }, plain(block)];
      const copy = { base: affine(at[0]), dims };
      copies.set(node, copy);
      return copy;
    },
    kernels(kernel) {
      const body = [...copies].flatMap(([node, to]): Stmt[] => {
        const from = sourceOf(node)!;
        const [rows, columns] = node.shape as [number, number];
        return tiles('i', rows, to.dims[0]!.block / lanes, lanes, (is) =>
          tiles('k', columns, from.dims[1]!.block, 1, (ks) =>
            is.flatMap((i) => ks.map((k) => writeAt(to, [i, k], readAt(from, [i, k])))),
          ),
        );
      });
      const text = `Weights of ${doc}, transposed and packed.`;
      return body.length > 0 ? [{ name: kernel, doc: text, sized: true, body }] : [];
    },
  };
}
