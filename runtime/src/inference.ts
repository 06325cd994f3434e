/** A loaded model without training: streaming, sequences and weights over one arena. An entry point of its own. */
import { place, writeRow } from './arena.ts';
import { checkOptions, fail } from './error.ts';
import type { Arena, CompiledModule, Manifest, Region, Signature, Sizes } from './module.ts';
import { readParams } from './params.ts';
import { type Ran, running, setParams } from './run.ts';
import { open, type Session } from './session.ts';
import { cannotStream, resetStream, streamStates } from './stream.ts';
import { checkClass, type Nested, type Tensor, type Tensors } from './tensor.ts';
import type { Numbers, Params, Run, RunOptions, Sequence, Sequences, States, Weights } from './types.ts';
import { prepare } from './wasm.ts';
import { now } from './work.ts';

/**
 * Loads a compiled module without the code for training. Unlike the whole runtime's `load` it takes no seed: weights
 * are required.
 * @throws E_MODULE, E_OPTION, E_WEIGHTS, E_MEMORY
 */
export async function load<S extends Signature>(
  module: CompiledModule<S>,
  options: { readonly weights: Weights<S> },
): Promise<InferenceModel<S>> {
  await prepare(module);
  return loadSync(module, options);
}

/** The same where nothing can be awaited, as in an AudioWorkletProcessor's constructor. */
export function loadSync<S extends Signature>(
  module: CompiledModule<S>,
  options: { readonly weights: Weights<S> },
): InferenceModel<S> {
  checkOptions('options of load', ['weights'], options, 'write load(module, { weights })');
  const model = new InferenceModel(module);
  model.setParams(options.weights);
  return model;
}

export class InferenceModel<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  protected readonly session: Session;
  protected ran: Ran | undefined;
  /** The arena that the streaming views look into. */
  #viewed: Arena | undefined;
  #input: Arena | undefined;
  #output: Arena | undefined;

  /** All parameters are zero: use `load`. */
  constructor(module: CompiledModule<S>) {
    this.session = open(module);
    this.manifest = this.session.manifest as Manifest<S>;
    if (this.manifest.stream) this.#view();
  }

  /** Where `step()` reads its input: a view, valid until the next `run` or `fit`. */
  get input(): Numbers<S> {
    if (this.#viewed !== this.session.m) this.#view();
    return this.#input as Numbers<S>;
  }

  /**
   * One time step of a stream; the states carry over to the next. Where the model reads classes, `x` holds one. Without
   * `x` it reads `input`. Allocates nothing.
   * @returns the output: the same view every time, valid until the next call
   * @throws E_INPUT where `x` does not have `manifest.input` numbers or no class; E_UNSUPPORTED where the model cannot stream
   */
  step(x?: ArrayLike<number>): Numbers<S> {
    const { m, kernels } = this.session;
    if (this.#viewed !== m) this.#view();
    // biome-ignore lint/complexity/noArguments: step(undefined) is a mistake, step() is not
    if (arguments.length) {
      const input = this.#input!;
      const isClass = this.manifest.reads === 'class';
      const length = isClass ? 1 : input.length;
      if (x?.length !== length)
        fail('E_INPUT', `step takes ${length} number${length === 1 ? '' : 's'}, not ${x?.length ?? typeof x}`);
      if (!ArrayBuffer.isView(x)) checkNumbers(x);
      if (isClass) checkClass('E_INPUT', 'x[0]', x[0]!, this.manifest.input);
      writeRow(input, 0, input.length, x, 0, length);
    }
    kernels.step!(m);
    return this.#output as Numbers<S>;
  }

  /** Streaming starts again, from zero or from the given states (all of them). @throws E_STATE */
  reset(state?: Tensors): void {
    if (this.#viewed !== this.session.m) this.#view();
    resetStream(this.session, state);
  }

  /** A copy of the streaming states, for `reset` or `run`. */
  state(): States<S> {
    if (this.#viewed !== this.session.m) this.#view();
    return streamStates(this.session) as States<S>;
  }

  /**
   * All time steps of a batch of sequences `[batch, time, features]` or of one sequence `[time, features]`; where the model
   * reads classes `[batch, time]` or `[time]`. Streaming states are neither read nor written.
   * @throws E_OPTION, E_INPUT, E_STATE, E_LENGTHS, E_MEMORY
   */
  run(xs: Sequences<S>, options?: RunOptions): Run<S, [number]>;
  run(xs: Sequence<S>, options?: RunOptions): Run<S>;
  run(xs: Tensor | Nested, options?: RunOptions): Run<S, Sizes>;
  run(xs: Tensor | Nested, options: RunOptions = {}): Run<S, Sizes> {
    const { run, ran } = now(running<S>(this.session, xs, options));
    this.ran = ran;
    return run;
  }

  /** Copies of the parameters. */
  params(): Params<S> {
    return readParams(this.session.m, this.session.manifest) as Tensors as Params<S>;
  }

  /** Sets all parameters or, where anything is wrong with them, none. @throws E_WEIGHTS; E_ORDER while a fit runs */
  setParams(weights: Weights<S>): void {
    setParams(this.session, weights);
  }

  #view(): void {
    const { stream } = this.manifest;
    const { m, kernels } = this.session;
    if (!stream || !kernels.step) cannotStream(this.manifest);
    const view = ({ at, size }: Region) => m.subarray(place(at, 0, 0), place(at, 0, 0) + size);
    this.#input = view(stream.x);
    this.#output = view(stream.y);
    this.#viewed = m;
  }
}

/** A typed array holds nothing but numbers; what a list holds must be looked at. */
function checkNumbers(x: ArrayLike<unknown>): void {
  for (let i = 0; i < x.length; i++) if (typeof x[i] !== 'number') fail('E_INPUT', `x[${i}] is ${x[i]}, not a number`);
}
