/** Whether a contender computes what cellc does: nothing else is timed. */
import { checkClose } from '../harness.ts';
import type { Answer } from './peer.ts';

/** Single precision over a hundred time steps, in whatever order a peer sums. */
const H_TOLERANCE = 1e-5;
/** Of the way that the loss and the weights go: Adam divides small gradients' rounding errors by small numbers. */
const TRAINED_TOLERANCE = 0.01;

/**
 * @param start the weights before the first update
 * @throws Error that says what differs, where, and by how much
 */
export function checkAgreement(actual: Answer, expected: Answer, start?: ArrayLike<number>): void {
  const checked = [
    checkOutputs(actual, expected),
    checkLoss(actual.loss, expected.loss),
    checkWeights(actual.weights, expected.weights, start),
  ];
  if (!checked.includes(true)) throw new Error('there is nothing to compare');
}

function checkOutputs(actual: Answer, expected: Answer): boolean {
  if (actual.h && expected.h) checkClose('h', actual.h, expected.h, H_TOLERANCE);
  else if (actual.last && expected.h) {
    const last = Array.from(expected.h).slice(-actual.last.length);
    checkClose('the last h', actual.last, last, H_TOLERANCE);
  } else return false;
  return true;
}

function checkLoss(actual?: readonly number[], expected?: readonly number[]): boolean {
  if (!actual || !expected) return false;
  if (actual.length !== expected.length) throw new Error(`${actual.length} losses, not ${expected.length}`);
  const way = Math.abs(expected[0]! - expected.at(-1)!);
  // Written so that NaN fails.
  for (const [update, loss] of expected.entries())
    if (!(Math.abs(actual[update]! - loss) <= TRAINED_TOLERANCE * way))
      throw new Error(`the loss before update ${update + 1} is ${actual[update]}, not ${loss}`);
  return true;
}

function checkWeights(
  actual?: ArrayLike<number>,
  expected?: ArrayLike<number>,
  start: ArrayLike<number> = [],
): boolean {
  if (!actual || !expected) return false;
  if (actual.length !== expected.length || start.length !== expected.length)
    throw new Error(`${actual.length} weights, not ${expected.length} (${start.length} at the start)`);
  const off = distance(actual, expected) / distance(expected, start);
  if (!(off <= TRAINED_TOLERANCE))
    throw new Error(`the weights end ${(100 * off).toFixed(1)} % of their way beside where they should`);
  return true;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
