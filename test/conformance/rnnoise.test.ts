/** RNNoise with weights at random, against a plain implementation of its C code. */
import { test, vi } from 'vitest';
import { draw, type Numbers, run, type Vector } from './plain.testing.ts';

vi.setConfig({ testTimeout: 120_000 });

const [T, I, D, V, N, G, O] = [5, 6, 4, 3, 5, 7, 2];
const scale = 1 / 256;
const bytes = (...shape: number[]): Numbers & { dtype: string } => {
  const { data } = draw(...shape);
  return { shape, dtype: 'int8', data: data.map((v) => Math.round(v * 127)) };
};

const dense = (input: number, size: number) => ({ kernel: bytes(input, size), bias: bytes(size) });
const gru = (input: number, size: number) => ({ ...dense(input, 3 * size), recurrent_kernel: bytes(size, 3 * size) });
const layers = {
  input_dense: dense(I, D),
  vad_gru: gru(D, V),
  noise_gru: gru(D + V + I, N),
  denoise_gru: gru(V + N + I, G),
  denoise_output: dense(G, O),
  vad_output: dense(V, 1),
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const sums = ({ shape, data }: Numbers, x: Vector, from: number, size: number): Vector =>
  Array.from({ length: size }, (_, j) => x.reduce((sum, v, i) => sum + v * data[i * shape[1]! + from + j]!, 0));

function applyDense({ kernel, bias }: ReturnType<typeof dense>, x: Vector, f: (v: number) => number): Vector {
  return sums(kernel, x, 0, bias.data.length).map((v, i) => f(scale * (v + bias.data[i]!)));
}

function applyGru({ kernel, recurrent_kernel, bias }: ReturnType<typeof gru>, x: Vector, h: Vector): Vector {
  const size = h.length;
  const gate = (g: number, state: Vector): Vector => {
    const [a, b] = [sums(kernel, x, g * size, size), sums(recurrent_kernel, state, g * size, size)];
    return a.map((v, i) => scale * (v + b[i]! + bias.data[g * size + i]!));
  };
  const [z, r] = [gate(0, h).map(sigmoid), gate(1, h).map(sigmoid)];
  const n = gate(
    2,
    h.map((v, i) => v * r[i]!),
  ).map((v) => Math.max(v, 0));
  return h.map((v, i) => z[i]! * v + (1 - z[i]!) * n[i]!);
}

function outputs(x: Numbers): { gains: Numbers; vad: Numbers } {
  let [v, n, g] = [V, N, G].map((size) => Array<number>(size).fill(0)) as [Vector, Vector, Vector];
  const [gains, vad]: [Vector, Vector] = [[], []];
  for (let t = 0; t < T; t++) {
    const xs = x.data.slice(t * I, (t + 1) * I);
    const d = applyDense(layers.input_dense, xs, Math.tanh);
    v = applyGru(layers.vad_gru, d, v);
    n = applyGru(layers.noise_gru, [...d, ...v, ...xs], n);
    g = applyGru(layers.denoise_gru, [...v, ...n, ...xs], g);
    gains.push(...applyDense(layers.denoise_output, g, sigmoid));
    vad.push(...applyDense(layers.vad_output, v, sigmoid));
  }
  return { gains: { shape: [T, O], data: gains }, vad: { shape: [T, 1], data: vad } };
}

const x = draw(T, I);
const transposed = ({ shape, data }: Numbers): Numbers => ({
  shape: [...shape].reverse(),
  data: data.map((_, i) => data[(i % shape[0]!) * shape[1]! + Math.floor(i / shape[0]!)]!),
});

test('rnnoise: by name, as a list, and flat; scaled or not; of either orientation', () =>
  run([
    { op: 'rnnoise', layers, inputs: { features: x }, outputs: outputs(x) },
    {
      op: 'rnnoise',
      config: { weights_scale: scale },
      layers: Object.entries(layers).map(([name, weights]) => ({ name, type: name.split('_')[1], ...weights })),
      inputs: { x },
      outputs: outputs(x),
    },
    {
      op: 'rnnoise',
      weights: Object.fromEntries(
        Object.entries(layers).flatMap(([name, weights]) =>
          Object.entries(weights).map(([kind, value]: [string, Numbers]) => [
            `${name}_${kind.replace('kernel', 'weights')}`,
            {
              ...(value.shape.length === 2 ? transposed(value) : value),
              data: (value.shape.length === 2 ? transposed(value) : value).data.map((v) => v * scale),
              dtype: 'float32',
            },
          ]),
        ),
      ),
      inputs: { x },
      outputs: outputs(x),
    },
  ]));
