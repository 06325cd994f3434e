/** Normalisation: of a batch, with the statistics of training, and of a layer, over the features of one step. */
import type { Tensor } from '@cellc/runtime';
import { decimal } from './activation.ts';
import { type Builder, type Source, sizeOf, type Value, whole } from './net.ts';
import { spreadOver } from './tensors.ts';

export interface Statistics {
  readonly gamma?: Tensor | undefined;
  readonly beta?: Tensor | undefined;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** A factor and an offset for each feature. */
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

export function layerNormalised(
  net: Builder,
  name: string,
  source: Source,
  { gamma, beta }: { readonly gamma: Tensor; readonly beta: Tensor },
  epsilon: number,
): Value {
  const size = sizeOf(source);
  const centred = net.point(`${name}_centred`, size, '{0} - mean({0})', [source]);
  const text = `{0} / sqrt(mean(square({0})) + ${decimal(epsilon)}) * {p0} + {p1}`;
  return net.point(name, size, text, [whole(centred)], [gamma, beta]);
}

/** Of inputs, with the statistics of a data set; turned round, from such inputs to data. */
export function standardised(
  net: Builder,
  name: string,
  source: Source,
  { mean, variance }: Pick<Statistics, 'mean' | 'variance'>,
  isInverse: boolean,
): Value {
  const size = sizeOf(source);
  // Keras takes a deviation of nothing for its epsilon.
  const deviation = Float64Array.from(variance.data, (v) => Math.max(Math.sqrt(v), 1e-7));
  const params = [mean, { data: deviation, shape: variance.shape }].map((each) => spreadOver(each, size));
  return net.point(name, size, isInverse ? '{0} * {p1} + {p0}' : '({0} - {p0}) / {p1}', [source], params);
}

/** Zhang and Sennrich 2019: without the mean. */
export function rmsNormalised(net: Builder, name: string, source: Source, gain: Tensor, epsilon: number): Value {
  const text = `{0} / sqrt(mean(square({0})) + ${decimal(epsilon)}) * {p0}`;
  return net.point(name, sizeOf(source), text, [source], [gain]);
}
