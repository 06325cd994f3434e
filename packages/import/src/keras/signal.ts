/** What flows between the layers of a Keras model, and recurrent layers that work on it. */
import type { Tensor } from '@cellc/runtime';
import { refuse } from '../error.ts';
import { type Builder, type Part, type Source, sizeOf, type Value, whole } from '../net.ts';
import type { Fields } from '../read/json.ts';
import { poolCell, type RecurrentCell } from '../recurrent.ts';
import { flag, type KerasKind, kerasCell, kerasWeights } from './recurrent.ts';

export interface Signal {
  readonly source: Source;
  /** 1 where a step counts, 0 where it is skipped. */
  readonly mask?: Source | undefined;
  /** Only the last step is meant, or there are no steps: the axes are [batch, features]. */
  readonly last: boolean;
  /** The steps are in the opposite order of the input's. */
  readonly reversed: boolean;
}

/** A direction of a recurrent layer: its value, and which of the value's directions it is. */
export interface Direction {
  readonly value: Value;
  readonly which: number;
}

export interface Recurrent {
  readonly kind: KerasKind;
  readonly name: string;
  readonly config: Fields;
  readonly version: 2 | 3;
  readonly tensors: readonly Tensor[];
}

export function isRecurrent(type: string): type is KerasKind {
  return type === 'LSTM' || type === 'GRU' || type === 'SimpleRNN';
}

/** Whether a layer goes through the steps in their order. */
export function isOrdered(type: string): boolean {
  return isRecurrent(type) || type === 'Bidirectional' || type === 'RNN';
}

/** A layer's cell with its weights. */
function cellOf(of: Recurrent, signal: Signal): { cell: RecurrentCell; weights: ReadonlyMap<string, Tensor> } {
  const { kind, name, config, version, tensors } = of;
  const what = `layer ${kind} '${name}'`;
  const input = sizeOf(signal.source);
  if (signal.last) refuse(`${what} after a layer that gives the last step alone`);
  const count = flag(config, 'use_bias', true) ? 3 : 2;
  if (tensors.length !== count) refuse(`${what} with ${tensors.length} weights where ${count} are expected`);
  if (flag(config, 'time_major', false)) refuse(`${what} with time_major`);
  const cell = kerasCell({ kind, config, version, input, masked: signal.mask !== undefined, what });
  return { cell, weights: kerasWeights(kind, cell, tensors, what) };
}

/** What a recurrent layer gives, and its directions, forward first. */
export interface Recurred {
  readonly signal: Signal;
  readonly directions: readonly Direction[];
}

/** LSTM, GRU or SimpleRNN. */
export function recurrent(net: Builder, of: Recurrent, signal: Signal): Recurred {
  const { cell, weights } = cellOf(of, signal);
  const turned = flag(of.config, 'go_backwards', false);
  const backward = turned !== signal.reversed;
  const input = [...signal.source, ...(signal.mask ?? [])];
  const direction = backward ? 'backward' : 'forward';
  const value = net.add(of.name, cell.output, { kind: 'unit', input, cell, direction, weights: [weights] });
  const directions = [{ value, which: 0 }];
  if (flag(of.config, 'return_sequences', false))
    return { directions, signal: { source: whole(value), mask: signal.mask, last: false, reversed: backward } };
  return { directions, signal: { source: lastOf(net, all(value), backward), last: true, reversed: false } };
}

/** Cells that work on each step one after the other, as layers do; `options` are those of the layer around them. */
export function stacked(net: Builder, cells: readonly Recurrent[], options: Fields, signal: Signal): Recurred {
  const directions: Direction[] = [];
  let result = signal;
  for (const [i, cell] of cells.entries()) {
    const own = {
      go_backwards: i === 0 && flag(options, 'go_backwards', false),
      return_sequences: i < cells.length - 1 || flag(options, 'return_sequences', false),
      zero_output_for_mask: flag(options, 'zero_output_for_mask', false),
      time_major: flag(options, 'time_major', false),
    };
    const one = recurrent(net, { ...cell, config: { ...cell.config, ...own } }, result);
    directions.push(...one.directions);
    result = one.signal;
  }
  return { signal: result, directions };
}

