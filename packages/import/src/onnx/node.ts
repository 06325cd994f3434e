/** Reading a node: its inputs by place, its attributes by name, refused where they are of another kind. */
import type { Tensor } from '@cellc/runtime';
import { refuse } from '../error.ts';
import { type Abstract, isConstant, isNumbers, type Size, width } from './abstract.ts';
import { type Context, nodeText } from './context.ts';
import type { Graph, OnnxNode } from './format.ts';

/** A node with what it reads; an optional input that is not there is undefined. */
export interface Call {
  readonly node: OnnxNode;
  readonly inputs: readonly (Abstract | undefined)[];
  readonly context: Context;
  /** The outputs of a graph within the node, which reads of what is around it what it may see. */
  within(
    graph: Graph,
    given: ReadonlyMap<string, Abstract>,
    isVisible: (tensor: Abstract) => boolean,
  ): readonly Abstract[];
}

export type Handler = (call: Call) => readonly (Abstract | undefined)[];

export function need({ node, inputs }: Call, i: number): Abstract {
  return inputs[i] ?? refuse(`${nodeText(node)} without input ${i}`);
}

export function numberOf({ node }: Call, name: string, absent: number): number {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return absent;
  return attribute.kind === 'number' ? attribute.value : refuse(`${nodeText(node)} with another ${name} than a number`);
}

export function numbersOf({ node }: Call, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return undefined;
  return attribute.kind === 'numbers' ? attribute.value : refuse(`${nodeText(node)} with ${name} that is no list`);
}

export function textOf({ node }: Call, name: string, absent: string): string {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return absent;
  return attribute.kind === 'text' ? attribute.value : refuse(`${nodeText(node)} with ${name} that is no text`);
}

export function textsOf({ node }: Call, name: string): readonly string[] | undefined {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return undefined;
  return attribute.kind === 'texts'
    ? attribute.value
    : refuse(`${nodeText(node)} with ${name} that is no list of texts`);
}

export function graphOf({ node }: Call, name: string): Graph {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'graph' ? attribute.value : refuse(`${nodeText(node)} with ${name} that is no graph`);
}

/** Whole numbers that an attribute holds or, in newer versions of the operator, an input. */
export function listOf(call: Call, name: string, input: number): readonly number[] | undefined {
  const given = call.inputs[input];
  if (!given) return numbersOf(call, name);
  if (!isConstant(given) || !isNumbers(given.elements))
    return refuse(`${nodeText(call.node)} whose ${name} are computed`);
  return Array.from(given.elements);
}

/** Sizes, of which some may be known only at run time. */
export function sizesOf(call: Call, input: number): readonly Size[] {
  const { elements } = need(call, input);
  return Array.from(elements, (element) =>
    typeof element === 'number' || 'factor' in element
      ? element
      : refuse(`${nodeText(call.node)} with a shape that depends on the data`),
  );
}

/** An axis from the front. */
export function axisOf(call: Call, axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  if (!(found >= 0 && found < rank)) refuse(`${nodeText(call.node)} along axis ${axis} of ${rank}`);
  return found;
}

/** A constant as a tensor with its shape. */
export function tensorOf(call: Call, input: number): Tensor {
  const given = need(call, input);
  if (!isConstant(given) || !isNumbers(given.elements))
    return refuse(`${nodeText(call.node)}: input ${input} is computed, where weights are expected`);
  const { elements } = given;
  const data = elements instanceof Float32Array ? elements : Float64Array.from(elements);
  return { data, shape: given.axes.map(width) };
}
