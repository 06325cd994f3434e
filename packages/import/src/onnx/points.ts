/** Operators that work element by element, or normalise features. */
import type { Tensor } from '@cellc/runtime';
import { type Activation, decimal, geluTanh, logSoftmax, onnxActivation, silu, softmax } from '../activation.ts';
import { refuse } from '../error.ts';
import { type Source, sizeOf, type Value } from '../net.ts';
import { layerNormalised } from '../normalised.ts';
import { type Abstract, constant, isConstant, isFeatures, pick, type Reference, shapeText, width } from './abstract.ts';
import { elementsOf, nodeText, outputName } from './context.ts';
import { binary, elementwise, type Fold, folded } from './elementwise.ts';
import { axisOf, type Call, type Handler, need, numberOf, textOf } from './node.ts';

/** Operators of any number of inputs. */
const many =
  (join: (list: string[]) => string, fold: Fold): Handler =>
  (call) => {
    if (call.inputs.length === 0) return refuse(`${nodeText(call.node)} without inputs`);
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

/** `x * sigmoid(alpha * x)` */
const swish: Handler = (call) => {
  const alpha = numberOf(call, 'alpha', 1);
  return unary(call, alpha === 1 ? silu : { text: `{0} * sigmoid(${decimal(alpha)} * {0})` });
};

/** Towards zero by the bias, and to zero within ±lambd. */
const shrink: Handler = (call) => {
  const [lambd, bias] = [numberOf(call, 'lambd', 0.5), numberOf(call, 'bias', 0)].map(decimal);
  return unary(call, { text: `step({0} - ${lambd}) * ({0} - ${bias}) + step(-{0} - ${lambd}) * ({0} + ${bias})` });
};

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

/** The quotient of whole numbers is one, rounded toward 0. */
const divide: Handler = (call) => {
  const tensors = [need(call, 0), need(call, 1)];
  if (!tensors.every(({ whole }) => whole)) return binary('{0} / {1}', (a, b) => a / b)(call);
  return [folded(call, tensors, (a, b) => Math.trunc(a / b)) ?? refuse(`${nodeText(call.node)} of whole numbers`)];
};

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
  const vector = (i: number, absent: number, size: number): Tensor => {
    const given = call.inputs[i];
    if (!given) return { data: new Float32Array(size).fill(absent), shape: [size] };
    if (!isConstant(given) || given.elements.length !== size) return refuse(`${nodeText(node)} of ${shapeText(given)}`);
    return { data: Float64Array.from(given.elements as ArrayLike<number>), shape: [size] };
  };
  return [
    alongLast(call, x, numberOf(call, 'axis', -1), (source) => {
      const size = sizeOf(source);
      const own = { gamma: vector(1, 1, size), beta: vector(2, 0, size) };
      return layerNormalised(context.net, outputName(node), source, own, numberOf(call, 'epsilon', 1e-5));
    }),
  ];
};

/** What training measured is constant afterwards. */
const batchNormalization: Handler = (call) => {
  if (numberOf(call, 'training_mode', 0) !== 0) return refuse(`${nodeText(call.node)} in training`);
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

export const points: Readonly<Record<string, Handler>> = {
  Add: binary('{0} + {1}', (a, b) => a + b),
  Sub: binary('{0} - {1}', (a, b) => a - b),
  Mul: binary('{0} * {1}', (a, b) => a * b),
  Div: divide,
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
  Asinh: activation(Math.asinh),
  Atanh: activation(Math.atanh),
  Celu: activation(),
  Clip: clip,
  Cosh: activation(Math.cosh),
  Elu: activation(),
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
  Relu: activation((x) => Math.max(x, 0)),
  Selu: activation(),
  Sigmoid: activation((x) => 1 / (1 + Math.exp(-x))),
  Sign: activation(Math.sign),
  Shrink: shrink,
  Sinh: activation(Math.sinh),
  Softmax: softmaxOp(softmax),
  Softplus: activation((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Softsign: activation((x) => x / (1 + Math.abs(x))),
  Sqrt: activation(Math.sqrt),
  Swish: swish,
  Tanh: activation(Math.tanh),
  ThresholdedRelu: activation(),
};
