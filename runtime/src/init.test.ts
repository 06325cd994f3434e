import { expect, test } from 'vitest';
import { initialize } from './init.ts';
import { normal, random, shuffle } from './random.ts';
import { sum } from './testing/numbers.ts';

const moments = (values: ArrayLike<number>) => {
  const mean = sum(values, Array(values.length).fill(1)) / values.length;
  return { mean, deviation: Math.sqrt(sum(values, values) / values.length - mean * mean) };
};

test('sfc32 gives the numbers of its reference implementation', () => {
  // PractRand's sfc32 seeded with (0, 0, 1): computed with the published recurrence on BigInt.
  let [a, b, c, counter] = [0n, 0n, 1n, 1n];
  const mask = 0xffffffffn;
  const reference = () => {
    const result = (a + b + counter++) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = (((c << 21n) | (c >> 11n)) + result) & mask;
    return Number(result) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) reference();
  const next = random(1);
  for (let i = 0; i < 1000; i++) expect(next()).toBe(reference());
});

test('neighbouring seeds, and seeds that differ beyond 32 bits, give other numbers', () => {
  expect(new Set([0, 1, 2, -1, 2 ** 32, 2 ** 33].map((seed) => random(seed)())).size).toBe(6);
});

test('uniform and normal numbers have the right moments', () => {
  const next = random(4);
  const uniform = moments(Float64Array.from({ length: 20_000 }, next));
  expect(uniform.mean).toBeCloseTo(0.5, 2);
  expect(uniform.deviation).toBeCloseTo(Math.sqrt(1 / 12), 2);
  const gaussian = moments(Float64Array.from({ length: 20_000 }, () => normal(next)));
  expect(Math.abs(gaussian.mean)).toBeLessThan(0.02);
  expect(gaussian.deviation).toBeCloseTo(1, 1);
});

test('shuffle keeps every item', () => {
  const items = [...Array(50).keys()];
  shuffle(items, random(0));
  expect(items).not.toEqual([...Array(50).keys()]);
  expect(items.toSorted((a, b) => a - b)).toEqual([...Array(50).keys()]);
});

test('distributions have the spread of their papers', () => {
  const spread = (init: Parameters<typeof initialize>[0]) => moments(initialize(init, [300, 100], random(1))).deviation;
  expect(spread('xavier_uniform')).toBeCloseTo(Math.sqrt(2 / 400), 3);
  expect(spread('xavier_normal')).toBeCloseTo(Math.sqrt(2 / 400), 3);
  expect(spread('kaiming_uniform')).toBeCloseTo(Math.sqrt(2 / 100), 3);
  expect(spread({ uniform: 0.3 })).toBeCloseTo(0.3 / Math.sqrt(3), 3);
  expect(spread({ normal: 0.3 })).toBeCloseTo(0.3, 2);
  expect(initialize(0.5, [2], random(1))).toEqual(new Float64Array([0.5, 0.5]));
});

test.each([
  [4, 7],
  [7, 4],
  [40, 40],
])('orthogonal [%i, %i]: rows or columns are orthonormal', (rows, columns) => {
  const q = initialize('orthogonal', [rows, columns], random(1));
  const wide = rows <= columns;
  const vector = (v: number) => q.filter((_, i) => (wide ? Math.floor(i / columns) : i % columns) === v);
  const vectors = Array.from({ length: Math.min(rows, columns) }, (_, v) => vector(v));
  for (const [i, u] of vectors.entries())
    for (const [j, v] of vectors.entries()) expect(sum(u, v)).toBeCloseTo(i === j ? 1 : 0, 12);
});
