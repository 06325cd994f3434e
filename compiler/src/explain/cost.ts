/** What a time step costs: floating-point operations and memory traffic, from the graph and the op table. */
import { type Node, size, topological } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { rootsOf } from '../ir/step.ts';
import type { Analysed } from '../schedule/analyse.ts';

/** One layer in one direction; operations and bytes are those of one time step of one sequence. */
export interface Cost {
  readonly name: string;
  readonly parameters: number;
  readonly states: number;
  /** A multiplication and an addition are two; transcendentals count as much as their row's `cost` says. */
  readonly flops: number;
  /** The backward pass of a training step, besides the forward pass. */
  readonly backwardFlops: number | undefined;
  /** Weights read once, states read and written. */
  readonly bytes: number;
}

export function costOf({ path, shapes, step, scope, gradient }: Analysed, bytesPerElement: number): Cost {
  const { table } = scope;
  const total = (names: readonly string[]): number => names.reduce((sum, name) => sum + size(shapes.shape(name)), 0);
  const forward = topological(rootsOf(step));
  const known = new Set(forward);
  const flops = (nodes: readonly Node[]): number => nodes.reduce((sum, node) => sum + flopsOf(table, node), 0);
  const [parameters, states] = [total(shapes.params), total(shapes.states)];
  // Every gradient term is added up, too.
  const sums = gradient?.sums.reduce((sum, { leaf }) => sum + size(leaf.shape), 0) ?? 0;
  const backward =
    gradient && topological(gradient.roots, (node) => known.has(node)).filter((node) => !known.has(node));
  return {
    name: path,
    parameters,
    states,
    flops: flops(forward),
    backwardFlops: backward && flops(backward) + sums,
    bytes: (parameters + 2 * states) * bytesPerElement,
  };
}

/** Floating-point operations of one node. */
export function flopsOf(table: OpTable, node: Node): number {
  const row = table[node.op]!;
  switch (row.kind) {
    case 'point':
      return (row.cost ?? 1) * size(node.shape);
    case 'contract':
      return 2 * size(node.shape) * node.args[0]!.shape[1]!;
    case 'outer':
      return size(node.shape);
    case 'reduce':
      return size(node.args[0]!.shape);
    default:
      return 0;
  }
}
