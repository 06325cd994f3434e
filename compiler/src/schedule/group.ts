/** One fused group as loop code: tiles of elements, their contractions, the pointwise work, the stores. */
import { invariant } from '../error.ts';
import { type Affine, affine, type Expr, lit, load, op, ref, repeat, type Stmt, scoped } from '../ir/loop.ts';
import type { Node } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Fused, Group } from '../passes/fuse.ts';
import { type Accumulator, accumulators } from './accumulate.ts';
import { type Address, elementAt, type Index, indexOf } from './address.ts';
import { type Schedule, unitsFor } from './schedule.ts';

/** What a group is lowered within. */
export interface Surroundings {
  readonly table: OpTable;
  readonly schedule: Schedule;
  readonly fused: Fused;
  /** Where a node that memory holds is read, if it is held. */
  address(node: Node): Address | undefined;
  /** Where the values of this group are written. */
  stores(node: Node): readonly { readonly to: Address; readonly add: boolean }[];
  uses(node: Node): number;
  /** A scalar local to the row: its variable's name. */
  scalar(node: Node): string;
  /** A readable name for a value. */
  label(node: Node): string;
}

export function lowerGroup(group: Group, around: Surroundings): Stmt[] {
  const sums = accumulators(around.table, group, around.uses);
  const reductions = group.nodes.filter((node) => around.table[node.op]!.kind === 'reduce');
  const before = reductions.map(
    (node): Stmt => ({ kind: 'var', name: around.scalar(node), value: lit(around.table[node.op]!.start!) }),
  );
  if (group.shape.length === 0) return [...before, ...lowerTile(group, sums, around, [[]])];
  const n = group.shape[group.shape.length - 1]!;
  // Matrices go row by row; only the last axis is tiled.
  const rows = group.shape.length === 2 ? group.shape[0]! : 1;
  const units = group.shape.length === 2 ? 1 : groupUnits(group, sums, around);
  const tile = (row: Affine, at: Affine, count: number): Stmt[] => {
    const lead = group.shape.length === 2 ? [indexOf(row)] : [];
    return lowerTile(
      group,
      sums,
      around,
      Array.from({ length: count }, (_, unit) => [...lead, { tile: at, unit, size: units }]),
    );
  };
  const full = Math.floor(n / units);
  return [
    ...before,
    ...repeat('i', rows, (row) => [
      ...scoped(repeat('j', full, (at) => tile(row, at, units))),
      ...(n % units ? scoped(tile(row, affine(full), n % units)) : []),
    ]),
  ];
}

/** Tiles as large as registers allow, and aligned with the packed weights they read. */
function groupUnits(group: Group, sums: readonly Accumulator[], around: Surroundings): number {
  const blocks = sums.flatMap((sum) => sum.products.map((product) => matrix(product.args[0]!, around).dims[0]!.block));
  return Math.max(unitsFor(sums.length, around.schedule), ...blocks);
}

/** The address of a contraction's matrix. */
function matrix(node: Node, around: Surroundings): Address {
  const address = around.address(node);
  invariant(address, `the matrix of a product is not in memory: ${node.op}`);
  return address;
}

