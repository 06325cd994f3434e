/** A model as ONNX: LSTM, GRU and RNN where a layer is one, otherwise its equations, with Scan where it carries a state. */
import { type Unit, unitsOf } from '@cellc/compiler/graph';
import type { Tensor } from '@cellc/runtime';
import type { Exporter } from '../exporter.ts';
import { denseOf, turned } from '../standard.ts';
import { GraphBuilder } from './builder.ts';
import { type Attribute, opset, writeModel } from './model.ts';
import { type Layered, writeRecurrent } from './recurrent.ts';
import { stateShape, writeScan } from './scan.ts';
import { writeStep } from './step.ts';

type Weights = ReadonlyMap<string, Tensor>;

/** @throws CellcError E_UNSUPPORTED for an op that ONNX cannot say */
export const exportOnnx: Exporter = ({ model, weights, states: takesStates = false }) => {
  const graph = new GraphBuilder();
  const layers = unitsOf(model);
  const input = graph.name('x');
  const output = graph.name('y');
  const states = layers.flat().flatMap(({ path, step }) =>
    step.states.map(({ name, whole }) => ({
      path: `${path}.${name}`,
      shape: stateShape(whole),
      ...(takesStates && { first: graph.name(`${path}.${name}_0`) }),
      last: graph.name(`${path}.${name}_n`),
    })),
  );
  const reads = model.reads === 'class';
  graph.inputs.push({
    name: input,
    type: reads ? 'int64' : 'float',
    shape: reads ? ['batch', 'time'] : ['batch', 'time', model.input],
  });
  const starts = new Map<string, string>();
  for (const { path, shape, first } of states) {
    if (first === undefined) continue;
    starts.set(path, first);
    graph.inputs.push({ name: first, type: 'float', shape: ['batch', ...shape] });
  }
  const mapped: [string, string][] = [];
  const final = new Map<string, string>();
  let value = input;
  for (const [i, units] of layers.entries()) {
    const { layer } = units[0]!;
    graph.scope = layer.name;
    const written = writeLayer(graph, units, weights, value, starts, i === 0 && reads ? model.input : undefined);
    for (const [path, name] of written.final) final.set(path, name);
    mapped.push([layer.name, written.as]);
    value = written.y;
  }
  graph.scope = 'out';
  const isLast = model.returns === 'last';
  if (isLast) value = graph.add('Gather', [value, graph.int(-1)], { axis: { int: 1 } });
  graph.result('Identity', [value], output);
  graph.outputs.push({
    name: output,
    type: 'float',
    shape: ['batch', ...(isLast ? [] : ['time']), model.output],
  });
  for (const { path, shape, last } of states) {
    graph.result('Identity', [final.get(path)!], last);
    graph.outputs.push({ name: last, type: 'float', shape: ['batch', ...shape] });
  }
  const isDouble = [...weights.values()].some(({ data }) => data instanceof Float64Array);
  return {
    files: [{ name: `${model.name}.onnx`, content: writeModel(graph.graph(model.name)) }],
    mapped,
    notes: [
      `operators of version ${opset}; x is ${reads ? '[batch, time] of classes' : '[batch, time, features]'}`,
      ...(states.length === 0 || takesStates ? [] : ['states start at zero; --states makes them inputs']),
      ...(isDouble ? ['weights are rounded to single precision'] : []),
    ],
  };
};

/**
 * @param starts initial states by path, [batch, …shape]; those that are not there are zero
 * @param classes where x holds one of so many classes at each step
 */
function writeLayer(
  graph: GraphBuilder,
  units: readonly Unit[],
  weights: Weights,
  x: string,
  starts: ReadonlyMap<string, string>,
  classes: number | undefined,
): Layered {
  const [first] = units as [Unit];
  const dense = units.length === 1 ? denseOf(first, weights, [...activations.keys()]) : undefined;
  const W = dense?.weight('W');
  const b = dense?.weight('b');
  if (classes !== undefined && W && dense?.cell === '' && !b) {
    const { data, shape } = turned(W);
    const table = graph.floats(`${first.path}.W`, data, shape);
    return { y: graph.add('Gather', [table, x], { axis: { int: 0 } }), final: new Map(), as: 'Gather' };
  }
  const vectors = classes === undefined ? x : oneHot(graph, x, classes);
  if (W) return writeDense(graph, first, vectors, W, b, dense!.cell);
  const standard = writeRecurrent(graph, units, weights, vectors, starts);
  if (standard) return standard;
  const parts = units.map((unit) =>
    unit.step.states.length > 0
      ? writeScan(graph, unit, weights, vectors, starts)
      : {
          y: writeStep(graph, unit, weights, vectors, [], 2).output,
          final: new Map<string, string>(),
          as: 'operators',
        },
  );
  return {
    y:
      parts.length === 1
        ? parts[0]!.y
        : graph.add(
            'Concat',
            parts.map(({ y }) => y),
            { axis: { int: -1 } },
          ),
    final: new Map(parts.flatMap(({ final }) => [...final])),
    as: parts.length === 1 ? parts[0]!.as : `${parts[0]!.as}, in both directions`,
  };
}

function oneHot(graph: GraphBuilder, x: string, classes: number): string {
  return graph.add('OneHot', [x, graph.int(classes), graph.floats('off_on', [0, 1], [2])], { axis: { int: -1 } });
}

/** The operators of activations, where there is one. */
const activations = new Map<string, readonly [op: string, attributes: Readonly<Record<string, Attribute>>]>([
  ['relu', ['Relu', {}]],
  ['tanh', ['Tanh', {}]],
  ['sigmoid', ['Sigmoid', {}]],
  ['softmax', ['Softmax', { axis: { int: -1 } }]],
  ['elu', ['Elu', { alpha: { float: 1 } }]],
  ['leaky_relu', ['LeakyRelu', { alpha: { float: 0.01 } }]],
  ['softplus', ['Softplus', {}]],
  ['softsign', ['Softsign', {}]],
  ['hard_sigmoid', ['HardSigmoid', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }]],
  ['exp', ['Exp', {}]],
]);

function writeDense(
  graph: GraphBuilder,
  { path }: Unit,
  x: string,
  W: Tensor,
  b: Tensor | undefined,
  activation: string,
): Layered {
  const { data, shape } = turned(W);
  const product = graph.add('MatMul', [x, graph.floats(`${path}.W.T`, data, shape)]);
  const sum = b ? graph.add('Add', [product, graph.floats(`${path}.b`, b.data, b.shape)]) : product;
  const [op, attributes] = activations.get(activation) ?? [];
  return {
    y: op === undefined ? sum : graph.add(op, [sum], attributes),
    final: new Map(),
    as: ['MatMul', ...(b ? ['Add'] : []), ...(op === undefined ? [] : [op])].join(', '),
  };
}
