import { loadLibrary, modesOf } from '../../../../runtime/dist/gpujs.js';

/** What there is in the page to run models on, by the names of `targets.ts`; and its WebGPU adapter, if it has one. */
export async function run() {
  const adapter = await navigator.gpu?.requestAdapter();
  const modes = await modesOf(await loadLibrary('test', () => import('gpu.js')));
  return {
    there: [
      'js in double precision',
      'js',
      'wasm',
      ...(adapter ? ['webgpu'] : []),
      ...modes.map((mode) => `gpujs ${mode}`),
    ],
    adapter: adapter ? [adapter.info.vendor, adapter.info.architecture].join(' ') : '',
  };
}
