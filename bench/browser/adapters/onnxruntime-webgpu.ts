import { noTraining, type Ort, ortSkills } from '../../peers/adapters/ort.ts';
import type { PagePeer } from '../peer.ts';

export const peer: PagePeer = {
  name: 'onnxruntime webgpu',
  how: 'LSTM operator, webgpu provider; a step feeds h and c of the last one back',
  packages: ['onnxruntime-web'],
  device: 'webgpu',
  files: [
    'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
    'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.mjs',
  ],
  cannot: (kind) => (kind === 'train' ? noTraining : undefined),
  async open() {
    const ort = (await import('onnxruntime-web/webgpu')) as Ort;
    ort.env.wasm.wasmPaths = '/files/';
    ort.env.wasm.numThreads = 1;
    return ortSkills(ort, 'webgpu');
  },
};
