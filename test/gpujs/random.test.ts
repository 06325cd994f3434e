/** Random models on gpu.js against the oracle, in the modes that Node.js has: outputs, states, gradients, streaming. */
import { describe, expect, test } from 'vitest';
import { chooseSeed } from '../random/declare.ts';
import { judgeOn } from '../random/judge.ts';
import { cpuModes } from '../support/gpujs.ts';
import { adamWithoutMoments } from '../support/updates.ts';

/** Each takes a second and more, most of which gpu.js compiles. */
const cases = Number(process.env.CELLC_CASES ?? 4);
const seed = chooseSeed();

describe.each(cpuModes)('%s', (mode) => {
  test(`${cases} random models agree with the oracle (CELLC_SEED=${seed})`, { timeout: 300_000 }, async () => {
    const { summary, failures } = await judgeOn(seed, cases, { target: 'gpujs', mode, precision: 'f32' });
    console.log(summary);
    expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
  });

  test('updates hold whose moments keep nothing', async () => {
    expect(await adamWithoutMoments({ target: 'gpujs', mode, precision: 'f32' })).toBeLessThan(1e-6);
  });
});
