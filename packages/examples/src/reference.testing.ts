/** The reference cases that the examples are tested against; see `data/README.md`. */
import { readFileSync } from 'node:fs';
import { type Tensor, tensor } from '@cellc/runtime';
import { folder } from './build.ts';

export interface Reference {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

type References = Readonly<Record<string, Reference>>;

export interface Case {
  readonly id: string;
  readonly config: Readonly<Record<string, number>>;
  readonly params: References;
  readonly inputs: References;
  readonly outputs: References;
  readonly grads: References;
}

const { cases }: { cases: Case[] } = JSON.parse(readFileSync(new URL('data/reference.json', folder), 'utf8'));

export function reference(id: string): Case {
  const found = cases.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
}

export const toTensor = ({ data, shape }: Reference): Tensor => tensor(data, shape);

/** [a, b, n] to [b, a, n]: the references have time first, cellc has the batch first. */
export function swap({ shape, data }: Reference): Tensor<readonly [number, number, number]> {
  const [a, b, n] = shape as [number, number, number];
  return tensor(
    Float64Array.from(data, (_, to) => {
      const [row, i] = [Math.floor(to / n), to % n];
      return data[((row % a) * b + Math.floor(row / a)) * n + i]!;
    }),
    [b, a, n],
  );
}

/** [a, b] to [b, a]: matrices for row style from those for column style, and back. */
export function transpose({ shape, data }: Reference): Tensor {
  const swapped = swap({ shape: [...shape, 1], data });
  return tensor(swapped.data, swapped.shape.slice(0, 2));
}

/** Slice `n` along the first axis. */
export function part({ shape: [, ...shape], data }: Reference, n: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(data.slice(n * size, (n + 1) * size), shape);
}

/** The largest absolute difference; NaN where there is one, and infinite where shapes differ. */
export function distance(got: Tensor, expected: Tensor): number {
  if (String(got.shape) !== String(expected.shape)) return Number.POSITIVE_INFINITY;
  return Math.max(...Array.from(got.data, (value, i) => Math.abs(value - expected.data[i]!)));
}
