/** Checks between passes that a graph still is what it must be: a broken pass is found where it broke something. */
import { fail, invariant } from '../error.ts';
import { isLeaf, type Node, type Shape, sameShape, topological } from './node.ts';
import { arity, type OpTable } from './ops.ts';

/** What may appear: all that cells can say, or the normal form in which slices and the like are gone. */
export type Form = 'language' | 'normal';

export function verify(table: OpTable, roots: readonly Node[], form: Form, after: string): void {
  for (const node of topological(roots)) {
    const row = table[node.op];
    invariant(row, () => `after ${after}: unknown op ${node.op}`);
    invariant(row.kind !== 'macro', () => `after ${after}: the macro ${node.op} was not expanded`);
    const count = arity(row);
    invariant(
      count < 0 || count === node.args.length,
      () => `after ${after}: ${node.op} has ${node.args.length} arguments`,
    );
    const expected = shapeOf(node, row.kind);
    invariant(
      !expected || sameShape(expected, node.shape),
      () => `after ${after}: ${node.op} has shape [${node.shape}], its arguments say [${expected}]`,
    );
    const isView = row.kind === 'view' && node.op !== 'broadcast';
    if (form === 'normal' && isView && !isLeaf(node))
      fail(
        'E_UNSUPPORTED',
        `a ${node.op} of a computed matrix cannot be compiled`,
        undefined,
        'name the matrix as a parameter, or write the product the other way round',
      );
  }
}

/** The shape that a node's arguments imply; undefined where the node itself says it. */
function shapeOf({ op, args }: Node, kind: string): Shape | undefined {
  const [a, b] = args.map((arg) => arg.shape);
  if (kind === 'reduce') return [];
  if (op === 'matmul') return a![1] === b![0] ? [a![0]!] : [];
  if (op === 'matmat') return a![1] === b![0] ? [a![0]!, b![1]!] : [];
  if (kind === 'outer') return [a![0]!, b![0]!];
  if (op === 'transpose') return [...a!].reverse();
  if (kind !== 'point') return undefined;
  const whole = args.reduce<Shape>((shape, arg) => (arg.shape.length > shape.length ? arg.shape : shape), []);
  return args.every((arg) => arg.shape.length === 0 || sameShape(arg.shape, whole)) ? whole : [Number.NaN];
}
