import { judgeModels } from '../../../dist/random/judge.js';

/**
 * Random models against the oracle.
 * @param {{ seed: number, cases: number }} given
 */
export function run({ seed, cases }) {
  return judgeModels(seed, cases);
}
