/**
 * What the backward pass keeps from the forward pass, and what it computes again: a value that costs a transcendental,
 * a product or a reduction is kept; one that follows from kept values by a few operations is not.
 */
import { type Node, topological } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { isLight } from './fuse.ts';

/**
 * The forward values to keep. `forward` are the roots of the step, `gradient` those of its gradient; `held` tells what is
 * in memory anyway: leaves, and values that become a state or the output.
 */
export function saved(
  table: OpTable,
  forward: readonly Node[],
  gradient: readonly Node[],
  held: (node: Node) => boolean,
): Node[] {
  const inForward = new Set(topological(forward));
  const isFree = (node: Node): boolean => node.op === 'lit' || held(node);
  // The forward values that gradient nodes read directly.
  const outside = topological(gradient, (node) => inForward.has(node)).filter((node) => !inForward.has(node));
  const wanted = new Set(
    [...outside.flatMap((node) => node.args), ...gradient].filter((node) => inForward.has(node) && !isFree(node)),
  );
  const keep = new Set([...wanted].filter((node) => !isLight(table, node)));
  const known = new Set<Node>();
  const follows = (node: Node): boolean => {
    const yes = known.has(node) || isFree(node) || keep.has(node) || (isLight(table, node) && node.args.every(follows));
    if (yes) known.add(node);
    return yes;
  };
  for (const node of wanted) if (!follows(node)) keep.add(node);
  return [...keep];
}
