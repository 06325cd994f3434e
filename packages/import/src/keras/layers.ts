/** What each layer of Keras does to what flows through it. */
import type { Tensor } from '@cellc/runtime';
import { type Activation, activations, decimal, isLinear, named, softmax } from '../activation.ts';
import { refuse, show } from '../error.ts';
import { isClasses } from '../lower.ts';
import { type Builder, sizeOf, whole } from '../net.ts';
import { type Fields, field } from '../read/json.ts';
import { sloped } from '../sloped.ts';
import { transposed } from '../tensors.ts';
import { expectShape } from '../weights.ts';
import { activationName, type KerasLayer } from './config.ts';
import { isNorm, norm } from './norms.ts';
import { activationOf, cellsOf, flag, innerLayer, type KerasKind } from './recurrent.ts';
import { isLastAxis, type Scene } from './scene.ts';
import { bidirectional, isOrdered, isRecurrent, pool, recurrent, type Signal, stacked } from './signal.ts';

/** Layers that do something while a network is trained, and nothing afterwards. */
const idle = /^(?:Dropout|SpatialDropout1D|AlphaDropout|GaussianDropout|GaussianNoise|ActivityRegularization)$/;

/** Layers that look at one step, and so may stand in TimeDistributed. */
const alone =
  /^(?:Dense|Activation|Softmax|LeakyReLU|ELU|ReLU|ThresholdedReLU|PReLU|Rescaling|.*Dropout|GaussianNoise|ActivityRegularization)$/;

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
  if (type === 'Embedding') return embedding(scene, layer, signal, what);
  const [only] = signal.source;
  if (only && isClasses(only.value)) return refuse(`${what} that reads classes`);
  // Keras masks the steps of such a sequence as if they were in the other order.
  if (isOrdered(type) && signal.reversed && signal.mask)
    return refuse(`${what} of a masked sequence that goes backwards`);
  if (isRecurrent(type)) {
    const result = recurrent(net, { kind: type, name, config, version, tensors: scene.weights(layer) }, signal);
    scene.units.set(layer.id, result.directions);
    dropouts(scene, config, what);
    return result.signal;
  }
  if (type === 'Bidirectional') return both(scene, layer, signal, what);
  if (type === 'RNN') return ofCells(scene, layer, signal, what);
  const inner = type === 'TimeDistributed' ? innerLayer(config, 'layer') : { type, config };
  if (!inner) return refuse(`${what} without a layer`);
  if (type === 'TimeDistributed' && (signal.last || !(alone.test(inner.type) || isNorm(inner.type))))
    return refuse(`${what} of ${inner.type}${signal.last ? ', after a layer that gives the last step alone' : ''}`);
  if (idle.test(inner.type)) {
    scene.dropped.push(what.replace('layer ', ''));
    return signal;
  }
  const rank = signal.last || type === 'TimeDistributed' ? 2 : 3;
  return { ...signal, ...plain(scene, { ...layer, ...inner }, signal, rank, what) };
}

/** Rows of a table, for classes that the model is given. */
function embedding({ net, weights }: Scene, layer: KerasLayer, { source }: Signal, what: string): Signal {
  const [table] = weights(layer);
  const [classes] = source;
  if (!classes || !isClasses(classes.value)) return refuse(`${what} that reads what another layer computes`);
  if (!table) return refuse(`${what} without a table`);
  expectShape(table, [sizeOf(source), table.shape[1] ?? 0], `the table of ${what}`);
  const rows = whole(net.dense(layer.name, source, transposed(table)));
  if (!flag(layer.config, 'mask_zero', false)) return { source: rows, last: false, reversed: false };
  const first = [{ ...classes, to: classes.from + 1 }];
  const make = { kind: 'point', args: [first], text: '1 - sum({0})', params: [] } as const;
  return { source: rows, mask: whole(net.add(`${layer.name}_mask`, 1, make, true)), last: false, reversed: false };
}

