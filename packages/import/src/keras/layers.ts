/** What each layer of Keras does to what flows through it. */
import type { Tensor } from '@cellc/runtime';
import { type Activation, activations, decimal, isLinear, named, softmax } from '../activation.ts';
import { refuse, show } from '../error.ts';
import { type Builder, type Source, sizeOf, type Value, whole } from '../net.ts';
import { type Fields, field } from '../read/json.ts';
import { transposed, zeros } from '../tensors.ts';
import { expectShape } from '../weights.ts';
import { activationName, type KerasLayer } from './config.ts';
import { activationOf, flag } from './recurrent.ts';
import { bidirectional, type Direction, innerLayer, isRecurrent, pool, recurrent, type Signal } from './signal.ts';

export interface Scene {
  readonly net: Builder;
  readonly version: 2 | 3;
  readonly weights: (layer: KerasLayer) => readonly Tensor[];
  readonly dropped: string[];
  /** The directions of the recurrent layers, for their states. */
  readonly units: Map<string, readonly Direction[]>;
}

/** Layers that do something while a network is trained, and nothing afterwards. */
const idle = /^(?:Dropout|SpatialDropout1D|AlphaDropout|GaussianDropout|GaussianNoise|ActivityRegularization)$/;

const merges: Readonly<Record<string, (list: readonly string[]) => string>> = {
  Add: (list) => list.join(' + '),
  Subtract: (list) => list.join(' - '),
  Multiply: (list) => list.join(' * '),
  Average: (list) => `(${list.join(' + ')}) / ${list.length}`,
  Maximum: (list) => list.reduce((a, b) => `max(${a}, ${b})`),
  Minimum: (list) => list.reduce((a, b) => `min(${a}, ${b})`),
};

/** @throws E_IMPORT for a layer that cannot be said */
export function apply(scene: Scene, layer: KerasLayer, inputs: readonly Signal[]): Signal {
  const { net, version } = scene;
  const { type, name, config } = layer;
  const what = `layer ${type} '${name}'`;
  const signal = inputs[0] ?? refuse(`${what} without an input`);
  if (type === 'Concatenate' || Object.hasOwn(merges, type)) return merge(net, layer, inputs, what);
  if (inputs.length > 1) return refuse(`${what} with ${inputs.length} inputs`);
  if (idle.test(type)) {
    scene.dropped.push(what.replace('layer ', ''));
    return signal;
  }
  if (isRecurrent(type)) {
    const result = recurrent(net, { kind: type, name, config, version, tensors: scene.weights(layer) }, signal);
    scene.units.set(name, result.directions);
    dropouts(scene, config, what);
    return result.signal;
  }
  if (type === 'Bidirectional') return both(scene, layer, signal, what);
  const inner = type === 'TimeDistributed' ? innerLayer(config, 'layer') : { type, config };
  if (!inner) return refuse(`${what} without a layer`);
  if (type === 'TimeDistributed' && signal.last) return refuse(`${what} after a layer that gives the last step alone`);
  return { ...signal, ...plain(scene, { ...layer, ...inner, type: inner.type }, signal, what) };
}

function dropouts({ dropped }: Scene, config: Fields, what: string): void {
  for (const key of ['dropout', 'recurrent_dropout'])
    if (Number(field(config, key) ?? 0) > 0)
      dropped.push(`${key} ${field(config, key)} of ${what.replace('layer ', '')}`);
}

function both(scene: Scene, layer: KerasLayer, signal: Signal, what: string): Signal {
  const { net, version } = scene;
  const first = innerLayer(layer.config, 'layer');
  const second = innerLayer(layer.config, 'backward_layer') ?? first;
  if (!first || !second || !isRecurrent(first.type) || !isRecurrent(second.type))
    return refuse(`${what} of ${first?.type ?? 'nothing'}`);
  const tensors = scene.weights(layer);
  const half = tensors.length / 2;
  if (!Number.isInteger(half)) return refuse(`${what} with ${tensors.length} weights`);
  dropouts(scene, first.config, what);
  const one = (inner: typeof first, part: readonly Tensor[]) => ({
    kind: inner.type as 'LSTM',
    name: layer.name,
    config: inner.config,
    version,
    tensors: part,
  });
  const mode = field(layer.config, 'merge_mode');
  const layers = [one(first, tensors.slice(0, half)), one(second, tensors.slice(half))] as const;
  const result = bidirectional(net, layer.name, layers, mode, signal);
  scene.units.set(layer.name, result.directions);
  return result.signal;
}

