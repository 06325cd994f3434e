/** Small things done to dense tensors: another precision, another order of axes, slices. */
import type { Sizes, Tensor } from '@cellc/runtime';
import type { NamedTensors } from './format.ts';
import type { Precision } from './tolerance.ts';

export function cast({ data, shape }: Tensor, precision: Precision): Tensor {
  return { data: precision === 'f64' ? Float64Array.from(data) : Float32Array.from(data), shape };
}

/** Tensors by name as the runtime takes them. */
export function record(values: NamedTensors, precision: Precision): Record<string, Tensor> {
  return Object.fromEntries([...values].map(([name, value]) => [name, cast(value, precision)]));
}

export function named(values: Readonly<Record<string, Tensor>>): NamedTensors {
  return new Map(Object.entries(values));
}

export function zeros(shape: Sizes): Tensor {
  return { data: new Float64Array(count(shape)), shape };
}

/** Exchanges the first two axes: `[T, B, …]` to `[B, T, …]` and back. */
export function swapAxes({ data, shape }: Tensor): Tensor {
  const [rowCount = 1, columnCount = 1, ...rest] = shape;
  const size = count(rest);
  const swapped = new Float64Array(data.length);
  for (let row = 0; row < rowCount; row++)
    for (let column = 0; column < columnCount; column++) {
      const from = (row * columnCount + column) * size;
      swapped.set(data.subarray(from, from + size), (column * rowCount + row) * size);
    }
  return { data: swapped, shape: [columnCount, rowCount, ...rest] };
}

/** The slices along the first axis. */
export function rows({ data, shape: [length = 0, ...shape] }: Tensor): Tensor[] {
  const size = count(shape);
  return Array.from({ length }, (_, i) => ({ data: data.slice(i * size, (i + 1) * size), shape }));
}

/** The inverse of `rows`. */
export function stack(slices: readonly Tensor[]): Tensor {
  const data = Float64Array.from(slices.flatMap((slice) => [...slice.data]));
  return { data, shape: [slices.length, ...(slices[0]?.shape ?? [])] };
}

function count(shape: Sizes): number {
  return shape.reduce((product, size) => product * size, 1);
}
