/** Random models on gpu.js against the oracle, in the modes that Node.js has: outputs, states, gradients, streaming. */
import { describe, expect, test } from 'vitest';
import { judgeOnGpu } from '../random/judge.ts';
import { cpuModes } from '../support/gpujs.ts';

const cases = Number(process.env.CELLC_CASES ?? 8);
/** Always the same models: each takes a second and more, most of which gpu.js compiles. */
const seed = Number(process.env.CELLC_SEED ?? 4021);

describe.each(cpuModes)('%s', (mode) => {
  test(`${cases} random models agree with the oracle (CELLC_SEED=${seed})`, { timeout: 300_000 }, async () => {
    const { summary, failures } = await judgeOnGpu(seed, cases, mode);
    console.log(summary);
    expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
  });
});
