/** Operators that work element by element, fold all features to one number, or normalise them. */
import type { Tensor } from '@cellc/runtime';
import { type Activation, decimal, geluTanh, logSoftmax, onnxActivation, softmax } from '../activation.ts';
import { refuse } from '../error.ts';
import { type Argument, isSource, type Source, sizeOf, type Value, whole } from '../net.ts';
import { poolCell } from '../recurrent.ts';
import {
  type Abstract,
  type Axis,
  constant,
  type Element,
  isConstant,
  isFeatures,
  isNumbers,
  isUnknown,
  type Moment,
  meet,
  pick,
  type Reference,
  type Size,
  shapeText,
  spread,
  times,
  width,
} from './abstract.ts';
import { elementsOf, nodeText, outputName } from './context.ts';
import { axisOf, type Call, type Handler, listOf, need, numberOf, textOf } from './node.ts';

/** One equation of what an operator reads, on the axes on which its inputs meet. */
function elementwise(call: Call, tensors: readonly Abstract[], text: string, role?: Activation): Abstract {
  const { context, node } = call;
  const what = nodeText(node);
  const axes = meet(tensors, what);
  const size = axes.reduce((product, axis) => product * width(axis), 1);
  const spreads = tensors.map((tensor) => spread(tensor, axes));
  const scalars = spreads.filter((elements) => !isNumbers(elements));
  const allScalar = scalars.every((elements) => {
    const [first] = Array.from(elements);
    return typeof first === 'object' && 'value' in first && first.value.scalar;
  });
  const operands = spreads.map((elements) => context.operand(elements, size, allScalar && size === 1, what));
  const args: Argument[] = [];
  const params: { readonly name: string; readonly tensor: Tensor }[] = [];
  const moments = new Set<Moment>();
  const filled = operands.reduce((line, operand, i) => {
    if (operand.kind === 'number') return line.replaceAll(`{${i}}`, operand.text);
    if (operand.kind === 'tensor') {
      params.push({ name: 'w', tensor: operand.tensor });
      return line.replaceAll(`{${i}}`, `{p${params.length - 1}}`);
    }
    args.push(operand.argument);
    moments.add(operand.moment);
    return line.replaceAll(`{${i}}`, `{a${args.length - 1}}`);
  }, text);
  if (moments.size > 1) refuse(`${what} of a single time step and of every time step`);
  const isBias = node.op === 'Add' && args.length === 1 && params.length === 1 && isSource(args[0]!);
  const value = context.net.add(
    outputName(node),
    size,
    {
      kind: 'point',
      args,
      params,
      text: filled.replaceAll('{a', '{'),
      ...(isBias && { role: 'bias' as const }),
      ...(role && args.length === 1 && { role }),
    },
    allScalar && size === 1,
  );
  return { axes, elements: elementsOf(value, [...moments][0] ?? 'all') };
}

type Fold = (...x: number[]) => number;

/** Constants and sizes are computed here and now. */
function folded(call: Call, tensors: readonly Abstract[], fold: Fold | undefined): Abstract | undefined {
  if (!tensors.every(({ axes, elements }) => axes.every(isFeatures) && Array.from(elements).every(isKnown)))
    return undefined;
  const axes = meet(tensors, nodeText(call.node));
  const lists = tensors.map((tensor) => spread(tensor, axes));
  const elements: Element[] = Array.from(lists[0]!, (_, i) => {
    const args = lists.map((list) => list[i]!);
    if (call.node.op === 'Mul') return (args as Size[]).reduce(times, 1);
    if (args.some(isUnknown) || !fold) return refuse(`${nodeText(call.node)} of sizes or constants`);
    return fold(...(args as number[]));
  });
  const single = tensors.every((tensor) => tensor.elements instanceof Float32Array);
  if (!isNumbers(elements)) return { axes, elements };
  return { axes, elements: single ? Float32Array.from(elements) : Float64Array.from(elements) };
}

