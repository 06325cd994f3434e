/**
 * One direction of one layer, from its graph to kernels: `step` for streaming; `forward` over sequences, split into what
 * is hoisted, looped and deferred; and `backward`, the same three for the step's gradient, run in reverse.
 */
import type { Scope } from '../ir/build.ts';
import { affine, type Kernel, type Stmt } from '../ir/loop.ts';
import { isLeaf, type Node, size, untransposed } from '../ir/node.ts';
import { rootsOf, type Step } from '../ir/step.ts';
import type { GradientStep } from '../passes/gradient.ts';
import { nameAll } from '../passes/names.ts';
import { type Phases, phases, type Scan } from '../passes/phases.ts';
import { saved } from '../passes/save.ts';
import { type Address, rowMajor } from './address.ts';
import { backwardKernels } from './backward.ts';
import type { Layout } from './layout.ts';
import { type Buffer, type Memory, type RowNames, rowOf } from './memory.ts';
import { flatKernel, type Rows, rowNames, timeKernel } from './rows.ts';
import type { Lowering } from './schedule.ts';
import {
  addressOf,
  leafSpots,
  mergeSpots,
  only,
  readSpot,
  rootsOfSpots,
  type Spot,
  type Spots,
  tapeSpots,
} from './spots.ts';
import { lowerTask, type Root } from './task.ts';

/** A layer in one direction, with the buffers it shares with its neighbours. */
export interface Unit {
  /** Begins every name the unit makes. */
  readonly name: string;
  /** What it computes, for comments. */
  readonly doc: string;
  readonly equations: readonly string[];
  readonly scope: Scope;
  readonly lowering: Lowering;
  readonly step: Step;
  readonly gradient: GradientStep | undefined;
  readonly layout: Layout;
  readonly memory: Memory;
  readonly rows: Rows;
  readonly shapeOf: (state: string) => readonly number[];
  readonly input: Buffer;
  readonly output: Buffer;
  /** Where this direction's features begin in a row of the output. */
  readonly offset: number;
  readonly stream: { readonly input: Buffer; readonly output: Buffer } | undefined;
  /** `addsInput`: another direction has written the input's cotangent before. */
  readonly training:
    | { readonly input: Buffer; readonly output: Buffer; readonly gradients: number; readonly addsInput: boolean }
    | undefined;
}

/** A state's buffers. */
export interface StateBuffers {
  readonly name: string;
  readonly shape: readonly number[];
  readonly direction: 'forward' | 'backward';
  readonly step: Buffer | undefined;
  readonly run: Buffer;
  readonly cotangent: Buffer | undefined;
}

export interface UnitCode {
  readonly states: readonly StateBuffers[];
  readonly step: readonly Kernel[];
  readonly forward: readonly Kernel[];
  readonly backward: readonly Kernel[];
  /** What computes the input's cotangent and nothing else: training skips it in the first layer. */
  readonly inputGradient: readonly Kernel[];
  /** For `explain`. */
  readonly plan: { readonly forward: Phases; readonly backward: Phases | undefined; readonly saved: readonly Node[] };
}

export function lowerUnit(unit: Unit): UnitCode {
  const states = allocateStates(unit);
  const stateOf = new Map(states.map((state) => [state.name, state]));
  const step = unit.stream ? streamKernel(unit, unit.stream, (name) => stateOf.get(name)!.step!) : [];
  const forward = forwardKernels(unit, (name) => stateOf.get(name)!.run);
  const plan = { forward: forward.plan, saved: forward.saved, backward: undefined };
  if (!unit.gradient || !unit.training)
    return { states, step, forward: forward.kernels, backward: [], inputGradient: [], plan };
  const backward = backwardKernels(
    unit,
    unit.gradient,
    unit.training,
    forward.held,
    (name) => stateOf.get(name)!.cotangent!,
  );
  return {
    states,
    step,
    forward: forward.kernels,
    backward: backward.kernels,
    inputGradient: backward.inputGradient,
    plan: { ...plan, backward: backward.plan },
  };
}

function allocateStates({ name, step, memory, stream, gradient, rows, shapeOf }: Unit): StateBuffers[] {
  return [...new Set(step.states.map((state) => state.name))].map((state) => {
    const shape = shapeOf(state);
    return {
      name: state,
      shape,
      direction: rows.direction,
      step: stream && memory.alloc(`${name}$${state}$stream`, size(shape), 'one', `streaming state ${state}`),
      // Backpropagation reads every earlier state; inference needs only the last.
      run: memory.alloc(`${name}$${state}`, size(shape), gradient ? 'slots' : 'batch', `state ${state}`),
      cotangent: gradient && memory.alloc(`${name}$d_${state}`, size(shape), 'batch', `cotangent of state ${state}`),
    };
  });
}

