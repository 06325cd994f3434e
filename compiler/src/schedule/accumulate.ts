/**
 * Contractions inside a group become accumulators: the products that are added up into one value share one register,
 * and all accumulators that read the same operand share one loop over it.
 */

import type { Node } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Group } from '../passes/fuse.ts';

/** A sum of contractions, plus terms that are not. */
export interface Accumulator {
  readonly node: Node;
  readonly products: readonly Node[];
  readonly rest: readonly Node[];
  /** The products and partial sums that are part of it. */
  readonly taken: readonly Node[];
}

/** The accumulators of a group; `uses` counts the readers of a node. */
export function accumulators(table: OpTable, group: Group, uses: (node: Node) => number): Accumulator[] {
  const inGroup = new Set(group.nodes);
  const taken = new Set<Node>();
  const found: Accumulator[] = [];
  // From the top down, so that a sum of sums becomes one accumulator.
  for (const node of [...group.nodes].reverse()) {
    if (taken.has(node)) continue;
    const terms: Node[] = [];
    const inner: Node[] = [];
    const collect = (term: Node, top: boolean): void => {
      if (term.op === 'add' && inGroup.has(term) && (top || uses(term) === 1)) {
        if (!top) inner.push(term);
        for (const arg of term.args) collect(arg, false);
      } else terms.push(term);
    };
    collect(node, true);
    const isProduct = (term: Node): boolean =>
      table[term.op]!.kind === 'contract' && inGroup.has(term) && (term === node || uses(term) === 1);
    const products = terms.filter(isProduct);
    if (products.length === 0) continue;
    const own = [...inner, ...products].filter((term) => term !== node);
    for (const term of own) taken.add(term);
    found.push({ node, products, rest: terms.filter((term) => !isProduct(term)), taken: own });
  }
  return found.reverse();
}
