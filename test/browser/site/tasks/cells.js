import { load } from '@cellc/runtime';
import { exerciseCells } from '../../../dist/browser/cells.js';

/**
 * Every shipped cell, compiled, run and trained.
 * @param {{ variant: import('../../../conformance/network.ts').Variant }} given
 */
export async function run({ variant }) {
  return { cells: await exerciseCells(load, variant) };
}
