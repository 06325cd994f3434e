import { judgeOnGpu } from '../../../dist/random/judge.js';

/**
 * Random models on the page's GPU against the oracle.
 * @param {{ seed: number, cases: number }} given
 */
export function run({ seed, cases }) {
  return judgeOnGpu(seed, cases);
}
