/**
 * Every option of the operators of ONNX and WebNN, against a plain implementation of their specifications:
 * equations step by step, one sequence at a time, in doubles.
 */
import { expect, test, vi } from 'vitest';
import { block, draw, type Numbers, row, run, times, type Vector } from './plain.testing.ts';

// Every case compiles four modules.
vi.setConfig({ testTimeout: 120_000 });

const functions: Record<string, (x: number, alpha: number, beta: number) => number> = {
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  Affine: (x, a, b) => a * x + b,
  LeakyRelu: (x, a) => (x >= 0 ? x : a * x),
  ThresholdedRelu: (x, a) => (x > a ? x : 0),
  ScaledTanh: (x, a, b) => a * Math.tanh(b * x),
  HardSigmoid: (x, a, b) => Math.min(Math.max(a * x + b, 0), 1),
  Elu: (x, a) => (x >= 0 ? x : a * Math.expm1(x)),
  Softsign: (x) => x / (1 + Math.abs(x)),
  Softplus: (x) => Math.log1p(Math.exp(x)),
};
const alphas: Record<string, number> = {
  Affine: 1,
  LeakyRelu: 0.01,
  ThresholdedRelu: 1,
  ScaledTanh: 1,
  HardSigmoid: 0.2,
  Elu: 1,
};
const betas: Record<string, number> = { Affine: 0, ScaledTanh: 1, HardSigmoid: 0.5 };

interface Attrs {
  readonly hidden_size: number;
  readonly direction?: 'forward' | 'reverse' | 'bidirectional';
  readonly layout?: 0 | 1;
  readonly activations?: readonly string[];
  readonly activation_alpha?: readonly number[];
  readonly activation_beta?: readonly number[];
  readonly clip?: number;
  readonly input_forget?: 0 | 1;
  readonly linear_before_reset?: 0 | 1;
}
type Inputs = Readonly<Record<string, Numbers>>;
type Kind = 'LSTM' | 'GRU' | 'RNN';

