/** Keras' recurrent layers: their options as cells, and their weights, which multiply rows, as those of the cells. */
import type { Tensor } from '@cellc/runtime';
import { type Activation, isLinear, kerasActivation } from '../activation.ts';
import { refuse, show } from '../error.ts';
import type { Weights } from '../net.ts';
import { type Fields, field, isFields } from '../read/json.ts';
import type { RecurrentCell } from '../recurrent.ts';
import { rowsOf, transposed } from '../tensors.ts';
import { unstack } from '../weights.ts';
import { activationName, isCustom } from './config.ts';

export type KerasKind = 'LSTM' | 'GRU' | 'SimpleRNN';

export interface KerasRecurrent {
  readonly kind: KerasKind;
  readonly config: Fields;
  readonly version: 2 | 3;
  readonly input: number;
  readonly masked: boolean;
  /** What messages call it. */
  readonly what: string;
  /** Whether the sequence starts at states of the file's. */
  readonly starts?: boolean;
}

/** The function that a configuration names. @throws E_IMPORT */
export function activationOf(value: unknown, version: 2 | 3, what: string): Activation {
  const name = activationName(value);
  if (isLinear(name)) return { text: '{0}' };
  return kerasActivation(name, version) ?? refuse(`${what} with the activation ${name}`);
}

export function flag(config: Fields, key: string, absent: boolean): boolean {
  const value = field(config, key);
  return value === undefined || value === null ? absent : value === true;
}

export function kerasCell({ kind, config, version, input, masked, what, starts }: KerasRecurrent): RecurrentCell {
  const units = field(config, 'units');
  if (!Number.isSafeInteger(units) || (units as number) < 1) return refuse(`${what} with ${String(units)} units`);
  const hidden = units as number;
  // The gates of the first Keras were hard; version 3 writes what it means.
  const gates = field(config, 'recurrent_activation') ?? 'sigmoid';
  const main = activationOf(field(config, 'activation') ?? 'tanh', version, what);
  const base = {
    input,
    hidden,
    output: hidden,
    ...(masked && { masked: flag(config, 'zero_output_for_mask', false) ? ('zero' as const) : ('repeat' as const) }),
    ...(starts && { starts: true }),
  };
  if (kind === 'SimpleRNN') return { ...base, kind: 'rnn', activations: [main] };
  const gate = activationOf(gates, version, what);
  if (kind === 'LSTM') return { ...base, kind: 'lstm', activations: [gate, main, main] };
  return { ...base, kind: 'gru', activations: [gate, main], resetAfter: flag(config, 'reset_after', version === 3) };
}

const orders = { LSTM: 'ifgo', GRU: 'zrn', SimpleRNN: 'h' } as const;

/** @param tensors kernel [I, G * H], recurrent kernel [H, G * H], and bias [G * H], or [2, G * H] of a GRU */
export function kerasWeights(kind: KerasKind, cell: RecurrentCell, tensors: readonly Tensor[], what: string): Weights {
  const [kernel, recurrent, bias] = tensors;
  if (!kernel || !recurrent || tensors.length > 3) return refuse(`${what} with ${tensors.length} weights`);
  for (const tensor of [kernel, recurrent])
    if (tensor.shape.length !== 2) return refuse(`${what} with a weight of the shape ${show(tensor.shape)}`);
  const twice = bias?.shape.length === 2;
  if (bias && twice && (kind !== 'GRU' || bias.shape[0] !== 2))
    return refuse(`${what} with a bias of the shape ${show(bias.shape)}`);
  if (bias && kind === 'GRU' && twice !== (cell.resetAfter === true))
    return refuse(`${what} with a bias of the shape ${show(bias.shape)} and reset_after ${cell.resetAfter === true}`);
  const row = (i: number): Tensor | undefined => {
    if (!bias || !twice) return undefined;
    const { data, shape } = rowsOf(bias, i, i + 1);
    return { data, shape: shape.slice(1) };
  };
  const stacked = {
    order: orders[kind],
    input: transposed(kernel),
    recurrent: transposed(recurrent),
    inputBias: twice ? row(0) : bias,
    recurrentBias: row(1),
  };
  return unstack(cell, stacked, what);
}

/** A layer, or a cell, inside another one. */
export interface Inner {
  readonly type: string;
  readonly config: Fields;
}

export function innerLayer(config: Fields, key: string): Inner | undefined {
  return toInner(field(config, key));
}

/** The cells of a layer RNN: one, or those of StackedRNNCells. */
export function cellsOf(config: Fields): Inner[] {
  const cell = innerLayer(config, 'cell');
  if (cell?.type !== 'StackedRNNCells') return cell ? [cell] : [];
  const list = field(cell.config, 'cells');
  return Array.isArray(list) ? list.map((each) => toInner(each) ?? { type: '?', config: {} }) : [];
}

function toInner(value: unknown): Inner | undefined {
  if (!isFields(value)) return undefined;
  const config = field(value, 'config');
  if (!isFields(config)) return undefined;
  const type = isCustom(value) ? field(value, 'registered_name') : field(value, 'class_name');
  return { type: typeof type === 'string' ? type : '?', config };
}
