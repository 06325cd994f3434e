/** Products with constants: dense layers, convolutions that are one, and the rows of an embedding. */
import type { Tensor } from '@cellc/runtime';
import { decimal } from '../activation.ts';
import { quoted, refuse, show } from '../error.ts';
import type { Value } from '../net.ts';
import { like, transposed } from '../tensors.ts';
import {
  type Abstract,
  checkCount,
  constant,
  featureAxis,
  isConstant,
  isFeatures,
  isGiven,
  pick,
  type Reference,
  shapeText,
  transpose,
  width,
} from './abstract.ts';
import { constantName, elementsOf, nodeText, outputName } from './context.ts';
import { elementwise } from './elementwise.ts';
import { type Call, type Handler, need, numberOf, numbersOf, tensorOf, textOf } from './node.ts';

/** The class vectors that embeddings read, by the input they were made of. */
const classes = new WeakMap<object, Map<string, Value>>();

/** Rows of a constant matrix by the numbers that an input holds. */
export function embed(call: Call, table: Abstract, indices: Abstract, axis: number): Abstract {
  const { context, node } = call;
  const [only] = Array.from(indices.elements);
  if (!isConstant(table) || indices.elements.length !== 1 || typeof only !== 'object' || !isGiven(only))
    return refuse(`${nodeText(node)} by computed indices`);
  if (axis !== 0 || table.axes.length !== 2) return refuse(`${nodeText(node)} from ${shapeText(table)}`);
  const [rows, columns] = table.axes.map(width) as [number, number];
  const known = classes.get(context) ?? new Map<string, Value>();
  classes.set(context, known);
  let input = known.get(only.given);
  if (!input) {
    input = context.net.features(only.given, rows, true);
    known.set(only.given, input);
  }
  if (input.size !== rows)
    return refuse(`${nodeText(node)} of ${rows} classes, where ${quoted(only.given)} has ${input.size}`);
  const weights = transposed({ data: Float32Array.from(table.elements as ArrayLike<number>), shape: [rows, columns] });
  const value = context.net.dense(outputName(node), [{ value: input, from: 0, to: rows }], weights);
  return { axes: [...indices.axes, featureAxis(columns)], elements: elementsOf(value, context.momentOf(indices.axes)) };
}

/** The number of classes of each input that embeddings read. */
export function classesOf(context: object): ReadonlyMap<string, Value> {
  return classes.get(context) ?? new Map();
}

/** `x @ K` along the last axis. */
export function product(call: Call, x: Abstract, kernel: Tensor, bias?: Tensor): Abstract {
  const { context, node } = call;
  const last = x.axes.at(-1);
  const [inputs = 0, outputs = 0] = kernel.shape;
  if (!last || !isFeatures(last) || width(last) !== inputs)
    return refuse(`${nodeText(node)} of ${shapeText(x)} and ${show(kernel.shape)}`);
  const rows = x.elements.length / inputs;
  if (rows > 256) return refuse(`${nodeText(node)} of ${rows} vectors at every time step`);
  const W = transposed(kernel);
  const [W_at = -1, b_at = -1] = call.inputs.flatMap((input, i) => (input && isConstant(input) ? [i] : []));
  const names = { W: constantName(node, W_at), b: constantName(node, b_at) };
  const elements: Reference[] = [];
  for (let row = 0; row < rows; row++) {
    const places = Array.from({ length: inputs }, (_, i) => row * inputs + i);
    const { list, moment } = context.references(pick(x.elements, places), nodeText(node));
    const value = context.net.dense(outputName(node), context.source(list, nodeText(node)), W, bias, { names });
    elements.push(...elementsOf(value, moment));
  }
  return { axes: [...x.axes.slice(0, -1), featureAxis(outputs)], elements };
}

