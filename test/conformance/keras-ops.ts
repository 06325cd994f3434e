/** Cases of Keras' recurrent layers, as layers models of TensorFlow.js with the configurations of version 3. */
import { type Imported, importModel } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import {
  type Case,
  expectKnown,
  type Fields,
  Malformed,
  type NamedTensors,
  need,
  number,
  object,
  tensors,
} from './format.ts';
import { checkImported } from './imported.ts';
import type { Variant } from './network.ts';

/** What the layers of versions 2 and 3 take; `S` stands for each of their three weights. */
const layerArguments = (
  'units activation use_bias S_initializer S_regularizer S_constraint activity_regularizer dropout seed ' +
  'return_sequences return_state go_backwards stateful unroll zero_output_for_mask name dtype trainable input_shape ' +
  'batch_input_shape input_dim input_length implementation time_major'
)
  .split(' ')
  .flatMap((name) =>
    name.startsWith('S_') ? ['kernel', 'recurrent', 'bias'].map((weight) => name.replace('S', weight)) : [name],
  );
const gateArguments = ['recurrent_activation', 'recurrent_dropout', 'use_cudnn'];
const ownArguments: Readonly<Record<string, readonly string[]>> = {
  'keras.LSTM': [...gateArguments, 'unit_forget_bias'],
  'keras.GRU': [...gateArguments, 'reset_after'],
  'keras.SimpleRNN': ['recurrent_dropout'],
};
const configWords = ['units', 'input_size', 'T', 'B', 'kwargs', 'bidirectional_merge'];
const inputWords = ['x', 'h0', 'c0', 'mask'];

/** A value that no sequence has: steps of it are those that a mask leaves out. */
const skipped = -12345;

export async function checkKeras(of: Case, variant: Variant): Promise<Comparison[]> {
  const config = object(of.fields, 'config');
  const given = tensors(of.fields, 'inputs');
  expectKnown(Object.keys(config), configWords, 'config');
  expectKnown(Object.keys(object(config, 'kwargs')), [...layerArguments, ...ownArguments[of.op]!], 'config.kwargs');
  expectKnown(
    [...given.keys()].filter((name) => !name.startsWith('g_')),
    inputWords,
    'inputs',
  );
  const x = need(given, 'x', 'inputs');
  const mask = given.get('mask');
  const both = 'bidirectional_merge' in config;
  const merge = config.bidirectional_merge === 'none' ? null : config.bidirectional_merge;
  const split = both && merge === null;
  const states = ['h0', 'c0'].filter((name) => given.has(name));
  const finals = both ? [] : of.op === 'keras.LSTM' ? ['hT', 'cT'] : ['hT'];
  const inputs = new Map([
    ['x', mask ? masked(x, mask) : x],
    ...states.map((name) => [name, given.get(name)!] as const),
  ]);
  const outputs = [...tensors(of.fields, 'outputs').keys()].filter((name) => name !== 'loss');
  return checkImported(of, variant, {
    weights: orderedWeights(tensors(of.fields, 'weights')),
    inputs,
    build: (weights) =>
      build(of, config, weights, { states, finals, masked: mask !== undefined, merge: split ? 'concat' : merge }),
    rename: (found) => {
      const [y] = [...found.values()];
      const rest = finals.map((name, i) => [name, [...found.values()][i + 1]!] as const);
      const halves = split ? halvesOf(y!) : [y!];
      return new Map([...halves.map((half, i) => [outputs[i] ?? 'y', half] as const), ...rest]);
    },
    spread: (cotangents) => {
      const whole = split ? joined(cotangents.get(outputs[0]!)!, cotangents.get(outputs[1]!)!) : cotangents.get('y');
      const rest = finals.flatMap((name, i) => {
        const value = cotangents.get(name);
        return value ? [[`layer.${i + 1}`, value] as const] : [];
      });
      return new Map([...(whole ? [['layer', whole] as const] : []), ...rest]);
    },
  });
}

