/** Gradients that are sums over rows: `dW = Σ_r δ_r x_rᵀ` as one tiled product, `db = Σ_r δ_r`. */
import { affine, type Bound, lit, op, plus, ref, repeat, type Stmt, scoped } from '../ir/loop.ts';
import type { Node } from '../ir/node.ts';
import { type Address, type Dim, type Index, indexOf, laneStride, readAt, tiles, writeAt } from './address.ts';
import type { Schedule } from './schedule.ts';

/** The loop over the rows that are added up. */
export type Rounds = Omit<Extract<Stmt, { kind: 'loop' }>, 'body'>;

/** So many rows of two operands, as far as a tile reads them, fit into the first cache. */
const cachedRows = 128;

/**
 * Sums over all rows or, where vectors make arithmetic faster than memory, over some rows at a time: what other sums then
 * read of these rows is still in a cache.
 */
export function sumOverRows(to: Bound, { lanes }: Schedule, body: (rows: Rounds) => Stmt[]): Stmt[] {
  const rows: Rounds = { kind: 'loop', name: 'r', to, down: false };
  if (lanes === 1) return body(rows);
  const some = body({ ...rows, from: { name: 'q', count: cachedRows } });
  return [{ kind: 'loop', name: 'q', to, down: false, step: cachedRows, body: some }];
}

/**
 * Adds Σ over rows of `left ⊗ right` to a matrix. Addresses of the operands count rows by the variable `r`. Vectors lie
 * along the axis along which the matrix is contiguous.
 */
export function lowerOuterSum(
  name: string,
  to: Address,
  left: Node,
  leftAt: Address,
  right: Node,
  rightAt: Address,
  rows: Rounds,
  { tile, lanes, threads }: Schedule,
): Stmt[] {
  const [rowDim, columnDim] = to.dims as [Dim, Dim];
  const isAcross = lanes > 1 && laneStride(rowDim) !== 1 && laneStride(columnDim) === 1;
  const [tall, wide] = isAcross ? ([1, lanes] as const) : ([lanes, 1] as const);
  const most = Math.max(Math.min(tile, lanes > 1 ? 2 : 4), rowDim.block / tall);
  const width = Math.max(1, Math.floor(tile / most), columnDim.block / wide);
  const along = (
    loop: string,
    count: number,
    units: number,
    high: 1 | 4,
    body: (indices: Index[]) => Stmt[],
  ): Stmt[] => (threads > 1 ? spread(loop, count, body) : tiles(loop, count, units, high, body));
  return along('i', left.shape[0]!, most, tall, (i) =>
    along('k', right.shape[0]!, width, wide, (k) => {
      const acc = (a: number, b: number): string => `${name}_${a}_${b}`;
      const cells = i.flatMap((_, a) => k.map((_, b) => [a, b] as const));
      const sum: Stmt[] = [
        ...i.map((index, a): Stmt => ({ kind: 'let', name: `$l${a}`, value: readAt(leftAt, [index]) })),
        ...k.map((index, b): Stmt => ({ kind: 'let', name: `$r${b}`, value: readAt(rightAt, [index]) })),
        ...cells.map(
          ([a, b]): Stmt => ({
            kind: 'set',
            name: acc(a, b),
            value: op('add', ref(acc(a, b)), op('mul', ref(`$l${a}`), ref(`$r${b}`))),
          }),
        ),
      ];
      return [
        ...cells.map(([a, b]): Stmt => ({ kind: 'var', name: acc(a, b), value: lit(0) })),
        { ...rows, body: sum },
        ...cells.map(([a, b]) => writeAt(to, [i[a]!, k[b]!], ref(acc(a, b)), true)),
      ];
    }),
  );
}

/** Threads along an axis that have something to do before one of them has more than another. */
const leastThreads = 16;

/**
 * Some elements of an axis for each thread, without a remainder: as many for each, and shaders stay short. They lie apart,
 * so that those of neighbouring threads are neighbours.
 */
function spread(name: string, length: number, body: (indices: Index[]) => Stmt[]): Stmt[] {
  const units = [4, 2].find((some) => length % some === 0 && length / some >= leastThreads) ?? 1;
  return repeat(name, length / units, (at) =>
    body(Array.from({ length: units }, (_, unit) => indexOf(plus(at, affine((unit * length) / units))))),
  );
}

/** The same where the right side is one-hot: each row adds its left side to one column. */
export function lowerScatterSum(
  name: string,
  to: Address,
  left: Node,
  leftAt: Address,
  rightAt: Address,
  rows: Rounds,
  { tile, lanes, threads }: Schedule,
): Stmt[] {
  const column: Index = indexOf(affine(0, [name, 1]));
  const place: Stmt = { kind: 'index', name, value: affine(0), load: rightAt.base };
  const units = lanes > 1 ? to.dims[0]!.block / lanes : threads > 1 ? 1 : Math.max(tile, to.dims[0]!.block);
  const adds = tiles('i', left.shape[0]!, Math.max(1, units), lanes, (indices) =>
    indices.map((index) => writeAt(to, [index, column], readAt(leftAt, [index]), true)),
  );
  return [{ ...rows, body: [place, ...adds] }];
}

/** Adds Σ over rows of a tensor to where its sum is kept. */
export function lowerSum(
  name: string,
  to: Address,
  { shape }: Node,
  at: Address,
  rows: Rounds,
  { tile, lanes, threads }: Schedule,
): Stmt[] {
  const gather = (indices: readonly (readonly Index[])[]): Stmt[] => [
    ...indices.map((_, u): Stmt => ({ kind: 'var', name: `${name}_${u}`, value: lit(0) })),
    {
      ...rows,
      body: indices.map(
        (index, u): Stmt => ({
          kind: 'set',
          name: `${name}_${u}`,
          value: op('add', ref(`${name}_${u}`), readAt(at, index)),
        }),
      ),
    },
    ...indices.map((index, u) => writeAt(to, index, ref(`${name}_${u}`), true)),
  ];
  if (shape.length === 0) return scoped(gather([[]]));
  if (shape.length === 2)
    return repeat('i', shape[0]!, (i) => tiles('k', shape[1]!, 1, lanes, ([k]) => gather([[indexOf(i), k!]])));
  return tiles('i', shape[0]!, threads > 1 ? 1 : tile, lanes, (i) => gather(i.map((index) => [index])));
}
