/** Neural Amp Modeler files (`.nam`) of the architecture LSTM: one list of numbers, in the order of the player. */
import type { Tensor } from '@cellc/runtime';
import { named } from '../activation.ts';
import { broken, quoted, refuse } from '../error.ts';
import { features } from '../io.ts';
import { lower } from '../lower.ts';
import { Builder, type Source, whole } from '../net.ts';
import { type Fields, field, fieldsOf, isFields, listOf, numbersOf, sizeOf } from '../read/json.ts';
import type { RecurrentCell } from '../recurrent.ts';
import type { Imported } from '../result.ts';
import { unstack } from '../weights.ts';

export function isNam(json: Fields): boolean {
  return typeof field(json, 'architecture') === 'string' && isFields(field(json, 'config'));
}

/** @throws E_FILE, E_IMPORT */
export function importNam(json: Fields, file: string, name: string): Imported {
  const architecture = String(field(json, 'architecture'));
  if (architecture !== 'LSTM')
    return refuse(`architecture ${quoted(architecture)}`, 'models of the architecture LSTM can be imported');
  const config = fieldsOf(json, 'config', file);
  const [input, hidden, layers] = ['input_size', 'hidden_size', 'num_layers'].map((key) =>
    sizeOf(config, key, file),
  ) as [number, number, number];
  const output = field(config, 'output_size') === undefined ? 1 : sizeOf(config, 'output_size', file);
  if (layers > 64) return refuse(`${layers} layers`);
  const list = listOf(json, 'weights', file);
  const weights = numbersOf(list, [list.length], 'weights', file);
  let at = 0;
  const take = (...shape: number[]): Tensor => {
    const count = shape.reduce((a, b) => a * b, 1);
    if (at + count > weights.length) broken(file, `it has ${weights.length} weights, fewer than its sizes take`);
    return { data: weights.slice(at, (at += count)), shape };
  };
  const net = new Builder();
  let source: Source = whole(net.features('x', input));
  let size = input;
  for (let layer = 0; layer < layers; layer++) {
    const matrix = take(4 * hidden, size + hidden);
    const inputBias = take(4 * hidden);
    const [h0, c0] = [take(hidden), take(hidden)];
    const cell: RecurrentCell = {
      kind: 'lstm',
      input: size,
      hidden,
      output: hidden,
      activations: ['sigmoid', 'tanh', 'tanh'].map(named),
      ...([h0, c0].some(({ data }) => data.some((x) => x !== 0)) && { starts: true }),
    };
    const stacked = {
      order: 'ifgo',
      input: columns(matrix, 0, size),
      recurrent: columns(matrix, size, size + hidden),
      inputBias,
      h0,
      c0,
    };
    const unit = {
      kind: 'unit',
      input: source,
      cell,
      direction: 'forward',
      weights: [unstack(cell, stacked, `layer ${layer}`)],
    } as const;
    source = whole(net.add(`lstm${layer + 1}`, hidden, unit));
    size = hidden;
  }
  const W = take(output, hidden);
  source = whole(net.dense('head', source, W, take(output)));
  if (at !== weights.length) return broken(file, `${weights.length - at} of its weights belong to no layer`);
  const lowered = lower(name, { input, values: net.values, loops: [], output: source, returns: 'sequence' });
  return {
    spec: lowered.spec,
    weights: Object.fromEntries(lowered.weights),
    ports: {
      inputs: [{ name: 'x', axes: ['batch', 'time', input], slots: features(input) }],
      outputs: [{ name: 'y', axes: ['batch', 'time', output], slots: features(output) }],
    },
    report: {
      format: `Neural Amp Modeler ${String(field(json, 'version') ?? '')}`.trim(),
      mapped: [...lowered.units].map(([unit, paths]) => ({
        from: `layer ${Number(unit.slice(4)) - 1}`,
        to: paths.join(', '),
      })),
      dropped: ['the half second of silence that the player runs before it begins'],
      assumed: [],
    },
  };
}

function columns({ data, shape: [rows = 0, width = 0] }: Tensor, from: number, to: number): Tensor {
  const part = new Float64Array(rows * (to - from));
  for (let i = 0; i < rows; i++) part.set(data.subarray(i * width + from, i * width + to), i * (to - from));
  return { data: part, shape: [rows, to - from] };
}
