/** A loaded model with gradients and training. */
import { checkOptions } from './error.ts';
import { InferenceModel } from './inference.ts';
import { initializeParams } from './init.ts';
import type { CompiledModule, Signature } from './module.ts';
import { goingBack, gradients } from './run.ts';
import { saveSafetensors } from './safetensors.ts';
import type { Tensors } from './tensor.ts';
import { evaluate } from './training/evaluate.ts';
import { fit } from './training/fit.ts';
import type { Batches, Data, EvaluateOptions, Evaluation, FitOptions, History, Windows } from './training/options.ts';
import { standardize } from './training/standardize.ts';
import type { Cotangents, Gradients, LoadOptions, Params } from './types.ts';
import { prepare } from './wasm.ts';
import { now } from './work.ts';

/**
 * Loads a compiled module: `import * as sunspots from './generated/sunspots.js'`, then `await load(sunspots)`.
 * @throws E_MODULE, E_WEIGHTS, E_OPTION, E_MEMORY
 */
export async function load<S extends Signature>(
  module: CompiledModule<S>,
  options?: LoadOptions<S>,
): Promise<Model<S>> {
  await prepare(module);
  return loadSync(module, options);
}

/** The same where nothing can be awaited. */
export function loadSync<S extends Signature>(module: CompiledModule<S>, options: LoadOptions<S> = {}): Model<S> {
  checkOptions('options of load', ['weights', 'seed'], options);
  const { weights, seed } = options;
  const model = new Model(module);
  if (weights !== undefined) model.setParams(weights);
  else model.initialize(seed);
  return model;
}

export class Model<S extends Signature = Signature> extends InferenceModel<S> {
  /** Sets all parameters as the model's cells say they start. @throws E_OPTION; E_ORDER while a fit runs */
  initialize(seed = 0): void {
    initializeParams(this.session, seed);
  }

  /** The parameters as a safetensors file. */
  save(): Uint8Array {
    const { name, hash } = this.manifest;
    return saveSafetensors(this.params() as Tensors, { name, hash });
  }

  /**
   * Gradients of the last `run` for the given cotangents, in the shapes of its output and states. It may be called
   * again with others.
   * @throws E_ORDER without a run since the parameters last changed; E_UNSUPPORTED, E_OPTION, E_INPUT,
   * E_STATE
   */
  backward(cotangents: Cotangents): Gradients<S> {
    return now(goingBack<S>(this.session, this.ran, cotangents));
  }

  /** Copies of the gradients that the last `backward`, or the last batch of `fit`, left. @throws E_UNSUPPORTED */
  gradients(): Params<S> {
    return gradients<S>(this.session);
  }

  /**
   * Trains: on data, on windows of a series, or on batches that are given one by one. The optimiser starts afresh with every
   * call, so equal parameters, data and options give equal results, bit for bit. Lets other work run between batches.
   * @throws E_UNSUPPORTED, E_OPTION, E_INPUT, E_LENGTHS, E_DATA, E_MEMORY, E_CHECKPOINT; E_DIVERGED where the loss or the
   * gradient is not finite, with the parameters as they were before the last update; E_ORDER where another fit is not done
   */
  fit(data: Data | Windows | Batches, options: FitOptions<S>): Promise<History> {
    return fit(this.session, data, options);
  }

  /** The mean loss of data, and metrics; noise such as dropout is its mean. @throws like `fit` */
  evaluate(data: Data | Windows, options?: EvaluateOptions): Evaluation {
    return now(evaluate(this.session, data, options));
  }

  /**
   * Sets the means and scales of a model that standardises to those of data: padding and rows of weight 0 left out, and 1
   * as the scale of a feature that never changes. `fit` does this itself where none are set, on the part it trains on.
   * @throws E_UNSUPPORTED where the spec does not standardise; like `fit` for the data
   */
  standardize(data: Data | Windows): void {
    standardize(this.session, data);
  }
}
