/** One time step of a layer as a graph: from a checked cell and its shapes to nodes. */
import { invariant } from '../error.ts';
import type { Cell, Port } from '../lang/ast.ts';
import { build, type Scope, slice } from './build.ts';
import { type Graph, type Node, rebuild, type Shape, untransposed } from './node.ts';
import type { OpTable } from './ops.ts';

/** What inference found out about a cell. */
export interface CellShapes {
  readonly sizes: ReadonlyMap<string, number>;
  /** Parameters and states in the order of their first use. */
  readonly params: readonly string[];
  readonly states: readonly string[];
  shape(name: string): Shape;
}

/** A leaf of the graph: a whole input or parameter, or a rectangular part of one. */
export interface Block {
  readonly name: string;
  readonly node: Node;
  readonly from: readonly number[];
  /** The node is the transpose of the part. */
  readonly transposed: boolean;
}

/** A leaf of random factors: `value` with this probability, else 0; drawn for every time step, or once a sequence. */
export interface Noise extends Block {
  /** The shape of all of it, where the node is a part. */
  readonly whole: Shape;
  readonly draw: Draw;
}
export interface Draw {
  readonly each: 'step' | 'sequence';
  readonly probability: number;
  readonly value: number;
  /** `probability * value`, without its rounding. */
  readonly mean: number;
}

/** A state, or a rectangular part of one: its value before the step, and the value the step gives it. */
export interface StateBlock {
  readonly name: string;
  /** Where the part begins, along each axis, and the shape of the whole state. */
  readonly from: readonly number[];
  readonly whole: Shape;
  readonly prev: Node;
  readonly next: Node;
}

/** The elements of the output from `from` on. */
export interface OutputBlock {
  readonly from: number;
  readonly node: Node;
}

/** A step: values at t from the inputs at t, the states at t-1 and the parameters. Every pass takes one and gives one. */
export interface Step {
  readonly inputs: readonly Block[];
  readonly states: readonly StateBlock[];
  readonly params: readonly Block[];
  readonly noise: readonly Noise[];
  readonly outputs: readonly OutputBlock[];
  /** What the equations call their values: for readable code. */
  readonly names: ReadonlyMap<Node, string>;
}

/** Scalar inputs are constants with their defaults, unless `scalars` are wanted as inputs (an optimiser's are). */
export function buildStep(
  graph: Graph,
  table: OpTable,
  cell: Cell,
  shapes: CellShapes,
  scalars: 'constant' | 'input' = 'constant',
): Step {
  const isConstant = (port: Port): boolean => scalars === 'constant' && port.default !== undefined;
  const leaves = (op: string, names: readonly string[]): Map<string, Node> =>
    new Map(names.map((name) => [name, graph.node(op, [], shapes.shape(name), name)]));
  const inputs = leaves(
    'input',
    cell.inputs.filter((port) => !isConstant(port)).map((port) => port.name),
  );
  const params = leaves('param', shapes.params);
  const prev = leaves('state', shapes.states);
  const constants = cell.inputs.filter(isConstant).map((port) => [port.name, graph.lit(port.default!)] as const);
  const values = new Map<string, Node>([...inputs, ...params, ...constants]);
  const scope: Scope = {
    graph,
    table,
    name(name, lag) {
      const node = (lag ? prev : values).get(name);
      invariant(node, `'${name}' has no value`);
      return node;
    },
    size(symbol) {
      const value = shapes.sizes.get(symbol);
      invariant(value !== undefined, `size ${symbol} has no value`);
      return value;
    },
  };
  const names = new Map<Node, string>();
  const define = (name: string, node: Node): void => {
    values.set(name, node);
    names.set(node, name);
  };
  for (const { targets, value } of cell.equations) {
    if (value.kind === 'call' && value.op === 'split') {
      const whole = build(value.args[0]!, scope);
      const part = whole.shape[0]! / targets.length;
      for (const [i, { name }] of targets.entries()) define(name, slice(graph, whole, 0, i * part, (i + 1) * part));
    } else define(targets[0]!.name, build(value, scope));
  }
  const block = ([name, node]: [string, Node]): Block => ({
    name,
    node,
    from: node.shape.map(() => 0),
    transposed: false,
  });
  return {
    inputs: [...inputs].map(block),
    params: [...params].map(block),
    noise: [],
    states: shapes.states.map((name) => {
      const leaf = prev.get(name)!;
      return { name, from: leaf.shape.map(() => 0), whole: leaf.shape, prev: leaf, next: values.get(name)! };
    }),
    outputs: [{ from: 0, node: values.get(cell.output.name)! }],
    names,
  };
}

/** Whether a leaf is kept once a sequence, and so can be read only by the loop that is at this sequence. */
export function isPerSequence(step: Step): (node: Node) => boolean {
  const leaves = new Set(step.noise.filter(({ draw }) => draw.each === 'sequence').map(({ node }) => node));
  return (node) => leaves.has(untransposed(node));
}

export function rootsOf(step: Step): Node[] {
  return [...step.states.map((state) => state.next), ...step.outputs.map((output) => output.node)];
}

/** The step with every root's graph rebuilt bottom-up; names follow their nodes. */
export function mapStep(graph: Graph, step: Step, visit: (node: Node) => Node): Step {
  const image = rebuild(graph, [...rootsOf(step), ...step.names.keys()], visit);
  return {
    ...step,
    states: step.states.map((state) => ({ ...state, next: image(state.next) })),
    outputs: step.outputs.map((output) => ({ ...output, node: image(output.node) })),
    names: new Map([...step.names].map(([node, name]) => [image(node), name])),
  };
}
