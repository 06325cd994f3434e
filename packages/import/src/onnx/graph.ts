/** Goes through a graph under one reading of what its inputs' axes are. */
import { CellcError } from '@cellc/compiler';
import { quoted, refuse } from '../error.ts';
import { type Abstract, type Atom, type Axis, constant, type Element, featureAxis, type Size } from './abstract.ts';
import { choices } from './choices.ts';
import { Context, elementsOf, nodeText } from './context.ts';
import type { Declared, OnnxModel, OnnxNode } from './file.ts';
import type { Handler } from './node.ts';
import { points } from './points.ts';
import { products } from './products.ts';
import { recurrents } from './recurrent.ts';
import { reductions } from './reductions.ts';
import type { Reading, Role } from './roles.ts';
import { views } from './views.ts';

const handlers: Readonly<Record<string, Handler>> = {
  ...views,
  ...points,
  ...choices,
  ...reductions,
  ...products,
  ...recurrents,
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
  const tensors = new Map<string, Abstract>();
  let done = 0;
  try {
    for (const [name, { data, shape }] of model.constants) tensors.set(name, constant(data, shape));
    for (const role of roles) {
      const tensor = inputTensor(role, context);
      tensors.set(role.input.name, tensor);
      if (isWhole && role.kind === 'state') context.references(tensor.elements, `input ${quoted(role.input.name)}`);
    }
    for (const node of sorted(model, new Set(tensors.keys()))) {
      run(node, tensors, context);
      done++;
    }
    const outputs = model.outputs.map((declared) => {
      const tensor = tensors.get(declared.name);
      if (!tensor) return refuse(`output ${quoted(declared.name)} that nothing computes`);
      return { declared, tensor };
    });
    return { context, outputs };
  } catch (error) {
    if (error instanceof CellcError) throw new Stopped(error, done);
    throw error;
  }
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
    return { axes: found, elements: elementsOf(value, context.momentOf(found)) };
  }
  if (!(count <= mostGiven)) refuse(`input ${quoted(input.name)} of ${count} numbers, more than ${mostGiven}`);
  const elements = Array.from({ length: count }, (_, index): Element => ({ given: input.name, index }));
  return { axes: found, elements };
}

function run(node: OnnxNode, tensors: Map<string, Abstract>, context: Context): void {
  const handler = node.domain === '' && Object.hasOwn(handlers, node.op) ? handlers[node.op] : undefined;
  if (!handler) refuse(nodeText(node), 'this operator cannot be imported');
  const inputs = node.inputs.map((name) => {
    if (name === '') return undefined;
    return tensors.get(name) ?? refuse(`${nodeText(node)} reads ${quoted(name)}, which nothing computes`);
  });
  const results = handler({ node, inputs, context });
  node.outputs.forEach((name, i) => {
    const result = results[i];
    if (name === '') return;
    if (tensors.has(name)) refuse(`${quoted(name)} is computed twice`);
    if (result) tensors.set(name, result);
  });
}

/** The nodes that the outputs need, in an order in which each comes after those it reads. */
function sorted({ nodes, outputs }: OnnxModel, known: ReadonlySet<string>): OnnxNode[] {
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
    const missing = node.inputs.flatMap((name) => {
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
