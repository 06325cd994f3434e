/** Gradients that are sums over rows: `dW = Σ_r δ_r x_rᵀ` as one tiled product, `db = Σ_r δ_r`. */
import { affine, type Bound, type Expr, lit, load, op, ref, repeat, type Stmt, scoped } from '../ir/loop.ts';
import type { Node } from '../ir/node.ts';
import { type Address, elementAt, type Index, indexOf } from './address.ts';
import type { Schedule } from './schedule.ts';

/** Adds Σ over rows of `left ⊗ right` to a matrix. Addresses of the operands count rows by the variable `r`. */
export function lowerOuterSum(
  name: string,
  to: Address,
  left: Node,
  leftAt: Address,
  right: Node,
  rightAt: Address,
  rows: Bound,
  { tile }: Schedule,
): Stmt[] {
  const height = Math.max(4, to.dims[0]!.block);
  const width = Math.max(1, Math.floor(tile / height), to.dims[1]!.block);
  return tiles('i', left.shape[0]!, height, (i) =>
    tiles('k', right.shape[0]!, width, (k) => {
      const acc = (a: number, b: number): string => `${name}_${a}_${b}`;
      const cells = i.flatMap((_, a) => k.map((_, b) => [a, b] as const));
      const sum: Stmt[] = [
        ...i.map((index, a): Stmt => ({ kind: 'let', name: `$l${a}`, value: load(elementAt(leftAt, [index])) })),
        ...k.map((index, b): Stmt => ({ kind: 'let', name: `$r${b}`, value: load(elementAt(rightAt, [index])) })),
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
        { kind: 'loop', name: 'r', to: rows, down: false, body: sum },
        ...cells.map(([a, b]) => addTo(elementAt(to, [i[a]!, k[b]!]), ref(acc(a, b)))),
      ];
    }),
  );
}

/** The same where the right side is one-hot: each row adds its left side to one column. */
export function lowerScatterSum(
  name: string,
  to: Address,
  left: Node,
  leftAt: Address,
  rightAt: Address,
  rows: Bound,
  { tile }: Schedule,
): Stmt[] {
  const column: Index = indexOf(affine(0, [name, 1]));
  const place: Stmt = { kind: 'index', name, value: affine(0), load: rightAt.base };
  const adds = tiles('i', left.shape[0]!, Math.max(tile, to.dims[0]!.block), (indices) =>
    indices.map((index) => addTo(elementAt(to, [index, column]), load(elementAt(leftAt, [index])))),
  );
  return [{ kind: 'loop', name: 'r', to: rows, down: false, body: [place, ...adds] }];
}

/** Adds Σ over rows of a vector or scalar to where its sum is kept. */
export function lowerSum(name: string, to: Address, node: Node, at: Address, rows: Bound, { tile }: Schedule): Stmt[] {
  const gather = (indices: readonly (readonly Index[])[]): Stmt[] => [
    ...indices.map((_, u): Stmt => ({ kind: 'var', name: `${name}_${u}`, value: lit(0) })),
    {
      kind: 'loop',
      name: 'r',
      to: rows,
      down: false,
      body: indices.map(
        (index, u): Stmt => ({
          kind: 'set',
          name: `${name}_${u}`,
          value: op('add', ref(`${name}_${u}`), load(elementAt(at, index))),
        }),
      ),
    },
    ...indices.map((index, u) => addTo(elementAt(to, index), ref(`${name}_${u}`))),
  ];
  if (node.shape.length === 0) return scoped(gather([[]]));
  if (node.shape.length === 2)
    return repeat('i', node.shape[0]!, (i) =>
      repeat('k', node.shape[1]!, (k) =>
        gather([
          [
            { tile: i, unit: 0, size: 1 },
            { tile: k, unit: 0, size: 1 },
          ],
        ]),
      ),
    );
  return tiles('i', node.shape[0]!, tile, (i) => gather(i.map((index) => [index])));
}

function addTo(index: ReturnType<typeof affine>, value: Expr): Stmt {
  return { kind: 'store', index, value: op('add', load(index), value) };
}

/** `body` for tiles of `size` indices, and for the rest. */
function tiles(name: string, count: number, size: number, body: (indices: Index[]) => Stmt[]): Stmt[] {
  const full = Math.floor(count / size);
  const at = (tile: ReturnType<typeof affine>, n: number): Index[] =>
    Array.from({ length: n }, (_, unit) => ({ tile, unit, size }));
  return [
    ...scoped(repeat(name, full, (tile) => body(at(tile, size)))),
    ...(count % size ? scoped(body(at(affine(full), count % size))) : []),
  ];
}
