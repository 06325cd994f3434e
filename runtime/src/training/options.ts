/** What `fit` takes and gives. */
import type { Signature } from '../module.ts';
import type { Nested, Tensor } from '../tensor.ts';

/** What a model trains on, or is judged by. */
export interface Data {
  /** `[sequences, time, features]`; where the model reads classes `[sequences, time]`, whole numbers. */
  readonly x: Tensor | Nested;
  /**
   * What the loss compares the output with, in the output's shape: `[sequences, time, n]` or `[sequences, n]`. Without its
   * last axis it holds classes from 0 to n - 1, which stand for one-hot vectors; where n is 1, the numbers themselves.
   */
  readonly y: Tensor | Nested;
  /** How many time steps of each sequence count; all by default. */
  readonly lengths?: ArrayLike<number>;
  /**
   * How much each sequence `[sequences]` or time step `[sequences, time]` counts in the mean; 0 leaves it out, whatever
   * its target is. A model that returns the last step alone has weights of sequences.
   */
  readonly weights?: Tensor | Nested;
}

/**
 * Overlapping sequences of one long series, which is stored once; made by `windows`. Sequence n is the steps from
 * `n * stride` to `n * stride + window - 1`. A model that returns sequences predicts the step `horizon` after each of
 * them, and one that returns the last step the step `horizon` after the last.
 */
export interface Windows {
  /** `[time, features]`, or `[time]`: one feature, or where the model reads classes a class. */
  readonly series: Tensor;
  /** What is predicted, at the same times as the series: `[time, n]`, or `[time]` with numbers (n is 1) or classes. */
  readonly target: Tensor;
  readonly window: number;
  readonly horizon: number;
  readonly stride: number;
}

export interface WindowOptions {
  /** Time steps of each sequence. */
  readonly window: number;
  /** How many steps ahead the model predicts; 1 by default, and 0 for another series at the same time. */
  readonly horizon?: number;
  /** Steps from the start of one window to that of the next; 1 by default. */
  readonly stride?: number;
  /** What is predicted, as long as the series; the series itself by default. */
  readonly target?: Tensor | Nested;
}

/** Batches one by one, each trained on as it is; a function gives them anew for every epoch (from 1). */
export type Batches = Iterable<Data> | AsyncIterable<Data> | ((epoch: number) => Iterable<Data> | AsyncIterable<Data>);

/**
 * Over the rows that count, by their weights: `rmse` and `mae` in the units of the data; `accuracy`, the share of rows
 * whose largest output is that of the target (of one output: both above 0.5, or a logit above 0 where the loss is
 * bce_logits); `perplexity`, e to the loss without penalties.
 */
export type Metric = 'rmse' | 'mae' | 'accuracy' | 'perplexity';

export type Metrics = Readonly<Partial<Record<Metric, number>>>;

/** Factors of the learning rate by epoch, with PyTorch's names for what they do; at most one, and a warm-up besides. */
export interface LearningRate {
  /** StepLR: times `factor` after every so many epochs. */
  readonly step?: { readonly every: number; readonly factor: number };
  /** ExponentialLR: times `factor` after every epoch. */
  readonly exponential?: { readonly factor: number };
  /**
   * CosineAnnealingLR: down to `min` (0) times the learning rate after `epochs` (all of them), and up again after these. A
   * checkpoint goes on with the cosine that it has: to train for more epochs, say here over how many that was.
   */
  readonly cosine?: { readonly epochs?: number; readonly min?: number };
  /** ReduceLROnPlateau: times `factor` (0.1) when the loss has not fallen by the share `threshold` (1e-4) for more than `patience` (10) epochs, while that changes the rate by more than 1e-8. */
  readonly plateau?: { readonly factor?: number; readonly patience?: number; readonly threshold?: number };
  /** Updates over which the rate rises linearly from 0: update u has u / `warmup` of it. */
  readonly warmup?: number;
}

export interface EarlyStopping {
  /** Epochs without a better loss (of the validation set, if there is one) before training stops. */
  readonly patience: number;
  /** By how much a loss must fall to be better; 0 by default. */
  readonly minDelta?: number;
}

