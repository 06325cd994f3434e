/** Backpropagation through time of one unit: its step's gradient as a scan that runs against the unit's order. */
import type { Kernel, Stmt } from '../ir/loop.ts';
import { isLeaf, type Node, untransposed } from '../ir/node.ts';
import { isPerSequence } from '../ir/step.ts';
import type { GradientStep } from '../passes/gradient.ts';
import { type Phases, phases, type Scan } from '../passes/phases.ts';
import type { Address } from './address.ts';
import { type Carried, lowerLoop } from './carried.ts';
import type { Buffer, RowNames } from './memory.ts';
import { lowerRow, paramAddress, readRow } from './row.ts';
import { flatKernel, rowCount, rowKernel, rowNames, withLaterRows } from './rows.ts';
import { addressOf, mergeSpots, only, overlay, rootsOfSpots, type Spot, type Spots, tapeSpots } from './spots.ts';
import { lowerOuterSum, lowerScatterSum, lowerSum, type Rounds, sumOverRows } from './sums.ts';
import { clear, type Root } from './task.ts';
import { turnedWeights } from './turned.ts';
import type { Unit } from './unit.ts';

export interface Backward {
  /** What the forward pass makes on the side. */
  readonly ahead: readonly Kernel[];
  readonly kernels: readonly Kernel[];
  readonly inputGradient: readonly Kernel[];
  readonly plan: Phases;
}

/** Which work goes where, and where its values are kept. */
interface Plan {
  readonly phases: Phases;
  /** What is in memory from the start: the forward pass's values, and the cotangents that come in. */
  readonly given: Spots;
  /** What the backward pass stores: the input's cotangent, and its own tape. */
  readonly kept: Spots;
  /** The input's cotangent, node by node. */
  readonly flows: ReadonlySet<Node>;
}

type Training = NonNullable<Unit['training']>;

/** `held`: what the forward pass left in memory. */
export function backwardKernels(
  unit: Unit,
  gradient: GradientStep,
  training: Training,
  held: Spots,
  cotangent: (state: string) => Buffer,
): Backward {
  const { name, doc, rows } = unit;
  const plan = planBackward(unit, gradient, training, held, cotangent);
  const { given, kept, phases: work } = plan;
  const flat = rowNames(rows, 'flat');
  const time = rowNames(rows, 'time');
  const store = (nodes: readonly Node[], names: RowNames): Root[] =>
    nodes.flatMap((node) => rootsOfSpots(node, kept, names));
  const gathered = gradient.sums
    .filter((sum) => work.sumsWithin.includes(sum.term))
    .map(({ leaf, term }): Root => ({ node: term, to: paramAddress(unit, leaf, training.gradients)!, add: true }));
  const carried = gradient.states.map(
    (s): Carried => ({
      prev: s.cotangent,
      next: s.flow,
      spot: { buffer: cotangent(s.name), from: s.from, whole: s.whole },
    }),
  );
  const down = rows.direction === 'forward';
  const turned = turnedWeights(unit);
  const own = { ...unit, turned: turned.address };
  // On threads copies cost no dispatch of their own in the forward pass, and tiles turn what they load.
  const isAhead = unit.lowering.schedule.threads > 1;
  const hoisted = lowerRow(isAhead ? unit : own, 'backward_hoisted', store(work.before, flat), flat, given);
  const loop = lowerLoop({
    unit: own,
    suffix: 'backward',
    roots: [...store(work.within, time), ...gathered],
    carried,
    rows: time,
    readable: overlay(given, only(kept, work.before)),
    down,
  });
  const inputs = inputKernels(unit, gradient, training, plan);
  const isInputOnly = work.after.every((node) => plan.flows.has(node) && !work.sumsAfter.includes(node));
  const copies = turned.kernels(`${name}_turned`);
  const kernels = [
    isAhead ? [] : copies,
    flatKernel(
      `${name}_backward_hoisted`,
      `What the gradient of ${doc} takes from its output's cotangent alone, for all time steps at once.`,
      rows,
      hoisted,
    ),
    rowKernel(`${name}_backward`, `Backpropagation through time of ${doc}.`, rows, loop, down),
    isInputOnly ? [] : inputs,
    weightKernel(unit, gradient, training, plan),
  ].flat();
  return { ahead: isAhead ? copies : [], kernels, inputGradient: isInputOnly ? inputs : [], plan: work };
}