/** onnx.LSTM, GRU and RNN by their specification; time and batch in the order of `layout`. */
function onnx(kind: Kind, attrs: Attrs, inputs: Inputs): Record<string, Numbers> {
  const { hidden_size: H, direction = 'forward', layout = 0, clip } = attrs;
  const X = inputs.X!;
  const [T, B] = layout ? [X.shape[1]!, X.shape[0]!] : [X.shape[0]!, X.shape[1]!];
  const D = direction === 'bidirectional' ? 2 : 1;
  const count = { LSTM: 3, GRU: 2, RNN: 1 }[kind];
  const usual = { LSTM: ['Sigmoid', 'Tanh', 'Tanh'], GRU: ['Sigmoid', 'Tanh'], RNN: ['Tanh'] }[kind];
  const names = attrs.activations ?? Array(D).fill(usual).flat<string[]>();
  const [as, bs] = [[...(attrs.activation_alpha ?? [])], [...(attrs.activation_beta ?? [])]];
  const acts = names.map((name) => {
    const alpha = name in alphas ? (as.shift() ?? alphas[name]!) : 0;
    const beta = name in betas ? (bs.shift() ?? betas[name]!) : 0;
    return (v: Vector, clipped = true): Vector =>
      v.map((x) => functions[name]!(clip && clipped ? Math.min(Math.max(x, -clip), clip) : x, alpha, beta));
  });
  const order = { LSTM: 'iofc', GRU: 'zrh', RNN: 'i' }[kind];
  const Y = new Map<string, Vector>();
  const last = { h: new Map<string, Vector>(), c: new Map<string, Vector>() };
  for (let d = 0; d < D; d++)
    for (let b = 0; b < B; b++) {
      const initial = (name: string): Vector =>
        inputs[name] ? (layout ? row(inputs[name], b, d) : row(inputs[name], d, b)) : Array(H).fill(0);
      let [h, c] = [initial('initial_h'), initial('initial_c')];
      const length = inputs.sequence_lens?.data[b] ?? T;
      const f = acts.slice(d * count, (d + 1) * count);
      const backward = direction === 'reverse' || d === 1;
      const bias = inputs.B ? row(inputs.B, d) : Array(2 * order.length * H).fill(0);
      const P = inputs.P ? row(inputs.P, d) : Array(3 * H).fill(0);
      for (let n = 0; n < length; n++) {
        const t = backward ? length - 1 - n : n;
        const x = layout ? row(X, b, t) : row(X, t, b);
        const gate = (g: string, what: 'W' | 'R', v: Vector): Vector =>
          times(block(row(inputs[what]!, d), order.indexOf(g), H * v.length), v);
        const wb = (g: string): Vector => block(bias, order.indexOf(g), H);
        const rb = (g: string): Vector => block(bias, order.length + order.indexOf(g), H);
        const sum = (...terms: Vector[]): Vector => terms.reduce((a, v) => a.map((x, i) => x + v[i]!));
        const mul = (a: Vector, v: Vector): Vector => a.map((x, i) => x * v[i]!);
        const pre = (g: string): Vector => sum(gate(g, 'W', x), gate(g, 'R', h), wb(g), rb(g));
        if (kind === 'RNN') h = f[0]!(pre('i'));
        else if (kind === 'GRU') {
          const [z, r] = [f[0]!(pre('z')), f[0]!(pre('r'))];
          const inner = attrs.linear_before_reset
            ? mul(r, sum(gate('h', 'R', h), rb('h')))
            : sum(gate('h', 'R', mul(r, h)), rb('h'));
          const n = f[1]!(sum(gate('h', 'W', x), wb('h'), inner));
          h = sum(
            mul(
              z.map((v) => 1 - v),
              n,
            ),
            mul(z, h),
          );
        } else {
          const i = f[0]!(sum(pre('i'), mul(block(P, 0, H), c)));
          const forget = attrs.input_forget ? i.map((v) => 1 - v) : f[0]!(sum(pre('f'), mul(block(P, 2, H), c)));
          const next = sum(mul(forget, c), mul(i, f[1]!(pre('c'))));
          const o = f[0]!(sum(pre('o'), mul(block(P, 1, H), next)));
          c = next;
          h = mul(o, f[2]!(c, false));
        }
        Y.set(`${t},${b},${d}`, h);
      }
      last.h.set(`${b},${d}`, h);
      last.c.set(`${b},${d}`, c);
    }
  const none = Array<number>(H).fill(0);
  const list = (...sizes: number[]): number[][] =>
    sizes.reduce<number[][]>(
      (all, size) => all.flatMap((at) => Array.from({ length: size }, (_, i) => [...at, i])),
      [[]],
    );
  const y = layout
    ? { shape: [B, T, D, H], data: list(B, T, D).flatMap(([b, t, d]) => Y.get(`${t},${b},${d}`) ?? none) }
    : { shape: [T, D, B, H], data: list(T, D, B).flatMap(([t, d, b]) => Y.get(`${t},${b},${d}`) ?? none) };
  const state = (which: 'h' | 'c'): Numbers =>
    layout
      ? { shape: [B, D, H], data: list(B, D).flatMap(([b, d]) => last[which].get(`${b},${d}`)!) }
      : { shape: [D, B, H], data: list(D, B).flatMap(([d, b]) => last[which].get(`${b},${d}`)!) };
  return { Y: y, Y_h: state('h'), ...(kind === 'LSTM' && { Y_c: state('c') }) };
}

const gates = { LSTM: 4, GRU: 3, RNN: 1 } as const;

function drawOnnx(kind: Kind, attrs: Attrs, options: readonly string[], [T, B, I] = [5, 3, 2]): Inputs {
  const { hidden_size: H, layout } = attrs;
  const D = attrs.direction === 'bidirectional' ? 2 : 1;
  const G = gates[kind];
  const state = () => (layout ? draw(B!, D, H) : draw(D, B!, H));
  const every: Record<string, () => Numbers> = {
    B: () => draw(D, 2 * G * H),
    P: () => draw(D, 3 * H),
    initial_h: state,
    initial_c: state,
    sequence_lens: () => ({ shape: [B!], data: [T!, 2, 3].slice(0, B) }),
  };
  return {
    X: layout ? draw(B!, T!, I!) : draw(T!, B!, I!),
    W: draw(D, G * H, I!),
    R: draw(D, G * H, H),
    ...Object.fromEntries(options.map((name) => [name, every[name]!()])),
  };
}

function onnxCase(
  kind: Kind,
  attrs: Attrs,
  options: readonly string[],
  wanted?: readonly string[],
  sizes?: [number, number, number],
): object {
  const inputs = drawOnnx(kind, attrs, options, sizes);
  const outputs = onnx(kind, attrs, inputs);
  return {
    op: `onnx.${kind}`,
    attrs,
    inputs,
    outputs: Object.fromEntries(Object.entries(outputs).filter(([name]) => !wanted || wanted.includes(name))),
  };
}

