/** What tests of operators share: numbers drawn at random, plain products, and cases that are run. */
import { expect } from 'vitest';
import { runFile } from './folders.ts';
import { report, tally } from './report.ts';
import type { Result } from './suite.ts';

export type Vector = number[];
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

let seed = 1;
/** Values in ±1, the same in every run (mulberry32). */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1;
}
export const draw = (...shape: number[]): Numbers => ({
  shape,
  data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random),
});
export const row = ({ shape, data }: Numbers, ...at: number[]): Vector => {
  const size = shape.slice(at.length).reduce((a, b) => a * b, 1);
  const index = at.reduce((n, i, axis) => n * shape[axis]! + i, 0);
  return data.slice(index * size, (index + 1) * size);
};
/** Rows of a matrix times a vector. */
export const times = (matrix: Vector, x: Vector): Vector =>
  Array.from({ length: matrix.length / x.length }, (_, i) =>
    x.reduce((sum, v, j) => sum + matrix[i * x.length + j]! * v, 0),
  );
export const block = (v: Vector, i: number, size: number): Vector => v.slice(i * size, (i + 1) * size);

export async function run(cases: readonly object[]): Promise<void> {
  const file = { schema: 'rnn-conformance/1', cases: cases.map((each, i) => ({ id: `case ${i}`, ...each })) };
  const results: Result[] = [];
  for await (const result of runFile('vocabulary.json', JSON.stringify(file))) results.push(result);
  const { failed, passed } = tally(results);
  if (failed || !passed) expect.fail(report(results, { allFailures: true }));
}
