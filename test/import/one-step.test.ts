/** Layers of Keras, of RTNeural and of PyTorch that work on one step: convolutions of one step, and slopes. */
import { collect, feed, type ImportOptions, importModel } from '@cellc/import';
import { expect, test } from 'vitest';
import { loadImported, runFed } from '../conformance/imported.ts';

const x = { shape: [1, 2, 3], data: Float64Array.of(1, -2, 0.5, -1, 3, 2) };
const kernel = [
  [1, 2],
  [3, -4],
  [-5, 6],
];
const bias = [0.5, -0.25];
/** What a dense layer with these weights makes of x. */
const product = [0, 3].flatMap((at) =>
  bias.map((b, j) => kernel.reduce((sum, row, i) => sum + row[j]! * x.data[at + i]!, b)),
);

async function run(file: object, options: ImportOptions = {}): Promise<number[]> {
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  const imported = await importModel({ name: 'model.json', bytes }, options);
  const model = await loadImported(imported, { target: 'js', precision: 'f64' }, false);
  const fed = feed(imported.ports, new Map([['x', x]]), imported.spec.input);
  return [...collect(imported.ports, await runFed(model, fed)).values()].flatMap(({ data }) => [...data]);
}

const rtneural = (...layers: object[]) => run({ in_shape: [null, null, 3], layers });
const conv = { type: 'conv1d', activation: '', shape: [null, null, 2], kernel_size: [1], weights: [[kernel], bias] };

test('RTNeural', async () => {
  expect(await rtneural(conv)).toEqual(product);
  const prelu = (...slopes: number[]) => ({
    type: 'prelu',
    activation: '',
    shape: [null, null, 2],
    weights: [[slopes]],
  });
  const sloped = (slopes: number[]) => product.map((v, i) => (v < 0 ? v * slopes[i % 2]! : v));
  expect(await rtneural(conv, prelu(0.5, 0.25))).toEqual(sloped([0.5, 0.25]));
  expect(await rtneural(conv, prelu(0.5))).toEqual(sloped([0.5, 0.5]));
  await expect(rtneural({ ...conv, weights: [[kernel, kernel], bias] })).rejects.toThrow(
    'E_IMPORT: layer conv1d 0 with a kernel of the shape [2, 3, 2]',
  );
});

/** A layers model whose weights are given by name. */
function keras(layers: readonly object[], weights: Readonly<Record<string, readonly [number[], number[]]>>) {
  const numbers = Float64Array.from(Object.values(weights).flatMap(([, data]) => data));
  const manifest = Object.entries(weights).map(([name, [shape]]) => ({ name, shape, dtype: 'float64' }));
  const [first, ...rest] = layers as [{ config: object }];
  const given = { ...first, config: { ...first.config, batch_input_shape: [null, null, 3] } };
  return run(
    {
      modelTopology: { class_name: 'Sequential', keras_version: '3.3.3', config: { layers: [given, ...rest] } },
      weightsManifest: [{ paths: ['w.bin'], weights: manifest }],
    },
    { open: async () => new Uint8Array(numbers.buffer) },
  );
}

test('Keras', async () => {
  const config = { name: 'c', filters: 2, kernel_size: [1], strides: [1], groups: 1, data_format: 'channels_last' };
  const given: Record<string, [number[], number[]]> = {
    'c/kernel': [[1, 3, 2], kernel.flat()],
    'c/bias': [[2], bias],
  };
  expect(await keras([{ class_name: 'Conv1D', config }], given)).toEqual(product);
  const prelu = { class_name: 'PReLU', config: { name: 'p', shared_axes: [1] } };
  expect(
    await keras([{ class_name: 'Conv1D', config }, prelu], {
      ...given,
      'p/alpha': [
        [1, 2],
        [0.5, 0.25],
      ],
    }),
  ).toEqual(product.map((v, i) => (v < 0 ? v * [0.5, 0.25][i % 2]! : v)));
  await expect(keras([{ class_name: 'Conv1D', config: { ...config, strides: [2] } }], given)).rejects.toThrow(
    "E_IMPORT: layer Conv1D 'c' with a kernel of the shape [1, 3, 2]",
  );
  await expect(
    keras([{ class_name: 'Conv1D', config }, prelu], {
      ...given,
      'p/alpha': [
        [2, 2],
        [1, 2, 3, 4],
      ],
    }),
  ).rejects.toThrow("E_IMPORT: layer PReLU 'p' with slopes of the shape [2, 2]");
});

const vectors = [x.data.slice(0, 3), x.data.slice(3)].map((part) => [...part]);
const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
const squares = (v: readonly number[]): number => mean(v.map((a) => a * a));
const gain = [0.5, 2, -1];