const isKnown = (element: Element): boolean => typeof element === 'number' || isUnknown(element);

const binary =
  (text: string, fold: Fold): Handler =>
  (call) => {
    const tensors = call.inputs.map((_, i) => need(call, i));
    return [folded(call, tensors, fold) ?? elementwise(call, tensors, text)];
  };

/** Operators of any number of inputs. */
const many =
  (join: (list: string[]) => string, fold: Fold): Handler =>
  (call) => {
    const tensors = call.inputs.map((_, i) => need(call, i));
    const text = join(tensors.map((_, i) => `{${i}}`));
    return [folded(call, tensors, fold) ?? elementwise(call, tensors, text)];
  };

function unary(call: Call, activation: Activation, fold?: Fold): readonly Abstract[] {
  const x = need(call, 0);
  return [folded(call, [x], fold) ?? elementwise(call, [x], activation.text, activation)];
}

const activation =
  (fold?: Fold): Handler =>
  (call) => {
    const of = call.node.op;
    const alpha = call.node.attributes.has('alpha') ? numberOf(call, 'alpha', 0) : undefined;
    const second = of === 'Selu' ? 'gamma' : 'beta';
    const beta = call.node.attributes.has(second) ? numberOf(call, second, 0) : undefined;
    return unary(call, onnxActivation(of, alpha, beta) ?? refuse(nodeText(call.node)), fold);
  };

const gelu: Handler = (call) =>
  textOf(call, 'approximate', 'none') === 'tanh' ? unary(call, geluTanh) : activation()(call);

const clip: Handler = (call) => {
  const bound = (name: string, input: number, absent: number): number => {
    const given = call.inputs[input];
    if (!given) return numberOf(call, name, absent);
    return isConstant(given) ? (given.elements[0] as number) : refuse(`${nodeText(call.node)} with computed bounds`);
  };
  const [lo, hi] = [bound('min', 1, -3.4028234663852886e38), bound('max', 2, 3.4028234663852886e38)];
  const text = `clamp({0}, ${decimal(lo)}, ${decimal(hi)})`;
  return unary({ ...call, inputs: [call.inputs[0]] }, { text }, (x) => Math.min(Math.max(x, lo), hi));
};

/** All features, or those of some axes, to one number. */
const reduction =
  (text: string, pool?: 'mean' | 'max'): Handler =>
  (call) => {
    const x = need(call, 0);
    const given = listOf(call, 'axes', 1);
    const axes = (given ?? x.axes.map((_, i) => i)).map((axis) => axisOf(call, axis, x.axes.length));
    const keep = numberOf(call, 'keepdims', 1) === 1;
    const left = (axis: Axis, i: number): Axis[] => (!axes.includes(i) ? [axis] : keep ? [[]] : []);
    const overTime = axes.filter((axis) => x.axes[axis]!.some(({ kind }) => kind === 'time'));
    if (overTime.length && axes.length === 1 && pool) return [{ ...pooled(call, x, pool), axes: x.axes.flatMap(left) }];
    if (axes.some((axis) => !isFeatures(x.axes[axis]!))) return refuse(`${nodeText(call.node)} over batch or time`);
    const { context, node } = call;
    const widths = x.axes.map(width);
    const groups = new Map<string, number[]>();
    for (let n = 0; n < x.elements.length; n++) {
      let rest = n;
      const key: number[] = [];
      for (let i = widths.length - 1; i >= 0; i--) {
        if (!axes.includes(i)) key.push(rest % widths[i]!);
        rest = Math.floor(rest / widths[i]!);
      }
      const name = key.reverse().join();
      groups.set(name, [...(groups.get(name) ?? []), n]);
    }
    if (groups.size > 64) return refuse(`${nodeText(node)} to ${groups.size} numbers`);
    const elements = [...groups.values()].map((places): Reference => {
      const { list, moment } = context.references(pick(x.elements, places), nodeText(node));
      const source = context.source(list, nodeText(node));
      const make = { kind: 'point', args: [source], text, params: [] } as const;
      return { value: context.net.add(outputName(node), 1, make, true), index: 0, moment };
    });
    return [{ axes: x.axes.flatMap(left), elements }];
  };

