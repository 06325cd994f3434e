/** The public types of a model: literal sizes and names where the module's declarations give them. */
import type { Signature, Sizes } from './module.ts';
import type { Nested, Tensor, Tensors } from './tensor.ts';

export type Numbers<S extends Signature = Signature> = { f32: Float32Array; f64: Float64Array }[S['precision']];

/** All parameters (or their gradients) by name. */
export type Params<S extends Signature = Signature> = {
  readonly [Name in keyof S['params'] & string]: Tensor<S['params'][Name], Numbers<S>>;
};

/** Weights to load: a safetensors file's bytes, or tensors of either precision for every parameter. */
export type Weights<S extends Signature = Signature> =
  | Uint8Array
  | ArrayBuffer
  | { readonly [Name in keyof S['params'] & string]: Tensor<S['params'][Name]> };

/** All states by name, with the sizes of `Lead` before their own: `[batch]`, or none for one sequence. */
export type States<S extends Signature = Signature, Lead extends Sizes = []> = {
  readonly [Name in keyof S['states'] & string]: Tensor<readonly [...Lead, ...S['states'][Name]], Numbers<S>>;
};

/** `[…Lead, time, features]`, or `[…Lead, features]` of a model that returns the last step alone. */
export type Output<S extends Signature = Signature, Lead extends Sizes = []> = Tensor<
  { sequence: readonly [...Lead, number, S['output']]; last: readonly [...Lead, S['output']] }[S['returns']],
  Numbers<S>
>;

/** One sequence, `[time, features]`. */
export type Sequence = Tensor<readonly [number, number]> | readonly ArrayLike<number>[];

/** A batch of sequences, `[batch, time, features]`. */
export type Sequences = Tensor<readonly [number, number, number]> | readonly (readonly ArrayLike<number>[])[];

export interface RunOptions {
  /** Initial states, all of them; zero by default. */
  readonly state?: Tensors;
  /** How many time steps of each sequence count; all by default. */
  readonly lengths?: ArrayLike<number>;
}

export interface Run<S extends Signature = Signature, Lead extends Sizes = []> {
  /** Zero past a sequence's end. */
  readonly output: Output<S, Lead>;
  /** The states after each sequence's last step (backward layers: after its first). */
  readonly state: States<S, Lead>;
}

export interface Cotangents {
  /** Derivative of a loss with respect to the output; zero by default. */
  readonly output?: Tensor;
  /** The same for any of the final states. */
  readonly state?: Tensors;
}

export interface Gradients<S extends Signature = Signature> {
  readonly params: Params<S>;
  readonly input: Tensor<Sizes, Numbers<S>>;
  /** Gradients of the initial states. */
  readonly state: { readonly [Name in keyof S['states'] & string]: Tensor<Sizes, Numbers<S>> };
}

export interface LoadOptions<S extends Signature = Signature> {
  /** Where absent, the parameters start as the model's cells say. */
  readonly weights?: Weights<S>;
  /** Seed of the random initial parameters, a whole number; 0 by default. */
  readonly seed?: number;
}

export interface Data {
  /** `[sequences, time, features]` */
  readonly x: Tensor | Nested;
  /** What the loss compares the output with, in the output's shape: `[sequences, time, n]` or `[sequences, n]`. */
  readonly y: Tensor | Nested;
  readonly lengths?: ArrayLike<number>;
}

export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the epoch, each batch before its update. */
  readonly loss: number;
  /** Since fit began. */
  readonly seconds: number;
}

interface Schedule {
  readonly epochs: number;
  /** Sequences of one update; 32 by default. */
  readonly batchSize?: number;
  /** Whether every epoch takes the sequences in another order; true by default. */
  readonly shuffle?: boolean;
  /** Seed of that order; 0 by default. */
  readonly seed?: number;
  /** The largest L2 norm of the gradient of all parameters together: a longer one is scaled down (PyTorch clip_grad_norm_). */
  readonly clipNorm?: number;
  /** The largest magnitude of each element of the gradient (PyTorch clip_grad_value_). */
  readonly clipValue?: number;
  /** Returns (or resolves to) false to stop after this epoch. */
  readonly onEpoch?: (epoch: Epoch) => unknown;
  readonly onBatch?: (batch: { readonly epoch: number; readonly batch: number; readonly loss: number }) => void;
}

/** Besides the schedule, the optimiser's scalars by name: `lr: 0.01`. */
export type FitOptions<S extends Signature = Signature> = Schedule &
  (string extends S['scalars']
    ? { readonly [name: string]: unknown }
    : { readonly [Name in Exclude<S['scalars'], 't'>]?: number });

export interface History {
  /** The loss of each epoch. */
  readonly loss: readonly number[];
}
