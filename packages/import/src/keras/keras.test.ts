/** Configurations of Keras that the reference files do not have, written by hand: what they compute, or why not. */
import { compileModel } from '@cellc/compiler';
import { loadSync, type Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { importModel } from '../import.ts';
import { collect, feed } from '../io.ts';

type Json = Record<string, unknown>;

interface Written {
  readonly layers: readonly Json[];
  readonly outputs?: readonly unknown[];
  readonly inputs?: readonly unknown[];
  readonly weights?: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>;
}

/** A functional model in the form of TensorFlow.js; without outputs a sequential one. */
function imported({ layers, outputs, inputs, weights = {} }: Written) {
  const type = outputs ? 'Functional' : 'Sequential';
  const config = outputs ? { layers, input_layers: inputs ?? [], output_layers: outputs } : { layers };
  const numbers = Float32Array.from(Object.values(weights).flatMap(({ data }) => data));
  const entries = Object.entries(weights).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const json = {
    modelTopology: { class_name: type, config, keras_version: '3.0.0' },
    weightsManifest: [{ paths: ['w.bin'], weights: entries }],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  return importModel({ name: 'm.json', bytes }, { open: async () => new Uint8Array(numbers.buffer) });
}

const layer = (class_name: string, name: string, config: Json = {}, ...calls: unknown[]): Json => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: calls,
});
const input = (name: string, ...shape: (number | null)[]) =>
  layer('InputLayer', name, { batch_shape: [null, ...shape] });
const from = (...names: string[]) => names.map((name) => [name, 0, 0, {}]);
const rnn = (name: string, config: Json, ...calls: unknown[]) =>
  layer('SimpleRNN', name, { units: 1, activation: 'linear', use_bias: false, ...config }, ...calls);
/** h = x + h / 2 */
const rnnWeights = (name: string) => ({
  [`${name}/kernel`]: { shape: [1, 1], data: [1] },
  [`${name}/recurrent_kernel`]: { shape: [1, 1], data: [0.5] },
});
const dense = (name: string, value: number) => ({ [`${name}/kernel`]: { shape: [1, 1], data: [value] } });

async function outputsOf(model: Written, given: Readonly<Record<string, Tensor>>): Promise<Record<string, number[]>> {
  const { spec, weights, ports } = await imported(model);
  const { code } = compileModel(spec, { precision: 'f64' });
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const { x } = feed(ports, new Map(Object.entries(given)), spec.input);
  const run = loadSync(module, { weights }).run(x as Tensor<readonly [number, number, number]>);
  return Object.fromEntries([...collect(ports, run)].map(([name, { data }]) => [name, [...data]]));
}

const sequence = (...data: number[]): Tensor => ({ data: Float64Array.from(data), shape: [1, data.length, 1] });
const vector = (...data: number[]): Tensor => ({ data: Float64Array.from(data), shape: [1, data.length] });

test('a layer that is used twice, and an input without time beside a sequence', async () => {
  const model = {
    layers: [
      input('still', 1),
      input('steps', null, 1),
      rnn('r', {}, from('steps')),
      layer('Dense', 'd', { units: 1, use_bias: false }, from('r'), from('still')),
      layer('Concatenate', 'both', {}, [
        ['d', 0, 0, {}],
        ['d', 1, 0, {}],
      ]),
    ],
    inputs: [
      ['steps', 0, 0],
      ['still', 0, 0],
    ],
    outputs: [['both', 0, 0]],
    weights: { ...rnnWeights('r'), ...dense('d', 3) },
  };
  expect(await outputsOf(model, { steps: sequence(4, 2), still: vector(5) })).toEqual({ both: [12, 15] });
  expect((await imported(model)).ports.inputs.map(({ name }) => name)).toEqual(['steps', 'still']);
});

test('a hidden state that another layer reads', async () => {
  const model = {
    layers: [
      input('steps', null, 1),
      rnn('r', { return_sequences: true, return_state: true, go_backwards: true }, from('steps')),
      layer('Dense', 'd', { units: 1, use_bias: false }, [['r', 0, 1, {}]]),
    ],
    outputs: [['d', 0, 0]],
    weights: { ...rnnWeights('r'), ...dense('d', 2) },
  };
  expect(await outputsOf(model, { steps: sequence(4, 2) })).toEqual({ d: [10] });
});

