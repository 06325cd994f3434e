import { load } from '../packages.ts';
import type { Peer } from '../peer.ts';
import { noTraining, type Ort, ortSkills } from './ort.ts';

export const peer: Peer = {
  name: 'onnxruntime-node',
  how: 'LSTM operator, CPU provider, one thread; a step feeds h and c of the last one back',
  packages: ['onnxruntime-node'],
  cannot: (kind) => (kind === 'train' ? noTraining : undefined),
  open: async () => ortSkills(await load<Ort>('onnxruntime-node'), 'cpu'),
};
