/**
 * Weights with the names that PyTorch gives them: each layer that is an nn.LSTM, nn.GRU, nn.RNN, nn.Linear or
 * nn.Embedding is one, of its own; all others keep the names they have here.
 */
import { shelves } from '@cellc/compiler';
import { type Unit, unitsOf } from '@cellc/compiler/graph';
import { saveSafetensors, type Tensor } from '@cellc/runtime';
import type { Exporter } from '../exporter.ts';
import { denseOf, type Standard, standardOf, turned } from '../standard.ts';

/** The gates of the stacked rows, in order, and the bias of each in bias_ih and in bias_hh. */
interface Rows {
  readonly type: 'LSTM' | 'GRU' | 'RNN';
  readonly gates: readonly { readonly gate: string; readonly ih: string; readonly hh?: string }[];
  /** What stands in nn.RNN's arguments. */
  readonly argument?: string;
}

const gates = (names: string) => [...names].map((gate) => ({ gate, ih: `b_${gate}` }));

const recurrent = {
  lstm: { type: 'LSTM', gates: gates('ifgo') },
  lstm_projected: { type: 'LSTM', gates: gates('ifgo') },
  gru: { type: 'GRU', gates: [...gates('rz'), { gate: 'n', ih: 'b_xn', hh: 'b_hn' }] },
  rnn: { type: 'RNN', gates: gates('h') },
  rnn_relu: { type: 'RNN', gates: gates('h'), argument: "nonlinearity='relu'" },
} as const satisfies Record<string, Rows>;
const { lstm, lstm_projected, gru, rnn, rnn_relu } = shelves.cell.texts;
const recurrentCells = { lstm, lstm_projected, gru, rnn, rnn_relu } as Record<keyof typeof recurrent, string>;

/** The modules of functions, by their names here. */
const activations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    relu: 'ReLU()',
    tanh: 'Tanh()',
    sigmoid: 'Sigmoid()',
    softmax: 'Softmax(dim=-1)',
    elu: 'ELU(alpha=1.0)',
    selu: 'SELU()',
    gelu: "GELU(approximate='none')",
    leaky_relu: 'LeakyReLU(negative_slope=0.01)',
    softplus: 'Softplus(beta=1.0, threshold=20.0)',
    softsign: 'Softsign()',
    hard_sigmoid: 'Hardsigmoid()',
    hard_tanh: 'Hardtanh(min_val=-1.0, max_val=1.0)',
  }),
);

interface Layer {
  readonly tensors: readonly (readonly [name: string, tensor: Tensor])[];
  /** What PyTorch prints of it, module by module. */
  readonly modules: readonly (readonly [path: string, text: string])[];
  readonly to: string;
}

/** @throws nothing: what is no module of PyTorch keeps its names */
export const exportTorchWeights: Exporter = ({ model, weights }) => {
  const layers = unitsOf(model).map(
    (units, i): Layer =>
      asRecurrent(units, weights) ??
      asPlain(units[0]!, weights, i === 0 && model.reads === 'class') ??
      own(units, weights),
  );
  const lines = layers.flatMap(({ modules }) => modules.map(([path, text]) => `  (${path}): ${text}`));
  const printed = [`${model.name.replace(/\W/g, '_')}(`, ...lines, ')', ''].join('\n');
  const isKnown = layers.every(({ modules }) => modules.length > 0);
  const tensors = Object.fromEntries(layers.flatMap((layer) => layer.tensors));
  return {
    files: [
      {
        name: `${model.name}.pytorch.safetensors`,
        content: saveSafetensors(tensors, { name: model.name }),
      },
      ...(isKnown ? [{ name: `${model.name}.pytorch.txt`, content: printed }] : []),
    ],
    mapped: layers.map(({ to }, i) => [model.layers[i]!.name, to] as const),
    notes: [
      ...(layers.some(({ to }) => to.startsWith('nn.') && /LSTM|RNN|GRU/.test(to))
        ? ['PyTorch adds two biases where there is one here: it is bias_ih, and bias_hh is zero']
        : []),
      ...(isKnown ? [] : ['not every layer is one of PyTorch’s: the weights alone are no network to import again']),
    ],
  };
};

