import { load } from '../../../../runtime/dist/index.js';
import { exercise, toBits } from '../../../dist/browser/exercise.js';

/** A module that was compiled beforehand, under the page's policy: everything it does. */
export async function run() {
  const module = await import('../../../../emitted/learner.js');
  return { bits: toBits(await exercise(load, module)) };
}
