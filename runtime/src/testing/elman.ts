/**
 * A module written by hand as the compiler would: h = tanh(W @ (n * x) + U @ h[t-1] + b) with noise n, trained with mse and
 * momentum.
 */
import type { Arena, CompiledModule, Kernels, Manifest, Offset, Region } from '../module.ts';

const I = 2;
const H = 3;

export interface ElmanSignature {
  precision: 'f64';
  input: 2;
  output: 3;
  reads: 'features';
  returns: 'sequence';
  params: { 'elman.U': readonly [3, 3]; 'elman.W': readonly [3, 2]; 'elman.b': readonly [3] };
  states: { 'elman.h': readonly [3] };
  scalars: 'lr' | 'momentum' | 't';
}

export interface Variant {
  readonly precision?: 'f32' | 'f64';
  readonly returns?: 'sequence' | 'last';
  readonly direction?: 'forward' | 'backward';
  /** Inference alone: the state is kept in place, without history. */
  readonly inference?: boolean;
  /** Dropout of the input with rate 1/4: drawn for each time step or for each sequence. */
  readonly noise?: 'steps' | 'batch';
  /** λ of an L2 term of W. */
  readonly l2?: number;
}

/** U is stored in tiles of two rows, W as two pieces; what lies between is padding. */
const U = 16;
const W = [32, 40] as const;
const b = 44;
const values = { start: 16, end: 48 };
const size = values.end - values.start;
const [gradients, moment, lr, momentum, update, lossValue, lossScale] = [size, 80, 112, 113, 114, 115, 116];
const h0 = 5;

const uAt = (i: number, j: number) => U + (i >> 1) * 8 + (i & 1) * H + j;
const wAt = (i: number, j: number) => (i < 2 ? W[0] + i * I + j : W[1] + j);

/** The module under literal types, as emitted declarations would give them. */
export function typedElman(): CompiledModule<ElmanSignature> {
  return elman({}) as CompiledModule<ElmanSignature>;
}

