/** Every option of Keras' recurrent layers, against a plain implementation: one sequence at a time, in doubles. */
import { test, vi } from 'vitest';
import { block, draw, type Numbers, row, run, type Vector } from './plain.testing.ts';

// Every case compiles four modules.
vi.setConfig({ testTimeout: 120_000 });

interface Options {
  readonly activation?: string;
  readonly recurrent_activation?: string;
  readonly use_bias?: boolean;
  readonly reset_after?: boolean;
  readonly go_backwards?: boolean;
  readonly zero_output_for_mask?: boolean;
  readonly return_sequences?: boolean;
  readonly return_state?: boolean;
  readonly dropout?: number;
  /** Whatever says how a layer is trained, started or computed, and changes no number. */
  readonly [other: string]: unknown;
}
type Kind = 'LSTM' | 'GRU' | 'SimpleRNN';

const functions: Record<string, (v: Vector) => Vector> = Object.fromEntries(
  Object.entries({
    linear: (x: number) => x,
    tanh: Math.tanh,
    sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
    relu: (x: number) => Math.max(x, 0),
    hard_sigmoid: (x: number) => Math.min(Math.max(x + 3, 0), 6) / 6,
    elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
    selu: (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
    softplus: (x: number) => Math.log1p(Math.exp(x)),
    softsign: (x: number) => x / (1 + Math.abs(x)),
    silu: (x: number) => x / (1 + Math.exp(-x)),
    leaky_relu: (x: number) => (x > 0 ? x : 0.2 * x),
    relu6: (x: number) => Math.min(Math.max(x, 0), 6),
    mish: (x: number) => x * Math.tanh(Math.log1p(Math.exp(x))),
  }).map(([name, f]) => [name, (v: Vector) => v.map(f)]),
);

const [T, B, I, H] = [6, 3, 3, 4];
const gates = { LSTM: 4, GRU: 3, SimpleRNN: 1 } as const;

type Weights = Readonly<Record<string, Numbers>>;

/** A row times columns from..to of a matrix. */
const product = (x: Vector, { data, shape }: Numbers, gate: number): Vector =>
  Array.from({ length: H }, (_, j) => x.reduce((sum, v, i) => sum + v * data[i * shape[1]! + gate * H + j]!, 0));

interface Ran {
  /** [T][B] in the order of processing. */
  readonly y: Vector[][];
  readonly h: Vector[];
  readonly c: Vector[];
}

/** One direction: `keep` says which steps count. */
function layer(
  kind: Kind,
  options: Options,
  weights: Weights,
  x: Numbers,
  states: Vector[][],
  keep: (b: number, t: number) => boolean,
): Ran {
  const {
    kernel,
    recurrent_kernel: recurrent,
    bias,
  } = weights as Record<'kernel' | 'recurrent_kernel' | 'bias', Numbers>;
  const act = functions[options.activation ?? 'tanh']!;
  const gate = functions[options.recurrent_activation ?? 'sigmoid']!;
  const after = kind === 'GRU' && (options.reset_after ?? true);
  const b0 = (g: number): Vector => (bias ? block(after ? row(bias, 0) : [...bias.data], g, H) : Array(H).fill(0));
  const b1 = (g: number): Vector => (bias && after ? block(row(bias, 1), g, H) : Array(H).fill(0));
  const add = (...terms: Vector[]): Vector => terms.reduce((a, v) => a.map((q, i) => q + v[i]!));
  const mul = (a: Vector, v: Vector): Vector => a.map((q, i) => q * v[i]!);
  const zero: Vector = Array(H).fill(0);
  const [h, c, y] = [
    states[0] ?? Array(B).fill(zero),
    states[1] ?? Array(B).fill(zero),
    Array<Vector>(B).fill(zero),
  ].map((v) => [...v]) as [Vector[], Vector[], Vector[]];
  const all: Vector[][] = [];
  for (let n = 0; n < T; n++) {
    const t = options.go_backwards ? T - 1 - n : n;
    const step: Vector[] = [];
    for (let b = 0; b < B; b++) {
      const v = row(x, b, t);
      const pre = (g: number): Vector => add(product(v, kernel, g), b0(g), product(h[b]!, recurrent, g), b1(g));
      let [next, cell] = [h[b]!, c[b]!];
      if (kind === 'SimpleRNN') next = act(pre(0));
      else if (kind === 'LSTM') {
        cell = add(mul(gate(pre(1)), c[b]!), mul(gate(pre(0)), act(pre(2))));
        next = mul(gate(pre(3)), act(cell));
      } else {
        const [z, r] = [gate(pre(0)), gate(pre(1))];
        const inner = after ? mul(r, add(product(h[b]!, recurrent, 2), b1(2))) : product(mul(r, h[b]!), recurrent, 2);
        const candidate = act(add(product(v, kernel, 2), b0(2), inner));
        next = add(
          mul(z, h[b]!),
          mul(
            z.map((q) => 1 - q),
            candidate,
          ),
        );
      }
      const counts = keep(b, t);
      if (counts) [h[b], c[b], y[b]] = [next, cell, next];
      step.push(counts ? next : options.zero_output_for_mask ? zero : y[b]!);
    }
    all.push(step);
  }
  return { y: all, h, c };
}

function weightsFor(kind: Kind, { use_bias = true, reset_after = true }: Options, prefix = ''): Weights {
  const G = gates[kind];
  const bias = kind === 'GRU' && reset_after ? draw(2, G * H) : draw(G * H);
  return Object.fromEntries(
    Object.entries({ kernel: draw(I, G * H), recurrent_kernel: draw(H, G * H), ...(use_bias && { bias }) }).map(
      ([name, value]) => [prefix + name, value],
    ),
  );
}

const without = (weights: Weights, prefix: string): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [name.replace(prefix, ''), value]));

