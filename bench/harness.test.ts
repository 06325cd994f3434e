import { expect, test } from 'vitest';
import { checkClose, compare, compareSlow } from './harness.ts';
import { median, powerLaw } from './statistics.ts';

const work = (length: number) => () => {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Math.sqrt(i);
  return sum;
};

test('what is wrong is not timed', () => {
  let calls = 0;
  const variants = [{ name: 'wrong', run: () => calls++ }];
  const verify = () => checkClose('sum', [1, 2], [1, 2.1], 1e-3);
  expect(() => compare({ variants, verify })).toThrow('sum: element 1 is 2, not 2.1');
  expect(calls).toBe(0);
});

test('a result that is not a number is not a result', () => {
  expect(() => compare({ variants: [{ name: 'nothing', run: () => Number.NaN }], verify() {} })).toThrow(
    'nothing computes NaN',
  );
  expect(() => checkClose('y', [Number.NaN], [0], 1)).toThrow('y: element 0 is NaN, not 0');
});

test('each variant has a sample a round, and promises are waited for', async () => {
  const variants = [
    { name: 'now', run: work(100) },
    { name: 'later', run: async () => work(100)() },
  ];
  const [once] = compare({ variants: [{ name: 'now', run: work(100) }], verify() {}, rounds: 3, seconds: 1e-4 });
  expect(once!.rounds).toHaveLength(3);
  const timings = await compareSlow({ variants, rounds: 5, seconds: 1e-4, budget: 5 });
  expect(timings.map(({ name, rounds }) => [name, rounds.length])).toEqual([
    ['now', 5],
    ['later', 5],
  ]);
  expect(timings.flatMap(({ rounds }) => rounds).every((seconds) => seconds > 0)).toBe(true);
});

test('what a budget does not allow for still gets three rounds', async () => {
  const variants = [{ name: 'slow', run: work(1000) }];
  const [timing] = await compareSlow({ variants, rounds: 9, seconds: 1e-4, budget: 0 });
  expect(timing!.rounds).toHaveLength(3);
});

test('a promise that fails, or that is of nothing, ends the comparison', async () => {
  const fails = { name: 'fails', run: () => Promise.reject(new Error('no such luck')) };
  await expect(compareSlow({ variants: [fails], budget: 1 })).rejects.toThrow('no such luck');
  const nothing = { name: 'nothing', run: async () => Number.NaN };
  await expect(compareSlow({ variants: [nothing], seconds: 1e-4, budget: 1 })).rejects.toThrow('nothing computes NaN');
});

test('the median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a power law is found again', () => {
  const { factor, exponent } = powerLaw([1, 2, 4, 8].map((x) => [x, 3 * x ** 1.5]));
  expect(factor).toBeCloseTo(3, 10);
  expect(exponent).toBeCloseTo(1.5, 10);
});
