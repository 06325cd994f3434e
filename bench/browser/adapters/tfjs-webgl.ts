import type { PagePeer } from '../peer.ts';
import { HOW, openBackend } from './tfjs.ts';

export const peer: PagePeer = {
  name: 'tfjs-webgl',
  how: `${HOW}; webgl backend, results awaited`,
  packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-webgl'],
  device: 'webgl',
  async open() {
    await import('@tensorflow/tfjs-backend-webgl');
    return openBackend('webgl', true);
  },
};
