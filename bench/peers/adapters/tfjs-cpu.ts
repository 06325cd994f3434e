import { load } from '../packages.ts';
import type { Peer } from '../peer.ts';
import { type Core, type Layers, tfjsPage, tfjsSkills } from './tfjs.ts';

export const peer: Peer = {
  name: 'tfjs-cpu',
  how: 'a step is basicLSTMCell, a sequence layers.lstm predict, training trainOnBatch; plain JavaScript backend',
  packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-cpu'],
  cannot: (kind, { H, B }) =>
    kind === 'sequence' && H >= 512 && B >= 32 ? 'left out: one call takes longer than ten seconds' : undefined,
  async open() {
    const tf = await load<Core>('@tensorflow/tfjs-core');
    await load('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    await tf.ready();
    return tfjsSkills(tf, await load<Layers>('@tensorflow/tfjs-layers'));
  },
  page: { code: tfjsPage('cpu') },
};
