/** The loops over the axes that products sum: one for each operand, feeding every accumulator that reads it. */
import { invariant } from '../error.ts';
import { type Affine, affine, type Expr, load, op, ref, repeat, type Stmt, scoped } from '../ir/loop.ts';
import { isLeaf, type Node, untransposed } from '../ir/node.ts';
import type { Accumulator } from './accumulate.ts';
import { type Address, elementAt, type Index, indexOf } from './address.ts';
import type { Surroundings } from './tile.ts';

/** The products of one operand, all summed over the same axis. */
interface Loop {
  readonly operand: Node;
  readonly length: number;
  /** Rounds that belong together, because the weights are packed in blocks along this axis. */
  readonly block: number;
  readonly terms: { readonly sum: Accumulator; readonly product: Node }[];
}

export function lowerProducts(
  sums: readonly Accumulator[],
  around: Surroundings,
  indices: readonly (readonly Index[])[],
  nameOf: (sum: Accumulator, unit: number) => string,
): Stmt[] {
  const loops = new Map<string, Loop>();
  for (const sum of sums)
    for (const product of sum.products) {
      const [weights, operand] = product.args as [Node, Node];
      const { block } = matrixOf(weights, around).dims[1]!;
      const key = `${operand.id}:${block}:${product.op}`;
      if (!loops.has(key)) loops.set(key, { operand, length: weights.shape[1]!, block, terms: [] });
      loops.get(key)!.terms.push({ sum, product });
    }
  return [...loops.values()].flatMap((loop) => lowerLoop(loop, around, indices, nameOf));
}

/** The address of a product's matrix, which memory holds. */
export function matrixOf(node: Node, around: Surroundings): Address {
  const address = around.address(node);
  invariant(address, `the matrix of a product is not in memory: ${node.op}`);
  return address;
}

function lowerLoop(
  { operand, length, block, terms }: Loop,
  around: Surroundings,
  indices: readonly (readonly Index[])[],
  nameOf: (sum: Accumulator, unit: number) => string,
): Stmt[] {
  const { unroll, writeOut } = around.schedule;
  const step = Math.max(block, unroll);
  const source = around.address(operand);
  invariant(source, `the operand ${operand.op} of a product is not in memory`);
  const label = around.label(operand).replace(/^\$/, '');

  /** Adds a column of every matrix, times the operand's element. */
  const addColumn = (k: Index, times: (weight: Expr, unit: readonly Index[]) => Expr): Stmt[] =>
    indices.flatMap((at, unit) =>
      terms.map(({ sum, product }): Stmt => {
        const weight = load(elementAt(matrixOf(product.args[0]!, around), [at[0]!, k]));
        const total = nameOf(sum, unit);
        return { kind: 'set', name: total, value: op('add', ref(total), times(weight, at)) };
      }),
    );
  const nameOfMatrix = (node: Node): string => (isLeaf(node) ? String(untransposed(node).attr) : around.label(node));
  const matrices = [...new Set(terms.map(({ product }) => nameOfMatrix(product.args[0]!)))].join(', ');
  if (source.oneHot) {
    const place: Stmt = { kind: 'index', name: `${label}$k`, value: affine(0), load: source.base };
    const column = addColumn(indexOf(affine(0, [`${label}$k`, 1])), (weight) => weight);
    return [
      { kind: 'note', text: `+ ${matrices} @ ${label}, which is one-hot` },
      { kind: 'block', body: [place, ...column] },
    ];
  }
  /** One round: the operand's element once, and its product with every weight. */
  const round = (k: Index): Stmt[] => {
    const name = `${label}$k${k.unit || ''}`;
    if (operand.shape.length > 1)
      return addColumn(k, (weight, at) => op('mul', weight, load(elementAt(source, [k, at[1]!]))));
    const element: Stmt = { kind: 'let', name, value: load(elementAt(source, [k])) };
    return [element, ...addColumn(k, (weight) => op('mul', weight, ref(name)))];
  };
  const rounds = (tile: Affine, count: number): Stmt[] =>
    Array.from({ length: count }, (_, unit) => round({ tile, unit, size: step })).flat();

  const full = Math.floor(length / step);
  const isShort = length <= writeOut;
  const body = isShort
    ? Array.from({ length: full }, (_, k) => scoped(rounds(affine(k), step))).flat()
    : scoped(repeat('k', full, (k) => rounds(k, step)));
  const rest = length % step ? scoped(rounds(affine(full), length % step)) : [];
  return [{ kind: 'note', text: `+ ${matrices} @ ${label}` }, ...body, ...rest];
}