/** Where a value's sequence ends: at the last step, or read backward at the first, which is kept until the last. */
export function lastOf(net: Builder, part: Part, backward: boolean): Source {
  return backward ? whole(pool(net, `${part.value.name}_first`, 'hold', [part])) : [part];
}

const all = (value: Value): Part => ({ value, from: 0, to: value.size });

export function pool(net: Builder, name: string, kind: 'hold' | 'mean' | 'max', input: Source): Value {
  const cell = poolCell(kind, sizeOf(input));
  return net.add(name, cell.output, { kind: 'unit', input, cell, direction: 'forward', weights: [new Map()] });
}

/** Two layers, of which the second reads the sequence from its end. */
export function bidirectional(
  net: Builder,
  name: string,
  [first, second]: readonly [Recurrent, Recurrent],
  merge: unknown,
  signal: Signal,
): Recurred {
  if (flag(first.config, 'go_backwards', false)) refuse(`layer Bidirectional '${name}' of a layer with go_backwards`);
  const [a, b] = [cellOf(first, signal), cellOf(second, signal)];
  const input = [...signal.source, ...(signal.mask ?? [])];
  const same = JSON.stringify(a.cell) === JSON.stringify(b.cell);
  const sequences = flag(first.config, 'return_sequences', false);
  if (flag(second.config, 'return_sequences', false) !== sequences)
    refuse(`layer Bidirectional '${name}' of which one direction returns sequences`);
  const size = a.cell.output;
  let directions: readonly Direction[];
  let forward: (every: boolean) => Source;
  let backward: (every: boolean) => Source;
  if (same) {
    const weights = signal.reversed ? [b.weights, a.weights] : [a.weights, b.weights];
    const value = net.add(name, 2 * size, { kind: 'unit', input, cell: a.cell, direction: 'both', weights });
    const half = (at: 0 | 1) => (every: boolean) => {
      const part = { value, from: at * size, to: (at + 1) * size };
      return every ? [part] : lastOf(net, part, at === 1);
    };
    [forward, backward] = signal.reversed ? [half(1), half(0)] : [half(0), half(1)];
    directions = [0, 1].map((which) => ({ value, which: signal.reversed ? 1 - which : which }));
  } else {
    const add = (each: typeof a, back: boolean, wanted: string): Value => {
      const direction = back ? 'backward' : 'forward';
      const make = { kind: 'unit', input, cell: each.cell, direction, weights: [each.weights] } as const;
      return net.add(wanted, each.cell.output, make);
    };
    const [one, two] = [add(a, signal.reversed, `${name}_forward`), add(b, !signal.reversed, `${name}_backward`)];
    forward = (every) => (every ? whole(one) : lastOf(net, all(one), signal.reversed));
    backward = (every) => (every ? whole(two) : lastOf(net, all(two), !signal.reversed));
    directions = [one, two].map((value) => ({ value, which: 0 }));
  }
  const source = merged(net, name, forward(sequences), backward(sequences), merge);
  const mask = sequences ? signal.mask : undefined;
  const result = { source, mask, last: !sequences, reversed: sequences && signal.reversed };
  return { signal: result, directions };
}

function merged(net: Builder, name: string, a: Source, b: Source, merge: unknown): Source {
  const mode = merge === undefined ? 'concat' : merge;
  if (mode === 'concat') return [...a, ...b];
  const texts: Readonly<Record<string, string>> = { sum: '{0} + {1}', ave: '0.5 * ({0} + {1})', mul: '{0} * {1}' };
  if (typeof mode !== 'string' || !Object.hasOwn(texts, mode) || sizeOf(a) !== sizeOf(b))
    return refuse(`layer Bidirectional '${name}' with merge_mode ${JSON.stringify(mode)}`, 'a model has one output');
  return whole(net.point(`${name}_${mode}`, sizeOf(a), texts[mode]!, [a, b]));
}
