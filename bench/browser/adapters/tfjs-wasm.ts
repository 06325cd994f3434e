import type { PagePeer } from '../peer.ts';
import { HOW, openBackend } from './tfjs.ts';

interface Backend {
  setWasmPaths(path: string): void;
  setThreadsCount(count: number): void;
}

export const peer: PagePeer = {
  name: 'tfjs-wasm',
  how: `${HOW}; wasm backend with SIMD, one thread`,
  packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'],
  device: 'processor',
  files: [
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
  ],
  async open() {
    const { setThreadsCount, setWasmPaths } = (await import('@tensorflow/tfjs-backend-wasm')) as Backend;
    setWasmPaths('/files/');
    setThreadsCount(1);
    return openBackend('wasm', false);
  },
};