function planBackward(
  { scope, step, memory, name, rows, offset }: Unit,
  gradient: GradientStep,
  training: Training,
  held: Spots,
  cotangent: (state: string) => Buffer,
): Plan {
  const inputs = gradient.inputs.flatMap(({ from, flow }) => (flow ? [{ from, flow }] : []));
  const flows = new Set(inputs.map((input) => input.flow));
  const scan: Scan = {
    carried: gradient.states.map((s) => ({ prev: s.cotangent, next: s.flow })),
    outputs: [...flows],
    sums: [...new Set(gradient.sums.map((sum) => sum.term))],
  };
  const carried = new Set(gradient.states.map((s) => s.cotangent));
  const isCarried = (node: Node): boolean => carried.has(untransposed(node));
  const isOfSequence = isPerSequence(step);
  const isTransient = (node: Node): boolean => isCarried(node) || isOfSequence(node);
  const work = phases(scope.table, scan, (node) => held.has(node) || isLeaf(node), isTransient);
  const leaves = mergeSpots(
    gradient.outputs.map((o): [Node, Spot] => [o.cotangent, { buffer: training.output, from: [offset + o.from] }]),
    gradient.states.map((s): [Node, Spot] => [
      s.cotangent,
      { buffer: cotangent(s.name), from: s.from, whole: s.whole },
    ]),
  );
  const given = new Map([...leaves, ...held]);
  const toInput = inputs.flatMap(({ from, flow }): [Node, Spot][] =>
    training.input ? [[flow, { buffer: training.input, from: [from], add: training.addsInput }]] : [],
  );
  // One phase for all layers: deferred sums read rows past a sequence's end, which other layers must not have written.
  // A flow that is added to another direction's cannot be read back: what else needs it has it on the tape.
  const taped = [...work.before, ...work.within, ...work.after].filter(
    (node) => (!given.has(node) || isTransient(node)) && (!flows.has(node) || training.addsInput),
  );
  const kept = mergeSpots(
    toInput,
    tapeSpots(memory, name, taped, gradient.names, rows.kind, () => 'backward'),
  );
  return { phases: work, given, kept, flows };
}

/** What is deferred: the cotangent of the input, where the loop does not need it. */
function inputKernels(
  unit: Unit,
  gradient: GradientStep,
  training: Training,
  { phases: work, given, kept }: Plan,
): Kernel[] {
  const { name, doc, rows } = unit;
  const flat = rowNames(rows, 'flat');
  const roots = work.after.flatMap((node) => rootsOfSpots(node, kept, flat));
  const afterLoop = overlay(given, only(kept, [...work.before, ...work.within]));
  const { lanes } = unit.lowering.schedule;
  const missing = gradient.inputs.filter((input) => !input.flow && !training.addsInput);
  const nothing = missing.flatMap(({ leaf, from }) =>
    training.input ? clear(leaf.shape, addressOf({ buffer: training.input, from: [from] }, leaf, flat), lanes) : [],
  );
  const turned = turnedWeights(unit);
  // Tiles turn what they load.
  const own = unit.lowering.schedule.threads > 1 ? unit : { ...unit, turned: turned.address };
  const deferred = lowerRow(own, 'backward_deferred', roots, flat, afterLoop);
  return [
    turned.kernels(`${name}_turned_input`),
    flatKernel(
      `${name}_backward_deferred`,
      `The cotangent of the input of ${doc}, for all time steps at once.`,
      rows,
      deferred,
    ),
    flatKernel(`${name}_no_input`, `Nothing flows back to these elements of the input of ${doc}.`, rows, {
      one: nothing,
    }),
  ].flat();
}

/** Weight gradients, one big product or sum each, in the order in which parameters lie: however the cell was written. */
function weightKernel(
  unit: Unit,
  gradient: GradientStep,
  training: Training,
  { phases: work, given, kept }: Plan,
): Kernel[] {
  const flat = rowNames(unit.rows, 'flat');
  const readable = overlay(given, kept);
  const { schedule } = unit.lowering;
  const read = (node: Node): Address | undefined => readRow(unit, node, readable, flat);
  const placeOf = (leaf: Node): number => unit.layout.places.get(leaf)!.at;
  const deferred = gradient.sums.filter((sum) => work.sumsAfter.includes(sum.term));
  deferred.sort((a, b) => placeOf(a.leaf) - placeOf(b.leaf));
  if (deferred.length === 0) return [];
  const sum =
    (count: Rounds) =>
    ({ leaf, term }: (typeof deferred)[number], i: number): Stmt[] => {
      const note: Stmt = { kind: 'note', text: `d ${String(leaf.attr)}` };
      const to = paramAddress(unit, leaf, training.gradients)!;
      const whole = read(term);
      if (whole) return [note, ...lowerSum(`$s${i}`, to, term, whole, count, schedule)];
      const [left, right] = term.args as [Node, Node];
      const [leftAt, rightAt] = [read(left)!, read(right)!];
      if (rightAt.oneHot) return [note, ...lowerScatterSum(`$s${i}`, to, left, leftAt, rightAt, count, schedule)];
      return [note, ...lowerOuterSum(`$s${i}`, to, left, leftAt, right, rightAt, count, schedule)];
    };
  // Workgroups cannot wait for one another: what adds to a parameter again is a kernel of its own.
  const kernels = schedule.threads > 1 ? onceEach(deferred) : [deferred];
  return kernels.map((sums, i) => {
    const body = sumOverRows(rowCount(unit.rows), schedule, (count) => sums.flatMap(sum(count)));
    return {
      name: `${unit.name}_gradients${i > 0 ? `$${i + 1}` : ''}`,
      doc: `Weight gradients of ${unit.doc}, summed over all time steps at once.`,
      sized: true,
      body: withLaterRows(body),
      apart: true,
    };
  });
}

/** Sums in as few lists as there are in which no two belong to one parameter. */
function onceEach<T extends { readonly leaf: Node }>(sums: readonly T[]): T[][] {
  const lists: T[][] = [];
  for (const sum of sums) {
    const list = lists.find((one) => one.every(({ leaf }) => leaf !== sum.leaf));
    if (list) list.push(sum);
    else lists.push([sum]);
  }
  return lists;
}
