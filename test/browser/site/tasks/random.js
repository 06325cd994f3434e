import { judgeOn } from '../../../dist/random/judge.js';

/**
 * Random models against the oracle.
 * @param {{ seed: number, cases: number, mostLayers?: number, variant: import('../../../conformance/network.ts').Variant }} given
 */
export function run({ seed, cases, mostLayers, variant }) {
  return judgeOn(seed, cases, variant, mostLayers);
}