function asRecurrent(units: readonly Unit[], weights: ReadonlyMap<string, Tensor>): Layer | undefined {
  const [first] = units;
  const { layer } = first!;
  // PyTorch has no layer that runs backwards alone.
  if (layer.direction === 'backward') return undefined;
  const found = units.map((unit) => standardOf(unit, weights, recurrentCells));
  const [standard] = found;
  if (!standard || found.some((each) => each?.cell !== standard.cell || each.hidden !== standard.hidden))
    return undefined;
  const { type, gates: rows, argument }: Rows = recurrent[standard.cell];
  const P = layer.output / units.length;
  const isProjected = standard.cell === 'lstm_projected';
  const tensors = found.flatMap((each, i) => stacked(each!, rows, i === 0 ? '_l0' : '_l0_reverse', isProjected));
  const args = [
    `${layer.input}, ${standard.hidden}`,
    ...(argument ? [argument] : []),
    ...(isProjected ? [`proj_size=${P}`] : []),
    'batch_first=True',
    ...(units.length > 1 ? ['bidirectional=True'] : []),
  ];
  const text = `${type}(${args.join(', ')})`;
  return {
    tensors: tensors.map(([name, tensor]) => [`${layer.name}.${name}`, tensor]),
    modules: [[layer.name, text]],
    to: `nn.${text}`,
  };
}

function stacked(standard: Standard, rows: Rows['gates'], suffix: string, isProjected: boolean): [string, Tensor][] {
  const weight = (name: string): Tensor => standard.weight(name)!;
  const bias = (name: string | undefined): Tensor => {
    const found = name === undefined ? undefined : standard.weight(name);
    const shape = [standard.hidden];
    return found ?? { data: new Float32Array(standard.hidden), shape };
  };
  return [
    [`weight_ih${suffix}`, joined(rows.map(({ gate }) => weight(`W_x${gate}`)))],
    [`weight_hh${suffix}`, joined(rows.map(({ gate }) => weight(`W_h${gate}`)))],
    [`bias_ih${suffix}`, joined(rows.map(({ ih }) => bias(ih)))],
    [`bias_hh${suffix}`, joined(rows.map(({ hh }) => bias(hh)))],
    ...(isProjected ? [[`weight_hr${suffix}`, weight('W_hr')] as [string, Tensor]] : []),
  ];
}

/** Tensors one under the other, in double precision where one of them is. */
export function joined(parts: readonly Tensor[]): Tensor {
  const [, ...rest] = parts[0]!.shape;
  const length = parts.reduce((sum, { data }) => sum + data.length, 0);
  const data = parts.some((part) => part.data instanceof Float64Array)
    ? new Float64Array(length)
    : new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, shape: [parts.reduce((sum, { shape }) => sum + shape[0]!, 0), ...rest] };
}

function asPlain(unit: Unit, weights: ReadonlyMap<string, Tensor>, readsClass: boolean): Layer | undefined {
  const { layer } = unit;
  if (layer.direction !== 'forward') return undefined;
  const dense = denseOf(unit, weights, [...activations.keys()]);
  if (!dense) return undefined;
  const [W, b] = [dense.weight('W')!, dense.weight('b')];
  if (readsClass && !b && dense.cell === '') {
    const text = `Embedding(${layer.input}, ${layer.output})`;
    return { tensors: [[`${layer.name}.weight`, turned(W)]], modules: [[layer.name, text]], to: `nn.${text}` };
  }
  const text = `Linear(in_features=${layer.input}, out_features=${layer.output}, bias=${b ? 'True' : 'False'})`;
  const activation = activations.get(dense.cell);
  return {
    tensors: [[`${layer.name}.weight`, W], ...(b ? ([[`${layer.name}.bias`, b]] as const) : [])],
    modules: [[layer.name, text], ...(activation ? ([[`${layer.name}_activation`, activation]] as const) : [])],
    to: `nn.${text}${activation ? `, then nn.${activation}` : ''}`,
  };
}

/** The names of a layer's own parameters, which are those of the module that `pytorch` writes. */
function own(units: readonly Unit[], weights: ReadonlyMap<string, Tensor>): Layer {
  const names = units.flatMap(({ path, shapes }) => shapes.params.map((name) => `${path}.${name}`));
  return {
    tensors: names.map((name) => [name, weights.get(name)!]),
    modules: [],
    to: 'no module of PyTorch: the names stay',
  };
}
