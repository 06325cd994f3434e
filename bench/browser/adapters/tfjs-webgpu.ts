import type { PagePeer } from '../peer.ts';
import { HOW, openBackend } from './tfjs.ts';

export const peer: PagePeer = {
  name: 'tfjs-webgpu',
  how: `${HOW}; webgpu backend, results awaited`,
  packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-webgpu'],
  device: 'webgpu',
  async open() {
    await import('@tensorflow/tfjs-backend-webgpu');
    return openBackend('webgpu', true);
  },
};
