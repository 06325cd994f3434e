/** Goes through a graph under one reading of what its inputs' axes are. */
import { CellcError } from '@cellc/compiler';
import { quoted, refuse } from '../error.ts';
import { type Abstract, type Atom, type Axis, constant, type Element, featureAxis, type Size } from './abstract.ts';
import { choices } from './choices.ts';
import { Context, elementsOf, nodeText } from './context.ts';
import { einsum } from './einsum.ts';
import type { Declared, Graph, OnnxModel, OnnxNode } from './format.ts';
import { loops } from './loops.ts';
import type { Call, Handler } from './node.ts';
import { parts } from './parts.ts';
import { points } from './points.ts';
import { products } from './products.ts';
import { recurrents } from './recurrent.ts';
import { reductions } from './reductions.ts';
import type { Reading, Role } from './roles.ts';
import { typeOf } from './tensor.ts';
import { views } from './views.ts';
import { givesWhole, isWhole } from './whole.ts';

const handlers: Readonly<Record<string, Handler>> = {
  ...views,
  ...parts,
  ...points,
  ...choices,
  ...reductions,
  ...products,
  ...recurrents,
  Einsum: einsum,
  ...loops,
};

export interface Walked {
  readonly context: Context;
  readonly outputs: readonly { readonly declared: Declared; readonly tensor: Abstract }[];
}

/** What stopped a reading, and how far it came. */
export class Stopped extends Error {
  readonly error: CellcError;
  readonly done: number;
  constructor(error: CellcError, done: number) {
    super(error.message);
    this.error = error;
    this.done = done;
  }
}

/** @throws Stopped */
export function walk(model: OnnxModel, { roles, isWhole }: Reading): Walked {
  const size = (kind: 'batch' | 'time'): Size | undefined => {
    for (const { input, axes } of roles)
      for (const [i, axis] of axes.entries()) if (axis === kind && input.shape[i] !== 1) return sizeOf(input.shape[i]!);
    return undefined;
  };
  const context = new Context(model.opset, size('batch'), size('time'));
  const given = new Map<string, Abstract>();
  let done = 0;
  try {
    for (const role of roles) {
      const tensor = inputTensor(role, context);
      given.set(role.input.name, tensor);
      if (role.kind === 'classes') context.classes.add(role.input.name);
      if (isWhole && role.kind === 'state') context.references(tensor.elements, `input ${quoted(role.input.name)}`);
    }
    const outputs = compute(model, { given, around: () => undefined, context, ran: () => done++ });
    return { context, outputs: model.outputs.map((declared, i) => ({ declared, tensor: outputs[i]! })) };
  } catch (error) {
    if (error instanceof CellcError) throw new Stopped(error, done);
    throw error;
  }
}

interface Scope {
  /** The graph's inputs. */
  readonly given: ReadonlyMap<string, Abstract>;
  /** What a graph within a node reads from around it. */
  around(name: string): Abstract | undefined;
  readonly context: Context;
  ran?(): void;
}

/** The outputs of a graph. @throws E_IMPORT */
function compute(graph: Graph, { given, around, context, ran }: Scope): Abstract[] {
  const tensors = new Map(given);
  for (const [name, { data, shape, type }] of graph.constants)
    tensors.set(name, { ...constant(data, shape), whole: isWhole(type) });
  const find = (name: string): Abstract | undefined => tensors.get(name) ?? around(name);
  for (const node of sorted(graph, new Set(tensors.keys()))) {
    const results = run(node, find, context);
    node.outputs.forEach((name, i) => {
      const result = results[i];
      if (name === '') return;
      if (tensors.has(name)) refuse(`${quoted(name)} is computed twice`);
      if (result) tensors.set(name, result);
    });
    ran?.();
  }
  return graph.outputs.map(({ name }) => find(name) ?? refuse(`output ${quoted(name)} that nothing computes`));
}

const sizeOf = (size: number | string): Size => (typeof size === 'number' ? size : { factor: 1, names: [size] });

/** Of an input that is no sequence: the states of many large layers. */
const mostGiven = 2 ** 18;

