/** Models on a GPU, through WebGPU: what they run is awaited. An entry point of its own. */
import { checkOptions, fail } from './error.ts';
import { hostGpu, requestDevice } from './gpu.ts';
import { initializeParams } from './init.ts';
import type { CompiledModule, Manifest, Signature, Sizes } from './module.ts';
import { readParams } from './params.ts';
import { goingBack, gradients, type Ran, running, setParams } from './run.ts';
import { saveSafetensors } from './safetensors.ts';
import { checkIdle, open, type Session, sessionOn } from './session.ts';
import type { Nested, Tensor, Tensors } from './tensor.ts';
import { evaluate } from './training/evaluate.ts';
import { fit } from './training/fit.ts';
import type { Batches, Data, EvaluateOptions, Evaluation, FitOptions, History, Windows } from './training/options.ts';
import { standardize } from './training/standardize.ts';
import type {
  Cotangents,
  Gradients,
  LoadOptions,
  Params,
  Run,
  RunOptions,
  Sequence,
  Sequences,
  Weights,
} from './types.ts';
import { prepare } from './wasm.ts';
import { later } from './work.ts';

export interface GpuOptions<S extends Signature = Signature> extends LoadOptions<S> {
  /** One of the caller's, which stays theirs; by default the model asks for its own, with the adapter's largest buffers. */
  readonly device?: GPUDevice;
}

/**
 * Loads a module that is compiled for webgpu. Where there is no WebGPU and the module has other code, it runs that, and says
 * so on the console.
 * @throws E_MODULE, E_DEVICE, E_WEIGHTS, E_OPTION, E_MEMORY
 */
export async function load<S extends Signature>(
  module: CompiledModule<S>,
  options: GpuOptions<S> = {},
): Promise<GpuModel<S>> {
  checkOptions('options of load', ['weights', 'seed', 'device'], options);
  const { weights, seed = 0 } = options;
  const { session, host } = await start(module, options.device);
  const model = new GpuModel<S>(session, host);
  if (weights !== undefined) model.setParams(weights);
  else model.initialize(seed);
  return model;
}

async function start(module: CompiledModule, given?: GPUDevice): Promise<{ session: Session; host: string }> {
  const { webgpu, kernels, wasm }: Partial<CompiledModule> = module ?? {};
  if (!webgpu?.code)
    fail(
      'E_MODULE',
      `not a module compiled for webgpu: ${Object.keys(module ?? {}).join(', ') || 'it is empty'}`,
      'compile it with --target webgpu',
    );
  let device = given;
  try {
    device ??= await requestDevice(webgpu.manifest.name);
  } catch (error) {
    if (!kernels && !wasm) throw error;
    console.warn(`${webgpu.manifest.name}: ${(error as Error).message}\nrunning without a GPU`);
    await prepare(module);
    const session = open(module);
    return { session, host: session.manifest.target };
  }
  const { vendor, architecture, description } = device.adapterInfo ?? {};
  const host = ['webgpu', vendor, architecture, description].filter(Boolean).join(' ');
  return { session: sessionOn(await hostGpu(webgpu, device)), host };
}

/**
 * A model whose kernels run on a GPU. Its weights are kept on this side as well, so that nothing is lost with a device.
 * Calls run one after the other, in the order in which they are made.
 */
export class GpuModel<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  /** What runs the kernels: `webgpu` and the adapter's name, or `wasm` or `js` where there is none. */
  readonly host: string;
  readonly #session: Session;
  #ran: Ran | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Use `load`. */
  constructor(session: Session, host: string) {
    this.#session = session;
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
    return this.#inTurn('run', async () => {
      const { run, ran } = await later(running<S>(this.#session, xs, options));
      this.#ran = ran;
      return run;
    });
  }

  /** @throws E_UNSUPPORTED always: a GPU takes longer to be asked than a time step takes elsewhere */
  step(): never {
    fail(
      'E_UNSUPPORTED',
      `model ${this.manifest.name} is on a GPU, which runs whole sequences`,
      'use run, or load from @cellc/runtime a module that is compiled for js or wasm',
    );
  }

  /**
   * Gradients of the last `run` for the given cotangents, in the shapes of its output and states. It may be called
   * again with others.
   * @throws E_ORDER without a run since the parameters last changed; E_UNSUPPORTED, E_OPTION, E_INPUT, E_STATE, E_DEVICE
   */
  backward(cotangents: Cotangents): Promise<Gradients<S>> {
    return this.#inTurn('backward', () => later(goingBack<S>(this.#session, this.#ran, cotangents)));
  }

  /** Trains. @throws like `fit` of a model on kernels at hand, and E_DEVICE */
  fit(data: Data | Windows | Batches, options: FitOptions<S>): Promise<History> {
    return this.#inTurn('fit', () => fit(this.#session, data, options));
  }

  /** The mean loss of data, and metrics; noise such as dropout is its mean. @throws like `fit` */
  evaluate(data: Data | Windows, options?: EvaluateOptions): Promise<Evaluation> {
    return this.#inTurn('evaluate', () => later(evaluate(this.#session, data, options)));
  }

  /** Sets the means and scales of a model that standardises to those of data. @throws E_UNSUPPORTED; like `fit` */
  standardize(data: Data | Windows): void {
    checkIdle(this.#session, 'standardize');
    standardize(this.#session, data);
  }

  /** Copies of the parameters, also after the device is lost. */
  params(): Params<S> {
    return readParams(this.#session.m, this.manifest) as Tensors as Params<S>;
  }

  /** Copies of the gradients that the last `backward`, or the last batch of `fit`, left. @throws E_UNSUPPORTED */
  gradients(): Params<S> {
    return gradients<S>(this.#session);
  }

  /** Sets all parameters or, where anything is wrong with them, none. @throws E_WEIGHTS; E_ORDER while a fit runs */
  setParams(weights: Weights<S>): void {
    setParams(this.#session, weights);
  }

  /** Sets all parameters as the model's cells say they start. @throws E_OPTION; E_ORDER while a fit runs */
  initialize(seed = 0): void {
    initializeParams(this.#session, seed);
  }

  /** The parameters as a safetensors file. */
  save(): Uint8Array {
    const { name, hash } = this.manifest;
    return saveSafetensors(this.params() as Tensors, { name, hash });
  }

  /** Frees the GPU's memory. The model still has its parameters, and nothing else. */
  destroy(): void {
    this.#session.remote?.destroy();
  }

  /** After whatever was called before, however that ended. @throws E_ORDER in a callback of fit, which would wait for itself */
  async #inTurn<T>(call: string, work: () => Promise<T>): Promise<T> {
    const session = this.#session;
    checkIdle(session, call);
    const result = this.#last.then(work);
    this.#last = result.catch(() => {
      // Nobody knows what of it got to the device.
      session.taped = undefined;
    });
    return result;
  }
}
