/** What the backends of TensorFlow.js share: the fastest public way to each workload. */
import {
  flatten,
  type GateName,
  type Lstm,
  type Skills,
  stacked,
  streaming,
  streamingAsync,
  transposed,
  UPDATES,
  unstacked,
} from '../peer.ts';

interface Tensor {
  dataSync(): Float32Array;
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface Core {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(data: Float32Array, shape: readonly number[]): Tensor;
  scalar(value: number): Tensor;
  keep(tensor: Tensor): Tensor;
  tidy<T>(work: () => T): T;
  basicLSTMCell(bias: Tensor, kernel: Tensor, b: Tensor, x: Tensor, c: Tensor, h: Tensor): [c: Tensor, h: Tensor];
  readonly train: { adam(lr: number, beta1: number, beta2: number, epsilon: number): unknown };
}

interface Model {
  setWeights(weights: readonly Tensor[]): void;
  getWeights(): readonly Tensor[];
  predict(x: Tensor): Tensor;
  compile(options: { readonly optimizer: unknown; readonly loss: 'meanSquaredError' }): void;
  trainOnBatch(x: Tensor, y: Tensor): Promise<number>;
}

export interface Layers {
  sequential(options: { readonly layers: readonly unknown[] }): Model;
  readonly layers: { lstm(options: object): unknown };
}

/** Keras stacks its gates so; the cell op has its own order. */
const LAYER: readonly GateName[] = ['i', 'f', 'g', 'o'];
const CELL: readonly GateName[] = ['i', 'g', 'f', 'o'];

/** `[I, 4H]`, `[H, 4H]` and `[4H]`. */
function kernels({ I, H, gates }: Lstm, order: readonly GateName[]) {
  return {
    W: transposed(stacked(gates, 'W', order), 4 * H, I),
    U: transposed(stacked(gates, 'U', order), 4 * H, H),
    b: stacked(gates, 'b', order),
  };
}

/** @param awaited whether results are awaited, as on devices that nobody can wait for otherwise */
export function tfjsSkills(tf: Core, { sequential, layers }: Layers, awaited = false): Skills {
  function modelOf(lstm: Lstm, T: number): Model {
    const { I, H } = lstm;
    const layer = layers.lstm({
      units: H,
      inputShape: [T, I],
      returnSequences: true,
      // The defaults are a hard sigmoid and an orthogonal start that takes minutes at H = 512.
      recurrentActivation: 'sigmoid',
      kernelInitializer: 'zeros',
      recurrentInitializer: 'zeros',
    });
    const model = sequential({ layers: [layer] });
    const { W, U, b } = kernels(lstm, LAYER);
    model.setWeights([tf.tensor(W, [I, 4 * H]), tf.tensor(U, [H, 4 * H]), tf.tensor(b, [4 * H])]);
    return model;
  }

  return {
    /** The cell op on plain tensors: a stateful layer's predict takes one and a half to three times as long. */
    step(lstm, frames) {
      const { I, H } = lstm;
      const { W, U, b } = kernels(lstm, CELL);
      const both = new Float32Array(W.length + U.length);
      both.set(W);
      both.set(U, W.length);
      const kernel = tf.tensor(both, [I + H, 4 * H]);
      const bias = tf.tensor(b, [4 * H]);
      const forget = tf.scalar(0);
      let c = tf.tensor(new Float32Array(H), [1, H]);
      let h = tf.tensor(new Float32Array(H), [1, H]);
      const next = (x: Float32Array): Tensor => {
        const [nextC, nextH] = tf.tidy(() => tf.basicLSTMCell(forget, kernel, bias, tf.tensor(x, [1, I]), c, h));
        c.dispose();
        h.dispose();
        [c, h] = [nextC, nextH];
        return h;
      };
      return awaited ? streamingAsync((x) => next(x).data(), frames) : streaming((x) => next(x).dataSync(), frames);
    },

    sequence(lstm, { x, T, B }) {
      const model = modelOf(lstm, T);
      const input = tf.tensor(x, [B, T, lstm.I]);
      if (awaited) {
        const run = async () => {
          const h = model.predict(input);
          const data = await h.data();
          h.dispose();
          return data;
        };
        return { run: async () => (await run())[0]!, answer: async () => ({ h: await run() }) };
      }
      const run = () => {
        const h = model.predict(input);
        const data = h.dataSync();
        h.dispose();
        return data;
      };
      return { run: () => run()[0]!, answer: () => ({ h: run() }) };
    },

    train(lstm, { x, y, T, B, lr }) {
      const { I, H } = lstm;
      const model = modelOf(lstm, T);
      model.compile({ optimizer: tf.train.adam(lr, 0.9, 0.999, 1e-8), loss: 'meanSquaredError' });
      const [input, target] = [tf.tensor(x, [B, T, I]), tf.tensor(y, [B, T, H])];
      const run = () => model.trainOnBatch(input, target);
      return {
        run,
        async answer() {
          const loss: number[] = [];
          for (let update = 0; update < UPDATES; update++) loss.push(await run());
          const [W, U, b] = await Promise.all(model.getWeights().map((weights) => weights.data()));
          const gates = unstacked(transposed(W!, I, 4 * H), transposed(U!, H, 4 * H), b!, LAYER);
          return { loss, weights: flatten(gates) };
        },
      };
    },
  };
}

/** A page as tfjs users write it: the layer, stateful, on one backend. */
export function tfjsPage(backend: 'cpu' | 'wasm'): string {
  return `import { setBackend, ready, tensor3d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-${backend}';
import { sequential, layers } from '@tensorflow/tfjs-layers';
await setBackend('${backend}');
await ready();
const lstm = layers.lstm({ units: 20, batchInputShape: [1, 1, 10], stateful: true, recurrentActivation: 'sigmoid' });
const model = sequential({ layers: [lstm] });
console.log(model.predict(tensor3d([[Array(10).fill(0)]])).dataSync());`;
}
