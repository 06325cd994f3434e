/** The step of a cell as nodes. Tensors have the batch, and perhaps time, first; a scalar of each sequence is [batch, 1]. */
import { evaluate, fail, type Node, rootsOf, type Step, topological, type Unit } from '@cellc/compiler/graph';
import type { Tensor } from '@cellc/runtime';
import { varyingOf } from '../varying.ts';
import type { GraphBuilder } from './builder.ts';
import { pointOps, reduceOps } from './ops.ts';

export interface WrittenStep {
  readonly output: string;
  /** In the order of the step's states. */
  readonly next: readonly string[];
}

/**
 * @param x [batch, …, input], with `lead` axes before the features
 * @param states [batch, …shape] each
 * @throws E_UNSUPPORTED for an op that has no row
 */
export function writeStep(
  graph: GraphBuilder,
  unit: Unit,
  weights: ReadonlyMap<string, Tensor>,
  x: string,
  states: readonly string[],
  lead: number,
): WrittenStep {
  const { step, path, layer } = unit;
  const varying = varyingOf(step);
  const values = constantsOf(step, varying, path, weights);
  const known = new Map<Node, string>(step.inputs.map(({ node }) => [node, x]));
  for (const [i, { prev }] of step.states.entries()) known.set(prev, states[i]!);

  /** The shape of what leaves the step, where that does not differ between sequences. */
  const shapeLike = (sizes: readonly number[]): string =>
    graph.add('Concat', [graph.add('Shape', [x], { end: { int: lead } }), graph.ints(sizes)], { axis: { int: 0 } });
  const constant = (node: Node): string => {
    const name = step.names.get(node) ?? (node.op === 'param' ? String(node.attr) : node.op);
    return graph.floats(node.op === 'lit' ? 'number' : `${path}.${name}`, values.get(node)!, node.shape);
  };
  const value = (node: Node): string => {
    const found = known.get(node) ?? (varying.has(node) ? called(node, make(node)) : constant(node));
    known.set(node, found);
    return found;
  };
  const called = (node: Node, output: string): string => {
    const name = step.names.get(node);
    return name === undefined ? output : graph.called(output, name);
  };
  const make = (node: Node): string => {
    const point = pointOps[node.op];
    if (point) {
      const args = node.args.map((arg) => {
        const isThin = node.shape.length === 2 && arg.shape.length === 0 && varying.has(arg);
        return isThin ? graph.add('Unsqueeze', [value(arg), graph.ints([-1])]) : value(arg);
      });
      return point(graph, ...args);
    }
    const reduce = reduceOps[node.op];
    if (reduce) {
      const [arg] = node.args;
      if (arg!.shape.length === 0) return value(arg!);
      const reduced = reduce(graph, value(arg!), arg!.shape.length === 1 ? [-1] : [-2, -1]);
      return arg!.shape.length === 1 ? reduced : graph.add('Squeeze', [reduced, graph.ints([-1])]);
    }
    const write = structural[node.op];
    if (!write) return fail('E_UNSUPPORTED', `layer '${layer.name}': op '${node.op}' cannot be said in ONNX`);
    return write({ graph, node, value, varying, lead, shapeLike, turned });
  };
  /** The transpose of a matrix. */
  const turned = (node: Node): string => {
    if (node.op === 'transpose') return value(node.args[0]!);
    if (varying.has(node)) return turnLast(graph, value(node), lead);
    const [rows = 1, columns = 1] = node.shape;
    const data = values.get(node)!;
    const flipped = data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
    const name = node.op === 'param' ? `${path}.${String(node.attr)}` : `${path}.matrix`;
    return graph.floats(`${name}.T`, flipped, [columns, rows]);
  };
  const root = (node: Node): string => {
    if (varying.has(node)) return value(node);
    return graph.add('Expand', [value(node), shapeLike(node.shape.length > 0 ? node.shape : [1])]);
  };
  // In order, so that no chain of nodes is deeper than the call stack.
  for (const node of topological(rootsOf(step))) if (varying.has(node) && !isTurned(node)) value(node);
  return { output: root(step.outputs[0]!.node), next: step.states.map(({ next }) => root(next)) };
}

/** Transposes are written where they are read. */
const isTurned = ({ op }: Node): boolean => op === 'transpose';

/** The values of everything that depends on nothing but parameters. */
function constantsOf(
  step: Step,
  varying: ReadonlySet<Node>,
  path: string,
  weights: ReadonlyMap<string, Tensor>,
): Map<Node, Float64Array> {
  const leaves = new Map(
    step.params.map(({ name, node }) => [node, Float64Array.from(weights.get(`${path}.${name}`)!.data)]),
  );
  const roots = topological([...rootsOf(step)]).filter((node) => !varying.has(node));
  return evaluate(roots, leaves);
}

interface Place {
  readonly graph: GraphBuilder;
  readonly node: Node;
  readonly varying: ReadonlySet<Node>;
  readonly lead: number;
  value(node: Node): string;
  turned(node: Node): string;
  shapeLike(sizes: readonly number[]): string;
}

function turnLast(graph: GraphBuilder, x: string, lead: number): string {
  const first = Array.from({ length: lead }, (_, i) => i);
  return graph.add('Transpose', [x], { perm: { ints: [...first, lead + 1, lead] } });
}

/** Products, and what only moves elements. */
const structural: Readonly<Record<string, (place: Place) => string>> = {
  matmul({ graph, node, value, varying, turned }) {
    const [a, b] = node.args as [Node, Node];
    if (!varying.has(a)) return graph.add('MatMul', [value(b), turned(a)]);
    // A vector as it is gives wrong numbers in onnxruntime 1.30, where it joins the product and a transpose before it.
    const isMatrix = a.shape.length === 2 && b.shape.length === 1;
    if (!varying.has(b) && !isMatrix) return graph.add('MatMul', [value(a), value(b)]);
    const column = graph.add('Unsqueeze', [value(b), graph.ints([-1])]);
    return graph.add('Squeeze', [graph.add('MatMul', [value(a), column]), graph.ints([-1])]);
  },
  matmat: ({ graph, node, value }) => graph.add('MatMul', node.args.map(value)),
  outer({ graph, node, value }) {
    const [a, b] = node.args.map(value);
    const column = graph.add('Unsqueeze', [a!, graph.ints([-1])]);
    return graph.add('Mul', [column, graph.add('Unsqueeze', [b!, graph.ints([-2])])]);
  },
  transpose({ graph, node, value, lead }) {
    const inner = value(node.args[0]!);
    return node.shape.length < 2 ? inner : turnLast(graph, inner, lead);
  },
  slice({ graph, node, value }) {
    const [axis, from] = node.attr as readonly [number, number];
    const range = [[from], [from + node.shape[axis]!], [axis - node.shape.length]].map((each) => graph.ints(each));
    return graph.add('Slice', [value(node.args[0]!), ...range]);
  },
  concat({ graph, node, value, varying, shapeLike }) {
    const parts = node.args.map((arg) =>
      varying.has(arg) ? value(arg) : graph.add('Expand', [value(arg), shapeLike(arg.shape)]),
    );
    return graph.add('Concat', parts, { axis: { int: (node.attr as number) - node.shape.length } });
  },
};