/** Of a sequence that ends early, of one with a gap, and of one without any step. */
const masks: Numbers = { shape: [B, T], data: [1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0] };

function sequence(y: Vector[][]): Numbers {
  return {
    shape: [B, T, y[0]![0]!.length],
    data: Array.from({ length: B }, (_, b) => y.map((step) => step[b]!)).flat(2),
  };
}
const stateOf = (v: Vector[]): Numbers => ({ shape: [B, H], data: v.flat() });

function plainCase(kind: Kind, kwargs: Options, { mask = false, states = false } = {}): object {
  const weights = weightsFor(kind, kwargs);
  const x = draw(B, T, I);
  const initial = states ? [draw(B, H), ...(kind === 'LSTM' ? [draw(B, H)] : [])] : [];
  const ran = layer(
    kind,
    kwargs,
    weights,
    x,
    initial.map((s) => Array.from({ length: B }, (_, b) => row(s, b))),
    (b, t) => !mask || masks.data[b * T + t] === 1,
  );
  return {
    op: `keras.${kind}`,
    config: { units: H, input_size: I, T, B, kwargs },
    weights,
    inputs: { x, ...Object.fromEntries(initial.map((s, i) => [['h0', 'c0'][i], s])), ...(mask && { mask: masks }) },
    outputs: {
      y: kwargs.return_sequences === false ? stateOf(ran.y.at(-1)!) : sequence(ran.y),
      hT: stateOf(ran.h),
      ...(kind === 'LSTM' && { cT: stateOf(ran.c) }),
    },
  };
}

