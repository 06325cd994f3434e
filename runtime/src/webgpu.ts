/** Models on a GPU, through WebGPU: what they run is awaited. An entry point of its own. */
import { DeviceModel } from './device.ts';
import { checkOptions, fail } from './error.ts';
import { hostGpu, requestDevice } from './gpu.ts';
import type { CompiledModule, Signature } from './module.ts';
import { open, type Session, sessionOn } from './session.ts';
import type { LoadOptions } from './types.ts';
import { prepare } from './wasm.ts';

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

/** A model on a GPU; its `host` is `webgpu` and the adapter's name, or `wasm` or `js` where there is none. */
export class GpuModel<S extends Signature = Signature> extends DeviceModel<S> {
  /** @throws E_UNSUPPORTED always: a GPU takes longer to be asked than a time step takes elsewhere */
  step(): never {
    fail(
      'E_UNSUPPORTED',
      `model ${this.manifest.name} is on a GPU, which runs whole sequences`,
      'use run, or load from @cellc/runtime a module that is compiled for js or wasm',
    );
  }
}
