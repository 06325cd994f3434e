/** RTNeural's JSON (https://github.com/jatinchowdhury18/RTNeural): Keras layers in order, each with its weights as nested lists. */
import type { Tensor } from '@cellc/runtime';
import { type Activation, isLinear, kerasActivation } from '../activation.ts';
import { broken, quoted, refuse, show } from '../error.ts';
import { features } from '../io.ts';
import { kerasCell, kerasWeights } from '../keras/recurrent.ts';
import { lower } from '../lower.ts';
import { Builder, type Source, sizeOf, whole } from '../net.ts';
import { type Fields, field, isFields, listOf, numbersOf, shapeOf, textOf } from '../read/json.ts';
import type { Imported } from '../result.ts';
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
  let source: Source = whole(net.features('x', input as number));
  listOf(json, 'layers', file).forEach((layer, i) => {
    source = apply(net, isFields(layer) ? layer : broken(file, `layer ${i} is no object`), source, i, file);
  });
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
    report: { format: 'RTNeural JSON', mapped, dropped: [], assumed: [] },
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
    return whole(net.dense(name, source, transposed(kernel), bias, activation));
  }
  if (type === 'conv1d') {
    const [kernel, bias] = weights;
    const [steps, inputs = 0, outputs = 0] = kernel?.shape ?? [];
    const { groups } = layer;
    if (steps !== 1 || (groups !== undefined && groups !== 1) || weights.length > 2)
      return refuse(
        `${what} with a kernel of the shape ${show(kernel?.shape ?? [])}`,
        'a kernel of one step is a dense layer',
      );
    expectShape({ ...kernel!, shape: [inputs, outputs] }, [size, declared ?? outputs], `the kernel of ${what}`);
    return whole(net.dense(name, source, transposed({ ...kernel!, shape: [inputs, outputs] }), bias, activation));
  }
  if (type === 'prelu') {
    const [slopes] = weights;
    if (!slopes || (slopes.data.length !== 1 && slopes.data.length !== size))
      return refuse(`${what} with slopes of the shape ${show(slopes?.shape ?? [])}`);
    const data = slopes.data.length === size ? slopes.data : new Float64Array(size).fill(slopes.data[0]!);
    return whole(net.point(name, size, 'max({0}, 0) + {p0} * min({0}, 0)', [source], [{ data, shape: [size] }]));
  }
  if (type === 'activation' && activation) return whole(net.activate(name, source, activation));
  if (type !== 'lstm' && type !== 'gru')
    return refuse(what, 'dense, conv1d, lstm, gru, prelu and activation layers can be imported');
  if (activation && activation.name !== 'tanh') return refuse(`${what} with another activation than tanh`);
  const units = declared ?? weights[1]?.shape[0];
  const config = { units, reset_after: true };
  const kind = recurrent[type];
  const cell = kerasCell({ kind, config, version: 3, input: size, masked: false, what });
  const own = { kind: 'unit', input: source, cell, direction: 'forward' } as const;
  const value = net.add(name, cell.output, { ...own, weights: [kerasWeights(kind, cell, weights, what)] });
  return whole(value);
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
