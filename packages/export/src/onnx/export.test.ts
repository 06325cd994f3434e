import { type ModelSpec, resolveModel } from '@cellc/compiler';
import { importModel } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { importable, importCase, inputOf } from '../files.testing.ts';
import { parametersOf } from '../weights.ts';
import { exportOnnx } from './export.ts';

test.each(importable.map((each) => [each.id, each] as const))('%s: import, export, import', async (_, of) => {
  const { spec, weights } = await importCase(of);
  const { files, mapped } = exportOnnx(inputOf({ spec, weights }));
  const again = importModel({ name: files[0]!.name, bytes: files[0]!.content as Uint8Array }, { name: spec.name });
  // Equations come home as equations; what their file did not name has other names.
  if (mapped.some(([, to]) => to.startsWith('Scan'))) {
    expect((await again).spec.input).toEqual(spec.input);
    return;
  }
  expect((await again).spec).toEqual(spec);
  expect((await again).weights).toEqual(weights);
});

type CellLayer = Extract<ModelSpec['layers'][number], { cell: unknown }>;

const cells = ['lstm', 'lstm_coupled', 'lstm_peephole_diagonal', 'gru', 'gru_reset_before', 'rnn', 'rnn_relu'];
const directions = ['forward', 'backward', 'both'] as const;

test.each(cells.flatMap((cell) => directions.map((direction) => [cell, direction] as const)))(
  '%s %s: export, import',
  async (cell, direction) => {
    const layer = { cell, size: 3, ...(direction !== 'forward' && { direction }) };
    const spec: ModelSpec = { name: 'm', input: 2, layers: [layer, { dense: 2, activation: 'tanh' }] };
    const weights = numbered(spec);
    const { files, mapped } = exportOnnx(inputOf({ spec, weights }));
    expect(mapped[0]![1]).not.toContain('Scan');
    const again = await importModel({ name: 'm.onnx', bytes: files[0]!.content as Uint8Array }, {});
    expect(again.spec.layers).toEqual([
      { ...layer, name: `${cell}1` },
      { dense: 2, activation: 'tanh', name: 'dense1' },
    ]);
    expect(again.weights).toEqual(weights);
  },
);

/** Every parameter has numbers of its own. */
function numbered(spec: ModelSpec): Record<string, Tensor> {
  let next = 1;
  const weights = [...parametersOf(resolveModel(spec))].map(([name, shape]): [string, Tensor] => {
    const length = shape.reduce((a, b) => a * b, 1);
    return [name, { data: Float32Array.from({ length }, () => next++), shape }];
  });
  return Object.fromEntries(weights);
}

const packed = [
  'cell packed(x: I) -> out: H',
  'i, f, c_in, o = split(W @ [x; out[t-1]] + b_x + b_h)',
  's = s[t-1] * sigmoid(f) + tanh(c_in) * sigmoid(i)',
  'out = tanh(s) * sigmoid(o)',
];

test('an LSTM is one however it is written', () => {
  const spec: ModelSpec = { name: 'm', input: 2, layers: [{ cell: packed, size: 3 }] };
  const { mapped } = exportOnnx(inputOf({ spec, weights: numbered(spec) }));
  expect(mapped).toEqual([['packed1', 'LSTM, forward']]);
});

test.each([
  ['a difference in place of a sum', ['s = s[t-1] * sigmoid(f) - tanh(c_in) * sigmoid(i)']],
  ['a gate that reads itself', ['s = s[t-1] * sigmoid(f * f) + tanh(c_in) * sigmoid(i)']],
  ['a gate that reads what the state has become', ['s = s[t-1] * sigmoid(f) + tanh(c_in) * sigmoid(i + f)']],
])('%s is no LSTM', (_, [line]) => {
  const spec: ModelSpec = { name: 'm', input: 2, layers: [{ cell: packed.toSpliced(2, 1, line!), size: 3 }] };
  const { mapped } = exportOnnx(inputOf({ spec, weights: numbered(spec) }));
  expect(mapped).toEqual([['packed1', 'Scan of the cell packed']]);
});

test('a cell of one’s own comes home with its equations and its names', async () => {
  const lines = [
    'f = sigmoid(W_f @ x + U_f @ h[t-1] + b_f)',
    'i = sigmoid(W_i @ x + U_i @ h[t-1] + p * c[t-1] + b_i)',
    'g = tanh(W_g @ x + U_g @ h[t-1] + b_g)',
    'c = f * c[t-1] + i * g',
    'h = s * (c + i) * 0.5 - (f - g) / (1 + c * c)',
  ];
  const spec: ModelSpec = {
    name: 'm',
    input: 2,
    layers: [{ cell: ['cell own(x: I) -> h: H', 'param p: [H], s', ...lines], size: 3 }],
  };
  const { files } = exportOnnx(inputOf({ spec, weights: numbered(spec) }));
  const again = await importModel({ name: 'm.onnx', bytes: files[0]!.content as Uint8Array }, {});
  const [layer] = again.spec.layers as readonly CellLayer[];
  expect(layer!.name).toBe('own1');
  expect((layer!.cell as readonly string[]).filter((line) => !line.startsWith('param'))).toEqual([
    'cell own1_cell(x: 2) -> h: 3',
    ...lines,
  ]);
  expect(Object.keys(again.weights).sort()).toEqual(Object.keys(numbered(spec)).sort());
  expect(again.ports.outputs.find(({ name }) => name === 'own1.c_n')!.slots[0]).toEqual({
    at: { state: 'own1.c' },
    index: 0,
  });
});
