/**
 * One direction of one layer, from its graph to kernels: `step` for streaming; `forward` over sequences, split into what
 * is hoisted, looped and deferred; and `backward`, the same three for the step's gradient, run in reverse.
 */
import type { Kernel } from '../ir/loop.ts';
import { type Node, size } from '../ir/node.ts';
import type { Phases } from '../passes/phases.ts';
import { backwardKernels } from './backward.ts';
import { forwardKernels } from './forward.ts';
import type { Buffer } from './memory.ts';
import { lowerRow } from './row.ts';
import { addressOf, leafSpots } from './spots.ts';
import type { Root } from './task.ts';
import type { NoiseBuffer, StateBuffers, Unit } from './unit.ts';

export interface UnitCode {
  readonly states: readonly StateBuffers[];
  readonly noise: readonly NoiseBuffer[];
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
  const noise = allocateNoise(unit);
  const noiseOf = (name: string): Buffer => noise.find((factors) => factors.name === name)!.buffer;
  const step = unit.stream ? streamKernel(unit, unit.stream, (name) => stateOf.get(name)!.step!) : [];
  const forward = forwardKernels(unit, (name) => stateOf.get(name)!.run, noiseOf);
  const plan = { forward: forward.plan, saved: forward.saved, backward: undefined };
  if (!unit.gradient || !unit.training)
    return { states, noise, step, forward: forward.kernels, backward: [], inputGradient: [], plan };
  const backward = backwardKernels(
    unit,
    unit.gradient,
    unit.training,
    forward.held,
    (name) => stateOf.get(name)!.cotangent!,
  );
  return {
    states,
    noise,
    step,
    forward: [...backward.ahead, ...forward.kernels],
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

function allocateNoise({ name, step, memory, rows }: Unit): NoiseBuffer[] {
  const parts = new Map(step.noise.map((block) => [block.name, block]));
  return [...parts.values()].map(({ name: factors, whole, draw }) => {
    const each = draw.each === 'sequence' ? 'batch' : rows.kind;
    return { name: factors, buffer: memory.alloc(`${name}$${factors}`, size(whole), each, `random factors`), draw };
  });
}

/** One step of one sequence: nothing is hoisted, everything is fused. */
function streamKernel(
  unit: Unit,
  stream: { input: Buffer; output: Buffer },
  state: (name: string) => Buffer,
): Kernel[] {
  const { inference: step } = unit;
  const leaves = leafSpots(step, stream.input, state);
  const roots: Root[] = [
    ...step.outputs.map(
      ({ from, node }): Root => ({
        node,
        to: addressOf({ buffer: stream.output, from: [unit.offset + from] }, node, {}),
      }),
    ),
    ...step.states.map(
      (s): Root => ({
        node: s.next,
        to: addressOf({ buffer: state(s.name), from: s.from, whole: s.whole }, s.next, {}),
        replaces: s.prev,
      }),
    ),
  ];
  const { one: body } = lowerRow(unit, 'step', roots, {}, leaves);
  return [
    {
      name: `${unit.name}_step`,
      doc: [`One time step of ${unit.doc}:`, ...unit.equations].join('\n'),
      sized: false,
      body,
    },
  ];
}
