/** How far a result may lie from the reference: the only place where a tolerance is written. */
import type { Case } from './format.ts';
import { isFields, number, numberOr } from './format.ts';

export type Precision = 'f32' | 'f64';

/** The largest allowed |got - expected| for an element. */
export type Allowed = (expected: number) => number;

export const within =
  (abs: number, rel = 0): Allowed =>
  (expected) =>
    abs + rel * Math.abs(expected);

/** The references are doubles themselves: what is left is the order of sums. */
const doubleOutputs = within(1e-12, 1e-12);

/** Gradients sum over time and batch, so rounding grows with their size. */
const doubleGradients = within(1e-11, 1e-10);

/** About 17 units in the last place of values near 1: gates and states are O(1); larger values get as many. */
const singleOutputs: Allowed = (expected) => 2e-6 * Math.max(1, Math.abs(expected));

/** A gradient is a sum of many products: its own size counts as well as that of its terms. */
const singleGradients = within(2e-6, 1e-5);

/** PyTorch's own single-precision run shows how ill-conditioned a gradient is; another order of sums may miss by more. */
const gradientFactor = 10;

/** A run of updates amplifies rounding: ten times and twice that of PyTorch, whose order of sums is not ours. */
const trainingFactor = 20;

/** What PyTorch's single-precision run misses a tensor by: `y`, `grad.x`. */
function ownError({ fields }: Case, name: string): number {
  const errors = fields.torch_float32_max_abs_err;
  return isFields(errors) ? numberOr(errors, name, 'torch_float32_max_abs_err', 0) : 0;
}

export function outputTolerance(of: Case, name: string, precision: Precision): Allowed {
  const { tolerance } = of;
  if (tolerance) return within(numberOr(tolerance, 'abs', 'tolerance', 0), numberOr(tolerance, 'rel', 'tolerance', 0));
  // The loss is a sum over all outputs: not O(1), and as well-conditioned as a gradient.
  if (name === 'loss' && precision === 'f32') return singleGradient(ownError(of, name));
  if (precision === 'f64') return doubleOutputs;
  // Where PyTorch itself misses the bound, the values are not O(1) or chaotic, and only its error is a yardstick.
  const own = ownError(of, name);
  return (expected) => {
    const bound = singleOutputs(expected);
    return own > bound ? gradientFactor * own : bound;
  };
}

export function gradientTolerance(of: Case, name: string, precision: Precision): Allowed {
  const { tolerance } = of;
  if (tolerance)
    return within(
      numberOr(tolerance, 'grad_abs', 'tolerance', numberOr(tolerance, 'abs', 'tolerance', 0)),
      numberOr(tolerance, 'rel', 'tolerance', 0),
    );
  return precision === 'f64' ? doubleGradients : singleGradient(ownError(of, `grad.${name}`));
}

function singleGradient(own: number): Allowed {
  return (expected) => Math.max(gradientFactor * own, singleGradients(expected));
}

/** Losses of a training run, and weights and predictions after it (they are as far off as the weights are). */
export function trainingTolerance({ fields }: Case, precision: Precision): { losses: Allowed; weights: Allowed } {
  if (precision === 'f64') return { losses: within(0, 1e-9), weights: within(1e-8) };
  const single = isFields(fields.torch_float32) ? fields.torch_float32.max_abs_diff_to_float64 : undefined;
  const own = (name: string): number => (isFields(single) ? number(single, name, 'max_abs_diff_to_float64') : 0);
  const bound = (name: string): Allowed => within(Math.max(2e-6, trainingFactor * own(name)));
  return { losses: bound('losses'), weights: bound('final_weights') };
}