export function elman(variant: Variant): CompiledModule & { readonly kernels: Kernels } {
  const { precision = 'f64', returns = 'sequence', direction = 'forward', inference = false, noise, l2 } = variant;
  const arena: [number, number, number] = [120, 0, 0];
  const region = (rows: Region['rows'], size: number): Region => {
    const at: Offset = [...arena];
    if (rows !== 'steps') arena[1] += size;
    if (rows !== 'batch') arena[2] += size;
    return { at, size, rows };
  };
  const one = (at: number, size = 1): Region => ({ at: [at, 0, 0], size, rows: 'one' });
  const result = returns === 'last' ? 'batch' : 'steps';
  const x = region('steps', I);
  const y = region(result, H);
  const active = region('steps', 1);
  const last = region('batch', 1);
  const h = region(inference ? 'batch' : 'slots', H);
  const cotangent = region('batch', H);
  const gx = region('steps', I);
  const gy = region(result, H);
  const target = region(result, H);
  const delta = region('steps', H);
  const weight = region(result, 1);
  const factor = noise && region(noise, I);

  const manifest: Manifest = {
    format: 'cellc/1',
    name: 'elman',
    target: 'js',
    precision,
    hash: 'by-hand',
    version: '0',
    input: I,
    output: H,
    reads: 'features',
    returns,
    arena,
    values,
    params: [
      {
        name: 'elman.U',
        shape: [H, H],
        init: 'orthogonal',
        pieces: [
          {
            from: [0, 0],
            size: [H, H],
            at: U,
            dims: [
              { block: 2, far: 8, near: H },
              { block: H, far: 0, near: 1 },
            ],
          },
        ],
      },
      {
        name: 'elman.W',
        shape: [H, I],
        init: 'xavier_uniform',
        ...(l2 && { l2 }),
        pieces: [
          {
            from: [0, 0],
            size: [2, I],
            at: W[0],
            dims: [
              { block: 1, far: I, near: 0 },
              { block: I, far: 0, near: 1 },
            ],
          },
          {
            from: [2, 0],
            size: [1, I],
            at: W[1],
            dims: [
              { block: 1, far: 0, near: 0 },
              { block: 1, far: 1, near: 0 },
            ],
          },
        ],
      },
      {
        name: 'elman.b',
        shape: [H],
        init: 0.25,
        pieces: [{ from: [0], size: [H], at: b, dims: [{ block: H, far: 0, near: 1 }] }],
      },
    ],
    states: [
      {
        name: 'elman.h',
        shape: [H],
        direction,
        run: h,
        ...(direction === 'forward' && { step: one(h0, H) }),
        ...(!inference && { cotangent }),
      },
    ],
    ...(direction === 'forward' && { stream: { x: one(0, I), y: one(I, H) } }),
    x,
    y,
    active,
    last,
    ...(!inference && {
      loss: { name: 'mse', target, weight, value: one(lossValue), scale: one(lossScale) },
      optimizer: {
        name: 'momentum',
        moments: [{ name: 'v', at: moment, size: values.end - values.start }],
        scalars: [
          { name: 'lr', at: lr, default: 0.1 },
          { name: 'momentum', at: momentum, default: 0.5 },
          { name: 't', at: update },
        ],
      },
      training: {
        gradients,
        gy,
        gx,
        zeroWhenRagged: [delta, h],
        noise: factor ? [{ name: 'elman.dropout', region: factor, probability: 0.75, value: 4 / 3, mean: 1 }] : [],
      },
    }),
  };

  const base = ({ at }: Region, T: number, B: number) => at[0] + at[1] * B + at[2] * T * B;

  /** Where the noise of step t and batch row b is. */
  const noiseAt = (T: number, B: number, t: number, row: number) =>
    factor && base(factor, T, B) + (noise === 'steps' ? t * B + row : row) * I;

  /** One row: reads x and the state before, writes the state after (which may be the same place). */
  function cell(m: Arena, xAt: number, before: number, after: number, nAt?: number): void {
    const next = [0, 1, 2].map((i) => {
      let sum = m[b + i]!;
      for (let j = 0; j < I; j++) sum += m[wAt(i, j)]! * m[xAt + j]! * (nAt === undefined ? 1 : m[nAt + j]!);
      for (let j = 0; j < H; j++) sum += m[uAt(i, j)]! * m[before + j]!;
      return Math.tanh(sum);
    });
    m.set(next, after);
  }

  /** Slots before and after step t; without history there is one. */
  const before = (t: number) => (inference ? 0 : direction === 'forward' ? t : t + 1);
  const after = (t: number) => (inference ? 0 : direction === 'forward' ? t + 1 : t);
  const times = (T: number) => {
    const order = [...Array(T).keys()];
    return direction === 'forward' ? order : order.reverse();
  };

  const kernels: Kernels = {
    ...(direction === 'forward' && {
      step(m) {
        cell(m, 0, h0, h0);
        m.copyWithin(I, h0, h0 + H);
      },
    }),
    forward(m, T, B) {
      const state = base(h, T, B);
      for (const t of times(T))
        for (let row = 0; row < m[base(active, T, B) + t]!; row++) {
          const to = state + (after(t) * B + row) * H;
          const [from, xAt] = [state + (before(t) * B + row) * H, base(x, T, B) + (t * B + row) * I];
          cell(m, xAt, from, to, noiseAt(T, B, t, row));
          const isLast = m[base(last, T, B) + row] === t * B + row;
          if (returns === 'sequence') m.copyWithin(base(y, T, B) + (t * B + row) * H, to, to + H);
          else if (isLast) m.copyWithin(base(y, T, B) + row * H, to, to + H);
        }
    },
    ...(!inference && {
      backward(m, T, B) {
        const state = base(h, T, B);
        const dh = base(cotangent, T, B);
        for (const t of times(T).reverse())
          for (let row = 0; row < m[base(active, T, B) + t]!; row++) {
            const at = t * B + row;
            const isLast = m[base(last, T, B) + row] === at;
            const out =
              returns === 'sequence' ? base(gy, T, B) + at * H : isLast ? base(gy, T, B) + row * H : undefined;
            const d = base(delta, T, B) + at * H;
            for (let i = 0; i < H; i++) {
              const value = m[state + (after(t) * B + row) * H + i]!;
              const g = m[dh + row * H + i]! + (out === undefined ? 0 : m[out + i]!);
              m[d + i] = g * (1 - value * value);
            }
            for (let j = 0; j < H; j++) {
              m[dh + row * H + j] = 0;
              for (let i = 0; i < H; i++) m[dh + row * H + j]! += m[uAt(i, j)]! * m[d + i]!;
            }
          }
        // Deferred outer products: over every row, whether its sequence still runs or not.
        for (let t = 0; t < T; t++)
          for (let row = 0; row < B; row++)
            for (let i = 0; i < H; i++) {
              const d = m[base(delta, T, B) + (t * B + row) * H + i]!;
              const previous = state + (before(t) * B + row) * H;
              for (let j = 0; j < H; j++) m[gradients + uAt(i, j)]! += d * m[previous + j]!;
              const nAt = noiseAt(T, B, t, row);
              for (let j = 0; j < I; j++)
                m[gradients + wAt(i, j)]! +=
                  d * m[base(x, T, B) + (t * B + row) * I + j]! * (nAt === undefined ? 1 : m[nAt + j]!);
              m[gradients + b + i]! += d;
            }
      },
      inputGradient(m, T, B) {
        for (let at = 0; at < T * B; at++)
          for (let j = 0; j < I; j++) {
            const to = base(gx, T, B) + at * I + j;
            m[to] = 0;
            for (let i = 0; i < H; i++) m[to]! += m[wAt(i, j)]! * m[base(delta, T, B) + at * H + i]!;
          }
      },
      loss(m, T, B) {
        const length = H * B * (returns === 'last' ? 1 : T);
        let sum = 0;
        for (let i = 0; i < length; i++) {
          const error = m[base(y, T, B) + i]! - m[base(target, T, B) + i]!;
          const w = m[base(weight, T, B) + Math.floor(i / H)]!;
          sum += (w * error * error) / H;
          m[base(gy, T, B) + i] = (2 * w * error * m[lossScale]!) / H;
        }
        m[lossValue] = sum * m[lossScale]!;
      },
      update(m) {
        for (let i = values.start; i < values.end; i++) {
          m[moment - values.start + i] = m[momentum]! * m[moment - values.start + i]! + m[gradients + i]!;
          m[i]! -= (m[lr]! / Math.sqrt(m[update]!)) * m[moment - values.start + i]!;
        }
      },
    }),
  };
  return { manifest, kernels };
}
