/** What flows between the layers of a Keras model, and recurrent layers that work on it. */
import type { Tensor } from '@cellc/runtime';
import { refuse } from '../error.ts';
import { type Builder, type Source, sizeOf, type Value, whole } from '../net.ts';
import { type Fields, field } from '../read/json.ts';
import { poolCell, type RecurrentCell } from '../recurrent.ts';
import { activationName } from './config.ts';
import { flag, type KerasKind, kerasCell, kerasWeights } from './recurrent.ts';

export interface Signal {
  readonly source: Source;
  /** 1 where a step counts, 0 where it is skipped. */
  readonly mask?: Source | undefined;
  /** Only the last step is meant. */
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

/** A layer's cell with its weights. */
function cellOf(of: Recurrent, signal: Signal): { cell: RecurrentCell; weights: ReadonlyMap<string, Tensor> } {
  const { kind, name, config, version, tensors } = of;
  const what = `layer ${kind} '${name}'`;
  const input = sizeOf(signal.source);
  if (signal.last) refuse(`${what} after a layer that gives the last step alone`);
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
  return { directions, signal: { source: lastOf(net, value, backward), last: true, reversed: false } };
}

/** Where a value's sequence ends: at the last step, or read backward at the first, which is kept until the last. */
function lastOf(net: Builder, value: Value, backward: boolean, from = 0, to = value.size): Source {
  const part = [{ value, from, to }];
  return backward ? whole(pool(net, `${value.name}_first`, 'hold', part)) : part;
}

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
  let forward: (all: boolean) => Source;
  let backward: (all: boolean) => Source;
  if (same) {
    const weights = signal.reversed ? [b.weights, a.weights] : [a.weights, b.weights];
    const value = net.add(name, 2 * size, { kind: 'unit', input, cell: a.cell, direction: 'both', weights });
    const half = (at: 0 | 1) => (all: boolean) =>
      all
        ? [{ value, from: at * size, to: (at + 1) * size }]
        : lastOf(net, value, at === 1, at * size, (at + 1) * size);
    [forward, backward] = signal.reversed ? [half(1), half(0)] : [half(0), half(1)];
    directions = [0, 1].map((which) => ({ value, which: signal.reversed ? 1 - which : which }));
  } else {
    const add = (each: typeof a, back: boolean, wanted: string): Value => {
      const direction = back ? 'backward' : 'forward';
      const make = { kind: 'unit', input, cell: each.cell, direction, weights: [each.weights] } as const;
      return net.add(wanted, each.cell.output, make);
    };
    const [one, two] = [add(a, signal.reversed, `${name}_forward`), add(b, !signal.reversed, `${name}_backward`)];
    forward = (all) => (all ? whole(one) : lastOf(net, one, signal.reversed));
    backward = (all) => (all ? whole(two) : lastOf(net, two, !signal.reversed));
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

/** The layer inside another one. */
export function innerLayer(config: Fields, key: string): { type: string; config: Fields } | undefined {
  const inner = field(config, key);
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined;
  const fields = inner as Fields;
  const own = field(fields, 'config');
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return undefined;
  return { type: activationName({ class_name: field(fields, 'class_name') }), config: own as Fields };
}
