import { load } from '../packages.ts';
import {
  type Answer,
  flatten,
  type GateName,
  type Lstm,
  type Peer,
  type Skills,
  stacked,
  streaming,
  swapped,
  transposed,
  UPDATES,
  unstacked,
} from '../peer.ts';

/** Every use consumes an array; `ref` is another use of it. */
interface Arr {
  readonly ref: Arr;
  add(other: Arr | number): Arr;
  sub(other: Arr | number): Arr;
  mul(other: Arr | number): Arr;
  div(other: Arr | number): Arr;
  slice(...index: readonly unknown[]): Arr;
  reshape(shape: readonly number[]): Arr;
  dataSync(): Float32Array;
  dispose(): void;
}

type Fn = (...args: Arr[]) => Arr | Arr[];

interface Jax {
  init(device: string): Promise<unknown>;
  defaultDevice(device: string): unknown;
  jit(fn: Fn): (...args: readonly Arr[]) => Arr[];
  valueAndGrad(fn: Fn, options: object): (...args: readonly Arr[]) => [value: Arr, gradient: Arr[]];
  readonly numpy: {
    array(data: Float32Array): Arr;
    zeros(shape: readonly number[]): Arr;
    matmul(a: Arr, b: Arr): Arr;
    tanh(x: Arr): Arr;
    sqrt(x: Arr): Arr;
    mean(x: Arr): Arr;
    split(x: Arr, parts: number, axis: number): [Arr, Arr, Arr, Arr];
  };
  readonly nn: { sigmoid(x: Arr): Arr };
}

const ORDER: readonly GateName[] = ['i', 'f', 'g', 'o'];
const [BETA1, BETA2, EPS] = [0.9, 0.999, 1e-8];

