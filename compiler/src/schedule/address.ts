/** Where tensors lie: affine addresses, tiled or plain, and how to index them inside unrolled loops. */
import { invariant } from '../error.ts';
import { type Affine, affine, plus, scale } from '../ir/loop.ts';
import type { Shape } from '../ir/node.ts';

/** Element i along an axis lies at `floor(i / block) * far + (i % block) * near`. A plain axis has block 1. */
export interface Dim {
  readonly block: number;
  readonly far: number;
  readonly near: number;
}

export interface Address {
  readonly base: Affine;
  readonly dims: readonly Dim[];
  /** The tensor is a one-hot vector, of which memory holds the place of its 1. */
  readonly oneHot?: boolean;
}

/** The index `tile * size + unit` along an axis: what an unrolled loop over tiles visits. */
export interface Index {
  readonly tile: Affine;
  readonly unit: number;
  readonly size: number;
}

export const plain = (stride: number): Dim => ({ block: 1, far: stride, near: 0 });

/** A row-major tensor. */
export function rowMajor(base: Affine, shape: Shape): Address {
  const dims: Dim[] = [];
  for (let axis = shape.length - 1, stride = 1; axis >= 0; stride *= shape[axis--]!) dims.unshift(plain(stride));
  return { base, dims };
}

/** A plain loop variable as an index. */
export const indexOf = (tile: Affine): Index => ({ tile, unit: 0, size: 1 });

export function elementAt(address: Address, index: readonly Index[]): Affine {
  return address.dims.reduce((sum, { block, far, near }, axis) => {
    const { tile, unit, size } = index[axis]!;
    invariant(size % block === 0, `a tile of ${size} does not align with blocks of ${block}`);
    return plus(
      sum,
      plus(scale(tile, (size / block) * far), affine(Math.floor(unit / block) * far + (unit % block) * near)),
    );
  }, address.base);
}

export const swapped = (address: Address): Address => ({ ...address, dims: [...address.dims].reverse() });
