/** The loops over the axes that products sum: one for each operand, feeding every accumulator that reads it. */
import { invariant } from '../error.ts';
import { type Affine, affine, type Expr, op, ref, repeat, type Stmt, scoped } from '../ir/loop.ts';
import { isLeaf, type Node, untransposed } from '../ir/node.ts';
import type { Accumulator } from './accumulate.ts';
import { type Address, type Index, indexOf, readAt } from './address.ts';
import type { Cell, Surroundings } from './surroundings.ts';

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
  cells: readonly Cell[],
  nameOf: (sum: Accumulator, unit: number) => string,
  order: readonly string[] | undefined,
): Stmt[] {
  const loops = new Map<string, Loop>();
  for (const sum of sums)
    for (const product of sum.products) {
      const [weights, operand] = product.args as [Node, Node];
      const { block } = matrixOf(product, around).dims[1]!;
      const key = `${operand.id}:${block}:${product.op}`;
      if (!loops.has(key)) loops.set(key, { operand, length: weights.shape[1]!, block, terms: [] });
      loops.get(key)!.terms.push({ sum, product });
    }
  return [...loops.values()].flatMap((loop) => lowerLoop(loop, around, cells, nameOf, order));
}

/** The address of a product's matrix, which memory holds. */
export function matrixOf({ args, shape }: Node, around: Surroundings, row = 0): Address {
  const [matrix] = args as [Node, Node];
  const address = (shape.length === 1 ? around.turned(matrix) : undefined) ?? around.address(matrix, row);
  invariant(address, () => `the matrix of a product is not in memory: ${matrix.op}`);
  return address;
}

function lowerLoop(
  { operand, length, block, terms }: Loop,
  around: Surroundings,
  cells: readonly Cell[],
  nameOf: (sum: Accumulator, unit: number) => string,
  order: readonly string[] | undefined,
): Stmt[] {
  const { unroll, writeOut } = around.schedule;
  const rows = [...new Set(cells.map(({ row }) => row))];
  const step = Math.max(block, unroll);
  const source = (row: number): Address => {
    const address = around.address(operand, row);
    invariant(address, () => `the operand ${operand.op} of a product is not in memory`);
    return address;
  };
  const label = around.label(operand).replace(/^\$/, '');

  const inTurn = cells.flatMap((cell, unit) => terms.map((term) => ({ ...term, cell, total: nameOf(term.sum, unit) })));
  const adds = order ? inTurn.sort((a, b) => order.indexOf(a.total) - order.indexOf(b.total)) : inTurn;

  /** Adds columns of every matrix, times the operand's elements; rows share what they read at the same place. */
  const addColumns = (
    ks: readonly ((row: number) => Index)[],
    times: (weight: Expr, cell: Cell, k: Index) => Expr,
  ): Stmt[] => {
    const shared = new Map<string, string>();
    const visits = adds.flatMap((add) => ks.map((at) => ({ ...add, at })));
    return visits.flatMap(({ product, cell, total, at }): Stmt[] => {
      const { index, row } = cell;
      const k = at(row);
      const own = readAt(matrixOf(product, around, row), [index[0]!, k]);
      const add = (weight: Expr): Stmt => ({
        kind: 'set',
        name: total,
        value: op('add', ref(total), times(weight, cell, k)),
      });
      if (rows.length === 1) return [add(own)];
      const key = JSON.stringify(own);
      const known = shared.get(key);
      if (known !== undefined) return [add(ref(known))];
      // Rounds that are written out share a scope.
      const name = inRow(`$w${shared.size}`, ks[0]!(0).unit);
      shared.set(key, name);
      return [{ kind: 'let', name, value: own }, add(ref(name))];
    });
  };
  const nameOfMatrix = (node: Node): string => (isLeaf(node) ? String(untransposed(node).attr) : around.label(node));
  const matrices = [...new Set(terms.map(({ product }) => nameOfMatrix(product.args[0]!)))].join(', ');
  const inRow = (name: string, row: number): string => (row > 0 ? `${name}$${row}` : name);
  if (source(0).oneHot) {
    const place = (row: number): string => inRow(`${label}$k`, row);
    const places = rows.map(
      (row): Stmt => ({ kind: 'index', name: place(row), value: affine(0), load: source(row).base }),
    );
    const column = addColumns([(row) => indexOf(affine(0, [place(row), 1]))], (weight) => weight);
    return [
      { kind: 'note', text: `+ ${matrices} @ ${label}, which is one-hot` },
      { kind: 'block', body: [...places, ...column] },
    ];
  }
  /** Some rounds: the operand's elements once, and their products with every weight. */
  const rounds = (tile: Affine, count: number): Stmt[] => {
    const ks = Array.from({ length: count }, (_, unit): Index => ({ tile, unit, size: step }));
    return order ? together(ks) : ks.flatMap((k) => together([k]));
  };
  const together = (ks: readonly Index[]): Stmt[] => {
    const columns = ks.map((k) => () => k);
    if (operand.shape.length > 1)
      return addColumns(columns, (weight, { index, row }, k) => op('mul', weight, readAt(source(row), [k, index[1]!])));
    const name = (k: Index, row: number): string => inRow(`${label}$k${k.unit || ''}`, row);
    const elements = ks.flatMap((k) =>
      rows.map((row): Stmt => ({ kind: 'let', name: name(k, row), value: readAt(source(row), [k]) })),
    );
    return [...elements, ...addColumns(columns, (weight, { row }, k) => op('mul', weight, ref(name(k, row))))];
  };

  const full = Math.floor(length / step);
  const isShort = length <= writeOut;
  const body = isShort
    ? Array.from({ length: full }, (_, k) => scoped(rounds(affine(k), step))).flat()
    : scoped(repeat('k', full, (k) => rounds(k, step)));
  const rest = length % step ? scoped(rounds(affine(full), length % step)) : [];
  return [{ kind: 'note', text: `+ ${matrices} @ ${label}` }, ...body, ...rest];
}