test('RNN of stacked cells', async () => {
  const cell = { class_name: 'SimpleRNNCell', config: { units: 1, activation: 'linear', use_bias: false } };
  const cells = { class_name: 'StackedRNNCells', config: { cells: [cell, cell] } };
  const weights = Object.fromEntries(
    ['a', 'b'].flatMap((part) =>
      Object.entries(rnnWeights('r')).map(([name, value]) => [name.replace('/', `/${part}_`), value]),
    ),
  );
  const model = {
    layers: [input('steps', null, 1), layer('RNN', 'r', { cell: cells, return_sequences: true }, from('steps'))],
    outputs: [['r', 0, 0]],
    weights,
  };
  expect(await outputsOf(model, { steps: sequence(4, 2) })).toEqual({ r: [4, 6] });
});

test('rectifiers with thresholds, slopes and a largest value', async () => {
  const through = async (type: string, config: Json) =>
    (
      await outputsOf(
        { layers: [input('x', null, 1), layer(type, 'a', config, from('x'))], outputs: [['a', 0, 0]] },
        { x: sequence(-2, 0.5, 1, 3) },
      )
    ).a;
  expect(await through('ThresholdedReLU', { theta: 1 })).toEqual([-0, 0, 0, 3]);
  expect(await through('ReLU', { threshold: 1, negative_slope: 0.5, max_value: 2 })).toEqual([-1.5, -0.25, 0, 2]);
  expect(await through('ReLU', { threshold: -1 })).toEqual([-0, 0.5, 1, 3]);
});

const steps = input('steps', null, 1);

test.each<[string, Written, string]>([
  [
    'a state that another layer computes',
    {
      layers: [
        steps,
        rnn('e', { return_state: true }, from('steps')),
        rnn('d', {}, [
          ['steps', 0, 0, {}],
          ['e', 0, 1, {}],
        ]),
      ],
      outputs: [['d', 0, 0]],
      weights: { ...rnnWeights('e'), ...rnnWeights('d') },
    },
    "layer SimpleRNN 'd' that starts from what 'e' gives",
  ],
  [
    'a mask that is given',
    { layers: [steps, rnn('r', {}, [['steps', 0, 0, { mask: ['steps', 0, 0] }]])], outputs: [['r', 0, 0]] },
    "layer SimpleRNN 'r' that is called with mask",
  ],
  [
    'dropout at work',
    { layers: [steps, layer('Dropout', 'd', {}, [['steps', 0, 0, { training: true }]])], outputs: [['d', 0, 0]] },
    "layer Dropout 'd' that is called with training",
  ],
  [
    "a user's own layer",
    { layers: [steps, { ...rnn('r', {}, from('steps')), registered_name: 'mine>SimpleRNN' }], outputs: [['r', 0, 0]] },
    "layer SimpleRNN 'r' registered as 'mine>SimpleRNN'",
  ],
  [
    "a user's own activation",
    {
      layers: [
        steps,
        layer(
          'Activation',
          'a',
          { activation: { class_name: 'function', config: 'relu', registered_name: 'mine>relu' } },
          from('steps'),
        ),
      ],
      outputs: [['a', 0, 0]],
    },
    "layer Activation 'a' with the activation mine>relu",
  ],
  [
    'one slope for each step',
    {
      layers: [input('x', 2, 2), layer('PReLU', 'p', { shared_axes: [2] }, from('x'))],
      outputs: [['p', 0, 0]],
      weights: { 'p/alpha': { shape: [2, 1], data: [1, 2] } },
    },
    "layer PReLU 'p' with slopes of the shape [2, 1]",
  ],
  [
    'a bias that is missing',
    { layers: [steps, rnn('r', { use_bias: true }, from('steps'))], outputs: [['r', 0, 0]], weights: rnnWeights('r') },
    "layer SimpleRNN 'r' with 2 weights where 3 are expected",
  ],
])('refused: %s', async (_, model, message) => {
  await expect(imported(model)).rejects.toThrow(`E_IMPORT: ${message}`);
});

test('two embeddings of the same classes have tables of their own', async () => {
  const table = (...data: number[]) => ({ shape: [2, 1], data });
  const model = {
    layers: [
      input('x', null),
      layer('Embedding', 'a', {}, from('x')),
      layer('Embedding', 'b', {}, from('x')),
      layer('Concatenate', 'c', {}, from('a', 'b')),
    ],
    outputs: [['c', 0, 0]],
    weights: { 'a/embeddings': table(1, 2), 'b/embeddings': table(3, 4) },
  };
  expect(await outputsOf(model, { x: { data: Float64Array.of(1, 0), shape: [1, 2] } })).toEqual({ c: [2, 4, 1, 3] });
});
