/** Where the work of a layer goes: the phases around the time loop, and the fused loops of each. */
import { isLeaf, type Node, topological, users } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { rootsOf } from '../ir/step.ts';
import { fuse, type Group } from '../passes/fuse.ts';
import { nameAll } from '../passes/names.ts';
import { accumulators } from '../schedule/accumulate.ts';
import type { Analysed } from '../schedule/analyse.ts';
import type { UnitCode } from '../schedule/kernels.ts';
import { type Schedule, unitsFor } from '../schedule/schedule.ts';
import { type Labels, labelsOf, linesOf, nodeText, partOf } from './text.ts';

/** A part of a layer's work that visits all rows in one go. */
export interface Phase {
  readonly pass: 'forward' | 'backward';
  readonly when: 'before the loop' | 'in the loop' | 'after the loop';
  readonly loops: readonly Loop[];
}

/** Fused work: everything in it is computed in one visit of its elements. */
export interface Loop {
  readonly shape: readonly number[];
  /** Elements handled at once. */
  readonly units: number;
  /** Vectors that products read, each in one loop that all its products share. */
  readonly operands: readonly string[];
  readonly equations: readonly string[];
}

export interface Plan {
  readonly phases: readonly Phase[];
  /** Parameter gradients that are added up over all time steps at once, after the backward loop. */
  readonly deferred: readonly string[];
  /** Parameter gradients that are added up within the backward loop. */
  readonly gathered: readonly string[];
}

/** The names of everything the plan of a layer speaks of: equations' names, cotangents, then `v1`, `v2`, … */
export function planLabels({ step, gradient }: Analysed, plan?: UnitCode['plan']): Labels {
  const names = new Map<Node, string>();
  const name = (node: Node, wish: string): void => {
    if (!names.has(node)) names.set(node, wish);
  };
  for (const { name: state, from, flow } of gradient?.states ?? []) name(flow, `d_${state}${partOf(from)}[t-1]`);
  // Otherwise the names that generated code uses, so that both can be read side by side.
  const known = [...nameAll(rootsOf(step), step.names), ...(gradient?.names ?? [])];
  for (const [node, own] of known) if (!own.startsWith('$')) name(node, own);
  for (const { name: state, from, next } of step.states) name(next, `${state}${partOf(from)}`);
  for (const { from, node } of step.outputs) name(node, `output${partOf(from)}`);
  for (const { leaf, flow } of gradient?.inputs ?? []) if (flow) name(flow, `d_${String(leaf.attr)}`);
  for (const { leaf, term } of gradient?.sums ?? []) name(term, `d_${String(leaf.attr)}`);
  const kept = plan
    ? [plan.saved, ...phasesOf(plan.forward), ...(plan.backward ? phasesOf(plan.backward) : [])].flat()
    : [];
  return labelsOf([...rootsOf(step), ...(gradient?.roots ?? [])], names, kept);
}

const phasesOf = ({ before, within, after }: UnitCode['plan']['forward']): Node[] => [...before, ...within, ...after];

export function planOf(
  { step, scope, gradient }: Analysed,
  { plan }: UnitCode,
  labels: Labels,
  schedule: Schedule,
): Plan {
  const { table } = scope;
  const { forward, backward } = plan;
  const carried = step.states.map((state) => state.next);
  const isLoop = carried.length > 0;
  const phase = (pass: Phase['pass'], when: Phase['when'], roots: readonly Node[], held: Iterable<Node>): Phase => {
    const memory = new Set(held);
    return { pass, when, loops: loopsOf(table, roots, (node) => memory.has(node) || isLeaf(node), labels, schedule) };
  };
  const done = [...phasesOf(forward), ...carried];
  const phases = [
    phase('forward', 'before the loop', forward.before, []),
    phase('forward', 'in the loop', [...forward.within, ...(isLoop ? carried : [])], forward.before),
    phase('forward', 'after the loop', forward.after, [...forward.before, ...forward.within, ...carried]),
  ];
  if (backward && gradient) {
    const flows = gradient.states.map((state) => state.flow);
    phases.push(
      phase('backward', 'before the loop', backward.before, done),
      phase(
        'backward',
        'in the loop',
        [...backward.within, ...backward.sumsWithin, ...flows],
        [...done, ...backward.before],
      ),
      phase('backward', 'after the loop', backward.after, [...done, ...backward.before, ...backward.within]),
    );
  }
  const sums = (terms: readonly Node[] = []): string[] =>
    (gradient?.sums ?? [])
      .filter(({ term }) => terms.includes(term))
      .map(({ leaf, term }) => `d_${String(leaf.attr)} = Σ ${termText(table, term, labels)}`);
  return {
    phases: phases.filter(({ loops }) => loops.length > 0),
    deferred: sums(backward?.sumsAfter),
    gathered: sums(backward?.sumsWithin),
  };
}

/** A product that exists only inside its sum is shown; anything else is called by its name. */
function termText(table: OpTable, term: Node, labels: Labels): string {
  const isProduct = table[term.op]!.kind === 'outer';
  return nodeText(table, term, isProduct ? new Map([...labels].filter(([node]) => node !== term)) : labels);
}

function loopsOf(
  table: OpTable,
  roots: readonly Node[],
  held: (node: Node) => boolean,
  labels: Labels,
  schedule: Schedule,
): Loop[] {
  const computed = roots.filter((node) => !held(node) && node.op !== 'lit');
  const fused = fuse(table, computed, held);
  const readers = users(topological(computed, held));
  return fused.groups.flatMap((group): Loop[] => {
    const equations = equationsOf(table, group, labels);
    if (equations.length === 0) return [];
    const sums = accumulators(
      table,
      group,
      (node) => (readers.get(node)?.length ?? 0) + (computed.includes(node) ? 1 : 0),
    );
    const operands = sums.flatMap(({ products }) =>
      products.map((product) => nodeText(table, product.args[1]!, labels)),
    );
    return [
      {
        shape: group.shape,
        units: group.shape.length === 1 ? Math.min(group.shape[0]!, unitsFor(sums.length, schedule)) : 1,
        operands: [...new Set(operands)],
        equations,
      },
    ];
  });
}

function equationsOf(table: OpTable, group: Group, labels: Labels): string[] {
  const inside = new Set(group.nodes);
  return linesOf(table, group.nodes, labels, (node) => !inside.has(node));
}
