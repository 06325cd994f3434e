/** One unit over sequences: what is hoisted out of the time loop, the loop, and what is deferred behind it. */
import type { Kernel } from '../ir/loop.ts';
import { isLeaf, type Node, topological, untransposed } from '../ir/node.ts';
import { isPerSequence, rootsOf } from '../ir/step.ts';
import { type Phases, phases, type Scan } from '../passes/phases.ts';
import { saved } from '../passes/save.ts';
import { type Carried, lowerLoop } from './carried.ts';
import type { Buffer, RowNames } from './memory.ts';
import { lowerRow } from './row.ts';
import { flatKernel, rowKernel, rowNames } from './rows.ts';
import { leafSpots, mergeSpots, only, overlay, rootsOfSpots, type Spot, type Spots, tapeSpots } from './spots.ts';
import type { Root } from './task.ts';
import type { Unit } from './unit.ts';

export interface Forward {
  readonly kernels: readonly Kernel[];
  readonly plan: Phases;
  readonly saved: readonly Node[];
  /** What memory holds afterwards: leaves, outputs, states and the tape. */
  readonly held: Spots;
}

export function forwardKernels(unit: Unit, state: (name: string) => Buffer, noise: (name: string) => Buffer): Forward {
  const { step, gradient, memory, name, rows } = unit;
  const hasHistory = gradient !== undefined;
  const roots = rootsOf(step);
  const keep = gradient
    ? saved(unit.scope.table, roots, gradient.roots, (node) => isLeaf(node) || roots.includes(node))
    : [];
  const scan: Scan = {
    carried: step.states,
    outputs: [...new Set([...step.outputs.map((output) => output.node), ...keep])],
    sums: [],
  };
  // Without a history, the state before a step is gone after it.
  const isPrevious = new Set(hasHistory ? [] : step.states.map((s) => s.prev));
  const isOfSequence = isPerSequence(step);
  const isTransient = (node: Node): boolean => isPrevious.has(untransposed(node)) || isOfSequence(node);
  const leaves = leafSpots(step, unit.input, state, noise);
  const plan = phases(unit.scope.table, scan, isLeaf, isTransient, (node) => isShort(unit, node, leaves));

  const outputs = step.outputs.map(({ from, node }): [Node, Spot] => [
    node,
    { buffer: unit.output, from: [unit.offset + from] },
  ]);
  const history = step.states.map((s): [Node, Spot] => [
    s.next,
    { buffer: state(s.name), from: s.from, whole: s.whole, slot: 'after' },
  ]);
  // A hoisted value becomes a state only when the loop comes to it: until then it is on the tape.
  const isOutput = new Set(outputs.map(([node]) => node));
  const isState = new Set(hasHistory ? history.map(([node]) => node) : []);
  const computed = [...plan.before, ...[...plan.within, ...plan.after].filter((node) => !isState.has(node))];
  const taped = computed.filter((node) => !isOutput.has(node));
  // What the backward pass does not read gives way to what other passes keep.
  const isTaped = new Set(taped);
  const reread = new Set(topological(gradient?.roots ?? [], (node) => isTaped.has(node) || isLeaf(node)));
  const phase = (node: Node): string | undefined => (reread.has(node) ? undefined : `${name}.forward`);
  const tape = tapeSpots(memory, name, taped, unit.names, rows.kind, phase);
  const kept = mergeSpots(outputs, tape);
  const held = mergeSpots(outputs, tape, hasHistory ? history : []);

  const flat = rowNames(rows, 'flat');
  const time = rowNames(rows, 'time');
  const store = (nodes: readonly Node[], names: RowNames): Root[] =>
    nodes.flatMap((node) => rootsOfSpots(node, kept, names));
  const carried = step.states.map(
    (s): Carried => ({ ...s, spot: { buffer: state(s.name), from: s.from, whole: s.whole } }),
  );
  const down = rows.direction === 'backward';
  const afterBefore = overlay(leaves, only(kept, plan.before));
  const afterLoop = overlay(leaves, only(held, [...plan.before, ...plan.within, ...isState]));
  const kernels = [
    flatKernel(
      `${name}_hoisted`,
      `What ${unit.doc} computes from its input alone, for all time steps at once.`,
      rows,
      lowerRow(unit, 'hoisted', store(plan.before, flat), flat, leaves),
    ),
    rowKernel(
      `${name}_forward`,
      [`${sentence(unit.doc)}, step by step:`, ...unit.equations].join('\n'),
      rows,
      lowerLoop({
        unit,
        suffix: 'forward',
        roots: store(plan.within, time),
        carried,
        rows: time,
        readable: afterBefore,
        down,
      }),
      down,
    ),
    flatKernel(
      `${name}_deferred`,
      `What ${unit.doc} computes from its states, for all time steps at once.`,
      rows,
      lowerRow(unit, 'deferred', store(plan.after, flat), flat, afterLoop),
    ),
  ];
  return { kernels: kernels.flat(), plan, saved: keep, held: overlay(leaves, held) };
}

/** Where threads share a sequence, a dispatch and a trip to memory cost more than so few rounds at each time step. */
const shortSum = 4;

function isShort({ scope, lowering }: Unit, { op, args }: Node, leaves: Spots): boolean {
  if (lowering.schedule.threads === 1 || scope.table[op]!.kind !== 'contract') return false;
  const operand = args[1]!;
  const isOneHot = leaves.get(operand)?.some(({ oneHot }) => oneHot) ?? false;
  return isOneHot || operand.shape[0]! <= shortSum;
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
