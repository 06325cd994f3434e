/**
 * RTNeural's JSON (https://github.com/jatinchowdhury18/RTNeural): Keras layers in order, each with its weights as nested
 * lists. AIDA-X (https://github.com/AidaDSP/AIDA-X) writes gains and a skip connection beside them.
 */
import type { Tensor } from '@cellc/runtime';
import { type Activation, decimal, isLinear, kerasActivation } from '../activation.ts';
import { broken, quoted, refuse, show } from '../error.ts';
import { features } from '../io.ts';
import { kerasCell, kerasWeights } from '../keras/recurrent.ts';
import { lower } from '../lower.ts';
import { Builder, type Source, sizeOf, slice, whole } from '../net.ts';
import { normalised } from '../normalised.ts';
import { type Fields, field, isFields, listOf, numbersOf, shapeOf, textOf } from '../read/json.ts';
import type { Imported } from '../result.ts';
import { sloped } from '../sloped.ts';
import { transposed } from '../tensors.ts';
import { expectShape } from '../weights.ts';

export function isRtNeural(json: Fields): boolean {
  return Array.isArray(field(json, 'layers')) && 'in_shape' in json;
}

const recurrent = { lstm: 'LSTM', gru: 'GRU' } as const;

/** @throws E_FILE, E_IMPORT */
export function importRtNeural(json: Fields, file: string, name: string): Imported {
  const shape = listOf(json, 'in_shape', file);
  const input = shape.at(-1);
  if (!Number.isSafeInteger(input) || (input as number) < 1)
    return broken(file, `in_shape is ${JSON.stringify(shape).slice(0, 80)}`);
  const net = new Builder();
  const mapped: { from: string; to: string }[] = [];
  const { gain, skip, finish } = aroundLayers(json, net, file);
  const entered = gain(whole(net.features('x', input as number)));
  let source: Source = entered;
  listOf(json, 'layers', file).forEach((layer, i) => {
    source = apply(net, isFields(layer) ? layer : broken(file, `layer ${i} is no object`), source, i, file);
  });
  source = finish(source, entered);
  const size = sizeOf(source);
  const lowered = lower(name, {
    input: net.input,
    values: net.values,
    loops: [],
    output: source,
    returns: 'sequence',
  });
  for (const [unit, paths] of lowered.units) mapped.push({ from: unit, to: paths.join(', ') });
  return {
    spec: lowered.spec,
    weights: Object.fromEntries(lowered.weights),
    ports: {
      inputs: [{ name: 'x', axes: ['batch', 'time', input as number], slots: features(input as number) }],
      outputs: [{ name: 'y', axes: ['batch', 'time', size], slots: features(size) }],
    },
    report: {
      format: 'RTNeural JSON',
      mapped,
      dropped: [],
      assumed: skip ? ['input is added to the output, as in_skip says'] : [],
    },
  };
}

/** What AIDA-X's player does before and behind the layers: both gains are in decibels, and none below -90. */
function aroundLayers(json: Fields, net: Builder, file: string) {
  const number = (key: string): number => {
    const value = field(json, key) ?? 0;
    return typeof value === 'number' && Number.isFinite(value) ? value : broken(file, `'${key}' is no number`);
  };
  const skip = number('in_skip');
  if (skip !== 0 && skip !== 1) return refuse(`in_skip ${skip}`, 'one feature can be added to the output');
  const scaled = (name: string, of: Source): Source => {
    const decibels = number(name);
    if (decibels === 0) return of;
    const factor = decimal(decibels > -90 ? 10 ** (decibels / 20) : 0);
    return whole(net.point(name, sizeOf(of), `{0} * ${factor}`, [of]));
  };
  return {
    skip: skip === 1,
    // The features behind the first one are settings of the player.
    gain: (input: Source): Source => [...scaled('in_gain', slice(input, 0, 1)), ...slice(input, 1, sizeOf(input))],
    finish(output: Source, input: Source): Source {
      if (skip === 1 && sizeOf(output) !== 1) return refuse(`in_skip 1 over ${sizeOf(output)} outputs`);
      const sum = skip ? whole(net.point('skip', 1, '{0} + {1}', [output, slice(input, 0, 1)])) : output;
      return scaled('out_gain', sum);
    },
  };
}

