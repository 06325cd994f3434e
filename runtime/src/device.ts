/** A model on a device, which has to be waited for. */
import { initializeParams } from './init.ts';
import type { Manifest, Signature, Sizes } from './module.ts';
import { readParams } from './params.ts';
import { goingBack, gradients, type Ran, running, setParams } from './run.ts';
import { saveSafetensors } from './safetensors.ts';
import { checkIdle, type Session } from './session.ts';
import type { Nested, Tensor, Tensors } from './tensor.ts';
import { evaluate } from './training/evaluate.ts';
import { fit } from './training/fit.ts';
import type { Batches, Data, EvaluateOptions, Evaluation, FitOptions, History, Windows } from './training/options.ts';
import { standardize } from './training/standardize.ts';
import type { Cotangents, Gradients, Params, Run, RunOptions, Sequence, Sequences, Weights } from './types.ts';
import { later } from './work.ts';

/**
 * A model whose kernels run on a device. Its weights are kept on this side as well, so that nothing is lost with a device.
 * Calls run one after the other, in the order in which they are made.
 */
export class DeviceModel<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  /** What runs the kernels. */
  readonly host: string;
  protected readonly session: Session;
  #ran: Ran | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Use `load`. */
  constructor(session: Session, host: string) {
    this.session = session;
    this.host = host;
    this.manifest = session.manifest as Manifest<S>;
  }

  /**
   * All time steps of a batch of sequences `[batch, time, features]` or of one sequence `[time, features]`; where the model
   * reads classes `[batch, time]` or `[time]`.
   * @throws E_OPTION, E_INPUT, E_STATE, E_LENGTHS, E_MEMORY, E_DEVICE
   */
  run(xs: Sequences<S>, options?: RunOptions): Promise<Run<S, [number]>>;
  run(xs: Sequence<S>, options?: RunOptions): Promise<Run<S>>;
  run(xs: Tensor | Nested, options?: RunOptions): Promise<Run<S, Sizes>>;
  run(xs: Tensor | Nested, options: RunOptions = {}): Promise<Run<S, Sizes>> {
    return this.inTurn('run', async () => {
      const { run, ran } = await later(running<S>(this.session, xs, options));
      this.#ran = ran;
      return run;
    });
  }

  /**
   * Gradients of the last `run` for the given cotangents, in the shapes of its output and states. It may be called
   * again with others.
   * @throws E_ORDER without a run since the parameters last changed; E_UNSUPPORTED, E_OPTION, E_INPUT, E_STATE, E_DEVICE
   */
  backward(cotangents: Cotangents): Promise<Gradients<S>> {
    return this.inTurn('backward', () => later(goingBack<S>(this.session, this.#ran, cotangents)));
  }

  /** Trains. @throws like `fit` of a model on kernels at hand, and E_DEVICE */
  fit(data: Data | Windows | Batches, options: FitOptions<S>): Promise<History> {
    return this.inTurn('fit', () => fit(this.session, data, options));
  }

  /** The mean loss of data, and metrics; noise such as dropout is its mean. @throws like `fit` */
  evaluate(data: Data | Windows, options?: EvaluateOptions): Promise<Evaluation> {
    return this.inTurn('evaluate', () => later(evaluate(this.session, data, options)));
  }

  /** Sets the means and scales of a model that standardises to those of data. @throws E_UNSUPPORTED; like `fit` */
  standardize(data: Data | Windows): void {
    checkIdle(this.session, 'standardize');
    standardize(this.session, data);
  }

  /** Copies of the parameters, also after the device is lost. */
  params(): Params<S> {
    return readParams(this.session.m, this.manifest) as Tensors as Params<S>;
  }

  /**
   * Copies of the gradients that the last `backward` left, or the last batch of a `fit` that came to its end: while one
   * runs, they are on the device alone. @throws E_UNSUPPORTED; E_ORDER while a fit runs
   */
  gradients(): Params<S> {
    checkIdle(this.session, 'gradients');
    return gradients<S>(this.session);
  }

  /** Sets all parameters or, where anything is wrong with them, none. @throws E_WEIGHTS; E_ORDER while a fit runs */
  setParams(weights: Weights<S>): void {
    setParams(this.session, weights);
  }

  /** Sets all parameters as the model's cells say they start. @throws E_OPTION; E_ORDER while a fit runs */
  initialize(seed = 0): void {
    initializeParams(this.session, seed);
  }

  /** The parameters as a safetensors file. */
  save(): Uint8Array {
    const { name, hash } = this.manifest;
    return saveSafetensors(this.params() as Tensors, { name, hash });
  }

  /** Frees the device's memory. The model still has its parameters, and nothing else. */
  destroy(): void {
    this.session.remote?.destroy();
  }

  /** After whatever was called before, however that ended. @throws E_ORDER in a callback of fit, which would wait for itself */
  protected async inTurn<T>(call: string, work: () => Promise<T>): Promise<T> {
    const session = this.session;
    checkIdle(session, call);
    const result = this.#last.then(work);
    this.#last = result.catch(() => {
      // Nobody knows what of it got to the device.
      session.taped = undefined;
    });
    return result;
  }
}
