/** Sums over rows, and the figures that they make. */
import { type Batch, place } from '../arena.ts';
import type { Arena, Loss, Manifest } from '../module.ts';
import type { Metric, Metrics } from './options.ts';

/** Weighted sums; plain numbers, so that a checkpoint keeps them. */
export interface Tally {
  weight: number;
  /** Of the loss, with and without the penalty. */
  total: number;
  loss: number;
  squared: number;
  absolute: number;
  correct: number;
  /** Of gradients' norms, over updates. */
  norm: number;
  updates: number;
}

export function startTally(): Tally {
  return { weight: 0, total: 0, loss: 0, squared: 0, absolute: 0, correct: 0, norm: 0, updates: 0 };
}

/** Adds a mean loss of rows that weigh `weight` together. */
export function addLoss(tally: Tally, loss: number, penalty: number, weight: number): void {
  tally.weight += weight;
  tally.loss += loss * weight;
  tally.total += (loss + penalty) * weight;
}

/** Adds what the metrics need, from the rows of the last call of `loss`. */
export function addMetrics(tally: Tally, m: Arena, { y }: Manifest, loss: Loss, { lengths, T, B }: Batch): void {
  const { size } = y;
  const [output, target, weight] = [y, loss.target, loss.weight].map((region) => place(region.at, T, B)) as [
    number,
    number,
    number,
  ];
  // The logit of a half is 0.
  const half = loss.name === 'bce_logits' ? 0 : 0.5;
  for (let b = 0; b < B; b++) {
    const steps = y.rows === 'steps' ? lengths[b]! : 1;
    for (let t = 0; t < steps; t++) {
      const row = t * B + b;
      const w = m[weight + row]!;
      if (w === 0) continue;
      const [p, q] = [output + row * size, target + row * size];
      let squared = 0;
      let absolute = 0;
      let best = 0;
      let right = 0;
      for (let i = 0; i < size; i++) {
        const error = m[p + i]! - m[q + i]!;
        squared += error * error;
        absolute += Math.abs(error);
        if (m[p + i]! > m[p + best]!) best = i;
        if (m[q + i]! > m[q + right]!) right = i;
      }
      const isCorrect = size === 1 ? m[p]! > half === m[q]! > 0.5 : best === right;
      tally.squared += (w * squared) / size;
      tally.absolute += (w * absolute) / size;
      if (isCorrect) tally.correct += w;
    }
  }
}

export function metricsFrom({ weight, loss, squared, absolute, correct }: Tally, metrics: readonly Metric[]): Metrics {
  const all: Readonly<Record<Metric, () => number>> = {
    rmse: () => Math.sqrt(squared / weight),
    mae: () => absolute / weight,
    accuracy: () => correct / weight,
    perplexity: () => Math.exp(loss / weight),
  };
  return Object.fromEntries(metrics.map((name) => [name, all[name]()]));
}