function bothCase(kind: Kind, kwargs: Options, merge: string | null, mask = false): object {
  const [a, b] = [weightsFor(kind, kwargs, 'forward_'), weightsFor(kind, kwargs, 'backward_')];
  const x = draw(B, T, I);
  const keep = (n: number, t: number): boolean => !mask || masks.data[n * T + t] === 1;
  const f = layer(kind, kwargs, without(a, 'forward_'), x, [], keep).y;
  const r = [...layer(kind, { ...kwargs, go_backwards: true }, without(b, 'backward_'), x, [], keep).y].reverse();
  const join: Record<string, (p: Vector, q: Vector) => Vector> = {
    concat: (p, q) => [...p, ...q],
    sum: (p, q) => p.map((v, i) => v + q[i]!),
    ave: (p, q) => p.map((v, i) => (v + q[i]!) / 2),
    mul: (p, q) => p.map((v, i) => v * q[i]!),
  };
  const lastOnly = kwargs.return_sequences === false;
  if (lastOnly && merge === 'concat') {
    // Each direction's own last step: of the backward one the first of the sequence.
    const y = f.at(-1)!.map((v, n) => [...v, ...r[0]![n]!]);
    return {
      op: `keras.${kind}`,
      config: { units: H, input_size: I, T, B, kwargs, bidirectional_merge: merge },
      weights: { ...a, ...b },
      inputs: { x },
      outputs: { y: { shape: [B, 2 * H], data: y.flat() } },
    };
  }
  const outputs =
    merge && merge !== 'none'
      ? { y: sequence(f.map((step, t) => step.map((v, n) => join[merge]!(v, r[t]![n]!)))) }
      : { y: sequence(f), hT: sequence(r) };
  return {
    op: `keras.${kind}`,
    config: { units: H, input_size: I, T, B, kwargs, bidirectional_merge: merge },
    weights: { ...a, ...b },
    inputs: { x, ...(mask && { mask: masks }) },
    outputs,
  };
}

const kinds = ['LSTM', 'GRU', 'SimpleRNN'] as const;

for (const kind of kinds)
  test(`keras.${kind}`, () =>
    run([
      plainCase(kind, {}, { states: true }),
      plainCase(kind, { use_bias: false }, { states: true }),
      plainCase(kind, { go_backwards: true }, { states: true }),
      plainCase(kind, { dropout: 0.5 }),
      plainCase(kind, {}, { mask: true, states: true }),
      plainCase(kind, { zero_output_for_mask: true }, { mask: true }),
      plainCase(kind, { go_backwards: true, zero_output_for_mask: true }, { mask: true }),
      plainCase(kind, { activation: 'relu', ...(kind !== 'SimpleRNN' && { recurrent_activation: 'hard_sigmoid' }) }),
    ]));

test('keras arguments of every kind', () => {
  const harmless = {
    trainable: true,
    unroll: true,
    implementation: 1,
    stateful: false,
    seed: 7,
    kernel_initializer: 'glorot_uniform',
    recurrent_initializer: { class_name: 'Orthogonal', config: { gain: 1 } },
    bias_initializer: 'zeros',
    kernel_regularizer: null,
    recurrent_regularizer: { class_name: 'L2', config: { l2: 0.01 } },
    kernel_constraint: null,
    activity_regularizer: null,
    recurrent_dropout: 0.2,
    dtype: 'float32',
  };
  return run([
    plainCase('LSTM', { ...harmless, unit_forget_bias: true, return_state: true }, { states: true }),
    plainCase('GRU', { ...harmless, return_sequences: false, return_state: true }),
    plainCase('LSTM', { return_sequences: false, go_backwards: true }, { states: true }),
    plainCase('SimpleRNN', { return_sequences: false }, { mask: true }),
    bothCase('GRU', { return_sequences: false }, 'concat'),
  ]);
});

test('keras.GRU with reset_after false', () =>
  run([
    plainCase('GRU', { reset_after: false }, { states: true, mask: true }),
    plainCase('GRU', { reset_after: false, use_bias: false, go_backwards: true }),
    bothCase('GRU', { reset_after: false }, 'concat'),
  ]));

test('keras activations', () =>
  run(Object.keys(functions).map((activation) => plainCase('SimpleRNN', { activation }))));

test('keras.Bidirectional', () =>
  run([
    ...['concat', 'sum', 'ave', 'mul', 'none', null].map((merge, i) => bothCase(kinds[i % 3]!, {}, merge)),
    bothCase('LSTM', {}, 'sum', true),
    bothCase('GRU', { zero_output_for_mask: true }, 'concat', true),
  ]));