test.each<[type: string, config: object, weights: Record<string, number[]>, of: (v: number[]) => number[]]>([
  [
    'RMSNormalization',
    { epsilon: 0.25 },
    { scale: gain },
    (v) => v.map((a, i) => (a * gain[i]!) / Math.sqrt(squares(v) + 0.25)),
  ],
  [
    'LayerNormalization',
    { epsilon: 0.25, rms_scaling: true },
    { gamma: gain },
    (v) => v.map((a, i) => (a * gain[i]!) / Math.sqrt(squares(v.map((b) => b - mean(v))) + 0.25)),
  ],
  [
    'Normalization',
    { axis: [-1], mean: null, variance: null },
    { mean: [1, -2, 3], variance: [4, 0, 0.25], count: [0] },
    ([a = 0, b = 0, c = 0]) => [(a - 1) / 2, (b + 2) / 1e-7, (c - 3) / 0.5],
  ],
  ['Normalization', { axis: null, mean: 3, variance: 4, invert: true }, {}, (v) => v.map((a) => a * 2 + 3)],
  [
    'Normalization',
    { axis: [-1], mean: [[1, 2, 3]], variance: [[4, 4, 4]] },
    {},
    (v) => v.map((a, i) => (a - i - 1) / 2),
  ],
])('Keras: %s %o', async (type, config, weights, of) => {
  const given = Object.entries(weights).map(([key, data]) => [`n/${key}`, [[data.length], data]] as const);
  const found = await keras(
    [{ class_name: type, config: { name: 'n', ...config } }],
    Object.fromEntries(given) as never,
  );
  vectors.flatMap(of).forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThan(1e-12 * (1 + Math.abs(value)));
  });
});

test('Keras: statistics of other features', async () => {
  const config = { name: 'n', axis: [-1], mean: [1, 2], variance: [1, 1] };
  await expect(keras([{ class_name: 'Normalization', config }], {})).rejects.toThrow(
    "E_IMPORT: layer Normalization 'n' with statistics of 2 numbers for 3 features",
  );
});

test('PyTorch', async () => {
  const columns = bias.map((_, j) => kernel.map((row) => [row[j]!]));
  const state = { 'conv.weight': columns, 'conv.bias': bias };
  const printed = (args: string) => ({
    output: 'sequence' as const,
    repr: `Model(\n  (conv): Conv1d(3, 2, kernel_size=(1,), stride=${args})\n  (act): ReLU()\n)`,
  });
  expect(await run(state, printed('(1,)'))).toEqual(product.map((v) => Math.max(v, 0)));
  await expect(run(state, printed('(2,)'))).rejects.toThrow('E_IMPORT: module conv (Conv1d)');
  await expect(run(state, printed('(1,), padding=(1,)'))).rejects.toThrow('E_IMPORT: module conv (Conv1d)');
  await expect(run(state)).rejects.toThrow('E_IMPORT: tensor conv.weight [2, 3, 1]');
});

test.each<[printed: string, of: (v: number[]) => number[]]>([
  ['CELU(alpha=0.5)', (v) => v.map((x) => (x > 0 ? x : 0.5 * Math.expm1(x / 0.5)))],
  ['RReLU(lower=0.125, upper=0.25)', (v) => v.map((x) => (x < 0 ? x * 0.1875 : x))],
  ['Softshrink(0.75)', (v) => v.map((x) => Math.sign(x) * Math.max(Math.abs(x) - 0.75, 0))],
  ['Hardshrink(5)', (v) => v.map((x) => (Math.abs(x) > 5 ? x : 0))],
  ['LogSigmoid()', (v) => v.map((x) => -Math.log1p(Math.exp(-x)))],
  ['Tanhshrink()', (v) => v.map((x) => x - Math.tanh(x))],
  ['Softmin(dim=-1)', ([a = 0, b = 0]) => [1 / (1 + Math.exp(a - b)), 1 / (1 + Math.exp(b - a))]],
  [
    'LayerNorm((2,), eps=0.5, elementwise_affine=False)',
    ([a = 0, b = 0]) => [a - b, b - a].map((d) => d / 2 / Math.sqrt(((a - b) / 2) ** 2 + 0.5)),
  ],
])('PyTorch: %s', async (printed, of) => {
  const weight = [0, 1].map((j) => kernel.map((row) => row[j]!));
  const found = await run(
    { 'fc.weight': weight, 'fc.bias': bias },
    { repr: `Model(\n  (fc): Linear(in_features=3, out_features=2)\n  (act): ${printed}\n)` },
  );
  const expected = [0, 2].flatMap((at) => of(product.slice(at, at + 2)));
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 12);
  });
  expect(found).toHaveLength(expected.length);
});

/** PyTorch prints `nonlinearity` of nn.RNNCell alone. */
test('PyTorch: the nonlinearity of nn.RNN is asked for', async () => {
  const state = { weight_ih_l0: [[1]], weight_hh_l0: [[0]], bias_ih_l0: [0], bias_hh_l0: [0] };
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const read = (options: ImportOptions) =>
    importModel({ name: 'model.json', bytes }, { repr: 'RNN(1, 1)', ...options });
  const relu = await read({ nonlinearity: 'relu' });
  expect(relu.spec.layers).toMatchObject([{ cell: 'rnn_relu' }]);
  const unsaid = await read({});
  expect(unsaid.spec.layers).toMatchObject([{ cell: 'rnn' }]);
  expect(unsaid.report.assumed.join()).toContain('has tanh (the option nonlinearity takes relu)');
});
