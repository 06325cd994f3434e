/** Public tensors: dense, row-major, batch-first. */
import { type Code, fail, kind } from './error.ts';
import type { Arena, Sizes } from './module.ts';

/** Row-major numbers and their shape, for example `[batch, time, features]`. */
export interface Tensor<Shape extends Sizes = Sizes, Data extends Arena = Arena> {
  readonly data: Data;
  readonly shape: Shape;
}

/** Nested rows; the innermost may be typed arrays. */
export type Nested = ArrayLike<number> | readonly Nested[];

export type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A tensor of the given shape over row-major data. Typed arrays are used as they are; plain numbers keep their double
 * precision until they are copied into a model.
 * @throws E_INPUT where the number of elements is not the product of the shape.
 */
export function tensor<const Shape extends Sizes, Data extends Arena>(data: Data, shape: Shape): Tensor<Shape, Data>;
export function tensor<const Shape extends Sizes>(
  data: ArrayLike<number>,
  shape: Shape,
): Tensor<Shape, Float64Array<ArrayBuffer>>;
export function tensor(data: ArrayLike<number>, shape: Sizes): Tensor {
  const result = { data: isArena(data) ? data : Float64Array.from(data), shape };
  checkCount('E_INPUT', 'tensor', result);
  return result;
}

/** Zeros in a model's precision. */
export function numbers(precision: 'f32' | 'f64', length: number): Arena {
  return precision === 'f64' ? new Float64Array(length) : new Float32Array(length);
}

export function count(shape: Sizes): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function show(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}

/** Checks a tensor against a shape; a string in `expected` stands for any size and is what messages call it. */
export function checkShape(
  code: Code,
  name: string,
  value: Tensor | undefined,
  expected: readonly (number | string)[],
): void {
  if (!isTensor(value)) fail(code, `${name} is ${kind(value)}, not a tensor`, 'make it with tensor(data, shape)');
  checkCount(code, name, value);
  const { shape } = value;
  const fits =
    shape.length === expected.length && expected.every((size, i) => typeof size === 'string' || size === shape[i]);
  if (!fits) fail(code, `${name} has shape ${show(shape)} where ${show(expected)} is expected`);
}

/** @throws the given code where a number is no class from 0 to `classes` - 1 */
export function checkClass(code: Code, name: string, value: number, classes: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= classes)
    fail(code, `${name} is ${value}, not a class from 0 to ${classes - 1}`);
}

/** A tensor as it is, or nested rows made into one. */
export function toTensor(name: string, value: Tensor | Nested): Tensor {
  if (isTensor(value)) return value;
  const shape: number[] = [];
  for (let node: unknown = value; isList(node); node = node[0]) shape.push(node.length);
  const data = new Float64Array(count(shape));
  let filled = 0;
  const walk = (node: unknown, depth: number, path: string) => {
    if (depth === shape.length) {
      if (typeof node !== 'number') fail('E_INPUT', `${path} is ${isList(node) ? 'a list' : node}, not a number`);
      data[filled++] = node;
      return;
    }
    const length = isList(node) ? node.length : undefined;
    if (length !== shape[depth]) {
      const found = length === undefined ? String(node) : `a list of ${length}`;
      const hint = depth === 1 ? 'pad the shorter sequences and pass lengths' : undefined;
      fail('E_INPUT', `${path} is ${found} where its neighbours are lists of ${shape[depth]}`, hint);
    }
    for (let i = 0; i < length!; i++) walk((node as ArrayLike<unknown>)[i], depth + 1, `${path}[${i}]`);
  };
  walk(value, 0, name);
  return { data, shape };
}

function checkCount(code: Code, name: string, { data, shape }: Tensor): void {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0))
    fail(code, `${name} has shape ${show(shape)}, which is not made of whole numbers`);
  if (data.length !== count(shape))
    fail(code, `${name} has ${data.length} elements but shape ${show(shape)} holds ${count(shape)}`);
}

function isArena(data: unknown): data is Arena {
  return data instanceof Float32Array || data instanceof Float64Array;
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
