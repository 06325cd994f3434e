/** The public types of a model: literal sizes and names where the module's declarations give them. */
import type { Signature, Sizes } from './module.ts';
import type { Tensor, Tensors } from './tensor.ts';

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

type Series = Tensor<readonly [number]> | ArrayLike<number>;
type Matrix = Tensor<readonly [number, number]> | readonly ArrayLike<number>[];
type Matrices = Tensor<readonly [number, number, number]> | readonly (readonly ArrayLike<number>[])[];

/** One sequence, `[time, features]`; of a model that reads classes `[time]`. */
export type Sequence<S extends Signature = Signature> = [S['reads']] extends ['class'] ? Series : Matrix;

/** A batch of sequences, `[batch, time, features]` or `[batch, time]`. */
export type Sequences<S extends Signature = Signature> = [S['reads']] extends ['class'] ? Matrix : Matrices;

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
  /** Absent where the model reads classes. */
  readonly input: [S['reads']] extends ['class'] ? undefined : Tensor<Sizes, Numbers<S>>;
  /** Gradients of the initial states. */
  readonly state: { readonly [Name in keyof S['states'] & string]: Tensor<Sizes, Numbers<S>> };
}

export interface LoadOptions<S extends Signature = Signature> {
  /** Where absent, the parameters start as the model's cells say. */
  readonly weights?: Weights<S>;
  /** Seed of the random initial parameters, a whole number; 0 by default. */
  readonly seed?: number;
}
