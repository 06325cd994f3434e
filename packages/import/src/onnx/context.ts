/** What is known while a graph is gone through: values made so far, and elements as the arguments of new ones. */
import type { Tensor } from '@cellc/runtime';
import { decimal } from '../activation.ts';
import { quoted, refuse } from '../error.ts';
import { type Argument, Builder, type Loop, type Part, type Source, type Value, whole } from '../net.ts';
import { poolCell } from '../recurrent.ts';
import {
  type Axis,
  type Element,
  isFinal,
  isGiven,
  isNumbers,
  isReference,
  isTime,
  isUnknown,
  type Moment,
  type Reference,
  type Size,
} from './abstract.ts';
import type { OnnxNode } from './format.ts';
import { together } from './moments.ts';

/** Where a state starts: an element of a graph's input. */
export interface Start {
  readonly given: string;
  readonly index: number;
  readonly unit: Value;
  readonly direction: number;
  readonly state: string;
  readonly element: number;
}

export class Context {
  readonly net = new Builder();
  readonly opset: number;
  /** The sizes of batch and time where they are not 1. */
  readonly batch: Size | undefined;
  readonly time: Size | undefined;
  readonly starts: Start[] = [];
  readonly loops: Loop[] = [];
  /** The input that says how many steps of each sequence count, and whether something read it. */
  lengths: string | undefined;
  /** The first operator that takes all sequences for as long as the longest. */
  longest: string | undefined;
  /** The inputs of classes, which name rows of tables. */
  readonly classes = new Set<string>();
  /** For each element of a graph's input that is a state of its step: which value it became. */
  readonly previous = new Map<string, Reference>();
  /** The values that the graph's inputs of features became. */
  readonly inputs = new Map<string, Value>();
  /** The recurrent operators, by the names of their values. */
  readonly units = new Map<string, string>();
  /** The nodes that values were made of, by the values' names. */
  readonly nodes = new Map<string, OnnxNode>();
  /** Values of comparisons: every element is 1 or 0. */
  readonly truths = new Set<Value>();
  readonly #held = new Map<Value, Value>();

  constructor(opset: number, batch: Size | undefined, time: Size | undefined) {
    this.opset = opset;
    this.batch = batch;
    this.time = time;
  }

  /** Elements as references of one moment. @throws E_IMPORT */
  references(
    elements: ArrayLike<Element>,
    what: string,
  ): { readonly list: readonly Reference[]; readonly moment: Moment } {
    const numbers = this.#constants(elements, what);
    let next = 0;
    const raw = Array.from(elements, (element) =>
      typeof element === 'number' ? numbers[next++]! : this.#reference(element, what),
    );
    const list = raw.map((element) => (isGiven(element) ? undefined : element));
    const unread = raw.filter(isGiven);
    for (const { given } of unread)
      if (this.classes.has(given)) refuse(`${what} of the classes that ${quoted(given)} holds`);
    if (unread.length) this.#adopt(unread);
    raw.forEach((element, i) => {
      if (isGiven(element)) list[i] = this.previous.get(keyOf(element))!;
    });
    const found = list as Reference[];
    const moment = together(
      found.map((each) => each.moment),
      what,
    );
    if (moment !== 'first') return { list: found, moment };
    return {
      list: found.map((each) => (each.moment === 'first' ? this.#hold(each) : each)),
      moment: 'last',
    };
  }

  /** When a layer that goes through the steps in this direction ends. */
  endOf(direction: 'forward' | 'backward'): Moment {
    return this.time === undefined ? 'all' : direction === 'backward' ? 'first' : 'last';
  }

  /** What has no axis of time is the same at every step, where there are steps. */
  momentOf(axes: readonly Axis[]): Moment {
    return this.time === undefined || axes.some(isTime) ? 'all' : 'always';
  }

  /** The constants among elements as those of a value of their own. */
  #constants(elements: ArrayLike<Element>, what: string): Reference[] {
    const data = Float64Array.from(Array.from(elements).filter((element) => typeof element === 'number'));
    if (data.length === 0) return [];
    if (!data.every(Number.isFinite)) refuse(`${what} of numbers that are not finite`);
    const value = this.net.point('constant', data.length, '{p0}', [], [{ data, shape: [data.length] }]);
    return elementsOf(value, 'always');
  }

  #reference(element: Exclude<Element, number>, what: string): Reference | { given: string; index: number } {
    if (isUnknown(element)) return refuse(`${what} of a size that is known only at run time`);
    if (isReference(element)) return element;
    if (isGiven(element)) return this.previous.get(keyOf(element)) ?? element;
    if (isFinal(element)) return element.seen ?? refuse(`${what} of the cell state of ${quoted(element.unit.name)}`);
    return refuse(what);
  }