const matmul: Handler = (call) => {
  const [a, b] = [need(call, 0), need(call, 1)];
  if (isConstant(a) && isConstant(b)) return [constantProduct(call, a, b)];
  if (isConstant(b) && b.axes.length === 1) {
    const { axes, elements } = product(call, a, matrix(call, { ...b, axes: [...b.axes, []] }));
    return [{ axes: axes.slice(0, -1), elements }];
  }
  if (isConstant(b)) return [product(call, a, matrix(call, b))];
  if (!isConstant(a)) return refuse(`op MatMul of two computed tensors (${shapeText(a)} and ${shapeText(b)})`);
  if (b.axes.length === 1) return [product(call, b, transposed(matrix(call, a)))];
  // W @ X = (X' @ W')'
  const order = b.axes.map((_, i) => i);
  order.splice(-2, 2, order.length - 1, order.length - 2);
  return [transpose(product(call, transpose(b, order), transposed(matrix(call, a))), order)];
};

/** A constant matrix; a stack of one is one. */
export function matrix(call: Call, given: Abstract): Tensor {
  const sizes = given.axes.map(width);
  if (sizes.length < 2 || sizes.slice(0, -2).some((size) => size !== 1))
    return refuse(`${nodeText(call.node)} with constants of ${show(sizes)}`);
  const data = given.elements as ArrayLike<number>;
  return { data: data instanceof Float32Array ? data : Float64Array.from(data), shape: sizes.slice(-2) };
}

function constantProduct(call: Call, a: Abstract, b: Abstract): Abstract {
  const [x, y] = [matrix(call, a), matrix(call, b)];
  const [n = 0, k = 0] = x.shape;
  const [, m = 0] = y.shape;
  if (y.shape[0] !== k) return refuse(`${nodeText(call.node)} of ${shapeText(a)} and ${shapeText(b)}`);
  checkCount(n * m);
  if (n * m * k > 2 ** 30) refuse(`${nodeText(call.node)} of ${shapeText(a)} and ${shapeText(b)}, both constant`);
  const data = like(x.data, n * m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += x.data[i * k + l]! * y.data[l * m + j]!;
      data[i * m + j] = sum;
    }
  return constant(data, [n, m]);
}

const gemm: Handler = (call) => {
  const scaled = (tensor: Tensor, by: number): Tensor =>
    by === 1 ? tensor : { ...tensor, data: tensor.data.map((x) => x * by) };
  const flip = (tensor: Abstract, name: string): Abstract =>
    numberOf(call, name, 0) ? transpose(tensor, [1, 0]) : tensor;
  const [a, b] = [flip(need(call, 0), 'transA'), flip(need(call, 1), 'transB')];
  const third = call.inputs[2];
  if (isConstant(a) && !isConstant(b)) {
    // A @ B = (B' @ A')'
    const kernel = transposed(scaled(matrix(call, a), numberOf(call, 'alpha', 1)));
    return [plusThird(call, transpose(product(call, transpose(b, [1, 0]), kernel), [1, 0]))];
  }
  if (!isConstant(b)) return refuse(`op Gemm of two computed tensors (${shapeText(a)} and ${shapeText(b)})`);
  const kernel = scaled(matrix(call, b), numberOf(call, 'alpha', 1));
  if (third && !isConstant(third)) return [plusThird(call, product(call, a, kernel))];
  const size = kernel.shape[1]!;
  let bias: Tensor | undefined;
  if (third) {
    const { data } = tensorOf(call, 2);
    if (data.length !== size && data.length !== 1)
      return refuse(`${nodeText(call.node)} with a bias of ${shapeText(third)}`);
    const full = data.length === size ? data : like(data, size).fill(data[0]!);
    bias = scaled({ data: full, shape: [size] }, numberOf(call, 'beta', 1));
  }
  return [product(call, a, kernel, bias)];
};

/** What Gemm adds to a product, where that is no bias. */
function plusThird(call: Call, given: Abstract): Abstract {
  const third = call.inputs[2];
  return third ? elementwise(call, [given, third], `{0} + ${decimal(numberOf(call, 'beta', 1))} * {1}`) : given;
}

