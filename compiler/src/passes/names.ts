/** Names for values that no equation names, after the named value they go into: generated code is read by people. */
import { type Node, topological, users } from '../ir/node.ts';

/**
 * `names` with the rest of the roots' graphs named, too: `z_i` is what the function that gives `i` is applied to, and
 * `$i` is anything else on the way to `i`.
 */
export function nameAll(roots: readonly Node[], names: ReadonlyMap<Node, string>): Map<Node, string> {
  const order = topological(roots);
  const readers = users(order);
  const all = new Map(names);
  for (const node of order.reverse()) {
    if (all.has(node) || node.args.length === 0) continue;
    const reader = (readers.get(node) ?? []).find((r) => all.has(r));
    if (!reader) continue;
    const name = all.get(reader)!;
    const isInner = name.startsWith('$') || name.startsWith('z_');
    const isArgument = reader.args.length === 1 && !isInner;
    all.set(node, isArgument ? `z_${name}` : name.startsWith('$') ? name : `$${name}`);
  }
  return all;
}