/** The mean or the largest of all time steps. */
function pooled({ context, node }: Call, x: Abstract, kind: 'mean' | 'max'): Abstract {
  const { list, moment } = context.references(x.elements, nodeText(node));
  if (moment !== 'all') return refuse(`${nodeText(node)} over time of a single step`);
  const cell = poolCell(kind, list.length);
  const input = context.source(list, nodeText(node));
  const make = { kind: 'unit', input, cell, direction: 'forward', weights: [new Map()] } as const;
  return { axes: [], elements: elementsOf(context.net.add(outputName(node), list.length, make), 'last') };
}

/** A function of the vectors along the last axis. */
function alongLast(call: Call, x: Abstract, axis: number, work: (source: Source) => Value): Abstract {
  const { context, node } = call;
  const at = axisOf(call, axis, x.axes.length);
  const features = x.axes.slice(at);
  if (!features.every(isFeatures)) return refuse(`${nodeText(node)} over batch or time`);
  const size = features.reduce((product, each) => product * width(each), 1);
  const elements: Reference[] = [];
  for (let from = 0; from < x.elements.length; from += size) {
    const places = Array.from({ length: size }, (_, i) => from + i);
    const { list, moment } = context.references(pick(x.elements, places), nodeText(node));
    elements.push(...elementsOf(work(context.source(list, nodeText(node))), moment));
  }
  return { axes: x.axes, elements };
}

const softmaxOp =
  (which: Activation): Handler =>
  (call) => {
    const x = need(call, 0);
    const axis = numberOf(call, 'axis', call.context.opset < 13 ? 1 : -1);
    const last = axisOf(call, axis, x.axes.length) === x.axes.length - 1;
    if (!last && call.context.opset >= 13)
      return refuse(`${nodeText(call.node)} along axis ${axis} of ${x.axes.length}`);
    return [alongLast(call, x, axis, (source) => call.context.net.activate(outputName(call.node), source, which))];
  };

const layerNormalization: Handler = (call) => {
  const { context, node } = call;
  const x = need(call, 0);
  const eps = decimal(numberOf(call, 'epsilon', 1e-5));
  const vector = (i: number, absent: number, size: number): Float32Array | Float64Array => {
    const given = call.inputs[i];
    if (!given) return new Float32Array(size).fill(absent);
    if (!isConstant(given) || given.elements.length !== size) return refuse(`${nodeText(node)} of ${shapeText(given)}`);
    return Float64Array.from(given.elements as ArrayLike<number>);
  };
  return [
    alongLast(call, x, numberOf(call, 'axis', -1), (source) => {
      const size = sizeOf(source);
      const centred = context.net.point(`${outputName(node)}_centred`, size, '{0} - mean({0})', [source]);
      const tensors = [vector(1, 1, size), vector(2, 0, size)].map((data) => ({ data, shape: [size] }));
      const text = `{0} / sqrt(mean(square({0})) + ${eps}) * {p0} + {p1}`;
      return context.net.point(outputName(node), size, text, [whole(centred)], tensors);
    }),
  ];
};

/** What training measured is constant afterwards. */
const batchNormalization: Handler = (call) => {
  const x = need(call, 0);
  const channels = x.axes[1];
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((i) => {
    const given = need(call, i);
    return isConstant(given)
      ? (given.elements as ArrayLike<number>)
      : refuse(`${nodeText(call.node)} with computed numbers`);
  });
  if (!channels || !isFeatures(channels) || width(channels) !== scale!.length)
    return refuse(`${nodeText(call.node)} of ${shapeText(x)}`);
  const eps = numberOf(call, 'epsilon', 1e-5);
  const factor = Float32Array.from(scale!, (s, i) => s / Math.sqrt(variance![i]! + eps));
  const offset = Float32Array.from(shift!, (b, i) => b - mean![i]! * factor[i]!);
  const shape = [factor.length, ...x.axes.slice(2).map(() => 1)];
  return [elementwise(call, [x, constant(factor, shape), constant(offset, shape)], '{0} * {1} + {2}')];
};