function merge(net: Builder, { type, name, config }: KerasLayer, inputs: readonly Signal[], what: string): Signal {
  const [first] = inputs;
  if (inputs.some(({ last, reversed }) => last !== first!.last || reversed !== first!.reversed))
    return refuse(`${what} of a single step and of every step`);
  if (inputs.some(({ mask }) => mask)) return refuse(`${what} of masked sequences`);
  if (type === 'Concatenate') {
    const axis = field(config, 'axis') ?? -1;
    if (axis !== -1 && axis !== (first!.last ? 1 : 2)) return refuse(`${what} along axis ${String(axis)}`);
    return { ...first!, source: inputs.flatMap(({ source }) => source) };
  }
  const size = Math.max(...inputs.map(({ source }) => sizeOf(source)));
  if (inputs.some(({ source }) => sizeOf(source) !== size)) return refuse(`${what} of different sizes`);
  const text = merges[type]!(inputs.map((_, i) => `{${i}}`));
  const args = inputs.map(({ source }) => source);
  return { ...first!, source: whole(net.point(name, size, text, args)) };
}

/** Layers that work on each time step alone, and those that sum a sequence up. */
function plain(scene: Scene, layer: KerasLayer, signal: Signal, what: string): Partial<Signal> {
  const { net, version } = scene;
  const { type, name, config } = layer;
  const { source } = signal;
  const size = sizeOf(source);
  const activate = (activation: Activation): Partial<Signal> => ({
    source: whole(net.activate(name, source, activation)),
  });
  const number = (key: string, absent: number): number => Number(field(config, key) ?? absent);
  if (type === 'Dense' || type === 'Conv1D') {
    const [given, bias, ...more] = scene.weights(layer);
    const kernel = type === 'Conv1D' && given ? ofOneStep(given, config, what) : given;
    if (!kernel || more.length || kernel.shape.length !== 2)
      return refuse(`${what} with weights that are no dense layer's`);
    const units = field(config, type === 'Dense' ? 'units' : 'filters');
    expectShape(kernel, [size, Number(units)], `the kernel of ${what}`);
    const linear = isLinear(activationName(field(config, 'activation')));
    const activation = linear ? undefined : activationOf(field(config, 'activation'), version, what);
    return { source: whole(net.dense(name, source, transposed(kernel), bias, activation)) };
  }
  if (type === 'Activation') {
    const of = activationOf(field(config, 'activation'), version, what);
    return of.text === '{0}' ? {} : activate(of);
  }
  if (type === 'Softmax')
    return field(config, 'axis') === undefined || field(config, 'axis') === -1
      ? activate(softmax)
      : refuse(`${what} along axis ${String(field(config, 'axis'))}`);
  if (type === 'LeakyReLU') return activate(activations.slope(number('negative_slope', number('alpha', 0.3))));
  if (type === 'ELU') return activate(activations.elu(number('alpha', 1)));
  if (type === 'ReLU') return activate(relu(config));
  if (type === 'PReLU') {
    const [slope] = scene.weights(layer);
    // One number for each feature: of one for each step, too, a layer would have a fixed number of steps.
    if (slope?.data.length !== size) return refuse(`${what} with slopes of ${slope ? show(slope.shape) : 'nothing'}`);
    const slopes = { data: slope.data, shape: [size] };
    return { source: whole(net.point(name, size, 'max({0}, 0) + {p0} * min({0}, 0)', [source], [slopes])) };
  }
  if (type === 'Rescaling')
    return {
      source: whole(
        net.point(name, size, `{0} * ${decimal(number('scale', 1))} + ${decimal(number('offset', 0))}`, [source]),
      ),
    };
  if (type === 'Masking') return masking(net, name, source, number('mask_value', 0));
  if (type === 'BatchNormalization') return { source: whole(batchNorm(scene, layer, source, what)) };
  if (type === 'LayerNormalization') return { source: whole(layerNorm(scene, layer, source, what)) };
  if (type === 'GlobalAveragePooling1D' || type === 'GlobalMaxPooling1D') {
    if (signal.mask || signal.last || flag(config, 'keepdims', false)) return refuse(`${what} of what is before it`);
    const kind = type === 'GlobalAveragePooling1D' ? 'mean' : 'max';
    return { source: whole(pool(net, name, kind, source)), last: true, reversed: false };
  }
  if (type === 'Flatten' && signal.last) return {};
  return refuse(`layer ${type} '${name}'`, 'this layer cannot be imported');
}

