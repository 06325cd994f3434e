/** An LSTM written by hand for gpu.js: one kernel for the gates, one each for c and h, compiled to one pipeline. */
import { load } from '../packages.ts';
import { type GateName, type Lstm, type Peer, type Skills, stacked, streamingAsync, swapped } from '../peer.ts';

type Data = Float32Array | readonly Float32Array[] | readonly (readonly Float32Array[])[];
type Kernel = (...args: readonly unknown[]) => unknown;
type Pipeline = ((...args: readonly unknown[]) => Promise<Record<string, Data>>) & { readonly backend: string };

interface Gpu {
  createKernel(fn: (...args: never[]) => number, settings: object): Kernel;
  createPipeline(fn: (...args: readonly unknown[]) => unknown, settings: object): Pipeline;
}

interface Module {
  readonly GPU: new (settings: { readonly mode: string }) => Gpu;
}

/** What gpu.js binds `this` to. Kernels are read as text: they may use nothing from outside. */
interface Thread {
  readonly thread: { readonly x: number; readonly y: number };
  readonly constants: { readonly I: number; readonly H: number };
}

const ORDER: readonly GateName[] = ['i', 'f', 'g', 'o'];

function kernelsOf(gpu: Gpu, { I, H }: Lstm, B: number) {
  const constants = { I, H };
  const gates = gpu.createKernel(
    function (this: Thread, W: number[][], U: number[][], b: number[], x: number[][], h: number[][]) {
      let sum = b[this.thread.x]!;
      for (let k = 0; k < this.constants.I; k++) sum += W[this.thread.x]![k]! * x[this.thread.y]![k]!;
      for (let k = 0; k < this.constants.H; k++) sum += U[this.thread.x]![k]! * h[this.thread.y]![k]!;
      return sum;
    } as (...args: never[]) => number,
    { output: [4 * H, B], constants },
  );
  const cell = gpu.createKernel(
    function (this: Thread, z: number[][], c: number[][]) {
      const i = 1 / (1 + Math.exp(-z[this.thread.y]![this.thread.x]!));
      const f = 1 / (1 + Math.exp(-z[this.thread.y]![this.thread.x + this.constants.H]!));
      const g = Math.tanh(z[this.thread.y]![this.thread.x + 2 * this.constants.H]!);
      return f * c[this.thread.y]![this.thread.x]! + i * g;
    } as (...args: never[]) => number,
    { output: [H, B], constants },
  );
  const hidden = gpu.createKernel(
    function (this: Thread, z: number[][], c: number[][]) {
      const o = 1 / (1 + Math.exp(-z[this.thread.y]![this.thread.x + 3 * this.constants.H]!));
      return o * Math.tanh(c[this.thread.y]![this.thread.x]!);
    } as (...args: never[]) => number,
    { output: [H, B], constants },
  );
  return { gates, cell, hidden };
}

function rows(data: Float32Array, columns: number): Float32Array[] {
  return Array.from({ length: data.length / columns }, (_, row) => data.slice(row * columns, (row + 1) * columns));
}

function skills(gpu: Gpu, mode: string): Skills {
  const weightsOf = ({ I, H, gates }: Lstm) => [
    rows(stacked(gates, 'W', ORDER), I),
    rows(stacked(gates, 'U', ORDER), H),
    stacked(gates, 'b', ORDER),
  ];
  const checkMode = ({ backend }: Pipeline) => {
    if (backend !== mode) throw new Error(`gpu.js ran on ${backend}, not on ${mode}`);
  };

  return {
    async step(lstm, frames) {
      const { gates, cell, hidden } = kernelsOf(gpu, lstm, 1);
      const weights = weightsOf(lstm);
      const step = gpu.createPipeline(
        (W, U, b, x, h, c) => {
          const z = gates(W, U, b, x, h);
          const next = cell(z, c);
          return { h: hidden(z, next), c: next };
        },
        { threads: false },
      );
      let h: Data = [new Float32Array(lstm.H)];
      let c: Data = h;
      const work = streamingAsync(async (x) => {
        const next = await step(...weights, [x], h, c);
        [h, c] = [next.h!, next.c!];
        return h[0] as Float32Array;
      }, frames);
      return {
        ...work,
        async answer() {
          const answer = await work.answer();
          checkMode(step);
          return answer;
        },
      };
    },

    async sequence(lstm, { x, T, B }) {
      const { I, H } = lstm;
      const { gates, cell, hidden } = kernelsOf(gpu, lstm, B);
      const weights = weightsOf(lstm);
      const major = rows(swapped(x, B, T, I), I);
      const xs = Array.from({ length: T }, (_, t) => major.slice(t * B, (t + 1) * B));
      const zero = Array.from({ length: B }, () => new Float32Array(H));
      const overTime = (W: unknown, U: unknown, b: unknown, h0: unknown, ...xs: unknown[]) => {
        let [h, c] = [h0, h0];
        return xs.map((x) => {
          const z = gates(W, U, b, x, h);
          c = cell(z, c);
          h = hidden(z, c);
          return h;
        });
      };
      // A pipeline has as many arguments as the function says that it has.
      Object.defineProperty(overTime, 'length', { value: 4 + T });
      const unrolled = gpu.createPipeline(overTime, { threads: false });
      const run = async () => (await unrolled(...weights, zero, ...xs)) as unknown as Float32Array[][];
      return {
        run: async () => (await run())[0]![0]![0]!,
        async answer() {
          const all = (await run()).flatMap((step) => step.flatMap((row) => Array.from(row)));
          checkMode(unrolled);
          return { h: swapped(all, T, B, H) };
        },
      };
    },
  };
}

export function gpuPeer(mode: 'cpu' | 'webasm'): Peer {
  return {
    name: `gpu.js-${mode}`,
    how: `written by hand: three kernels a step, one pipeline, mode ${mode}, one thread (a GPU mode needs headless-gl)`,
    packages: ['gpu.js'],
    cannot(kind, { H, B }) {
      if (kind === 'train') return 'there are no gradients: the backward pass would have to be written by hand, too';
      if (kind === 'sequence' && (B > 1 || H > 256))
        return 'left out: a pipeline of 300 kernels that uploads its weights with every call takes seconds';
      return undefined;
    },
    open: async () => skills(new (await load<Module>('gpu.js')).GPU({ mode }), mode),
    page: {
      code: `import { GPU } from 'gpu.js';
const gpu = new GPU({ mode: '${mode}' });
const gates = gpu.createKernel(function (W, U, b, x, h) {
  let sum = b[this.thread.x];
  for (let k = 0; k < 10; k++) sum += W[this.thread.x][k] * x[k];
  for (let k = 0; k < 20; k++) sum += U[this.thread.x][k] * h[k];
  return sum;
}, { output: [80] });
const rows = (n, m) => Array.from({ length: n }, () => new Float32Array(m));
const z = gates(rows(80, 10), rows(80, 20), new Float32Array(80), new Float32Array(10), new Float32Array(20));
const s = (v) => 1 / (1 + Math.exp(-v));
console.log(Float32Array.from({ length: 20 }, (_, j) => s(z[j + 60]) * Math.tanh(s(z[j]) * Math.tanh(z[j + 40]))));`,
    },
  };
}
