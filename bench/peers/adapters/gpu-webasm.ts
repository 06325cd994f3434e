import { gpuPeer } from './gpu.ts';

export const peer = gpuPeer('webasm');
