/** Cases of amplifier models and of RTNeural: small networks on one channel of samples, as files of their kinds. */
import { type Imported, importModel } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import {
  type Case,
  type Fields,
  isFields,
  Malformed,
  type NamedTensors,
  need,
  object,
  tensors,
  text,
  toTensor,
} from './format.ts';
import { checkImported } from './imported.ts';
import type { Variant } from './network.ts';

/** One sequence `[time, features]` as the batch that the files read. */
function batched({ data, shape }: Tensor): Tensor {
  return { data, shape: shape.length === 2 ? [1, ...shape] : shape };
}

function single(outputs: NamedTensors, expected: NamedTensors): NamedTensors {
  return new Map(
    [...outputs].map(([name, { data, shape }]) => [
      name,
      { data, shape: expected.get(name)?.shape.length === 2 ? shape.slice(1) : shape },
    ]),
  );
}

function check(of: Case, variant: Variant, build: () => Promise<Imported>): Promise<Comparison[]> {
  const x = batched(need(tensors(of.fields, 'inputs'), 'x', 'inputs'));
  const expected = tensors(of.fields, 'outputs');
  const rename = (outputs: NamedTensors) => single(outputs, expected);
  return checkImported(of, variant, { weights: new Map(), inputs: new Map([['x', x]]), build, rename });
}

export async function checkSequential(of: Case, variant: Variant): Promise<Comparison[]> {
  const { layers } = of.fields;
  if (!Array.isArray(layers) || !layers.every(isFields)) throw new Malformed('layers is no list of objects');
  const x = need(tensors(of.fields, 'inputs'), 'x', 'inputs');
  const torch = layers.some(({ convention }) => convention === 'torch');
  return check(of, variant, () => (torch ? torchFile(of, layers) : rtneuralFile(layers, x.shape.at(-1)!)));
}

function rtneuralFile(layers: readonly Fields[], input: number): Promise<Imported> {
  const written = layers.map((layer) => {
    const weights = ['kernel', 'recurrent_kernel', 'bias'].flatMap((name) =>
      layer[name] === undefined ? [] : [nested(toTensor(layer[name], name))],
    );
    const recurrent = layer.type !== 'dense';
    return { type: layer.type, activation: layer.activation ?? (recurrent ? 'tanh' : ''), weights };
  });
  return json({ in_shape: [null, null, input], layers: written });
}

/** The prefixes of the layers say in which order the modules run. */
function torchFile(of: Case, layers: readonly Fields[]): Promise<Imported> {
  const order = layers.map((layer) => text(layer, 'prefix', 'layers').replace(/\.$/, ''));
  const odd = layers.find(
    ({ type, activation }) => type === 'dense' && activation !== undefined && activation !== 'linear',
  );
  if (odd) throw new Malformed(`a dense layer with the activation ${String(odd.activation)}`);
  const state = Object.fromEntries([...tensors(of.fields, 'state_dict')].map(([name, value]) => [name, nested(value)]));
  return json(state, { order });
}

export async function checkAmp(of: Case, variant: Variant): Promise<Comparison[]> {
  const state_dict = Object.fromEntries(
    [...tensors(of.fields, 'state_dict')].map(([name, value]) => [name, nested(value)]),
  );
  return check(of, variant, () => json({ model_data: object(of.fields, 'config'), state_dict }));
}

export async function checkNam(of: Case, variant: Variant): Promise<Comparison[]> {
  const { data } = toTensor(of.fields.weights, 'weights');
  const file = { version: '0.5.0', architecture: 'LSTM', config: object(of.fields, 'config'), weights: [...data] };
  return check(of, variant, () => json(file));
}

function json(value: unknown, options: { order?: readonly string[] } = {}): Promise<Imported> {
  return importModel(
    { name: 'case.json', bytes: new TextEncoder().encode(JSON.stringify(value)) },
    { output: 'sequence', ...options },
  );
}

type Nested = number | readonly Nested[];

function nested({ data, shape }: Tensor): Nested {
  const walk = (axis: number, at: number): Nested => {
    if (axis === shape.length) return data[at]!;
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    return Array.from({ length: shape[axis]! }, (_, i) => walk(axis + 1, at + i * inner));
  };
  return walk(0, 0);
}
