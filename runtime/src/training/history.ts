/** The figures of epochs as rows of numbers, so that a checkpoint of many epochs stays short and exact. */
import type { Tensor } from '../tensor.ts';
import type { Epoch, Evaluation, Metric } from './options.ts';

/** Which figures the epochs of a training have. */
export interface Figures {
  readonly metrics: readonly Metric[];
  readonly hasValidation: boolean;
  readonly hasRate: boolean;
}

/** `[epochs, figures]`: see `toRow`. */
export function tableOf(epochs: readonly Epoch[], figures: Figures): Tensor {
  const width = widthOf(figures);
  const data = new Float64Array(epochs.length * width);
  epochs.forEach((epoch, i) => void data.set(toRow(epoch, figures), i * width));
  return { data, shape: [epochs.length, width] };
}

export function epochsOf({ data }: Tensor, figures: Figures): Epoch[] {
  const width = widthOf(figures);
  return Array.from({ length: data.length / width }, (_, i) => fromRow(data.subarray(i * width), i + 1, figures));
}

export function widthOf({ metrics, hasValidation, hasRate }: Figures): number {
  const judged = 1 + metrics.length;
  return 3 + judged + (hasRate ? 1 : 0) + (hasValidation ? judged : 0);
}

function toRow(epoch: Epoch, { metrics }: Figures): number[] {
  const { epochs, gradientNorm, seconds, lr, validation } = epoch;
  const judged = ({ loss, metrics: known }: Evaluation) => [loss, ...metrics.map((name) => known[name]!)];
  const rate = lr === undefined ? [] : [lr];
  return [epochs, gradientNorm, seconds, ...judged(epoch), ...rate, ...(validation ? judged(validation) : [])];
}

function fromRow(row: ArrayLike<number>, epoch: number, { metrics, hasValidation, hasRate }: Figures): Epoch {
  let at = 0;
  const next = () => row[at++]!;
  const judged = (): Evaluation => ({
    loss: next(),
    metrics: Object.fromEntries(metrics.map((name) => [name, next()])),
  });
  const [epochs, gradientNorm, seconds] = [next(), next(), next()];
  return {
    epoch,
    epochs,
    gradientNorm,
    seconds,
    ...judged(),
    ...(hasRate && { lr: next() }),
    ...(hasValidation && { validation: judged() }),
  };
}
