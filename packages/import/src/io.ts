/** How a file's own inputs and outputs lie in those of the compiled model, and moving numbers between the two. */
import type { Tensor } from '@cellc/runtime';
import { refuse, show } from './error.ts';

/** What an axis runs over; a number is that many features. */
export type Axis = 'batch' | 'time' | number;

/** Where an element lies: in the model's input or output, or in a state (`lstm1.h`) at the start or the end. */
export interface Slot {
  readonly at: 'features' | { readonly state: string };
  readonly index: number;
}

export interface Port {
  readonly name: string;
  /** In the file's order. */
  readonly axes: readonly Axis[];
  /** The elements over the axes of features, row-major. */
  readonly slots: readonly Slot[];
  /** Inputs: each element is the number of a class of this many, which the model reads as a vector with a one. */
  readonly classes?: number;
  /** Inputs: how many steps of each sequence count. */
  readonly lengths?: true;
  /** Outputs: the last step alone, of a model that returns every step. */
  readonly last?: true;
  /** Outputs: the file gives the steps in the order in which a backward layer computes them. */
  readonly reversed?: true;
}

export interface Ports {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** Features 0 to count of the model's input or output. */
export function features(count: number, from = 0): Slot[] {
  return Array.from({ length: count }, (_, i) => ({ at: 'features', index: from + i }));
}

export function stateSlots(state: string, count: number): Slot[] {
  return Array.from({ length: count }, (_, index) => ({ at: { state }, index }));
}

/** What `run` is given. */
export interface Fed {
  /** [batch, time, input], or [batch, time] of classes */
  readonly x: Tensor;
  /** [batch, size] by name; those that the file is not given are missing. */
  readonly state: ReadonlyMap<string, Tensor>;
  readonly lengths?: readonly number[];
}

/** The file's inputs as the model takes them. @throws E_IMPORT where an input is missing or has another shape */
export function feed(
  ports: Ports,
  inputs: ReadonlyMap<string, Tensor>,
  reads: number | { readonly classes: number },
): Fed {
  const input = typeof reads === 'number' ? reads : 1;
  const given = ports.inputs.flatMap((port) => {
    const tensor = inputs.get(port.name);
    if (!tensor && port.slots.some(({ at }) => at === 'features')) refuse(`input '${port.name}' is missing`);
    return tensor ? [{ port, tensor }] : [];
  });
  const sizes = { batch: 1, time: 1 };
  for (const { port, tensor } of given) measure(port, tensor, sizes);
  const { batch, time } = sizes;
  const x = new Float64Array(batch * time * input);
  const state = new Map<string, { data: Float64Array; size: number }>();
  const states = given.flatMap(({ port }) => port.slots.flatMap(({ at }) => (at === 'features' ? [] : [at.state])));
  for (const name of new Set(states)) {
    const size = 1 + Math.max(...given.flatMap(({ port }) => port.slots.map((s) => (isIn(s, name) ? s.index : -1))));
    state.set(name, { data: new Float64Array(batch * size), size });
  }
  let lengths: number[] | undefined;
  for (const { port, tensor } of given) {
    if (port.lengths) {
      lengths = [...tensor.data];
      continue;
    }
    const put = (b: number, t: number, { at, index }: Slot, value: number): void => {
      if (at !== 'features') {
        const { data, size } = state.get(at.state)!;
        data[b * size + index] = value;
      } else if (typeof reads !== 'number') x[b * time + t] = classOf(value, port);
      else if (port.classes === undefined) x[(b * time + t) * input + index] = value;
      else x[(b * time + t) * input + index + classOf(value, port)] = 1;
    };
    // What has no axis of sequences or steps is the same for all of them.
    const spread = (kind: 'batch' | 'time', at: number): number[] =>
      port.axes.includes(kind) ? [at] : Array.from({ length: sizes[kind] }, (_, i) => i);
    eachElement(port, tensor.shape, (b, t, element, at) => {
      for (const sequence of spread('batch', b))
        for (const step of spread('time', t)) put(sequence, step, port.slots[element]!, tensor.data[at]!);
    });
  }
  return {
    x: { data: x, shape: typeof reads === 'number' ? [batch, time, input] : [batch, time] },
    state: new Map([...state].map(([name, { data, size }]) => [name, { data, shape: [batch, size] }])),
    ...(lengths && { lengths }),
  };
}

const isIn = ({ at }: Slot, name: string): boolean => at !== 'features' && at.state === name;

function classOf(value: number, { name, classes = 0 }: Port): number {
  if (!Number.isInteger(value) || value < 0 || value >= classes)
    refuse(`input '${name}' holds the class ${value}, and there are ${classes}`);
  return value;
}

function measure(port: Port, { shape }: Tensor, sizes: { batch: number; time: number }): void {
  const fits =
    shape.length === port.axes.length && port.axes.every((axis, i) => typeof axis === 'string' || axis === shape[i]);
  if (!fits) refuse(`input '${port.name}' has the shape ${show(shape)} where ${show(port.axes)} is expected`);
  port.axes.forEach((axis, i) => {
    if (typeof axis === 'string') sizes[axis] = shape[i]!;
  });
}

/** Visits a tensor: batch, time, the element among the features, and its place. */
function eachElement(
  { axes }: Port,
  shape: readonly number[],
  visit: (batch: number, time: number, element: number, at: number) => void,
): void {
  const index = { batch: 0, time: 0 };
  let at = 0;
  const walk = (axis: number, element: number): void => {
    if (axis === axes.length) {
      visit(index.batch, index.time, element, at++);
      return;
    }
    const kind = axes[axis]!;
    for (let i = 0; i < shape[axis]!; i++) {
      if (typeof kind === 'string') index[kind] = i;
      walk(axis + 1, typeof kind === 'string' ? element : element * kind + i);
    }
    if (typeof kind === 'string') index[kind] = 0;
  };
  walk(0, 0);
}

/** What a model gave for a batch: its output, [batch, time, features] or [batch, features], and its final states. */
export interface Result {
  readonly output: Tensor;
  readonly state: Readonly<Record<string, Tensor>>;
}

/** The file's outputs. */
export function collect(ports: Ports, { output, state }: Result): Map<string, Tensor> {
  const batch = output.shape[0]!;
  const time = output.shape.length === 3 ? output.shape[1]! : 1;
  const width = output.shape.at(-1)!;
  return new Map(
    ports.outputs.map((port) => {
      const sizes = { batch, time };
      const shape = port.axes.map((axis) => (typeof axis === 'string' ? sizes[axis] : axis));
      const data = new Float64Array(shape.reduce((a, b) => a * b, 1));
      eachElement(port, shape, (b, t, element, at) => {
        const { at: where, index } = port.slots[element]!;
        const step = port.last ? time - 1 : port.reversed ? time - 1 - t : t;
        const from = where === 'features' ? output : state[where.state]!;
        // A state that is a number of each sequence has no second axis.
        const place = where === 'features' ? (b * time + step) * width + index : b * (from.shape[1] ?? 1) + index;
        data[at] = from.data[place]!;
      });
      return [port.name, { data, shape }];
    }),
  );
}
