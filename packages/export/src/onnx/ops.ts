/** How the ops of the compiler's table are written in ONNX: a row for each that works element by element or reduces. */
import type { GraphBuilder } from './builder.ts';

export type Write = (graph: GraphBuilder, ...args: string[]) => string;

const node =
  (op: string): Write =>
  (graph, ...args) =>
    graph.add(op, args);

const number = (graph: GraphBuilder, value: number): string => graph.floats('number', [value], []);

/** 1 where a comparison holds, else 0. */
const indicator =
  (op: string): Write =>
  (graph, ...args) =>
    graph.add('Cast', [graph.add(op, args)], { to: { int: 1 } });

export const pointOps: Readonly<Record<string, Write>> = {
  add: node('Add'),
  sub: node('Sub'),
  mul: node('Mul'),
  div: node('Div'),
  pow: node('Pow'),
  neg: node('Neg'),
  square: (graph, x) => graph.add('Mul', [x, x]),
  exp: node('Exp'),
  // e^x - 1 = tanh(x / 2) (e^x + 1), which loses nothing near zero.
  expm1(graph, x) {
    const half = graph.add('Tanh', [graph.add('Mul', [x, number(graph, 0.5)])]);
    return graph.add('Mul', [half, graph.add('Add', [graph.add('Exp', [x]), number(graph, 1)])]);
  },
  log: node('Log'),
  // log(1 + x) = 2 artanh(x / (2 + x)), which loses nothing near zero, but does for large x.
  log1p(graph, x) {
    const ratio = graph.add('Div', [x, graph.add('Add', [x, number(graph, 2)])]);
    const near = graph.add('Mul', [graph.add('Atanh', [ratio]), number(graph, 2)]);
    const far = graph.add('Log', [graph.add('Add', [x, number(graph, 1)])]);
    const isNear = graph.add('Less', [graph.add('Abs', [x]), number(graph, 0.5)]);
    return graph.add('Where', [isNear, near, far]);
  },
  sqrt: node('Sqrt'),
  abs: node('Abs'),
  sign: node('Sign'),
  step: (graph, x) => indicator('Greater')(graph, x, number(graph, 0)),
  equal: indicator('Equal'),
  where: (graph, c, a, b) => graph.add('Where', [graph.add('Greater', [c!, number(graph, 0)]), a!, b!]),
  stop: (_, x) => x,
  min: node('Min'),
  max: node('Max'),
  sigmoid: node('Sigmoid'),
  tanh: node('Tanh'),
  relu: node('Relu'),
  erf: node('Erf'),
  softplus: node('Softplus'),
};

type Reduce = (graph: GraphBuilder, x: string, axes: readonly number[]) => string;

/** Sums take their axes as an input, the others as an attribute; the last axis stays, with one element. */
export const reduceOps: Readonly<Record<string, Reduce>> = {
  sum: (graph, x, axes) => graph.add('ReduceSum', [x, graph.ints(axes)], { keepdims: { int: 1 } }),
  maxof: (graph, x, axes) => graph.add('ReduceMax', [x], { axes: { ints: axes }, keepdims: { int: 1 } }),
  minof: (graph, x, axes) => graph.add('ReduceMin', [x], { axes: { ints: axes }, keepdims: { int: 1 } }),
};