const H = { hidden_size: 4 };
for (const direction of ['forward', 'reverse', 'bidirectional'] as const)
  for (const layout of [0, 1] as const)
    test(`onnx, ${direction}, layout ${layout}`, () =>
      run([
        onnxCase('LSTM', { ...H, direction, layout }, ['B', 'initial_h', 'initial_c', 'P']),
        onnxCase('LSTM', { ...H, direction, layout }, ['sequence_lens', 'B']),
        onnxCase('GRU', { ...H, direction, layout, linear_before_reset: 1 }, ['B', 'initial_h']),
        onnxCase('GRU', { ...H, direction, layout }, ['B', 'sequence_lens', 'initial_h']),
        onnxCase('RNN', { ...H, direction, layout }, ['B', 'initial_h', 'sequence_lens']),
      ]));

test('onnx, any of the outputs, and single steps and sequences', () =>
  run([
    ...[['Y_h'], ['Y_c'], ['Y_h', 'Y_c'], ['Y', 'Y_c'], ['Y']].map((wanted) =>
      onnxCase('LSTM', { ...H, direction: 'bidirectional' }, ['B'], wanted),
    ),
    onnxCase('GRU', { ...H, direction: 'reverse' }, [], ['Y_h']),
    onnxCase('LSTM', H, ['initial_h', 'initial_c'], undefined, [1, 3, 2]),
    onnxCase('LSTM', { ...H, layout: 1 }, ['initial_h'], undefined, [4, 1, 2]),
    onnxCase('RNN', { ...H, direction: 'bidirectional' }, [], undefined, [1, 1, 1]),
    onnxCase('GRU', { hidden_size: 1 }, ['B'], undefined, [3, 2, 1]),
  ]));

test('onnx, activations, clip and coupled gates', () =>
  run([
    ...Object.keys(functions).map((name) => onnxCase('RNN', { ...H, activations: [name] }, ['B'])),
    onnxCase(
      'LSTM',
      {
        ...H,
        activations: ['HardSigmoid', 'ScaledTanh', 'Affine'],
        activation_alpha: [0.3, 0.8, 1.1],
        activation_beta: [0.4, 1.2, 0.1],
      },
      ['B', 'P'],
    ),
    onnxCase('LSTM', { ...H, activations: ['Sigmoid', 'LeakyRelu', 'Tanh'], activation_alpha: [0.2] }, ['B']),
    onnxCase(
      'GRU',
      {
        ...H,
        direction: 'bidirectional',
        activations: ['Sigmoid', 'Tanh', 'HardSigmoid', 'Softsign'],
        activation_alpha: [0.1],
      },
      ['B'],
    ),
    onnxCase('RNN', { ...H, direction: 'bidirectional', activations: ['Tanh', 'Elu'], activation_alpha: [0.7] }, [
      'B',
      'initial_h',
    ]),
    onnxCase('LSTM', { ...H, clip: 0.5 }, ['B', 'P']),
    onnxCase('GRU', { ...H, clip: 0.3, linear_before_reset: 1 }, ['B']),
    onnxCase('RNN', { ...H, clip: 0.25 }, ['B']),
    onnxCase('LSTM', { ...H, input_forget: 1 }, ['B', 'P']),
    onnxCase('LSTM', { ...H, input_forget: 1, clip: 0.9 }, ['initial_c']),
  ]));

/** Blocks of rows, in each direction, in another order. */
function shuffled({ shape, data }: Numbers, from: string, to: string): Numbers {
  const size = data.length / shape[0]! / from.length;
  const blocks = Array.from({ length: shape[0]! }, (_, d) =>
    [...to].map((g) => block(data.slice(d * size * from.length), from.indexOf(g), size)),
  );
  return { shape, data: blocks.flat(2) };
}

function webnnCase(
  name: 'lstm' | 'gru',
  attrs: Record<string, unknown>,
  names: readonly string[] = ['a', 'b', 'c'],
): object {
  const kind = name === 'lstm' ? 'LSTM' : 'GRU';
  const direction =
    ({ backward: 'reverse', both: 'bidirectional' } as const)[String(attrs.direction) as 'both'] ?? 'forward';
  const own = name === 'lstm' ? 'iofg' : 'zrn';
  const layout = String(attrs.layout ?? own);
  const onnxAttrs: Attrs = {
    hidden_size: 4,
    direction,
    ...(attrs.activations
      ? {
          activations: Array(direction === 'bidirectional' ? 2 : 1)
            .fill((attrs.activations as string[]).map((a) => a[0]!.toUpperCase() + a.slice(1)))
            .flat(),
        }
      : {}),
    linear_before_reset: attrs.resetAfter === false ? 0 : 1,
  };
  const given = drawOnnx(kind, onnxAttrs, ['B', 'initial_h', ...(name === 'lstm' ? ['initial_c', 'P'] : [])]);
  const { Y, Y_h, Y_c } = onnx(kind, onnxAttrs, given);
  const half = (from: number): Numbers => {
    const { shape, data } = given.B!;
    const size = shape[1]! / 2;
    return {
      shape: [shape[0]!, size],
      data: Array.from({ length: shape[0]! }, (_, d) => block(data.slice(d * 2 * size), from, size)).flat(),
    };
  };
  const outputs = [Y_h!, ...(Y_c ? [Y_c] : []), ...(attrs.returnSequence ? [Y!] : [])];
  return {
    op: `webnn.${name}`,
    attrs: { hiddenSize: 4, steps: 5, ...attrs },
    inputs: {
      input: given.X,
      weight: shuffled(given.W!, own, layout),
      recurrentWeight: shuffled(given.R!, own, layout),
      bias: shuffled(half(0), own, layout),
      recurrentBias: shuffled(half(1), own, layout),
      initialHiddenState: given.initial_h,
      ...(name === 'lstm' && { initialCellState: given.initial_c, peepholeWeight: given.P }),
    },
    outputs: Object.fromEntries(outputs.map((value, i) => [names[i], value])),
  };
}

