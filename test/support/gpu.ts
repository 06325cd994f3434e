/** Models on the GPU of the page that the tests run in: all share one device, and none is another than that. */
import type { CompiledModule } from '@cellc/runtime';
import { type GpuModel, type GpuOptions, load } from '@cellc/runtime/webgpu';

let device: Promise<GPUDevice> | undefined;

/** Has another device run what is loaded from now on. */
export function useDevice(other: GPUDevice): void {
  device = Promise.resolve(other);
}

async function requestDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('the page has no WebGPU adapter');
  return adapter.requestDevice();
}

/** @throws where something else than WebGPU runs the model */
export async function loadOnGpu(
  module: CompiledModule,
  weights: NonNullable<GpuOptions['weights']>,
): Promise<GpuModel> {
  device ??= requestDevice();
  const model = await load(module, { weights, device: await device });
  if (!model.host.startsWith('webgpu')) throw new Error(`${model.host} runs the model, not webgpu`);
  return model;
}