function inputTensor({ input, kind, axes }: Role, context: Context): Abstract {
  const found = axes.map((axis, i): Axis => {
    const size = input.shape[i]!;
    if (size === 1) return [];
    if (axis !== 'features') return [{ kind: axis, size: context[axis]! } satisfies Atom];
    return typeof size === 'number' ? featureAxis(size) : refuse(`input ${quoted(input.name)} of ${size} features`);
  });
  const count = axes.reduce((n, axis, i) => (axis === 'features' ? n * Number(input.shape[i]) : n), 1);
  if (kind === 'features') {
    const value = context.net.features(input.name, count);
    context.inputs.set(input.name, value);
    return { axes: found, elements: elementsOf(value, context.momentOf(found)), whole: isWhole(typeOf(input.type)) };
  }
  if (!(count <= mostGiven)) refuse(`input ${quoted(input.name)} of ${count} numbers, more than ${mostGiven}`);
  const elements = Array.from({ length: count }, (_, index): Element => ({ given: input.name, index }));
  return { axes: found, elements, whole: isWhole(typeOf(input.type)) };
}

function run(
  node: OnnxNode,
  find: (name: string) => Abstract | undefined,
  context: Context,
): readonly (Abstract | undefined)[] {
  const handler = node.domain === '' && Object.hasOwn(handlers, node.op) ? handlers[node.op] : undefined;
  if (!handler) return refuse(nodeText(node), 'this operator cannot be imported');
  const inputs = node.inputs.map((name) => {
    if (name === '') return undefined;
    return find(name) ?? refuse(`${nodeText(node)} reads ${quoted(name)}, which nothing computes`);
  });
  const within: Call['within'] = (graph, given, isVisible) => {
    const around = (name: string): Abstract | undefined => {
      const tensor = find(name);
      if (tensor && !isVisible(tensor)) refuse(`${nodeText(node)} whose body reads ${quoted(name)} from around it`);
      return tensor;
    };
    return compute(graph, { given, around, context });
  };
  const { values } = context.net;
  const before = values.length;
  const results = handler({ node, inputs, context, within });
  for (const { name } of values.slice(before)) if (!context.nodes.has(name)) context.nodes.set(name, node);
  // Graphs within a node have given their outputs their types.
  if ([...node.attributes.values()].some(({ kind }) => kind === 'graph')) return results;
  const whole = givesWhole(node, inputs);
  return results.map((result) => result && { ...result, whole });
}

/** What a node reads, with what graphs within it read from around it. */
function readsOf({ inputs, attributes }: OnnxNode): string[] {
  const within = [...attributes.values()].flatMap((each) => (each.kind === 'graph' ? freeOf(each.value) : []));
  return [...inputs, ...within];
}

function freeOf({ nodes, constants, inputs, outputs }: Graph): string[] {
  const own = new Set([
    ...constants.keys(),
    ...inputs.map(({ name }) => name),
    ...nodes.flatMap((node) => node.outputs),
  ]);
  return [...nodes.flatMap(readsOf), ...outputs.map(({ name }) => name)].filter((name) => !own.has(name));
}

/** The nodes that the outputs need, in an order in which each comes after those it reads. */
function sorted({ nodes, outputs }: Graph, known: ReadonlySet<string>): OnnxNode[] {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) for (const name of node.outputs) if (name) makers.set(name, node);
  const order: OnnxNode[] = [];
  const state = new Map<OnnxNode, 'open' | 'done'>();
  // By hand, not by recursion: a graph may be one long chain.
  const stack = outputs.flatMap(({ name }) => makers.get(name) ?? []).reverse();
  while (stack.length) {
    const node = stack.at(-1)!;
    if (state.get(node) === 'done') {
      stack.pop();
      continue;
    }
    const missing = readsOf(node).flatMap((name) => {
      const maker = known.has(name) ? undefined : makers.get(name);
      return maker && state.get(maker) !== 'done' ? [maker] : [];
    });
    if (missing.length === 0) {
      state.set(node, 'done');
      order.push(node);
      stack.pop();
    } else if (state.get(node) === 'open') refuse(`${nodeText(node)} in a circle`);
    else {
      state.set(node, 'open');
      stack.push(...missing.reverse());
    }
  }
  return order;
}