  /** Elements of an input that are read together become a state of the step. */
  #adopt(elements: readonly { given: string; index: number }[]): void {
    const unique = [...new Map(elements.map((element) => [keyOf(element), element])).values()];
    const value = this.net.add(unique[0]!.given, unique.length, { kind: 'previous' });
    unique.forEach((element, index) => {
      this.previous.set(keyOf(element), { value, index, moment: 'all' });
    });
  }

  /** The first step's element, kept until the last step. */
  #hold({ value, index }: Reference): Reference {
    let held = this.#held.get(value);
    if (!held) {
      const cell = poolCell('hold', value.size);
      held = this.net.add(`${value.name}_first`, value.size, {
        kind: 'unit',
        input: whole(value),
        cell,
        direction: 'forward',
        weights: [new Map()],
      });
      this.#held.set(value, held);
    }
    return { value: held, index, moment: 'last' };
  }

  /** References as pieces of values; where they lie scattered, a matrix of zeros and ones picks them. */
  source(list: readonly Reference[], what: string): Source {
    const parts: Part[] = [];
    for (const { value, index } of list) {
      const last = parts.at(-1);
      if (last && last.value === value && last.to === index) parts[parts.length - 1] = { ...last, to: index + 1 };
      else parts.push({ value, from: index, to: index + 1 });
    }
    if (parts.length <= mostParts) return parts;
    const values = [...new Set(list.map(({ value }) => value))];
    const starts = new Map<Value, number>();
    let size = 0;
    for (const value of values) {
      starts.set(value, size);
      size += value.size;
    }
    if (list.length * size > 2 ** 24) refuse(`${what} of elements that lie scattered`);
    const data = new Float32Array(list.length * size);
    list.forEach(({ value, index }, row) => {
      data[row * size + starts.get(value)! + index] = 1;
    });
    const picked = this.net.dense('picked', values.flatMap(whole), { data, shape: [list.length, size] });
    return whole(picked);
  }

  /** Elements as an argument of pointwise work on `size` elements. */
  operand(elements: ArrayLike<Element>, size: number, isScalar: boolean, what: string): Operand {
    if (isNumbers(elements)) {
      const same = Array.prototype.every.call(elements, (element) => Object.is(element, elements[0]));
      if (same && (size > 1 || isScalar)) return { kind: 'number', text: decimal(elements[0] ?? 0) };
      // No parameter is: a weights file would not be read again.
      if (!Array.prototype.every.call(elements, Number.isFinite)) refuse(`${what} of numbers that are not finite`);
      const data = elements instanceof Float32Array ? elements : Float64Array.from(elements);
      return { kind: 'tensor', tensor: { data, shape: [size] } };
    }
    const { list, moment } = this.references(elements, what);
    const [first] = list;
    const single = list.every((each) => each.value === first!.value && each.index === first!.index);
    if (single && (size > 1 || first!.value.scalar))
      return { kind: 'argument', argument: { scalar: first!.value, index: first!.index }, moment, scalar: true };
    return { kind: 'argument', argument: this.source(list, what), moment, scalar: false };
  }
}

export type Operand =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'tensor'; readonly tensor: Tensor }
  | { readonly kind: 'argument'; readonly argument: Argument; readonly moment: Moment; readonly scalar: boolean };

/** More pieces than this make no readable equation. */
const mostParts = 32;

const keyOf = ({ given, index }: { given: string; index: number }): string => `${index} ${given}`;

/** A value's elements, all taken at a moment. */
export function elementsOf(value: Value, moment: Moment): Reference[] {
  return Array.from({ length: value.size }, (_, index) => ({ value, index, moment }));
}

/** `op MatMul '/fc/MatMul'` */
export function nodeText({ op, domain, name }: OnnxNode): string {
  return `op ${domain ? `${domain}.` : ''}${op}${name ? ` (${name.slice(0, 60)})` : ''}`;
}

/** The part of the model that a node belongs to, `encoder/fc` of `/encoder/fc/MatMul`. */
export function partOf({ op, name }: OnnxNode): string | undefined {
  const end = name.lastIndexOf('/');
  const start = name.startsWith('/') ? 1 : 0;
  return end > start && name.startsWith(op, end + 1) ? name.slice(start, end) : undefined;
}

/** What a tensor is called within the node's part of the model, behind a separator. */
function localName(node: OnnxNode, name: string, separator: '.' | '/'): string | undefined {
  const part = partOf(node);
  const plain = name.startsWith('/') ? name.slice(1) : name;
  if (part === undefined || !plain.startsWith(part) || plain[part.length] !== separator) return undefined;
  return /^[A-Za-z]\w*(?=(?:\.T)?$)/.exec(plain.slice(part.length + 1))?.[0];
}

/** What a constant is called in a node's part of the model: `W_i` of `cell.W_i` or of its transpose, `cell.W_i.T`. */
export function constantName(node: OnnxNode, input: number): string | undefined {
  const own = localName(node, node.inputs[input] ?? '', '.');
  return own === 'weight' || own === 'bias' ? undefined : own;
}

/** What a node's result is called: as its output is in its part of the model, or as that part, or else as its output is. */
export function outputName(node: OnnxNode): string {
  const output = node.outputs.find((each) => each !== '') ?? node.op;
  const own = localName(node, output, '/');
  return (own?.startsWith(node.op) ? undefined : own) ?? partOf(node)?.replaceAll('/', '_') ?? output;
}