/** A layer RNN, of one cell or of several. */
function ofCells(scene: Scene, layer: KerasLayer, signal: Signal, what: string): Signal {
  const { net, version } = scene;
  const { name, config } = layer;
  const tensors = [...scene.weights(layer)];
  const cells = cellsOf(config).map(({ type, config: own }, i, { length }) => {
    const kind = type.replace(/Cell$/, '');
    if (!isRecurrent(kind) || kind === type) return refuse(`${what} of ${type}`);
    dropouts(scene, own, what);
    const count = flag(own, 'use_bias', true) ? 3 : 2;
    // Of the last one, all that are left.
    const weights = tensors.splice(0, i < length - 1 ? count : tensors.length);
    return { kind, name: length > 1 ? `${name}_${i + 1}` : name, config: own, version, tensors: weights };
  });
  if (cells.length === 0) return refuse(`${what} without a cell`);
  const result = stacked(net, cells, config, signal);
  scene.units.set(layer.id, result.directions);
  return result.signal;
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
    kind: inner.type as KerasKind,
    name: layer.name,
    config: inner.config,
    version,
    tensors: part,
  });
  const mode = field(layer.config, 'merge_mode');
  const layers = [one(first, tensors.slice(0, half)), one(second, tensors.slice(half))] as const;
  const result = bidirectional(net, layer.name, layers, mode, signal);
  scene.units.set(layer.id, result.directions);
  return result.signal;
}

function merge(net: Builder, { type, name, config }: KerasLayer, inputs: readonly Signal[], what: string): Signal {
  const [first] = inputs;
  if (inputs.some(({ last, reversed }) => last !== first!.last || reversed !== first!.reversed))
    return refuse(`${what} of a single step and of every step`);
  if (inputs.some(({ mask }) => mask !== first!.mask)) return refuse(`${what} of sequences that are not masked alike`);
  if (type === 'Concatenate') {
    const axis = field(config, 'axis');
    if (!isLastAxis(axis, first!.last ? 2 : 3)) return refuse(`${what} along axis ${String(axis)}`);
    return { ...first!, source: inputs.flatMap(({ source }) => source) };
  }
  const size = Math.max(...inputs.map(({ source }) => sizeOf(source)));
  if (inputs.some(({ source }) => sizeOf(source) !== size)) return refuse(`${what} of different sizes`);
  const text = merges[type]!(inputs.map((_, i) => `{${i}}`));
  const args = inputs.map(({ source }) => source);
  return { ...first!, source: whole(net.point(name, size, text, args)) };
}

/**
 * Layers that work on each time step alone, and those that sum a sequence up.
 * @param rank how many axes the layer sees, with the batch's
 */
