/** Models on gpu.js in one of its modes, and in no other. */
import type { CompiledModule } from '@cellc/runtime';
import { type GpuJsModel, type GpuJsOptions, load, type Mode } from '@cellc/runtime/gpujs';

/** In Node.js; pages have these and the modes of a GPU. */
export const cpuModes = ['cpu', 'webasm'] as const satisfies readonly Mode[];

/** Calls are checked: each throws where gpu.js ran it in another mode. */
export async function loadOnGpuJs(
  module: CompiledModule,
  weights: NonNullable<GpuJsOptions['weights']>,
  mode: Mode,
): Promise<GpuJsModel> {
  // Tests load modules from texts, which import nothing by name.
  const gpujs = module.gpujs && { ...module.gpujs, load: () => import('gpu.js') };
  const model = await load({ ...module, ...(gpujs && { gpujs }) }, { weights, mode });
  return new Proxy(model, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const result: unknown = value.apply(target, args);
        return result instanceof Promise ? result.then((done) => checked(target, mode, done)) : result;
      };
    },
  });
}

function checked<T>({ executor }: GpuJsModel, mode: Mode, result: T): T {
  if (executor?.mode !== mode) throw new Error(`gpu.js ran in its mode ${executor?.mode}, not in ${mode}`);
  return result;
}
