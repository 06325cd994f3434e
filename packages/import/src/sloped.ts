/** PReLU: a slope below zero for each feature, or one for all. */
import type { Tensor } from '@cellc/runtime';
import { type Builder, type Source, sizeOf, type Value } from './net.ts';

export function sloped(net: Builder, name: string, source: Source, { data }: Tensor): Value {
  const size = sizeOf(source);
  const slopes = { data: data.length === size ? data : new Float64Array(size).fill(data[0]!), shape: [size] };
  return net.point(name, size, 'max({0}, 0) + {p0} * min({0}, 0)', [source], [slopes]);
}
