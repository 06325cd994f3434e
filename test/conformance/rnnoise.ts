/**
 * RNNoise (Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement", 2018): a dense layer
 * and three GRUs that read each other, with weights of 8 bits. A case may nest its tensors as it likes: they are found by
 * the names that layers have in the original, and their orientation by their shapes.
 */
import type { Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import { type Case, type Fields, isFields, Malformed, tensors, toTensor } from './format.ts';
import { loadRunner, type Variant } from './network.ts';
import { record } from './tensors.ts';
import { outputTolerance } from './tolerance.ts';

const layers = ['input_dense', 'vad_gru', 'noise_gru', 'denoise_gru', 'denoise_output', 'vad_output'] as const;
type Layer = (typeof layers)[number];

interface Weights {
  kernel: Tensor;
  recurrent?: Tensor;
  bias: Tensor;
}

/** Gates z, r and h side by side; the reset gate works before the product, and the candidate is a ReLU. */
const gru = (name: string, input: string): string[] => [
  `${name}_xz, ${name}_xr, ${name}_xn = split(${input} @ ${name}_k + ${name}_b)`,
  `${name}_hz, ${name}_hr = split(${name}[t-1] @ ${name}_u)`,
  `${name}_z = sigmoid(${name}_xz + ${name}_hz)`,
  `${name}_n = relu(${name}_xn + (sigmoid(${name}_xr + ${name}_hr) * ${name}[t-1]) @ ${name}_v)`,
  `${name} = ${name}_z * ${name}[t-1] + (1 - ${name}_z) * ${name}_n`,
];

const cell = [
  'cell rnnoise(x: I) -> y: O + E',
  'param input_dense_k: [I, D]',
  'param denoise_output_k: [G, O]',
  'param vad_output_k: [V, E]',
  'param vad_gru_u: [V, 2 * V]',
  'param noise_gru_u: [N, 2 * N]',
  'param denoise_gru_u: [G, 2 * G]',
  'd = tanh(x @ input_dense_k + input_dense_b)',
  ...gru('vad_gru', 'd'),
  ...gru('noise_gru', '[d; vad_gru; x]'),
  ...gru('denoise_gru', '[vad_gru; noise_gru; x]'),
  'y = [sigmoid(denoise_gru @ denoise_output_k + denoise_output_b); sigmoid(vad_gru @ vad_output_k + vad_output_b)]',
];

export async function checkRnnoise(of: Case, variant: Variant): Promise<Comparison[]> {
  const { inputs: _, outputs: __, ...rest } = of.fields;
  const found = find(rest);
  const scale = scaleOf(rest);
  const [V, N, G] = (['vad_gru', 'noise_gru', 'denoise_gru'] as const).map((name) => count(found[name].bias) / 3);
  const D = count(found.input_dense.bias);
  const gains = count(found.denoise_output.bias);
  const features = count(found.input_dense.kernel) / D;
  const params = new Map<string, Tensor>();
  for (const name of layers) {
    const { kernel, recurrent, bias } = found[name];
    const width = count(bias);
    const scaled = ({ data }: Tensor, shape: readonly number[]) => ({ data: data.map((v) => v * scale), shape });
    const put = (which: string, tensor: Tensor): void => void params.set(`net.${name}_${which}`, tensor);
    put('k', scaled(rowStyle(kernel, width, name), [count(kernel) / width, width]));
    put('b', scaled(bias, [width]));
    if (!name.endsWith('_gru')) continue;
    if (!recurrent) throw new Malformed(`${name} has no recurrent weights`);
    const size = width / 3;
    const whole = scaled(rowStyle(recurrent, width, name), [size, width]);
    put('u', columns(whole, 0, 2 * size));
    put('v', columns(whole, 2 * size, width));
  }
  const sizes = { D, V: V!, N: N!, G: G!, E: 1 };
  const spec = { name: 'rnnoise', input: features, layers: [{ cell, name: 'net', size: gains, sizes }] };
  const model = await loadRunner({ spec, params }, variant, false);
  const x = [...tensors(of.fields, 'inputs').values()].find(({ shape }) => shape.at(-1) === features);
  if (!x) throw new Malformed(`inputs has no tensor of ${features} features`);
  const lead = x.shape.slice(0, -1);
  const width = gains + 1;
  const { output } = await model.run(
    record(new Map([['x', { ...x, shape: [...(lead.length === 1 ? [1] : []), ...x.shape] }]]), variant.precision)
      .x as Tensor<readonly [number, number, number]>,
  );
  return [...tensors(of.fields, 'outputs')].map(([name, expected]): Comparison => {
    const isVad = count(expected) === count(x) / features;
    const kept = output.data.filter((_, i) => (i % width === gains) === isVad);
    if (kept.length !== count(expected)) throw new Malformed(`outputs.${name}: the network has no such value`);
    const got = { data: Float64Array.from(kept), shape: expected.shape };
    return { name, expected, got, allowed: outputTolerance(of, name, variant.precision) };
  });
}

const count = ({ data }: Tensor): number => data.length;

/** Tensors by layer, wherever they are: below the layer's name, or in an object that has it as its `name`. */
function find(fields: Fields): Record<Layer, Weights> {
  const found = new Map<string, Partial<Weights>>();
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) for (const each of node) walk(each, path);
    if (!isFields(node)) return;
    const here = typeof node.name === 'string' ? `${path}/${node.name}` : path;
    if (!('shape' in node && 'data' in node)) {
      for (const [key, value] of Object.entries(node)) walk(value, `${here}/${key}`);
      return;
    }
    // denoise_gru ends in noise_gru.
    const layer = layers.find((name) => new RegExp(`(?:^|[^a-z])${name}`).test(here));
    if (!layer) return;
    const kind = here.slice(here.lastIndexOf(layer) + layer.length);
    const which = /recurrent|hh|_u$|\/U$|\/R$/.test(kind)
      ? 'recurrent'
      : /bias|\/b$|_b$/.test(kind)
        ? 'bias'
        : 'kernel';
    found.set(layer, { ...found.get(layer), [which]: toTensor(node, here) });
  };
  walk(fields, '');
  return Object.fromEntries(
    layers.map((name) => {
      const own = found.get(name);
      if (!own?.kernel || !own.bias) throw new Malformed(`the case has no weights of ${name}`);
      return [name, own];
    }),
  ) as Record<Layer, Weights>;
}

/** What whole numbers are multiplied with: what the case says, or else what the original does. */
function scaleOf(fields: Fields): number {
  const all = [fields, ...Object.values(fields).filter(isFields)];
  const named = all
    .flatMap((each) => Object.entries(each))
    .find(([key, v]) => /scale/i.test(key) && typeof v === 'number');
  if (named) return named[1] as number;
  return JSON.stringify(fields).includes('"int8"') ? 1 / 256 : 1;
}

/** [inputs, outputs]; a square matrix is taken to be so. */
function rowStyle(tensor: Tensor, width: number, name: string): Tensor {
  const { data, shape } = tensor;
  const rows = data.length / width;
  if (!Number.isInteger(rows)) throw new Malformed(`the weights of ${name} have ${data.length} numbers for ${width}`);
  if (shape.length !== 2 || shape[1] === width) return tensor;
  return {
    data: Float64Array.from(data, (_, i) => data[(i % width) * rows + Math.floor(i / width)]!),
    shape: [rows, width],
  };
}

function columns({ data, shape }: Tensor, from: number, to: number): Tensor {
  const width = shape[1]!;
  return { data: data.filter((_, i) => i % width >= from && i % width < to), shape: [shape[0]!, to - from] };
}
