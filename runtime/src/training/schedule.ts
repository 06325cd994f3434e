/** Learning rates by epoch, and what ends a training early: the formulas of PyTorch's schedulers and Keras's EarlyStopping. */
import type { EarlyStopping, LearningRate } from './options.ts';

/** ReduceLROnPlateau so far; plain numbers, so that a checkpoint keeps them. `best` is absent before the first epoch. */
export interface Plateau {
  best?: number;
  bad: number;
  factor: number;
}

/** The best epoch so far, and how many have passed since. */
export interface Stopping {
  best?: number;
  epoch: number;
  bad: number;
}

/** The factor of the learning rate in an epoch (from 1), but for the warm-up. */
export function rateFactor({ step, exponential, cosine }: LearningRate, epoch: number, plateau: Plateau): number {
  const done = epoch - 1;
  let factor = plateau.factor;
  if (step) factor = power(step.factor, Math.floor(done / step.every));
  if (exponential) factor = power(exponential.factor, done);
  if (cosine) {
    const { min = 0, epochs = 1 } = cosine;
    factor = min + ((1 - min) * (1 + Math.cos((Math.PI * done) / epochs))) / 2;
  }
  return factor;
}

/** The factor of an update (from 1, over all epochs), from that of its epoch. */
export function warmedUp({ warmup }: LearningRate, factor: number, update: number): number {
  return warmup && update < warmup ? (factor * update) / warmup : factor;
}

/** By multiplication, whose bits are the same everywhere. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result *= base;
  return result;
}

/** PyTorch's `eps`: a rate that would change by no more stays as it is. */
const SMALLEST_CHANGE = 1e-8;

/** After an epoch: PyTorch's ReduceLROnPlateau with a relative threshold, for a loss; `lr` is the rate at first. */
export function watchPlateau(plateau: Plateau, { plateau: rule }: LearningRate, loss: number, lr: number): void {
  if (!rule) return;
  const { factor = 0.1, patience = 10, threshold = 1e-4 } = rule;
  if (plateau.best === undefined || loss < plateau.best * (1 - threshold)) {
    plateau.best = loss;
    plateau.bad = 0;
  } else plateau.bad++;
  if (plateau.bad <= patience) return;
  if (lr * (plateau.factor - plateau.factor * factor) > SMALLEST_CHANGE) plateau.factor *= factor;
  plateau.bad = 0;
}

/** After an epoch. @returns whether its loss is the best so far */
export function watchLoss(stopping: Stopping, { minDelta = 0 }: EarlyStopping, epoch: number, loss: number): boolean {
  if (stopping.best === undefined || loss < stopping.best - minDelta) {
    stopping.best = loss;
    stopping.epoch = epoch;
    stopping.bad = 0;
    return true;
  }
  stopping.bad++;
  return false;
}

/** Keras stops after `patience` epochs without a better one, and at once where that is 0. */
export function isOver({ bad }: Stopping, { patience }: EarlyStopping): boolean {
  return bad > 0 && bad >= patience;
}
