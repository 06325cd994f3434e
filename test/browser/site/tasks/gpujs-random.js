import { judgeOnGpu } from '../../../dist/random/judge.js';

/**
 * Random models on gpu.js, in one of its modes, against the oracle.
 * @param {{ seed: number, cases: number, mode: 'webgpu' | 'webgl2' | 'webasm' | 'cpu' }} given
 */
export function run({ seed, cases, mode }) {
  return judgeOnGpu(seed, cases, mode);
}
