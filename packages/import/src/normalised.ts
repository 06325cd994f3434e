/** Batch normalisation with the statistics of training: a factor and an offset for each feature. */
import type { Tensor } from '@cellc/runtime';
import type { Builder, Source, Value } from './net.ts';

export interface Statistics {
  readonly gamma?: Tensor | undefined;
  readonly beta?: Tensor | undefined;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export function normalised(
  net: Builder,
  name: string,
  source: Source,
  { gamma, beta, mean, variance }: Statistics,
  epsilon: number,
): Value {
  const factor = Float64Array.from(variance.data, (v, i) => (gamma?.data[i] ?? 1) / Math.sqrt(v + epsilon));
  const offset = Float64Array.from(mean.data, (m, i) => (beta?.data[i] ?? 0) - m * factor[i]!);
  const size = mean.data.length;
  const params = [factor, offset].map((data) => ({ data, shape: [size] }));
  return net.point(name, size, '{0} * {p0} + {p1}', [source], params);
}
