/**
 * What every reader makes of its file: vectors that exist at every time step, each made from those before it. From this
 * form `lower` writes the layers of a spec.
 */
import type { Tensor } from '@cellc/runtime';
import type { Activation } from './activation.ts';
import { refuse } from './error.ts';
import type { RecurrentCell } from './recurrent.ts';

/** A vector at every time step; a scalar is what a reduction gives: it meets vectors of any size. */
export interface Value {
  readonly name: string;
  readonly size: number;
  readonly scalar: boolean;
  readonly make: Make;
}

export type Make =
  /** Features of the model's input, from this one on; of classes, one of them is 1. */
  | { readonly kind: 'input'; readonly from: number; readonly classes?: true }
  /** What a state of a loop held after the step before. */
  | { readonly kind: 'previous' }
  /** `activation(W @ x + b)` */
  | {
      readonly kind: 'dense';
      readonly input: Source;
      readonly W: Tensor;
      readonly b?: Tensor;
      readonly activation?: Activation;
      readonly names?: Names;
    }
  /** One equation; `{0}` stands for an argument, `{p0}` for a parameter. */
  | {
      readonly kind: 'point';
      readonly args: readonly Argument[];
      readonly text: string;
      readonly params: readonly Param[];
      /** The sum of the only argument and the only parameter, or this function of the only argument. */
      readonly role?: 'bias' | Activation;
    }
  /** A recurrent layer; `both` has two sets of weights and puts two outputs side by side. */
  | {
      readonly kind: 'unit';
      readonly input: Source;
      readonly cell: RecurrentCell;
      readonly direction: 'forward' | 'backward' | 'both';
      /** By the cell's names of parameters; one set for each direction. */
      readonly weights: readonly Weights[];
    };

type Dense = Extract<Make, { kind: 'dense' }>;

/** What the file calls the weights of a dense layer, where that says something. */
export interface Names {
  readonly W?: string | undefined;
  readonly b?: string | undefined;
}

export interface Param {
  readonly name?: string | undefined;
  readonly tensor: Tensor;
}

export type Weights = ReadonlyMap<string, Tensor>;

/** Elements of values side by side. */
export type Source = readonly Part[];

/** What one layer hands to the next: pieces of values, in the order in which they lie. */
export type Layout = readonly Part[];

export interface Part {
  readonly value: Value;
  readonly from: number;
  readonly to: number;
}

/** A vector, or one element of a value as a scalar. */
export type Argument = Source | { readonly scalar: Value; readonly index: number };

/** A state of a loop: what it is at the start of a step, and what it becomes. */
export interface StepState {
  readonly previous: Value;
  readonly next: Source;
}

/** The step of a recurrence that is written out: values that are computed together, and the states that they carry. */
export interface Loop {
  /** What the layer is called, where the file says it. */
  readonly name?: string;
  readonly values: readonly Value[];
  readonly states: readonly StepState[];
  readonly direction: 'forward' | 'backward';
}

export interface Net {
  readonly input: number;
  readonly values: readonly Value[];
  readonly loops: readonly Loop[];
  readonly output: Source;
  readonly returns: 'sequence' | 'last';
}

/** More than a layer can have, with room for values that are cut before they reach one. */
const mostFeatures = 2 ** 16;

/** Collects values under names of their own. */
export class Builder {
  readonly values: Value[] = [];
  readonly #names = new Set<string>();
  #features = 0;

  get input(): number {
    return this.#features;
  }

  /** A name made of the file's that the cell language takes and nothing else has. */
  unique(wanted: string): string {
    const name = plainName(wanted);
    let free = name;
    for (let n = 2; this.#names.has(free); n++) free = `${name}_${n}`;
    this.#names.add(free);
    return free;
  }

  features(name: string, size: number, classes = false): Value {
    const value = this.add(name, size, { kind: 'input', from: this.#features, ...(classes && { classes }) });
    this.#features += size;
    return value;
  }

  /** @throws E_IMPORT where a file claims more features than a model can have */
  add(name: string, size: number, make: Make, scalar = false): Value {
    if (!(size <= mostFeatures)) refuse(`${size} features, more than ${mostFeatures}`);
    const value = { name: this.unique(name), size, scalar, make };
    this.values.push(value);
    return value;
  }

  dense(name: string, input: Source, W: Tensor, b?: Tensor, more: Pick<Dense, 'activation' | 'names'> = {}): Value {
    const make = { kind: 'dense', input, W, ...(b && { b }), ...more } as const;
    return this.add(name, W.shape[0]!, make);
  }

  /** A function of a vector, element by element or of all of it. */
  activate(name: string, input: Source, activation: Activation): Value {
    const make = { kind: 'point', args: [input], text: activation.text, params: [], role: activation } as const;
    return this.add(name, sizeOf(input), make);
  }

  point(name: string, size: number, text: string, args: readonly Argument[], params: readonly Tensor[] = []): Value {
    return this.add(name, size, { kind: 'point', args, text, params: params.map((tensor) => ({ tensor })) });
  }
}

const reserved = /^(?:t|x|y|z|out|[IHPO]|W|b)$/;

/** At most 48 letters, digits and underscores, a letter first; never a name that cells use for other things. */
export function plainName(wanted: string): string {
  const plain = wanted
    .replace(/\/Identity.*$|:\d+$/g, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(-48)
    .replace(/^_+/, '');
  const name = /^[A-Za-z]/.test(plain) ? plain : `v${plain && '_'}${plain}`;
  return reserved.test(name) || words.has(name) ? `${name}_` : name;
}

/** What a parameter is called: as the file calls it, unless cells use that for other things. */
export function paramName(wanted: string): string {
  const short = wanted.slice(0, 56);
  return words.has(short) || /^[txy]$/.test(short) ? `${short}_` : short;
}

/** What may name no value: functions of the cell language and words that JavaScript reserves. */
const words = new Set(
  (
    'cell param init split concat step min max sum mean abs sign log exp tanh relu elu selu gelu erf sqrt square pow add ' +
    'sub mul div neg equal where clamp outer matmul transpose softmax layernorm sigmoid softplus softsign leaky_relu expm1 log1p ' +
    'hard_sigmoid hard_tanh await break case catch class const continue debugger default delete do else enum export ' +
    'extends false finally for function if implements import in instanceof interface let new null package private ' +
    'protected public return static super switch this throw true try typeof var void while with yield async arguments ' +
    'eval undefined NaN Infinity globalThis prototype constructor hasOwnProperty isPrototypeOf propertyIsEnumerable ' +
    'toLocaleString toString valueOf'
  ).split(' '),
);

export function whole(value: Value): Source {
  return [{ value, from: 0, to: value.size }];
}

export function sizeOf(source: Source): number {
  return source.reduce((sum, { from, to }) => sum + to - from, 0);
}

export function isSource(argument: Argument): argument is Source {
  return Array.isArray(argument);
}

/** Elements from..to of a source. */
export function slice(source: Source, from: number, to: number): Source {
  const parts: Part[] = [];
  let at = 0;
  for (const part of source) {
    const length = part.to - part.from;
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, length)];
    if (start < end) parts.push({ value: part.value, from: part.from + start, to: part.from + end });
    at += length;
  }
  return parts;
}

/** The values that another is made of. */
export function inputsOf(make: Make): Value[] {
  if (make.kind === 'input' || make.kind === 'previous') return [];
  if (make.kind !== 'point') return make.input.map(({ value }) => value);
  return make.args.flatMap((argument) => (isSource(argument) ? argument.map(({ value }) => value) : [argument.scalar]));
}
