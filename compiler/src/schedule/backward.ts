/** Backpropagation through time of one unit: its step's gradient as a scan that runs against the unit's order. */
import type { Kernel, Stmt } from '../ir/loop.ts';
import { isLeaf, type Node, untransposed } from '../ir/node.ts';
import type { GradientStep } from '../passes/gradient.ts';
import { type Phases, phases, type Scan } from '../passes/phases.ts';
import type { Address } from './address.ts';
import type { Buffer, RowNames } from './memory.ts';
import { lowerRow, paramAddress, readRow } from './row.ts';
import { rowCount, rowKernel, rowNames, withLaterRows } from './rows.ts';
import { addressOf, mergeSpots, only, overlay, rootsOfSpots, type Spot, type Spots, tapeSpots } from './spots.ts';
import { lowerOuterSum, lowerSum } from './sums.ts';
import { clear, type Root } from './task.ts';
import type { Unit } from './unit.ts';

export interface Backward {
  readonly kernels: readonly Kernel[];
  readonly inputGradient: readonly Kernel[];
  readonly plan: Phases;
}

/** `held`: what the forward pass left in memory. */
export function backwardKernels(
  unit: Unit,
  gradient: GradientStep,
  training: NonNullable<Unit['training']>,
  held: Spots,
  cotangent: (state: string) => Buffer,
): Backward {
  const { name, doc, rows, memory } = unit;
  const { table } = unit.scope;
  const { schedule } = unit.lowering;
  const isHeld = (node: Node): boolean => held.has(node) || isLeaf(node);
  const inputs = gradient.inputs.flatMap(({ leaf, from, flow }) => (flow ? [{ leaf, from, flow }] : []));
  const scan: Scan = {
    carried: gradient.states.map((s) => ({ prev: s.cotangent, next: s.flow })),
    outputs: [...new Set(inputs.map((input) => input.flow))],
    sums: [...new Set(gradient.sums.map((sum) => sum.term))],
  };
  const isCarried = new Set(gradient.states.map((s) => s.cotangent));
  const plan = phases(table, scan, isHeld, (node) => isCarried.has(untransposed(node)));

  const leaves = mergeSpots(
    gradient.outputs.map((o): [Node, Spot] => [o.cotangent, { buffer: training.output, from: [unit.offset + o.from] }]),
    gradient.states.map((s): [Node, Spot] => [
      s.cotangent,
      { buffer: cotangent(s.name), from: s.from, whole: s.whole },
    ]),
  );
  const readable = new Map([...leaves, ...held]);
  const flows = inputs.map(({ from, flow }): [Node, Spot] => [
    flow,
    { buffer: training.input, from: [from], add: training.addsInput },
  ]);
  const isFlow = new Set(inputs.map((input) => input.flow));
  // A flow that is added to another direction's cannot be read back: what else needs it has it on the tape.
  const taped = [...plan.before, ...plan.within, ...plan.after].filter(
    (node) => (!readable.has(node) || isCarried.has(untransposed(node))) && (!isFlow.has(node) || training.addsInput),
  );
  const kept = mergeSpots(flows, tapeSpots(memory, name, taped, gradient.names, rows.kind));

  const flat = rowNames(rows, 'flat');
  const time = rowNames(rows, 'time');
  const store = (nodes: readonly Node[], names: RowNames): Root[] =>
    nodes.flatMap((node) => rootsOfSpots(node, kept, names));
  const afterBefore = overlay(readable, only(kept, plan.before));
  const afterLoop = overlay(readable, only(kept, [...plan.before, ...plan.within]));
  const everything = overlay(readable, kept);
  const read = (node: Node): Address | undefined => readRow(unit, node, everything, flat);

  const gradientOf = (leaf: Node) => paramAddress(unit, leaf, training.gradients)!;
  const sumsWithin = gradient.sums
    .filter((sum) => plan.sumsWithin.includes(sum.term))
    .map(({ leaf, term }): Root => ({ node: term, to: gradientOf(leaf), add: true }));
  const carried = gradient.states.map(
    (s): Root => ({
      node: s.flow,
      to: addressOf({ buffer: cotangent(s.name), from: s.from, whole: s.whole }, s.cotangent, time),
      replaces: s.cotangent,
    }),
  );

  // In the order in which parameters lie: the same for every way of writing the cell.
  const placeOf = (leaf: Node): number => unit.layout.places.get(leaf)!.at;
  const sumsAfter = gradient.sums
    .filter((sum) => plan.sumsAfter.includes(sum.term))
    .sort((a, b) => placeOf(a.leaf) - placeOf(b.leaf))
    .flatMap(({ leaf, term }, i): Stmt[] => {
      const note: Stmt = { kind: 'note', text: `d ${String(leaf.attr)}` };
      const whole = read(term);
      if (whole) return [note, ...lowerSum(`$s${i}`, gradientOf(leaf), term, whole, rowCount(rows), schedule)];
      const [left, right] = term.args as [Node, Node];
      return [
        note,
        ...lowerOuterSum(`$s${i}`, gradientOf(leaf), left, read(left)!, right, read(right)!, rowCount(rows), schedule),
      ];
    });

  const missing = gradient.inputs.filter((input) => !input.flow && !training.addsInput);
  const nothing = missing.flatMap(({ leaf, from }) =>
    clear(leaf.shape, addressOf({ buffer: training.input, from: [from] }, leaf, flat)),
  );
  const inputKernels = [
    rowKernel(
      `${name}_backward_deferred`,
      `The cotangent of the input of ${doc}, for all time steps at once.`,
      rows,
      lowerRow(unit, 'backward_deferred', store(plan.after, flat), flat, afterLoop),
    ),
    rowKernel(`${name}_no_input`, `Nothing flows back to these elements of the input of ${doc}.`, rows, nothing),
  ].flat();
  const isInputOnly = plan.after.every((node) => isFlow.has(node) && !plan.sumsAfter.includes(node));
  const kernels = [
    rowKernel(
      `${name}_backward_hoisted`,
      `What the gradient of ${doc} takes from its output's cotangent alone, for all time steps at once.`,
      rows,
      lowerRow(unit, 'backward_hoisted', store(plan.before, flat), flat, readable),
    ),
    rowKernel(
      `${name}_backward`,
      `Backpropagation through time of ${doc}.`,
      rows,
      lowerRow(unit, 'backward', [...store(plan.within, time), ...sumsWithin, ...carried], time, afterBefore),
      rows.direction === 'forward',
    ),
    isInputOnly ? [] : inputKernels,
    sumsAfter.length > 0
      ? [
          {
            name: `${name}_gradients`,
            doc: `Weight gradients of ${doc}, summed over all time steps at once.`,
            sized: true,
            body: withLaterRows(sumsAfter),
          },
        ]
      : [],
  ].flat();
  return { kernels, inputGradient: isInputOnly ? inputKernels : [], plan };
}
