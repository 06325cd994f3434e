import { load } from '../packages.ts';
import type { Lstm, Peer, Sequences } from '../peer.ts';

interface Matrix {
  weights: ArrayLike<number>;
}

interface Net {
  initialize(): void;
  bindEquation(): void;
  run(frames: readonly (readonly number[] | number)[]): ArrayLike<number> | number;
  readonly model: {
    readonly hiddenLayers: readonly [Readonly<Record<string, Matrix>>];
    readonly outputConnector: Matrix;
    readonly output: Matrix;
  };
}

interface Brain {
  readonly recurrent: { readonly LSTMTimeStep: new (options: object) => Net };
}

const names = { i: 'input', f: 'forget', g: 'cellActivation', o: 'output' } as const;

/** A network that returns h itself: the output layer that it always has is set to the identity. */
async function netOf({ I, H, gates }: Lstm): Promise<Net> {
  const { recurrent } = (await load<{ default: Brain }>('brain.js')).default;
  const net = new recurrent.LSTMTimeStep({ inputSize: I, hiddenLayers: [H], outputSize: H });
  net.initialize();
  const set = (matrix: Matrix, data: ArrayLike<number>) => {
    if (matrix.weights.length !== data.length) throw new Error(`${matrix.weights.length} weights, not ${data.length}`);
    matrix.weights = Float64Array.from(data);
  };
  const [layer] = net.model.hiddenLayers;
  for (const gate of ['i', 'f', 'g', 'o'] as const) {
    const { W, U, b } = gates[gate];
    set(layer[`${names[gate]}Matrix`]!, W);
    set(layer[`${names[gate]}Hidden`]!, U);
    set(layer[`${names[gate]}Bias`]!, b);
  }
  set(
    net.model.outputConnector,
    Float64Array.from({ length: H * H }, (_, k) => (k % (H + 1) ? 0 : 1)),
  );
  set(net.model.output, new Float64Array(H));
  // Until then it takes itself for untrained, and refuses to run.
  net.bindEquation();
  return net;
}

export const peer: Peer = {
  name: 'brain.js',
  how: 'recurrent.LSTMTimeStep, whole sequences; its output layer, which cannot be left out, is set to the identity',
  packages: ['brain.js'],
  cannot(kind, { H, B }) {
    if (kind === 'step') return 'there is no call that carries a state over: run() starts from the first step again';
    if (kind === 'train')
      return 'train() updates after every sequence, towards its next step, with an optimiser of its own: other work';
    if (B > 1) return 'there are no batches: it is B times the sequence at batch 1';
    if (H > 128) return 'left out: building the equations of 100 steps takes minutes';
    return undefined;
  },
  // Its forget gate acts on h, where an LSTM has a cell state of its own.
  cell: `cell brain_lstm(x: I) -> h: H

i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
h = o * tanh(f * h[t-1] + i * g)
`,
  open: () => ({
    async sequence(lstm, { x, T }: Sequences) {
      const net = await netOf(lstm);
      const frames = Array.from({ length: T }, (_, t) => Array.from(x.subarray(t * lstm.I, (t + 1) * lstm.I)));
      const run = () => net.run(frames) as ArrayLike<number>;
      return { run: () => run()[0]!, answer: () => ({ last: Array.from(run()) }) };
    },
  }),
  page: {
    code: `import brain from 'brain.js';
const net = new brain.recurrent.LSTMTimeStep({ inputSize: 10, hiddenLayers: [20], outputSize: 20 });
net.initialize();
console.log(net.run([Array(10).fill(0)]));`,
  },
};
