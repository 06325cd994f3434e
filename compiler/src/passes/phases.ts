/**
 * Hoist and defer: splits one step of a scan into what comes before, within and after the loop over time.
 *
 * - Products that do not depend on carried values are hoisted: they run over all time steps at once, before the loop.
 * - Products that the carried values do not depend on are deferred: they run over all time steps at once, after it.
 *
 * Both are facts about the graph. In an LSTM they say that `W_x @ x` is one big product, and that all weight gradients
 * are; in a cell with an output layer inside, that the output layer is one too.
 */
import { type Node, topological, untransposed } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { readsWhole } from './fuse.ts';

/** A step of a scan: `carried` go from one time step to the next, `outputs` are kept, `sums` are added up over all rows. */
export interface Scan {
  readonly carried: readonly { readonly prev: Node; readonly next: Node }[];
  readonly outputs: readonly Node[];
  readonly sums: readonly Node[];
}

export interface Phases {
  /** Computed before the loop, for every row. */
  readonly before: readonly Node[];
  /** Computed in the loop and kept for every row, besides the carried values. */
  readonly within: readonly Node[];
  /** Outputs computed after the loop, for every row. */
  readonly after: readonly Node[];
  /** Sums that are gathered in the loop, and those that are after it. */
  readonly sumsWithin: readonly Node[];
  readonly sumsAfter: readonly Node[];
}

/**
 * `available` nodes are in memory; those that are `transient` only while the loop is at their step, since the next step
 * overwrites them, or at their sequence. Products that are `short` are cheaper than a trip to memory: nothing is hoisted for
 * their sake.
 */
export function phases(
  table: OpTable,
  scan: Scan,
  available: (node: Node) => boolean,
  transient: (node: Node) => boolean = () => false,
  short: (node: Node) => boolean = () => false,
): Phases {
  const lasting = (node: Node): boolean => available(node) && !transient(node);
  const carriedLeaves = new Set(scan.carried.map((c) => c.prev));
  const isLoop = scan.carried.length > 0;
  const roots = [...scan.carried.map((c) => c.next), ...scan.outputs, ...scan.sums];
  const order = topological(roots, available);
  const needed = new Set(
    topological(
      scan.carried.map((c) => c.next),
      available,
    ),
  );
  const heavy = (node: Node): boolean => !available(node) && readsWhole(table[node.op]!.kind);

  const depends = new Set<Node>();
  const heavyInside = new Set<Node>();
  const heavyBeyond = new Set<Node>();
  for (const node of order) {
    const isOfLoop = carriedLeaves.has(untransposed(node)) || transient(node);
    if (isOfLoop || (!available(node) && node.args.some((arg) => depends.has(arg)))) depends.add(node);
    const isHeavy = heavy(node) && !short(node);
    if (isHeavy || (!available(node) && node.args.some((arg) => heavyInside.has(arg)))) heavyInside.add(node);
    // Work that the carried values do not need, with a product in it.
    const beyond = !needed.has(node) && !available(node);
    if (beyond && (heavy(node) || node.args.some((arg) => heavyBeyond.has(arg)))) heavyBeyond.add(node);
  }
  const isBefore = (node: Node): boolean => !depends.has(node) && (!isLoop || heavyInside.has(node));
  const isAfter = (node: Node): boolean => isLoop && depends.has(node) && heavyBeyond.has(node);

  const before = new Set<Node>();
  const within = new Set<Node>();
  const after = new Set<Node>();
  const place = (node: Node): void => {
    (isBefore(node) ? before : isAfter(node) ? after : within).add(node);
  };
  // An output that is in memory already is copied where rows are visited anyway.
  for (const node of scan.outputs) {
    if (!available(node)) place(node);
    else (isLoop ? within : before).add(node);
  }

  /** Keeps what a phase reads from an earlier one: the first nodes below its roots that are not its own. */
  const keep = (from: Iterable<Node>, own: (node: Node) => boolean): void => {
    const inside = topological(from, (node) => available(node) || !own(node));
    for (const node of inside) if (!lasting(node) && !own(node) && node.op !== 'lit') place(node);
  };
  // After the loop, too, a few operations on what memory holds are cheaper than memory.
  const isAfterOrLight = (node: Node): boolean => isAfter(node) || (!depends.has(node) && !heavyInside.has(node));
  const sumsAfter = scan.sums.filter((sum) => table[sum.op]!.kind === 'outer');
  const sumsWithin: Node[] = [];
  for (const arg of sumsAfter.flatMap((sum) => sum.args)) if (!lasting(arg)) place(arg);
  keep(after, isAfterOrLight);
  for (const sum of scan.sums) {
    if (table[sum.op]!.kind === 'outer') continue;
    const isKept = lasting(sum) || before.has(sum) || within.has(sum) || after.has(sum);
    if (isKept || isBefore(sum) || isAfter(sum)) {
      if (!isKept) place(sum);
      sumsAfter.push(sum);
    } else sumsWithin.push(sum);
  }
  keep(after, isAfterOrLight);
  keep([...scan.carried.map((c) => c.next), ...within, ...sumsWithin], (node) => !isBefore(node));
  return { before: [...before], within: [...within], after: [...after], sumsWithin, sumsAfter };
}