/** A cell is an operator of one step, without the axes of direction and time. */
function asCell(of: object): object {
  const { op, attrs, inputs, outputs } = of as { op: string; attrs: object; inputs: Inputs; outputs: Inputs };
  const flat = ({ shape, data }: Numbers): Numbers => ({ shape: shape.slice(1), data });
  const { input, initialHiddenState, initialCellState, ...rest } = inputs;
  return {
    op: `${op}Cell`,
    attrs,
    inputs: {
      ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, flat(value)])),
      input: flat(input!),
      hiddenState: flat(initialHiddenState!),
      ...(initialCellState && { cellState: flat(initialCellState) }),
    },
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, flat(value)])),
  };
}

test('webnn', () =>
  run([
    webnnCase('lstm', {}),
    webnnCase('lstm', { layout: 'ifgo', returnSequence: true }, ['hidden', 'cell', 'sequence']),
    // Gates without a bound would let values, and their rounding, grow from step to step.
    webnnCase('lstm', { direction: 'both', returnSequence: true, activations: ['sigmoid', 'relu', 'tanh'] }),
    webnnCase('lstm', { direction: 'backward', layout: 'ifgo' }),
    webnnCase('gru', {}),
    webnnCase('gru', { layout: 'rzn', resetAfter: false, returnSequence: true }),
    webnnCase('gru', { direction: 'both', layout: 'rzn', activations: ['sigmoid', 'relu'] }),
  ]));

test('webnn cells', () => {
  const steps = (of: object): object => {
    // The first step of a sequence of one.
    const { op, attrs } = of as { op: string; attrs: Record<string, unknown> };
    return asCell(single(op === 'webnn.lstm' ? 'lstm' : 'gru', attrs));
  };
  return run([
    steps(webnnCase('lstm', {})),
    steps(webnnCase('lstm', { layout: 'ifgo' })),
    steps(webnnCase('gru', { resetAfter: false })),
  ]);
});

/** A WebNN case of one step. */
function single(name: 'lstm' | 'gru', { layout, resetAfter }: Record<string, unknown>): object {
  const kind = name === 'lstm' ? 'LSTM' : 'GRU';
  const own = name === 'lstm' ? 'iofg' : 'zrn';
  const attrs: Attrs = { hidden_size: 4, linear_before_reset: resetAfter === false ? 0 : 1 };
  const given = drawOnnx(kind, attrs, ['initial_h', ...(name === 'lstm' ? ['initial_c'] : [])], [1, 3, 2]);
  const { Y_h, Y_c } = onnx(kind, attrs, given);
  const order = String(layout ?? own);
  return {
    op: `webnn.${name}`,
    attrs: { hiddenSize: 4, ...(layout ? { layout } : {}), ...(resetAfter === undefined ? {} : { resetAfter }) },
    inputs: {
      input: given.X,
      weight: shuffled(given.W!, own, order),
      recurrentWeight: shuffled(given.R!, own, order),
      initialHiddenState: given.initial_h,
      ...(name === 'lstm' && { initialCellState: given.initial_c }),
    },
    outputs: { hidden: Y_h, ...(Y_c && { cell: Y_c }) },
  };
}

test('webnn words that do not exist, or contradict the input', async () => {
  const message = async (change: Record<string, unknown>) => {
    const { attrs, ...of } = webnnCase('gru', {}) as { attrs: Record<string, unknown> };
    return run([{ ...of, attrs: { ...attrs, ...change } }]).catch((error: Error) => error.message);
  };
  expect(await message({ direction: 'reverse' })).toContain('attrs.direction is "reverse"');
  expect(await message({ steps: 3 })).toContain('attrs.steps is 3, but the input has 5');
  expect(await message({ resetBefore: true })).toContain('attrs.resetBefore is none of');
});
