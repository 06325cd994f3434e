import { loadLibrary, modesOf } from '../../../../runtime/dist/gpujs.js';

/** The modes of gpu.js that the page has. */
export async function run() {
  return { there: await modesOf(await loadLibrary('test', () => import('gpu.js'))) };
}
