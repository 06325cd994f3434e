import { load } from '../packages.ts';
import type { Peer } from '../peer.ts';
import { type Core, type Layers, tfjsPage, tfjsSkills } from './tfjs.ts';

interface Backend {
  setThreadsCount(count: number): void;
}

export const peer: Peer = {
  name: 'tfjs-wasm',
  how: 'a step is basicLSTMCell, a sequence layers.lstm predict, training trainOnBatch; wasm backend with SIMD, one thread',
  packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm'],
  async open() {
    const tf = await load<Core>('@tensorflow/tfjs-core');
    const { setThreadsCount } = await load<Backend>('@tensorflow/tfjs-backend-wasm');
    setThreadsCount(1);
    await tf.setBackend('wasm');
    await tf.ready();
    return tfjsSkills(tf, await load<Layers>('@tensorflow/tfjs-layers'));
  },
  page: {
    code: tfjsPage('wasm'),
    files: ['node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'],
  },
};
