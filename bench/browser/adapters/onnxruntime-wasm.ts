import { noTraining, type Ort, ortSkills } from '../../peers/adapters/ort.ts';
import type { PagePeer } from '../peer.ts';

export const peer: PagePeer = {
  name: 'onnxruntime wasm',
  how: 'LSTM operator, wasm provider, one thread; a step feeds h and c of the last one back',
  packages: ['onnxruntime-web'],
  device: 'processor',
  files: ['onnxruntime-web/dist/ort-wasm-simd-threaded.wasm', 'onnxruntime-web/dist/ort-wasm-simd-threaded.mjs'],
  cannot: (kind) => (kind === 'train' ? noTraining : undefined),
  async open() {
    const ort = (await import('onnxruntime-web/wasm')) as Ort;
    ort.env.wasm.wasmPaths = '/files/';
    ort.env.wasm.numThreads = 1;
    return ortSkills(ort, 'wasm');
  },
};
