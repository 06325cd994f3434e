/** PReLU: a slope below zero for each feature, or one for all. */
import type { Tensor } from '@cellc/runtime';
import { type Builder, type Source, sizeOf, type Value } from './net.ts';
import { spreadOver } from './tensors.ts';

export function sloped(net: Builder, name: string, source: Source, slopes: Tensor): Value {
  const size = sizeOf(source);
  return net.point(name, size, 'max({0}, 0) + {p0} * min({0}, 0)', [source], [spreadOver(slopes, size)]);
}