function apply(net: Builder, layer: Fields, source: Source, i: number, file: string): Source {
  const type = textOf(layer, 'type', file);
  const what = `layer ${type} ${i}`;
  const size = sizeOf(source);
  const weights = listOf(layer, 'weights', file).map((value, n): Tensor => {
    const shape = shapeOf(value);
    return { data: numbersOf(value, shape, `weight ${n} of ${what}`, file), shape };
  });
  const declared = outputOf(layer);
  const activation = activationOf(layer, what);
  const name = `${type.replaceAll('-', '_')}${i + 1}`;
  if (type === 'dense' || type === 'time-distributed-dense') {
    const [kernel, bias] = weights;
    if (!kernel || weights.length > 2) return refuse(`${what} with ${weights.length} weights`);
    expectShape(kernel, [size, declared ?? kernel.shape[1] ?? 0], `the kernel of ${what}`);
    return whole(net.dense(name, source, transposed(kernel), bias, activation && { activation }));
  }
  if (type === 'conv1d') {
    const [kernel, bias] = weights;
    const [steps, inputs = 0, outputs = 0] = kernel?.shape ?? [];
    const [groups, strides] = [layer.groups, layer.strides].map((value) => [value ?? 1].flat());
    if (steps !== 1 || [...groups!, ...strides!].some((each) => each !== 1) || weights.length > 2)
      return refuse(
        `${what} with a kernel of the shape ${show(kernel?.shape ?? [])}`,
        'a kernel of one step is a dense layer',
      );
    expectShape({ ...kernel!, shape: [inputs, outputs] }, [size, declared ?? outputs], `the kernel of ${what}`);
    return whole(
      net.dense(name, source, transposed({ ...kernel!, shape: [inputs, outputs] }), bias, activation && { activation }),
    );
  }
  if (type === 'prelu') {
    const [slopes] = weights;
    if (!slopes || (slopes.data.length !== 1 && slopes.data.length !== size))
      return refuse(`${what} with slopes of the shape ${show(slopes?.shape ?? [])}`);
    return whole(sloped(net, name, source, slopes));
  }
  if (type === 'batchnorm') {
    if (activation) return refuse(`${what} with an activation`);
    const [variance, mean, beta, gamma] = [...weights].reverse();
    if (!variance || !mean || (weights.length !== 2 && weights.length !== 4))
      return refuse(`${what} with ${weights.length} weights`);
    for (const tensor of weights) expectShape(tensor, [size], `a weight of ${what}`);
    return whole(normalised(net, name, source, { gamma, beta, mean, variance }, epsilonOf(layer, what)));
  }
  if (type === 'activation' && activation) return whole(net.activate(name, source, activation));
  if (type !== 'lstm' && type !== 'gru')
    return refuse(what, 'dense, conv1d, lstm, gru, prelu, batchnorm and activation layers can be imported');
  if (activation && activation.name !== 'tanh') return refuse(`${what} with another activation than tanh`);
  const units = declared ?? weights[1]?.shape[0];
  const config = { units, reset_after: true };
  const kind = recurrent[type];
  const cell = kerasCell({ kind, config, version: 3, input: size, masked: false, what });
  const own = { kind: 'unit', input: source, cell, direction: 'forward' } as const;
  const value = net.add(name, cell.output, { ...own, weights: [kerasWeights(kind, cell, weights, what)] });
  return whole(value);
}

function epsilonOf(layer: Fields, what: string): number {
  const value = field(layer, 'epsilon') ?? 1e-3;
  return typeof value === 'number' && value >= 0 ? value : refuse(`${what} whose epsilon is no number`);
}

/** How many outputs a layer declares. */
function outputOf(layer: Fields): number | undefined {
  const shape = field(layer, 'shape');
  const last = Array.isArray(shape) ? shape.at(-1) : undefined;
  return Number.isSafeInteger(last) && (last as number) > 0 ? (last as number) : undefined;
}

function activationOf(layer: Fields, what: string): Activation | undefined {
  const name = field(layer, 'activation') ?? '';
  if (typeof name !== 'string') return refuse(`${what} with the activation ${quoted(show([JSON.stringify(name)]))}`);
  if (isLinear(name)) return undefined;
  return kerasActivation(name, 3) ?? refuse(`${what} with the activation ${quoted(name)}`);
}
