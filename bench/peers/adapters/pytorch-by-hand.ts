import { torchPeer } from './pytorch.ts';

export const peer = torchPeer('by-hand');
