/** Where the three kinds of Keras files keep the weights of a layer. */
import type { Tensor } from '@cellc/runtime';
import { broken, quoted } from '../error.ts';
import { isBeside } from '../read/beside.ts';
import type { Hdf5 } from '../read/hdf5.ts';
import { type Fields, field, isFields, listOf, textOf } from '../read/json.ts';
import { decode, isNumberKind, widthOf } from '../read/numbers.ts';
import { type KerasLayer, type KerasModel, snakeCase } from './config.ts';
import { cellsOf } from './recurrent.ts';

/** The weights of a layer in their order; of Bidirectional the forward ones and then the backward ones. */
export type WeightSource = (layer: KerasLayer) => readonly Tensor[];

/** `.keras`: numbered by class, in the order of the model. */
export function nativeWeights(file: Hdf5, { layers }: KerasModel): WeightSource {
  const names = [...new Map(layers.map(({ name, type }) => [name, type]))];
  const counted = numbered(names.map(([, type]) => type));
  const folders = new Map(names.map(([name], i) => [name, counted[i]!]));
  const vars = (path: string): Tensor[] =>
    [...file.names(path)]
      .sort((a, b) => Number(a) - Number(b))
      .map((name) => file.tensor(`${path}/${name}`))
      .filter((tensor) => tensor !== undefined);
  return ({ name, config }) => {
    const folder = `layers/${folders.get(name)}`;
    const cells = numbered(cellsOf(config).map(({ type }) => type)).map((cell) => `cell/cells/${cell}/vars`);
    return [
      'vars',
      'cell/vars',
      'forward_layer/cell/vars',
      'backward_layer/cell/vars',
      'layer/vars',
      'layer/cell/vars',
      ...cells,
    ].flatMap((inner) => vars(`${folder}/${inner}`));
  };
}

/** What version 3 calls parts of these classes: `lstm`, `lstm_1`, … */
function numbered(types: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return types.map((type) => {
    const base = snakeCase(type);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  });
}

/** `.h5`: a group for each layer, which lists its weights. */
export function legacyWeights(file: Hdf5): WeightSource {
  return ({ name }) => {
    const group = `model_weights/${name}`;
    return (file.texts(group, 'weight_names') ?? []).map(
      (weight) => file.tensor(`${group}/${weight}`) ?? broken(group, `there is no weight ${quoted(weight)}`),
    );
  };
}

/** TensorFlow.js: one run of bytes, described by a manifest. */
export async function manifestWeights(
  manifest: readonly unknown[],
  { layers }: KerasModel,
  file: string,
  open: (name: string) => Promise<Uint8Array | undefined>,
): Promise<WeightSource> {
  const tensors = new Map<string, Tensor>();
  for (const group of manifest) {
    if (!isFields(group)) return broken(file, 'weightsManifest holds no objects');
    const bytes = await readShards(listOf(group, 'paths', file), file, open);
    let at = 0;
    for (const weight of listOf(group, 'weights', file)) {
      if (!isFields(weight)) return broken(file, 'a weight is no object');
      const name = textOf(weight, 'name', file);
      if (tensors.has(name)) broken(file, `two weights are named ${quoted(name)}`);
      const [tensor, end] = readWeight(weight, name, bytes, at, file);
      tensors.set(name, tensor);
      at = end;
    }
    if (at !== bytes.length) broken(file, `${bytes.length - at} bytes belong to no weight`);
  }
  // Names of layers may hold slashes, too: a weight is of the layer with the longest name that fits.
  const names = new Set(layers.map(({ name }) => name));
  const owner = (weight: string): string | undefined => {
    let at = weight.lastIndexOf('/');
    while (at > 0 && !names.has(weight.slice(0, at))) at = weight.lastIndexOf('/', at - 1);
    return at > 0 ? weight.slice(0, at) : undefined;
  };
  const owners = new Map([...tensors.keys()].map((weight) => [weight, owner(weight)]));
  return ({ name }) => [...tensors].flatMap(([weight, tensor]) => (owners.get(weight) === name ? [tensor] : []));
}

async function readShards(
  paths: readonly unknown[],
  file: string,
  open: (name: string) => Promise<Uint8Array | undefined>,
): Promise<Uint8Array> {
  const shards: Uint8Array[] = [];
  for (const path of paths) {
    const name = typeof path === 'string' ? path.replace(/^\.\//, '') : '';
    if (!isBeside(name)) broken(file, `${quoted(String(path))} is no name of a file beside the model`);
    shards.push((await open(name)) ?? broken(file, `its weights lie in ${quoted(name)}, which is not there`));
  }
  const bytes = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const shard of shards) {
    bytes.set(shard, at);
    at += shard.length;
  }
  return bytes;
}

function readWeight(
  weight: Fields,
  name: string,
  bytes: Uint8Array,
  at: number,
  file: string,
): [tensor: Tensor, end: number] {
  const what = `weight ${quoted(name)}`;
  const shape = listOf(weight, 'shape', file).map(Number);
  const type = textOf(weight, 'dtype', file);
  if (!isNumberKind(type)) return broken(file, `${what} has the element type ${quoted(type)}`);
  const packed = field(weight, 'quantization');
  const stored = isFields(packed) ? textOf(packed, 'dtype', file) : type;
  if (!isNumberKind(stored)) return broken(file, `${what} is quantised to ${quoted(stored)}`);
  const size = shape.reduce((a, b) => a * b, 1) * widthOf(stored);
  if (!(size <= bytes.length - at)) broken(file, `its weights are truncated within ${quoted(name)}`);
  const tensor = decode(bytes.subarray(at, at + size), stored, shape, what, file);
  if (!isFields(packed) || stored === 'float16') return [tensor, at + size];
  const [scale, least] = [field(packed, 'scale'), field(packed, 'min')];
  if (typeof scale !== 'number' || typeof least !== 'number')
    return broken(file, `${what} is quantised without a scale`);
  return [{ ...tensor, data: Float32Array.from(tensor.data, (q) => q * scale + least) }, at + size];
}