function plain(scene: Scene, layer: KerasLayer, signal: Signal, rank: number, what: string): Partial<Signal> {
  const { net, version } = scene;
  const { type, name, config } = layer;
  const { source } = signal;
  const size = sizeOf(source);
  const activate = (activation: Activation): Partial<Signal> => ({
    source: whole(net.activate(name, source, activation)),
  });
  const number = (key: string, absent: number): number => {
    const value = field(config, key) ?? absent;
    return typeof value === 'number' && Number.isFinite(value) ? value : refuse(`${what} whose ${key} is no number`);
  };
  const along = (key = 'axis'): void => {
    if (!isLastAxis(field(config, key), rank))
      refuse(`${what} along axis ${show([field(config, key)].flat().map(String))}`);
  };
  if (type === 'Dense' || type === 'Conv1D') {
    // A convolution of Keras does not hand the mask on.
    if (type === 'Conv1D' && signal.mask) return refuse(`${what} of a masked sequence`);
    if (type === 'Conv1D' && rank !== 3) return refuse(`${what} of a single step`);
    const [given, bias, ...more] = scene.weights(layer);
    const kernel = type === 'Conv1D' && given ? ofOneStep(given, config, what) : given;
    if (!kernel || more.length || kernel.shape.length !== 2 || (bias !== undefined) !== flag(config, 'use_bias', true))
      return refuse(`${what} with weights that are no dense layer's`);
    const units = field(config, type === 'Dense' ? 'units' : 'filters');
    expectShape(kernel, [size, Number(units)], `the kernel of ${what}`);
    const linear = isLinear(activationName(field(config, 'activation')));
    const activation = linear ? undefined : activationOf(field(config, 'activation'), version, what);
    return { source: whole(net.dense(name, source, transposed(kernel), bias, activation && { activation })) };
  }
  if (type === 'Activation') {
    const of = activationOf(field(config, 'activation'), version, what);
    return of.text === '{0}' ? {} : activate(of);
  }
  if (type === 'Softmax') {
    along();
    return signal.mask ? refuse(`${what} of a masked sequence`) : activate(softmax);
  }
  if (type === 'LeakyReLU') return activate(activations.slope(number('negative_slope', number('alpha', 0.3))));
  if (type === 'ELU') return activate(activations.elu(number('alpha', 1)));
  if (type === 'ReLU') return activate(relu(number('negative_slope', 0), number('threshold', 0), config));
  if (type === 'ThresholdedReLU') return activate(relu(0, number('theta', 1), {}));
  if (type === 'PReLU') {
    const [slope] = scene.weights(layer);
    // One number for each feature, or for all: of one for each step, too, a layer would have a fixed number of steps.
    const [width = 0, ...others] = [...(slope?.shape ?? [])].reverse();
    if (!slope || (width !== size && width !== 1) || others.some((each) => each !== 1))
      return refuse(`${what} with slopes of the shape ${show(slope?.shape ?? [])}`);
    return { source: whole(sloped(net, name, source, slope)) };
  }
  if (type === 'Rescaling')
    return {
      source: whole(
        net.point(name, size, `{0} * ${decimal(number('scale', 1))} + ${decimal(number('offset', 0))}`, [source]),
      ),
    };
  if (type === 'Masking') return masking(net, name, signal, number('mask_value', 0));
  if (isNorm(type)) {
    along();
    return { source: whole(norm(scene, layer, type, signal, what)) };
  }
  if (type === 'GlobalAveragePooling1D' || type === 'GlobalMaxPooling1D') {
    if (signal.last) return refuse(`${what} of a single step`);
    if (flag(config, 'keepdims', false)) return refuse(`${what} with keepdims`);
    // A maximum is taken over all steps, whatever masks them.
    if (signal.mask && type === 'GlobalAveragePooling1D') return refuse(`${what} of a masked sequence`);
    const kind = type === 'GlobalAveragePooling1D' ? 'mean' : 'max';
    return { source: whole(pool(net, name, kind, source)), mask: undefined, last: true, reversed: false };
  }
  if (type === 'Flatten' && signal.last) return {};
  if (type === 'Reshape' || type === 'Permute') {
    const target = [field(config, type === 'Reshape' ? 'target_shape' : 'dims')].flat();
    const same = type === 'Permute' ? target.every((axis, i) => axis === i + 1) : target.at(-1) === size;
    if (same && target.length === rank - 1 && !signal.mask) return {};
    return refuse(`${what} to ${show(target.map(String))}`);
  }
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

/** Keras' own: what is above the threshold up to a largest value, and a line below the threshold. */
function relu(slope: number, threshold: number, config: Fields): Activation {
  const most = field(config, 'max_value');
  const top = typeof most === 'number' ? decimal(most) : undefined;
  if (slope === 0 && threshold === 0) return top === undefined ? named('relu') : activations.clamped(0, Number(most));
  if (threshold === 0 && top === undefined) return activations.slope(slope);
  const from = decimal(threshold);
  const above = threshold === 0 ? 'max({0}, 0)' : `{0} * step({0} - ${from})`;
  const bounded = top === undefined ? above : `clamp(${above}, 0, ${top})`;
  return { text: slope === 0 ? bounded : `${bounded} - ${decimal(slope)} * max(${from} - {0}, 0)` };
}

/** Steps of which every feature has the value count for nothing. */
function masking(net: Builder, name: string, { source, last }: Signal, value: number): Partial<Signal> {
  // Keras compares in single precision.
  const text = `step(sum(1 - equal({0}, ${decimal(Math.fround(value))})))`;
  const mask = net.add(`${name}_mask`, 1, { kind: 'point', args: [source], text, params: [] }, true);
  const kept = net.point(name, sizeOf(source), '{0} * {1}', [source, { scalar: mask, index: 0 }]);
  return { source: whole(kept), ...(!last && { mask: whole(mask) }) };
}
