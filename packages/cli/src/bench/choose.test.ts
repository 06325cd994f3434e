import { expect, test } from 'vitest';
import { noiseOf, overall, type Ratios, ratioOf, winnerOf } from './choose.ts';
import { median, quantile, ratios, spread } from './statistics.ts';
import type { Work } from './workload.ts';

test('quantiles lie between neighbours, whatever the order', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(spread([5, 1, 2, 3, 4])).toEqual({ median: 3, low: 2, high: 4 });
  expect(ratios([2, 4, 9], [1, 2, 3])).toEqual({ median: 2, low: 2, high: 2.5 });
});

test('a round in which the machine was busy does not count', () => {
  expect(ratioOf([90, 2, 80], [1, 1, 70])).toBe(2);
});

test('noise is how far copies of the same code differ, and never nothing', () => {
  expect(
    noiseOf([
      [1, 1],
      [1, 3],
    ]),
  ).toBe(0.01);
  expect(noiseOf([[1], [1.05, 9], [1.02]])).toBeCloseTo(0.05, 12);
});

const of = (step: number, run: number): Ratios =>
  new Map<Work, number>([
    ['step', step],
    ['run', run],
  ]);
const noise = of(0.02, 0.04);

test('over workloads the geometric mean counts', () => {
  expect(overall(of(0.5, 2))).toBeCloseTo(1, 12);
});

test.each([
  ['the fastest', [of(0.9, 0.9), of(0.8, 0.9), of(1, 1)], 1],
  ['nothing within the noise', [of(1, 0.95), of(0.98, 0.99)], undefined],
  ['nothing that is slower at one thing', [of(1.05, 0.5)], undefined],
  ['what is slower within the noise', [of(1.01, 0.8)], 0],
  ['nothing of nothing', [], undefined],
] as const)('the winner is %s', (_, candidates, winner) => {
  expect(winnerOf(candidates, noise)).toBe(winner);
});