export interface Checkpointing {
  /** Epochs between checkpoints; 1 by default. There is one more when training stops. */
  readonly every?: number;
  /** Seconds that pass at least from one to the next; 0 by default. The first is not delayed, nor is the last. */
  readonly seconds?: number;
  /** Keeps the bytes (a safetensors file), which `resume` takes. Awaited. */
  readonly save: (checkpoint: Uint8Array) => unknown;
  /** Stands in the file's metadata besides what `fit` itself writes there: `format`, `identity`, `progress`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What data says of a model. */
export interface Evaluation {
  /** The weighted mean over rows; with the penalty of L2 terms. */
  readonly loss: number;
  readonly metrics: Metrics;
}

export interface EvaluateOptions {
  readonly metrics?: readonly Metric[];
}

/** Figures of one epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the epoch, each batch before its update; with the penalty of L2 terms. */
  readonly loss: number;
  readonly metrics: Metrics;
  /** The same figures of the validation data, after the epoch's last update. */
  readonly validation?: Evaluation;
  /** The learning rate of the epoch's last update, where the optimiser has one. */
  readonly lr?: number;
  /** The mean L2 norm of the gradient, before clipping. */
  readonly gradientNorm: number;
  /** Since fit began; a training that was resumed counts the time before. */
  readonly seconds: number;
}

/** Figures of one update. */
export interface Update {
  readonly epoch: number;
  /** From 1 within the epoch, the same for all updates of truncated sequences; `batches` is how many there are, where that is known. */
  readonly batch: number;
  readonly batches?: number;
  readonly loss: number;
  /** Time steps that the update learnt from. */
  readonly steps: number;
  readonly lr?: number;
}

export interface FitSettings {
  readonly epochs: number;
  /** Sequences of one update; 32 by default. */
  readonly batchSize?: number;
  /** Sequences of one pass; the gradients of a batch's passes add up to the batch's. The whole batch by default. */
  readonly microBatch?: number;
  /** Whether every epoch takes the sequences in another order; true by default, and false where training is stateful. */
  readonly shuffle?: boolean;
  /** Seed of that order and of dropout; 0 by default. */
  readonly seed?: number;
  /** Truncated backpropagation through time: an update after every so many steps; states are carried on, gradients are not. */
  readonly truncate?: number;
  /** Whether row b of a batch goes on where row b of the batch before ended, within an epoch; false by default. */
  readonly stateful?: boolean;
  /**
   * Time steps of a segment. Only the states between segments are kept, and the rest is computed again for the backward
   * pass (Chen et al., 2016): the same gradient in less memory.
   */
  readonly recompute?: number;
  /** The largest L2 norm of the gradient of all parameters together: a longer one is scaled down (PyTorch clip_grad_norm_). */
  readonly clipNorm?: number;
  /** The largest magnitude of each element of the gradient (PyTorch clip_grad_value_). */
  readonly clipValue?: number;
  /** How much a row counts by the class of its target. */
  readonly classWeights?: readonly number[];
  /**
   * A set of its own, or the share of the sequences, taken from the end, that is kept out of training. Windows of one
   * series overlap: the first that are kept out share steps with the last that are trained on.
   */
  readonly validation?: Data | Windows | number;
  readonly metrics?: readonly Metric[];
  /** @throws E_OPTION where the optimiser has no `lr` */
  readonly schedule?: LearningRate;
  /** The model ends with the weights of its best epoch. */
  readonly earlyStopping?: EarlyStopping;
  readonly checkpoint?: Checkpointing;
  /**
   * A checkpoint of the same model, data and settings (more epochs may be asked for, see `cosine`): training goes on from
   * there, bit for bit as if it had not stopped. Batches from a function are asked for again and skipped up to there.
   * @throws E_CHECKPOINT where it is another training's, or broken: before anything is changed
   */
  readonly resume?: Uint8Array | ArrayBuffer;
  /** Stops after the update at work: with a checkpoint, where one is asked for. */
  readonly signal?: AbortSignal;
  /** Returns (or resolves to) false to stop after this epoch. */
  readonly onEpoch?: (epoch: Epoch) => unknown;
  readonly onBatch?: (update: Update) => void;
}

/** Besides the settings, the optimiser's scalars by name: `lr: 0.01`. */
export type FitOptions<S extends Signature = Signature> = FitSettings &
  (string extends S['scalars']
    ? { readonly [name: string]: unknown }
    : { readonly [Name in Exclude<S['scalars'], 't'>]?: number });

export interface History {
  /** The loss of each epoch. */
  readonly loss: readonly number[];
  readonly epochs: readonly Epoch[];
  /** Why training ended: all epochs done, no better loss, `onEpoch` said so, or the signal. */
  readonly stopped: 'done' | 'early' | 'callback' | 'signal';
  /** With early stopping, the epoch whose weights the model now has. */
  readonly best?: number;
}
