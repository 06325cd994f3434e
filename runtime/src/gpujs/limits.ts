/** What a device can hold, and what an entry point needs: sizes beyond that are an error before anything runs. */
import { fail } from '../error.ts';
import type { DeviceEntry, DeviceKernel } from './format.ts';
import type { Gpu, Library, Mode } from './library.ts';
import { extentOf, type Sizes } from './plan.ts';

export interface Limits {
  readonly mode: Mode;
  /** Elements of an array. */
  readonly elements: number;
  /** Arrays that a kernel reads. */
  readonly arrays: number;
}

export async function limitsOf(library: Library, gpu: Gpu, mode: Mode): Promise<Limits> {
  if (mode === 'webgpu') {
    const { device } = (await library.WebGPUContext?.acquire()) ?? {};
    const {
      maxStorageBufferBindingSize = 2 ** 27,
      maxBufferSize = 2 ** 28,
      maxStorageBuffersPerShaderStage = 8,
    } = device?.limits ?? {};
    const bytes = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    return { mode, elements: Math.floor(bytes / 4), arrays: maxStorageBuffersPerShaderStage - 1 };
  }
  if (mode === 'webgl2') {
    // gpu.js has a context from its first kernel on.
    const probe = gpu.createKernel('function () { return 1; }', { output: [1], precision: 'single' });
    const parameter = (name: number, least: number): number => gpu.context?.getParameter?.(name) ?? least;
    const limits = { mode, elements: parameter(0x0d33, 2048) ** 2, arrays: parameter(0x8872, 16) };
    probe.destroy();
    return limits;
  }
  return { mode, elements: 2 ** 28, arrays: Number.POSITIVE_INFINITY };
}

/** @throws E_MEMORY, E_DEVICE */
export function checkLimits(
  name: string,
  { uploads, calls }: DeviceEntry,
  kernels: Readonly<Record<string, DeviceKernel>>,
  sizes: Sizes,
  limits: Limits,
): void {
  const { T, B } = sizes;
  const largest = (array: string, elements: number): void => {
    if (elements > limits.elements)
      fail(
        'E_MEMORY',
        `model ${name}: at ${T} time steps of ${B} sequences the array ${array} has ${elements} elements, and one in the mode ${limits.mode} of gpu.js has at most ${limits.elements}`,
        'use smaller batches or shorter sequences',
      );
  };
  for (const { array, columns, rows } of uploads)
    largest(array, columns * { one: 1, times: T / columns, batch: B, steps: T * B }[rows]);
  for (const call of calls.flatMap((item) => ('kernel' in item ? [item] : item.calls))) {
    largest(
      call.to,
      kernels[call.kernel]!.output.reduce((product: number, axis) => product * extentOf(axis, sizes), 1),
    );
    if (call.arrays.length > limits.arrays)
      fail(
        'E_DEVICE',
        `model ${name}: kernel ${call.kernel} reads ${call.arrays.length} arrays, and in the mode ${limits.mode} of gpu.js this device binds ${limits.arrays}`,
        'load it in another mode',
      );
  }
  for (const call of calls)
    if ('down' in call)
      for (const { array, columns, slots } of call.kept) largest(`${array}$all`, columns * B * (slots ? T + 1 : T));
}