/** A convolution with a kernel of one step is a dense layer at every step. */
const conv: Handler = (call) => {
  const x = need(call, 0);
  const kernel = tensorOf(call, 1);
  const [outputs = 0, inputs = 0, ...spans] = kernel.shape;
  const odd =
    spans.some((span) => span !== 1) ||
    numbersOf(call, 'strides')?.some((stride) => stride !== 1) ||
    (textOf(call, 'auto_pad', 'NOTSET') === 'NOTSET' && numbersOf(call, 'pads')?.some((count) => count !== 0));
  if (odd || x.axes.length !== 3)
    return refuse(`op Conv with a kernel of ${show(spans)} steps`, 'a kernel of 1 is a dense layer');
  const bias = call.inputs[2] ? { bias: tensorOf(call, 2) } : {};
  const last = transpose(x, [0, 2, 1]);
  const whole = ungrouped({ data: kernel.data, shape: [outputs, inputs] }, numberOf(call, 'group', 1), call);
  const dense = product(call, last, transposed(whole), bias.bias);
  return [transpose(dense, [0, 2, 1])];
};

/** The matrix of groups of rows that read columns of their own, with zeros elsewhere. */
function ungrouped(kernel: Tensor, groups: number, call: Call): Tensor {
  if (groups === 1) return kernel;
  const [rows = 0, columns = 0] = kernel.shape;
  const width = columns * groups;
  if (!(Number.isInteger(groups) && groups > 0 && rows % groups === 0 && rows * width <= 2 ** 22))
    return refuse(`${nodeText(call.node)} of ${rows} rows in ${groups} groups`);
  const data = like(kernel.data, rows * width);
  for (let i = 0; i < rows; i++)
    data.set(
      kernel.data.subarray(i * columns, (i + 1) * columns),
      i * width + Math.floor((i * groups) / rows) * columns,
    );
  return { data, shape: [rows, width] };
}

/** A vector with a one, or what the node has in its place. */
const oneHot: Handler = (call) => {
  const indices = need(call, 0);
  const [depth, off, on] = [...tensorOf(call, 1).data, ...tensorOf(call, 2).data];
  const axis = numberOf(call, 'axis', -1);
  if (axis !== -1 && axis !== indices.axes.length) return refuse(`${nodeText(call.node)} along axis ${axis}`);
  if (!(depth !== undefined && off !== undefined && on !== undefined && depth > 0 && depth <= 2048))
    return refuse(`${nodeText(call.node)} of ${depth} classes`);
  const data = new Float32Array(depth * depth).fill(off);
  for (let i = 0; i < depth; i++) data[i * (depth + 1)] = on;
  return [embed(call, constant(data, [depth, depth]), indices, 0)];
};

/** Quantised constants as numbers. */
const dequantize: Handler = (call) => {
  const x = tensorOf(call, 0);
  const scale = tensorOf(call, 1);
  const zero = call.inputs[2] ? tensorOf(call, 2).data : new Float32Array(scale.data.length);
  const count = scale.data.length;
  const axis = count === 1 ? 0 : numberOf(call, 'axis', 1);
  const inner = x.shape.slice((axis < 0 ? axis + x.shape.length : axis) + 1).reduce((a, b) => a * b, 1);
  if (count !== 1 && x.shape.at(axis) !== count) return refuse(`${nodeText(call.node)} in blocks`);
  const data = Float32Array.from(x.data, (value, i) => {
    const n = count === 1 ? 0 : Math.floor(i / inner) % count;
    return (value - zero[n]!) * scale.data[n]!;
  });
  return [constant(data, x.shape)];
};

export const products: Readonly<Record<string, Handler>> = {
  Conv: conv,
  DequantizeLinear: dequantize,
  Gemm: gemm,
  MatMul: matmul,
  OneHot: oneHot,
};
