import { expect, test } from 'vitest';
import { checkClose, compare } from './harness.ts';
import { median, ratios } from './statistics.ts';

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

test('four times the work takes four times as long, and operations divide it', () => {
  const variants = [
    { name: 'one', run: work(20000) },
    { name: 'four', run: work(80000) },
    { name: 'four as operations', run: work(80000), operations: 4 },
  ];
  const [one, four, each] = compare({ variants, verify() {}, rounds: 9, seconds: 0.005 });
  expect(one!.rounds).toHaveLength(9);
  const longer = ratios(four!.rounds, one!.rounds).median;
  expect(longer).toBeGreaterThan(2.5);
  expect(longer).toBeLessThan(6);
  const same = ratios(each!.rounds, one!.rounds).median;
  expect(same).toBeGreaterThan(0.6);
  expect(same).toBeLessThan(1.6);
});

test('the median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});
