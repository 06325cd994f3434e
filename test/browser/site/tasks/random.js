import { judgeOn } from '../../../dist/random/judge.js';

/**
 * Random models against the oracle.
 * @param {{ seed: number, cases: number, variant: import('../../../conformance/network.ts').Variant }} given
 */
export function run({ seed, cases, variant }) {
  return judgeOn(seed, cases, variant);
}