/** Kernel, recurrent kernel and bias, the forward ones first. */
function orderedWeights(weights: NamedTensors): NamedTensors {
  const names = ['kernel', 'recurrent_kernel', 'bias'];
  const all = ['', 'forward_', 'backward_'].flatMap((prefix) => names.map((name) => prefix + name));
  const unknown = [...weights.keys()].find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Malformed(`weights.${unknown} is no weight of a recurrent layer`);
  return new Map(all.flatMap((name) => (weights.has(name) ? [[name, weights.get(name)!] as const] : [])));
}

interface Shape {
  readonly states: readonly string[];
  readonly finals: readonly string[];
  readonly masked: boolean;
  readonly merge: unknown;
}

async function build(
  of: Case,
  config: Fields,
  weights: NamedTensors,
  { states, finals, masked: isMasked, merge }: Shape,
): Promise<Imported> {
  const units = number(config, 'units', 'config');
  const features = number(config, 'input_size', 'config');
  const type = of.op.replace('keras.', '');
  const own = { units, return_sequences: true, ...object(config, 'kwargs'), name: 'layer' };
  const input = (name: string, shape: readonly (number | null)[]) => ({
    class_name: 'InputLayer',
    name,
    config: { name, batch_shape: shape },
    inbound_nodes: [],
  });
  const call = (names: readonly string[]) => [[names.map((name) => [name, 0, 0, {}])]];
  const sequence = isMasked ? 'masked' : 'x';
  const both = 'bidirectional_merge' in config;
  const layer = both
    ? {
        class_name: 'Bidirectional',
        config: { name: 'layer', merge_mode: merge, layer: { class_name: type, config: own } },
      }
    : { class_name: type, config: own };
  const layers = [
    input('x', [null, null, features]),
    ...states.map((name) => input(name, [null, units])),
    ...(isMasked
      ? [
          {
            class_name: 'Masking',
            name: 'masked',
            config: { name: 'masked', mask_value: skipped },
            inbound_nodes: call(['x']),
          },
        ]
      : []),
    { ...layer, name: 'layer', inbound_nodes: call([sequence, ...states]) },
  ];
  const output_layers = [['layer', 0, 0], ...finals.map((_, i) => ['layer', 0, i + 1])];
  const file = {
    modelTopology: {
      keras_version: '3.0.0',
      class_name: 'Functional',
      config: { name: 'case', layers, output_layers },
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [...weights].map(([name, { shape }]) => ({ name: `layer/${name}`, shape, dtype: 'float64' })),
      },
    ],
  };
  const numbers = Float64Array.from([...weights.values()].flatMap(({ data }) => [...data]));
  const open = async () => new Uint8Array(numbers.buffer);
  return importModel({ name: 'case.json', bytes: new TextEncoder().encode(JSON.stringify(file)) }, { open });
}

/** The steps that a mask leaves out hold the value that stands for them. */
function masked({ data, shape }: Tensor, mask: Tensor): Tensor {
  const features = shape.at(-1)!;
  return { shape, data: Float64Array.from(data, (v, i) => (mask.data[Math.floor(i / features)] ? v : skipped)) };
}

function halvesOf({ data, shape }: Tensor): Tensor[] {
  const width = shape.at(-1)!;
  return [0, 1].map((half) => ({
    data: Float64Array.from(data.filter((_, i) => Math.floor(((i % width) * 2) / width) === half)),
    shape: [...shape.slice(0, -1), width / 2],
  }));
}

function joined(a: Tensor, b: Tensor): Tensor {
  const width = a.shape.at(-1)!;
  const data = new Float64Array(2 * a.data.length);
  a.data.forEach((value, i) => {
    const at = Math.floor(i / width) * 2 * width + (i % width);
    data[at] = value;
    data[at + width] = b.data[i]!;
  });
  return { data, shape: [...a.shape.slice(0, -1), 2 * width] };
}
