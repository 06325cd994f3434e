/** Small things done to weights. */
import type { Tensor } from '@cellc/runtime';

/** Rows from..to of a matrix, or elements of a vector. */
export function rowsOf({ data, shape: [, ...rest] }: Tensor, from: number, to: number): Tensor {
  const size = rest.reduce((a, b) => a * b, 1);
  return { data: data.slice(from * size, to * size), shape: [to - from, ...rest] };
}

export function transposed({ data, shape }: Tensor): Tensor {
  const [rows = 0, columns = 0] = shape;
  const result = like(data, data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  return { data: result, shape: [columns, rows] };
}

/** A vector of so many elements: the tensor's own, or its only one in every place. */
export function spreadOver({ data }: Tensor, size: number): Tensor {
  return { data: data.length === size ? data : new Float64Array(size).fill(data[0]!), shape: [size] };
}

/** The sum of tensors of one shape. */
export function added(a: Tensor, b: Tensor | undefined): Tensor {
  if (!b) return a;
  const data = a.data instanceof Float64Array ? a.data : like(b.data, a.data.length);
  const sum = like(data, a.data.length);
  for (let i = 0; i < sum.length; i++) sum[i] = a.data[i]! + b.data[i]!;
  return { data: sum, shape: a.shape };
}

export function like(data: Tensor['data'], length: number): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  return data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

export function zeros(shape: readonly number[]): Tensor {
  return { data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape };
}