const prelu: Handler = (call) => [elementwise(call, [need(call, 0), need(call, 1)], 'max({0}, 0) + {1} * min({0}, 0)')];

const where: Handler = (call) => {
  const tensors = [0, 1, 2].map((i) => need(call, i));
  const axes = meet(tensors, nodeText(call.node));
  const [condition, yes, no] = tensors.map((tensor) => spread(tensor, axes));
  if (!isNumbers(condition!)) return refuse(`${nodeText(call.node)} with a computed condition`);
  return [{ axes, elements: Array.from(condition!, (c, i) => (c ? yes![i]! : no![i]!)) }];
};

/** A size that is known only at run time is positive. */
const equal: Handler = (call) => {
  const tensors = [need(call, 0), need(call, 1)];
  const axes = meet(tensors, nodeText(call.node));
  const [a, b] = tensors.map((tensor) => spread(tensor, axes));
  const elements = Array.from(a!, (x, i) => {
    const y = b![i]!;
    if (typeof x === 'number' && typeof y === 'number') return Number(x === y);
    const number = typeof x === 'number' ? x : y;
    return typeof number === 'number' && number < 0 ? 0 : refuse(`${nodeText(call.node)} of computed numbers`);
  });
  return [{ axes, elements }];
};

export const points: Readonly<Record<string, Handler>> = {
  Add: binary('{0} + {1}', (a, b) => a + b),
  Sub: binary('{0} - {1}', (a, b) => a - b),
  Mul: binary('{0} * {1}', (a, b) => a * b),
  Div: binary('{0} / {1}', (a, b) => a / b),
  Pow: binary('{0} ^ {1}', (a, b) => a ** b),
  Sum: many(
    (list) => list.join(' + '),
    (...x) => x.reduce((a, b) => a + b, 0),
  ),
  Mean: many(
    (list) => `(${list.join(' + ')}) / ${list.length}`,
    (...x) => x.reduce((a, b) => a + b, 0) / x.length,
  ),
  Max: many((list) => list.reduce((a, b) => `max(${a}, ${b})`), Math.max),
  Min: many((list) => list.reduce((a, b) => `min(${a}, ${b})`), Math.min),
  Abs: activation(Math.abs),
  BatchNormalization: batchNormalization,
  Celu: activation(),
  Clip: clip,
  Elu: activation(),
  Equal: equal,
  Erf: activation(),
  Exp: activation(Math.exp),
  Gelu: gelu,
  HardSigmoid: activation(),
  HardSwish: activation(),
  LayerNormalization: layerNormalization,
  LeakyRelu: activation(),
  Log: activation(Math.log),
  LogSoftmax: softmaxOp(logSoftmax),
  Mish: activation(),
  Neg: activation((x) => -x),
  PRelu: prelu,
  Reciprocal: activation((x) => 1 / x),
  ReduceMax: reduction('max({0})', 'max'),
  ReduceMean: reduction('mean({0})', 'mean'),
  ReduceMin: reduction('min({0})'),
  ReduceSum: reduction('sum({0})'),
  Relu: activation((x) => Math.max(x, 0)),
  Selu: activation(),
  Sigmoid: activation((x) => 1 / (1 + Math.exp(-x))),
  Sign: activation(Math.sign),
  Softmax: softmaxOp(softmax),
  Softplus: activation(),
  Softsign: activation(),
  Sqrt: activation(Math.sqrt),
  Tanh: activation(Math.tanh),
  ThresholdedRelu: activation(),
  Where: where,
};
