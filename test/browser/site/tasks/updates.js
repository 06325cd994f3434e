import { adamWithoutMoments } from '../../../dist/support/updates.js';

/**
 * Updates against those in double precision.
 * @param {{ variant: import('../../../conformance/network.ts').Variant }} given
 */
export async function run({ variant }) {
  return { error: await adamWithoutMoments(variant) };
}