/** The matrix of a convolution with a kernel of one step, [1, I, O]: a dense layer. */
function ofOneStep({ data, shape }: Tensor, config: Fields, what: string): Tensor {
  const ones = (key: string): boolean => [field(config, key) ?? 1].flat().every((each) => each === 1);
  if (shape.length !== 3 || shape[0] !== 1 || !ones('strides') || !ones('groups'))
    return refuse(`${what} with a kernel of the shape ${show(shape)}`, 'a kernel of one step is a dense layer');
  if (field(config, 'data_format') === 'channels_first') return refuse(`${what} with channels first`);
  return { data, shape: shape.slice(1) };
}

function relu(config: Fields): Activation {
  const number = (key: string, absent: number): number => Number(field(config, key) ?? absent);
  const [slope, most, threshold] = [number('negative_slope', 0), field(config, 'max_value'), number('threshold', 0)];
  if (threshold !== 0) return refuse(`layer ReLU with threshold ${threshold}`);
  if (typeof most === 'number')
    return slope === 0 ? activations.clamped(0, most) : refuse('layer ReLU with a slope and a largest value');
  return slope === 0 ? named('relu') : activations.slope(slope);
}

/** Steps of which every feature has the value count for nothing. */
function masking(net: Builder, name: string, source: Source, value: number): Partial<Signal> {
  const text = `step(sum(1 - equal({0}, ${decimal(value)})))`;
  const mask = net.add(`${name}_mask`, 1, { kind: 'point', args: [source], text, params: [] }, true);
  const kept = net.point(name, sizeOf(source), '{0} * {1}', [source, { scalar: mask, index: 0 }]);
  return { source: whole(kept), mask: whole(mask) };
}

function batchNorm(scene: Scene, layer: KerasLayer, source: Source, what: string): Value {
  const { config } = layer;
  const size = sizeOf(source);
  const axis = field(config, 'axis');
  const last = Array.isArray(axis) ? axis[0] : axis;
  if (last !== undefined && last !== -1 && last !== 2) return refuse(`${what} along axis ${String(last)}`);
  const tensors = [...scene.weights(layer)];
  const gamma = flag(config, 'scale', true) ? tensors.shift() : undefined;
  const beta = flag(config, 'center', true) ? tensors.shift() : undefined;
  const [mean, variance] = tensors;
  if (!mean || !variance) return refuse(`${what} with ${tensors.length} weights`);
  for (const tensor of [gamma, beta, mean, variance]) if (tensor) expectShape(tensor, [size], `a weight of ${what}`);
  const eps = Number(field(config, 'epsilon') ?? 1e-3);
  const factor = Float64Array.from(variance.data, (v, i) => (gamma?.data[i] ?? 1) / Math.sqrt(v + eps));
  const offset = Float64Array.from(mean.data, (m, i) => (beta?.data[i] ?? 0) - m * factor[i]!);
  const params = [factor, offset].map((data) => ({ data, shape: [size] }));
  return scene.net.point(layer.name, size, '{0} * {p0} + {p1}', [source], params);
}

function layerNorm({ net, weights }: Scene, layer: KerasLayer, source: Source, what: string): Value {
  const { name, config } = layer;
  const size = sizeOf(source);
  const axis = field(config, 'axis');
  const last = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
  if (last !== undefined && last !== -1 && last !== 2) return refuse(`${what} along axis ${show([String(axis)])}`);
  const tensors = [...weights(layer)];
  const gamma = flag(config, 'scale', true)
    ? tensors.shift()!
    : { data: new Float32Array(size).fill(1), shape: [size] };
  const beta = flag(config, 'center', true) ? tensors.shift()! : zeros([size]);
  for (const tensor of [gamma, beta]) expectShape(tensor ?? zeros([0]), [size], `a weight of ${what}`);
  const centred = net.point(`${name}_centred`, size, '{0} - mean({0})', [source]);
  const eps = decimal(Number(field(config, 'epsilon') ?? 1e-3));
  return net.point(name, size, `{0} / sqrt(mean(square({0})) + ${eps}) * {p0} + {p1}`, [whole(centred)], [gamma, beta]);
}
