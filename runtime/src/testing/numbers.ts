/** Deterministic test data and what reads it. */
import { type Tensor, tensor } from '../tensor.ts';

/** Numbers of order one that repeat nothing. */
export const wave = (length: number, phase = 0) =>
  Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i * i + phase));

/** Sequences for a model of two inputs. */
export const sequences = (batch: number, time: number, phase = 0) =>
  tensor(wave(batch * time * 2, phase), [batch, time, 2]);

/** Row `b` of a batch-first tensor, or its first `steps` time steps. */
export function row({ data, shape }: Tensor, b: number, steps = shape[1]!): Tensor<readonly [number, number]> {
  const size = data.length / shape[0]!;
  const step = size / shape[1]!;
  return { data: data.slice(b * size, b * size + steps * step), shape: [steps, ...shape.slice(2)] as [number, number] };
}

export const sum = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((total, value, i) => total + value * b[i]!, 0);
