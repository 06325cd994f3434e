/** Models on gpu.js: what they run is awaited. An entry point of its own. */
import { place, writeRow } from './arena.ts';
import { DeviceModel } from './device.ts';
import { checkOptions, fail } from './error.ts';
import { type Executor, type GpuJsRemote, hostGpuJs } from './gpujs/host.ts';
import type { Mode } from './gpujs/library.ts';

export { loadLibrary, modes, modesOf } from './gpujs/library.ts';

import type { CompiledModule, Signature } from './module.ts';
import { type Session, sessionOn } from './session.ts';
import { cannotStream, resetStream, streamStates } from './stream.ts';
import { checkClass, type Tensors } from './tensor.ts';
import type { LoadOptions, Numbers, States } from './types.ts';

export type { Executor, Mode };

export interface GpuJsOptions<S extends Signature = Signature> extends LoadOptions<S> {
  /** A mode of gpu.js; by default the first that is there of webgpu, webgl2, webasm and cpu. */
  readonly mode?: Mode;
}

/**
 * Loads a module that is compiled for gpujs, and gpu.js itself.
 * @throws E_MODULE, E_DEVICE, E_WEIGHTS, E_OPTION, E_MEMORY
 */
export async function load<S extends Signature>(
  module: CompiledModule<S>,
  options: GpuJsOptions<S> = {},
): Promise<GpuJsModel<S>> {
  checkOptions('options of load', ['weights', 'seed', 'mode'], options);
  const { weights, seed = 0, mode } = options;
  const { gpujs }: Partial<CompiledModule<S>> = module ?? {};
  if (!gpujs?.kernels)
    fail(
      'E_MODULE',
      `not a module compiled for gpujs: ${Object.keys(module ?? {}).join(', ') || 'it is empty'}`,
      'compile it with --target gpujs',
    );
  const host = await hostGpuJs(gpujs as CompiledModule['gpujs'] & object, mode);
  const model = new GpuJsModel<S>(sessionOn(host), host.remote);
  if (weights !== undefined) model.setParams(weights);
  else model.initialize(seed);
  return model;
}

/** A model on gpu.js; its `host` is `gpujs` and the mode. */
export class GpuJsModel<S extends Signature = Signature> extends DeviceModel<S> {
  readonly mode: Mode;
  readonly #remote: GpuJsRemote;

  /** Use `load`. */
  constructor(session: Session, remote: GpuJsRemote) {
    super(session, `gpujs ${remote.mode}`);
    this.mode = remote.mode;
    this.#remote = remote;
  }

  /** What ran the last call, as gpu.js tells it; undefined before the first. */
  get executor(): Executor | undefined {
    return this.#remote.executor;
  }

  /**
   * One time step of a stream; the states carry over to the next. Where the model reads classes, `x` holds one.
   * @throws E_INPUT where `x` does not have `manifest.input` numbers or no class; E_UNSUPPORTED where the model cannot
   * stream; E_DEVICE
   */
  step(x: ArrayLike<number>): Promise<Numbers<S>> {
    const { manifest } = this;
    const stream = this.#stream();
    const isClass = manifest.reads === 'class';
    const length = isClass ? 1 : manifest.input;
    if (x?.length !== length)
      fail('E_INPUT', `step takes ${length} number${length === 1 ? '' : 's'}, not ${x?.length ?? typeof x}`);
    if (isClass) checkClass('E_INPUT', 'x[0]', x[0]!, manifest.input);
    const given = Float64Array.from(x);
    return this.inTurn('step', async () => {
      const { m } = this.session;
      writeRow(m, place(stream.x.at, 0, 0), stream.x.size, given, 0, length);
      await this.#remote.run('step', m, undefined);
      const at = place(stream.y.at, 0, 0);
      return this.session.m.slice(at, at + stream.y.size) as Numbers<S>;
    });
  }

  /** Streaming starts again, from zero or from the given states (all of them). @throws E_STATE */
  reset(state?: Tensors): void {
    this.#stream();
    resetStream(this.session, state);
  }

  /** A copy of the streaming states. */
  state(): States<S> {
    this.#stream();
    return streamStates(this.session) as States<S>;
  }

  #stream() {
    return this.manifest.stream ?? cannotStream(this.manifest);
  }
}
