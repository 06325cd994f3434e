/** Where tensors lie: affine addresses, tiled or plain, and how to index them inside unrolled loops. */
import { invariant } from '../error.ts';
import { type Affine, affine, type Expr, load, op, plus, repeat, type Stmt, scale, scoped } from '../ir/loop.ts';
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
  /** The index stands for four elements, one in each lane, of which so many exist. */
  readonly live?: number;
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
    invariant(size % block === 0, () => `a tile of ${size} does not align with blocks of ${block}`);
    return plus(
      sum,
      plus(scale(tile, (size / block) * far), affine(Math.floor(unit / block) * far + (unit % block) * near)),
    );
  }, address.base);
}

/** The element or, where an index stands for four, the vector of them; lanes that do not exist hold anything. */
export function readAt(address: Address, index: readonly Index[]): Expr {
  const at = elementAt(address, index);
  const axis = index.findIndex(({ live }) => live !== undefined);
  return axis < 0 ? load(at) : { kind: 'load', index: at, stride: laneStride(address.dims[axis]!) };
}

/** Stores what exists of an element or a vector, or adds it to what is there. */
export function writeAt(address: Address, index: readonly Index[], value: Expr, add = false): Stmt {
  const sum = add ? op('add', readAt(address, index), value) : value;
  const axis = index.findIndex(({ live }) => live !== undefined);
  const at = { kind: 'store', index: elementAt(address, index), value: sum } as const;
  return axis < 0 ? at : { ...at, stride: laneStride(address.dims[axis]!), live: index[axis]!.live! };
}

/** Elements from one lane to the next: within a block, for blocks are no smaller than vectors. */
export function laneStride({ block, far, near }: Dim): number {
  return block > 1 ? near : far;
}

/** `body` for tiles of so many elements or vectors, and for the rest; the last vector may be one in part. */
export function tiles(
  name: string,
  count: number,
  units: number,
  lanes: 1 | 4,
  body: (indices: Index[]) => Stmt[],
): Stmt[] {
  const size = units * lanes;
  const full = Math.floor(count / size);
  const at = (tile: Affine, length: number): Index[] =>
    Array.from({ length: Math.ceil(length / lanes) }, (_, i) => {
      const unit = i * lanes;
      return { tile, unit, size, ...(lanes > 1 && { live: Math.min(lanes, length - unit) }) };
    });
  return [
    ...scoped(repeat(name, full, (tile) => body(at(tile, size)))),
    ...(count % size ? scoped(body(at(affine(full), count % size))) : []),
  ];
}

export const swapped = (address: Address): Address => ({ ...address, dims: [...address.dims].reverse() });
