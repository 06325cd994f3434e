/** A loaded model with gradients and training. */
import { read, write } from './arena.ts';
import { checkOptions, fail } from './error.ts';
import { evaluate, fit } from './fit.ts';
import { InferenceModel } from './inference.ts';
import { initialize } from './init.ts';
import type { CompiledModule, Signature } from './module.ts';
import { readParams, writeParam } from './params.ts';
import { random } from './random.ts';
import { saveSafetensors } from './safetensors.ts';
import { backward, checkIdle, checkStates, gradientsOf, perState } from './session.ts';
import { checkShape, type Tensors } from './tensor.ts';
import type { Cotangents, Data, FitOptions, Gradients, History, LoadOptions, Params } from './types.ts';

/**
 * Loads a compiled module: `import * as sunspots from './generated/sunspots.js'`, then `await load(sunspots)`.
 * @throws E_MODULE, E_WEIGHTS, E_OPTION, E_MEMORY
 */
export async function load<S extends Signature>(
  module: CompiledModule<S>,
  options?: LoadOptions<S>,
): Promise<Model<S>> {
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
    if (!Number.isSafeInteger(seed)) fail('E_OPTION', `seed is ${seed}, not a whole number`);
    checkIdle(this.session, 'initialize');
    const { m, manifest } = this.session;
    const next = random(seed);
    for (const param of manifest.params) writeParam(m, param, initialize(param.init, param.shape, next));
    this.session.taped = undefined;
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
    checkOptions('cotangents of backward', ['output', 'state'], cotangents, 'write backward({ output })');
    const { output, state = {} } = cotangents;
    const { session, ran } = this;
    const { m, manifest } = session;
    const trained = gradientsOf(session);
    if (!ran || ran.batch !== session.taped)
      fail('E_ORDER', 'backward has no run to go back through', 'call run first');
    const { batch, lead } = ran;
    if (output !== undefined) checkShape('E_INPUT', 'the cotangent of the output', output, ran.output);
    checkStates(manifest, state, lead, 'partial');
    write(m, trained.gy, batch, output?.data);
    backward(session, trained, batch, state);
    session.kernels.inputGradient!(m, batch.T, batch.B);
    return {
      params: this.gradients(),
      input: this.read(trained.gx, batch, [...lead, batch.time, manifest.input]),
      state: perState(manifest, lead, ({ cotangent }, data) => {
        if (cotangent) read(m, cotangent, batch, data);
      }),
    } as Gradients<S>;
  }

  /** Copies of the gradients that the last `backward`, or the last batch of `fit`, left. @throws E_UNSUPPORTED */
  gradients(): Params<S> {
    const { gradients } = gradientsOf(this.session);
    return readParams(this.session.m, this.session.manifest, gradients) as Tensors as Params<S>;
  }

  /**
   * Trains. The optimiser starts afresh with every call, so equal parameters, data and options give equal results, bit
   * for bit. Lets other work run between batches.
   * @throws E_UNSUPPORTED, E_OPTION, E_INPUT, E_LENGTHS, E_DATA, E_MEMORY; E_DIVERGED where the loss is not finite,
   * before any further update; E_ORDER where another fit is not done
   */
  fit(data: Data, options: FitOptions<S>): Promise<History> {
    return fit(this.session, data, options);
  }

  /** The mean loss of data. @throws like `fit` */
  evaluate(data: Data): number {
    return evaluate(this.session, data);
  }
}
