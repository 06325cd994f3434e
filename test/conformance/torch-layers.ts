/** PyTorch's recurrent layers as layers of a spec: its equations, its stacked weights, its two biases. */
import type { LayerSpec } from '@cellc/compiler';
import { type Fields, flagOr, Malformed, number, numberOr, text } from './format.ts';

export interface TorchConfig {
  /** LSTM, GRU, RNN_TANH or RNN_RELU. */
  readonly cell: string;
  readonly input: number;
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly bias: boolean;
  /** Size of the projected output, 0 without projection. */
  readonly projection: number;
}

/** @throws Malformed */
export function torchConfig(config: Fields): TorchConfig {
  return {
    cell: text(config, 'cell', 'config'),
    input: number(config, 'input_size', 'config'),
    hidden: number(config, 'hidden_size', 'config'),
    layers: numberOr(config, 'num_layers', 'config', 1),
    bidirectional: flagOr(config, 'bidirectional', 'config', false),
    bias: flagOr(config, 'bias', 'config', true),
    projection: numberOr(config, 'proj_size', 'config', 0),
  };
}

/** The recurrent layers, named l0, l1, … as in the suffixes of PyTorch's parameters. */
export function torchLayers(config: TorchConfig): LayerSpec[] {
  const layer = {
    cell: torchCell(config),
    size: config.hidden,
    direction: config.bidirectional ? 'both' : 'forward',
    ...(config.projection > 0 && { projection: config.projection }),
  } as const;
  return Array.from({ length: config.layers }, (_, i) => ({ ...layer, name: `l${i}` }));
}

/** The text of a cell with PyTorch's equations; `split` has the gates in the order of the stacked rows. */
function torchCell({ cell, bias, projection }: TorchConfig): string {
  const x = bias ? 'W_ih @ x + b_ih' : 'W_ih @ x';
  const h = bias ? 'W_hh @ h[t-1] + b_hh' : 'W_hh @ h[t-1]';
  const lstm = `
i, f, g, o = split(${x} + ${h})
c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)`;

  if (cell === 'LSTM' && projection)
    return `cell torch_lstm(x: I) -> h: P
param W_hr: [P, H]
${lstm}
h = W_hr @ (sigmoid(o) * tanh(c))`;

  if (cell === 'LSTM')
    return `cell torch_lstm(x: I) -> h: H
${lstm}
h = sigmoid(o) * tanh(c)`;

  if (cell === 'GRU')
    return `cell torch_gru(x: I) -> h: H

r_x, z_x, n_x = split(${x})
r_h, z_h, n_h = split(${h})
r = sigmoid(r_x + r_h)
z = sigmoid(z_x + z_h)
n = tanh(n_x + r * n_h)
h = (1 - z) * n + z * h[t-1]`;

  if (cell === 'RNN_TANH' || cell === 'RNN_RELU')
    return `cell torch_rnn(x: I) -> h: H

h = ${cell === 'RNN_TANH' ? 'tanh' : 'relu'}(${x} + ${h})`;

  throw new Malformed(`config.cell is ${cell}, none of LSTM, GRU, RNN_TANH, RNN_RELU`);
}

/** `weight_ih_l0_reverse` is `l0.backward.W_ih`; in a network with one direction `bias_hh_l1` is `l1.b_hh`. */
export function torchParam(name: string, { bidirectional }: TorchConfig): string {
  const match = /^(weight|bias)_(ih|hh|hr)_l(\d+)(_reverse)?$/.exec(name);
  if (!match) throw new Malformed(`'${name}' is no parameter of a recurrent layer of PyTorch`);
  const [, kind, which, layer, reverse] = match;
  if (reverse && !bidirectional) throw new Malformed(`'${name}' in a network with one direction`);
  return `${unit(Number(layer), bidirectional, reverse)}.${kind === 'weight' ? 'W' : 'b'}_${which}`;
}

/** Paths of layers and directions in the order of the first axis of h0 and hn: layer by layer, forward first. */
export function torchUnits({ layers, bidirectional }: TorchConfig): string[] {
  const directions = bidirectional ? [undefined, 'reverse'] : [undefined];
  return Array.from({ length: layers }, (_, layer) =>
    directions.map((reverse) => unit(layer, bidirectional, reverse)),
  ).flat();
}

function unit(layer: number, bidirectional: boolean, reverse: string | undefined): string {
  const direction = reverse ? '.backward' : '.forward';
  return `l${layer}${bidirectional ? direction : ''}`;
}
