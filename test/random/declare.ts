/**
 * Tests of random models. CELLC_SEED=n repeats a run (its cases have the seeds n, n + 1, …), CELLC_CASES=n changes its
 * length. There are two files of them, so that two cores share the work.
 */
import { expect, test } from 'vitest';
import { judgeModels } from './judge.ts';

const cases = Number(process.env.CELLC_CASES ?? 12);

/** Every local run draws new models; continuous integration always the same, so that it judges the change alone. */
export function chooseSeed(): number {
  const given = process.env.CELLC_SEED ?? (process.env.CI ? '20261122' : undefined);
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}

/** Tests random models; `half` tells the two files apart. */
export function testRandomModels(half: 0 | 1): void {
  // The second file goes on behind the seeds of the first.
  const seed = chooseSeed() + half * cases;
  test(`${cases} random models agree with the oracle (CELLC_SEED=${seed}; CELLC_CASES=n for more)`, async () => {
    const { summary, failures } = await judgeModels(seed, cases);
    console.log(summary);
    expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
  }, 600_000);
}