/** The statements for some elements of the group at once. `indices` has one entry for each. */
function lowerTile(
  group: Group,
  sums: readonly Accumulator[],
  around: Surroundings,
  indices: readonly (readonly Index[])[],
): Stmt[] {
  const { table, fused } = around;
  const out: Stmt[] = [];
  const locals = indices.map(() => new Map<Node, Expr>());
  const byNode = new Map(sums.map((sum) => [sum.node, sum]));
  // What an accumulator has taken in has no value of its own.
  const taken = new Set(sums.flatMap((sum) => sum.taken));
  const suffix = (unit: number): string => `_${unit}`;

  const bind = (node: Node, unit: number, value: Expr): Expr => {
    const name = `${around.label(node)}${suffix(unit)}`;
    out.push({ kind: 'let', name, value });
    return ref(name);
  };

  const compute = (node: Node, unit: number): Expr => {
    const sum = byNode.get(node);
    if (sum)
      return late(sum).reduce<Expr>((total, term) => op('add', total, value(term, unit)), ref(accName(sum, unit)));
    if (node.op === 'broadcast') return value(node.args[0]!, unit);
    const kind = table[node.op]!.kind;
    if (kind === 'outer')
      return op('mul', element(node.args[0]!, [indices[unit]![0]!]), element(node.args[1]!, [indices[unit]![1]!]));
    invariant(kind === 'point', `${node.op} cannot be computed element by element`);
    return { kind: 'op', op: node.op, args: node.args.map((arg) => value(arg, unit)) };
  };

  const element = (node: Node, index: readonly Index[]): Expr => {
    const address = around.address(node);
    invariant(address, `${node.op} '${String(node.attr)}' is not in memory`);
    return load(elementAt(address, index));
  };

  const value = (node: Node, unit: number): Expr => {
    if (node.op === 'lit') return lit(node.attr as number);
    if (node.shape.length === 0 && (group.shape.length > 0 || fused.groupOf(node) !== group))
      return ref(around.scalar(node));
    const known = locals[unit]!.get(node);
    if (known) return known;
    const here = fused.groupOf(node) === group || (fused.isCheap(node) && !around.address(node));
    const expr = here ? compute(node, unit) : element(node, indices[unit]!);
    const isShared = around.uses(node) > 1 || around.stores(node).length > 0 || (here && around.label(node)[0] !== '$');
    const result = isShared && expr.kind !== 'ref' && expr.kind !== 'lit' ? bind(node, unit, expr) : expr;
    locals[unit]!.set(node, result);
    return result;
  };

  // Terms that need no product of this group start the sum; those that do are added to it in the end.
  const isLate = (node: Node): boolean =>
    !around.address(node) && fused.groupOf(node) === group && (byNode.has(node) || node.args.some(isLate));
  const late = (sum: Accumulator): Node[] => sum.rest.filter(isLate);
  const accName = (sum: Accumulator, unit: number): string =>
    `${around.label(sum.node)}${late(sum).length > 0 ? '$sum' : ''}${suffix(unit)}`;
  for (const sum of sums)
    indices.forEach((_, unit) => {
      const [first, ...others] = sum.rest.filter((term) => !isLate(term));
      const start = first
        ? others.reduce<Expr>((total, term) => op('add', total, value(term, unit)), value(first, unit))
        : lit(0);
      out.push({ kind: 'var', name: accName(sum, unit), value: start });
    });
  out.push(...contractions(sums, around, indices, accName));
  for (const node of group.nodes) {
    if (taken.has(node)) continue;
    if (table[node.op]!.kind === 'reduce') {
      const name = around.scalar(node);
      indices.forEach((_, unit) =>
        out.push({ kind: 'set', name, value: op(node.op, ref(name), value(node.args[0]!, unit)) }),
      );
    } else if (node.shape.length === 0) {
      out.push({ kind: 'let', name: around.scalar(node), value: compute(node, 0) });
      locals[0]!.set(node, ref(around.scalar(node)));
    } else if (around.stores(node).length > 0 || around.label(node)[0] !== '$')
      indices.forEach((_, unit) => value(node, unit));
  }
  for (const node of group.nodes)
    for (const { to, add } of around.stores(node))
      indices.forEach((index, unit) => {
        const at = elementAt(to, node.shape.length === 0 ? [] : index);
        const result = node.shape.length === 0 ? ref(around.scalar(node)) : value(node, unit);
        out.push({ kind: 'store', index: at, value: add ? op('add', load(at), result) : result });
      });
  return out;
}

/** The loops over the summed axes: one for each operand, feeding every accumulator that reads it. */
function contractions(
  sums: readonly Accumulator[],
  around: Surroundings,
  indices: readonly (readonly Index[])[],
  accName: (sum: Accumulator, unit: number) => string,
): Stmt[] {
  const loops = new Map<
    string,
    { operand: Node; length: number; block: number; terms: { sum: Accumulator; product: Node }[] }
  >();
  for (const sum of sums)
    for (const product of sum.products) {
      const [a, operand] = product.args as [Node, Node];
      const block = matrix(a, around).dims[1]!.block;
      const key = `${operand.id}:${block}:${product.op}`;
      if (!loops.has(key)) loops.set(key, { operand, length: a.shape[1]!, block, terms: [] });
      loops.get(key)!.terms.push({ sum, product });
    }
  return [...loops.values()].flatMap(({ operand, length, block, terms }) => {
    const source = around.address(operand);
    const step = Math.max(block, around.schedule.unroll);
    invariant(source, `the operand ${operand.op} of a product is not in memory`);
    const steps = (k: Affine, count: number): Stmt[] =>
      Array.from({ length: count }, (_, unit): Index => ({ tile: k, unit, size: step })).flatMap((index) => {
        const name = `${around.label(operand).replace(/^\$/, '')}$k${index.unit || ''}`;
        const one = operand.shape.length === 1;
        const lead: Stmt[] = one ? [{ kind: 'let', name, value: load(elementAt(source, [index])) }] : [];
        const adds = indices.flatMap((at, unit) =>
          terms.map(({ sum, product }): Stmt => {
            const acc = accName(sum, unit);
            const weight = load(elementAt(matrix(product.args[0]!, around), [at[0]!, index]));
            const factor = one ? ref(name) : load(elementAt(source, [index, at[1]!]));
            return { kind: 'set', name: acc, value: op('add', ref(acc), op('mul', weight, factor)) };
          }),
        );
        return [...lead, ...adds];
      });
    const full = Math.floor(length / step);
    const body =
      length <= around.schedule.writeOut
        ? Array.from({ length: full }, (_, k) => scoped(steps(affine(k), step))).flat()
        : repeat('k', full, (k) => steps(k, step));
    const matrices = terms.map(({ product }) =>
      String((product.args[0]!.op === 'transpose' ? product.args[0]!.args[0]! : product.args[0]!).attr),
    );
    const note: Stmt = {
      kind: 'note',
      text: `+ ${[...new Set(matrices)].join(', ')} @ ${around.label(operand).replace(/^\$/, '')}`,
    };
    return [note, ...body, ...(length % step ? scoped(steps(affine(full), length % step)) : [])];
  });
}