/** One step of one sequence: nothing is hoisted, everything is fused. */
function streamKernel(
  unit: Unit,
  stream: { input: Buffer; output: Buffer },
  state: (name: string) => Buffer,
): Kernel[] {
  const { step } = unit;
  const leaves = leafSpots(step, stream.input, state);
  const roots: Root[] = [
    ...step.outputs.map(
      ({ from, node }): Root => ({
        node,
        to: addressOf({ buffer: stream.output, from: unit.offset + from }, node, {}),
      }),
    ),
    ...step.states.map(
      (s): Root => ({
        node: s.next,
        to: addressOf({ buffer: state(s.name), from: s.from }, s.next, {}),
        replaces: s.prev,
      }),
    ),
  ];
  const body = lowerRow(unit, 'step', roots, {}, leaves);
  return [
    {
      name: `${unit.name}_step`,
      doc: [`One time step of ${unit.doc}:`, ...unit.equations].join('\n'),
      sized: false,
      body,
    },
  ];
}

interface Forward {
  readonly kernels: readonly Kernel[];
  readonly plan: Phases;
  readonly saved: readonly Node[];
  /** What memory holds afterwards: leaves, outputs, states and the tape. */
  readonly held: Spots;
}

function forwardKernels(unit: Unit, state: (name: string) => Buffer): Forward {
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
  const plan = phases(unit.scope.table, scan, isLeaf, (node) => isPrevious.has(untransposed(node)));

  const leaves = leafSpots(step, unit.input, state);
  const outputs = step.outputs.map(({ from, node }): [Node, Spot] => [
    node,
    { buffer: unit.output, from: unit.offset + from },
  ]);
  const history = step.states.map((s): [Node, Spot] => [
    s.next,
    { buffer: state(s.name), from: s.from, slot: 'after' },
  ]);
  // A hoisted value becomes a state only when the loop comes to it: until then it is on the tape.
  const isOutput = new Set(outputs.map(([node]) => node));
  const isState = new Set(hasHistory ? history.map(([node]) => node) : []);
  const computed = [...plan.before, ...[...plan.within, ...plan.after].filter((node) => !isState.has(node))];
  const taped = computed.filter((node) => !isOutput.has(node));
  const tape = tapeSpots(memory, name, taped, nameAll(roots, step.names), rows.kind);
  const kept = mergeSpots(outputs, tape);
  const held = mergeSpots(outputs, tape, hasHistory ? history : []);

  const flat = rowNames(rows, 'flat');
  const time = rowNames(rows, 'time');
  const store = (nodes: readonly Node[], names: RowNames): Root[] =>
    nodes.flatMap((node) => rootsOfSpots(node, kept, names));
  const next = history.map(
    ([node, spot], i): Root => ({
      node,
      to: addressOf(spot, node, time),
      ...(!hasHistory && { replaces: step.states[i]!.prev }),
    }),
  );
  const afterBefore = new Map([...leaves, ...only(kept, plan.before)]);
  const afterLoop = new Map([...leaves, ...only(held, [...plan.before, ...plan.within, ...isState])]);
  const kernels = [
    flatKernel(
      `${name}_hoisted`,
      `What ${unit.doc} computes from its input alone, for all time steps at once.`,
      rows,
      lowerRow(unit, 'hoisted', store(plan.before, flat), flat, leaves),
    ),
    timeKernel(
      `${name}_forward`,
      [`${sentence(unit.doc)}, step by step:`, ...unit.equations].join('\n'),
      rows,
      lowerRow(unit, 'forward', [...store(plan.within, time), ...next], time, afterBefore),
      rows.direction === 'backward',
    ),
    flatKernel(
      `${name}_deferred`,
      `What ${unit.doc} computes from its states, for all time steps at once.`,
      rows,
      lowerRow(unit, 'deferred', store(plan.after, flat), flat, afterLoop),
    ),
  ];
  return { kernels: kernels.flat(), plan, saved: keep, held: new Map([...leaves, ...held]) };
}

/** The statements for one row: `roots` from what `readable` spots and the parameters hold. */
export function lowerRow(unit: Unit, suffix: string, roots: readonly Root[], rows: RowNames, readable: Spots): Stmt[] {
  if (roots.length === 0) return [];
  const scratch = new Map<Node, Address>();
  return lowerTask({
    scope: unit.scope,
    lowering: unit.lowering,
    names: new Map([...(unit.gradient?.names ?? []), ...nameAll(rootsOf(unit.step), unit.step.names)]),
    roots,
    address: (node) => paramAddress(unit, node) ?? readSpot(node, readable, rows),
    scratch(node) {
      let address = scratch.get(node);
      if (!address) {
        const buffer = unit.memory.alloc(
          `${unit.name}$${suffix}$${scratch.size}`,
          size(node.shape),
          'one',
          `scratch of ${unit.name}_${suffix}`,
        );
        scratch.set(node, (address = rowMajor(rowOf(buffer, {}), node.shape)));
      }
      return address;
    },
  });
}

/** A parameter's address; `shift` reaches its gradient. */
export function paramAddress({ layout }: Unit, node: Node, shift = 0): Address | undefined {
  const place = layout.places.get(node);
  return place && { base: affine(place.at + shift), dims: place.dims };
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
