/** Random models as WebGPU's shaders, whose threads run one after the other here: in one order, and in the reverse. */
import { describe, expect, test } from 'vitest';
import { chooseSeed } from '../random/declare.ts';
import { judgeOnGpu } from '../random/judge.ts';
import { useDevice } from '../support/gpu.ts';
import { emulatedDevice } from '../support/shaders.ts';

const cases = Number(process.env.CELLC_CASES ?? 20);
const seed = chooseSeed();

describe.each(['first', 'last'])('the %s thread begins', (thread) => {
  test(`${cases} random models agree with the oracle (CELLC_SEED=${seed})`, { timeout: 600_000 }, async () => {
    useDevice(emulatedDevice(thread === 'last'));
    const { summary, failures } = await judgeOnGpu(seed, cases);
    console.log(summary);
    expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
  });
});
