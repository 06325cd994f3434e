/** What the layers of a Keras model share while they are read. */
import type { Tensor } from '@cellc/runtime';
import type { Builder } from '../net.ts';
import type { KerasLayer } from './config.ts';
import type { Direction } from './signal.ts';

export interface Scene {
  readonly net: Builder;
  readonly version: 2 | 3;
  readonly weights: (layer: KerasLayer) => readonly Tensor[];
  readonly dropped: string[];
  /** The directions of the recurrent layers, for their states. */
  readonly units: Map<string, readonly Direction[]>;
}

/** Whether an axis, or a list of one, is that of the features. */
export function isLastAxis(axis: unknown, rank: number): boolean {
  const [only, ...more] = Array.isArray(axis) ? axis : [axis];
  return more.length === 0 && (only === undefined || only === null || only === -1 || only === rank - 1);
}