async function open(): Promise<Skills> {
  const jax = await load<Jax>('@jax-js/jax');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const { numpy: np, nn } = jax;
  const array = (data: Float32Array, shape: readonly number[]) => np.array(data).reshape(shape);

  /** One time step for a batch, `[B, I]`, `[B, H]`, `[B, H]`: consumes h and c, and x, not the weights. */
  function cell(W: Arr, U: Arr, b: Arr, x: Arr, h: Arr, c: Arr): [h: Arr, c: Arr] {
    const z = np.matmul(x, W.ref).add(np.matmul(h, U.ref)).add(b.ref);
    const [i, f, g, o] = np.split(z, 4, 1);
    const next = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    return [nn.sigmoid(o).mul(np.tanh(next.ref)), next];
  }

  const weightsOf = ({ I, H, gates }: Lstm): [W: Arr, U: Arr, b: Arr] => [
    array(transposed(stacked(gates, 'W', ORDER), 4 * H, I), [I, 4 * H]),
    array(transposed(stacked(gates, 'U', ORDER), 4 * H, H), [H, 4 * H]),
    array(stacked(gates, 'b', ORDER), [4 * H]),
  ];

  const jitted = (): ((...args: readonly Arr[]) => Arr[]) =>
    jax.jit((...args) => {
      const [W, U, b, x, h, c] = args as [Arr, Arr, Arr, Arr, Arr, Arr];
      const next = cell(W, U, b, x, h, c);
      for (const weights of [W, U, b]) weights.dispose();
      return next;
    });

  return {
    step(lstm, frames) {
      const [W, U, b] = weightsOf(lstm);
      const step = jitted();
      let h = np.zeros([1, lstm.H]);
      let c = np.zeros([1, lstm.H]);
      return streaming((x) => {
        [h, c] = step(W.ref, U.ref, b.ref, array(x, [1, lstm.I]), h, c) as [Arr, Arr];
        return h.ref.dataSync();
      }, frames);
    },

    /** There is no scan: a jitted step for each time step, h read after every one (keeping them is slower). */
    sequence(lstm, { x, T, B }) {
      const { I, H } = lstm;
      const [W, U, b] = weightsOf(lstm);
      const step = jitted();
      const major = swapped(x, B, T, I);
      const xs = Array.from({ length: T }, (_, t) => array(major.slice(t * B * I, (t + 1) * B * I), [B, I]));
      const all = new Float32Array(T * B * H);
      const run = () => {
        let h = np.zeros([B, H]);
        let c = np.zeros([B, H]);
        for (let t = 0; t < T; t++) {
          [h, c] = step(W.ref, U.ref, b.ref, xs[t]!.ref, h, c) as [Arr, Arr];
          all.set(h.ref.dataSync(), t * B * H);
        }
        h.dispose();
        c.dispose();
        return all;
      };
      return { run: () => run()[0]!, answer: () => ({ h: swapped(run(), T, B, H) }) };
    },

    /** Loss, gradient and Adam in one jitted function over the unrolled sequence. */
    train(lstm, { x, y, T, B, lr }) {
      const { I, H } = lstm;
      const [xs, ys] = [array(swapped(x, B, T, I), [T, B, I]), array(swapped(y, B, T, H), [T, B, H])];
      const loss: Fn = (...args) => {
        const [W, U, b, xs, ys] = args as [Arr, Arr, Arr, Arr, Arr];
        let h = np.zeros([B, H]);
        let c = np.zeros([B, H]);
        let sum: Arr | undefined;
        for (let t = 0; t < T; t++) {
          [h, c] = cell(W, U, b, xs.ref.slice(t), h, c);
          const off = h.ref.sub(ys.ref.slice(t));
          const part = np.mean(off.ref.mul(off));
          sum = sum ? sum.add(part) : part;
        }
        for (const used of [W, U, b, xs, ys, h, c]) used.dispose();
        return sum!.div(T);
      };
      const gradient = jax.valueAndGrad(loss, { argnums: [0, 1, 2] });
      const update = jax.jit((...args) => {
        const [W, U, b, ...rest] = args as [Arr, Arr, Arr, ...Arr[]];
        const moments = rest.slice(0, 6);
        const [rate, root, xs, ys] = rest.slice(6) as [Arr, Arr, Arr, Arr];
        const [value, gradients] = gradient(W.ref, U.ref, b.ref, xs, ys);
        const next = [W, U, b].map((p, at) => {
          const g = gradients[at]!;
          const m = moments[at]!.mul(BETA1).add(g.ref.mul(1 - BETA1));
          const v = moments[at + 3]!.mul(BETA2).add(g.ref.mul(g).mul(1 - BETA2));
          // Both bias corrections as scalars: lr / (1 - beta1^t), and 1 / sqrt(1 - beta2^t).
          const step = m.ref.mul(rate.ref).div(np.sqrt(v.ref).mul(root.ref).add(EPS));
          return { p: p.sub(step), m, v };
        });
        rate.dispose();
        root.dispose();
        return [value, ...next.map(({ p }) => p), ...next.map(({ m }) => m), ...next.map(({ v }) => v)];
      });
      const weights = weightsOf(lstm);
      const shapes = [[I, 4 * H], [H, 4 * H], [4 * H]];
      let kept = [...weights, ...shapes.map((shape) => np.zeros(shape)), ...shapes.map((shape) => np.zeros(shape))];
      let t = 0;
      const run = () => {
        t++;
        const rate = np.array(Float32Array.of(lr / (1 - BETA1 ** t)));
        const root = np.array(Float32Array.of(1 / Math.sqrt(1 - BETA2 ** t)));
        const [value, ...next] = update(...kept, rate, root, xs.ref, ys.ref) as [Arr, ...Arr[]];
        kept = next;
        return value.dataSync()[0]!;
      };
      const answer = (): Answer => {
        const loss = Array.from({ length: UPDATES }, run);
        const [W, U, b] = kept.map((arr) => arr.ref.dataSync());
        const gates = unstacked(transposed(W!, I, 4 * H), transposed(U!, H, 4 * H), b!, ORDER);
        return { loss, weights: flatten(gates) };
      };
      return { run, answer };
    },
  };
}

export const peer: Peer = {
  name: 'jax-js',
  how: 'a jitted step, called for each time step (there is no scan); training is one jit of valueAndGrad and Adam; wasm',
  packages: ['@jax-js/jax'],
  open,
  page: {
    code: `import { init, defaultDevice, jit, numpy as np, nn } from '@jax-js/jax';
await init('wasm');
defaultDevice('wasm');
const step = jit((W, U, b, x, h, c) => {
  const [i, f, g, o] = np.split(np.matmul(x, W).add(np.matmul(h, U)).add(b), 4, 1);
  const next = nn.sigmoid(f).mul(c).add(nn.sigmoid(i).mul(np.tanh(g)));
  return [nn.sigmoid(o).mul(np.tanh(next.ref)), next];
});
const zeros = (...shape) => np.zeros(shape);
console.log(step(zeros(10, 80), zeros(20, 80), zeros(80), zeros(1, 10), zeros(1, 20), zeros(1, 20))[0].dataSync());`,
  },
};
