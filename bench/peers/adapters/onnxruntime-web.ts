import { load } from '../packages.ts';
import type { Peer } from '../peer.ts';
import { noTraining, type Ort, ortSkills } from './ort.ts';

export const peer: Peer = {
  name: 'onnxruntime-web',
  how: 'LSTM operator, wasm provider, one thread; a step feeds h and c of the last one back',
  packages: ['onnxruntime-web'],
  cannot: (kind) => (kind === 'train' ? noTraining : undefined),
  async open() {
    const ort = await load<Ort>('onnxruntime-web/wasm');
    ort.env.wasm.numThreads = 1;
    return ortSkills(ort, 'wasm');
  },
  page: {
    code: `import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
env.wasm.numThreads = 1;
const session = await InferenceSession.create('lstm.onnx');
const state = new Tensor('float32', new Float32Array(20), [1, 1, 20]);
const X = new Tensor('float32', new Float32Array(10), [1, 1, 10]);
const { Hn } = await session.run({ X, H0: state, C0: state });
console.log(Hn.data);`,
    files: ['node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'],
  },
};
