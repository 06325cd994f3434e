/** Models to export: every shipped cell, the ways of putting them together, and random ones. */
import { type Model, type ModelSpec, resolveModel, shelves } from '@cellc/compiler';
import { unitsOf } from '@cellc/compiler/graph';
import { parametersOf } from '@cellc/export';
import type { Tensor } from '@cellc/runtime';
import { randomCase } from '../support/models.ts';
import { type Random, random } from '../support/random.ts';

export interface Sample {
  readonly name: string;
  readonly spec: ModelSpec;
}

const shipped = Object.keys(shelves.cell.texts).map((cell, i): Sample => {
  const projection = cell === 'lstm_projected' ? { projection: 3 } : {};
  const direction = (['both', 'forward', 'backward'] as const)[i % 3]!;
  return {
    name: cell,
    spec: { name: cell.replaceAll('_', '-'), input: 3, layers: [{ cell, size: 5, direction, ...projection }] },
  };
});

const together: ModelSpec[] = [
  {
    name: 'stack',
    input: 2,
    standardize: 'both',
    layers: [
      { cell: 'lstm', size: 4, repeat: 2 },
      { cell: 'gru', size: 3, direction: 'both' },
      { dense: 2, activation: 'leaky_relu' },
    ],
    output: 'last',
  },
  {
    name: 'characters',
    input: { classes: 7 },
    layers: [{ embedding: 3 }, { cell: 'gru', size: 4 }, { dense: 7, activation: 'softmax' }],
  },
  {
    name: 'one-hot',
    input: { classes: 5 },
    layers: [
      { cell: 'rnn', size: 4 },
      { dense: 2, bias: false },
    ],
  },
  {
    name: 'noisy',
    input: 3,
    layers: [
      { cell: 'lstm', size: 4, dropout: 0.3, recurrentDropout: 0.2, zoneout: { c: 0.4 } },
      { dense: 2, dropout: 0.5 },
    ],
  },
  {
    name: 'odd-cells',
    input: 3,
    layers: [
      // A scalar state, a matrix state, a state that starts from a number, and names that Python keeps.
      {
        cell: [
          'cell counting(x: I) -> y: H',
          'n = n[t-1] + 1',
          'started = 1',
          'lambda = sigmoid(W @ x)',
          'M = 0.5 * M[t-1] + outer(lambda, tanh(x)) * (1 / n)',
          'y = M @ x + lambda * started[t-1] + x[t-1] @ V',
        ],
        size: 4,
      },
      {
        cell: [
          'cell packed(x: I) -> h: H',
          'i, f = split(W @ [x; h[t-1]] + b)',
          'h = max(f, 0) * h[t-1] + min(i, 0.3) ^ 2',
        ],
        size: 3,
      },
      {
        cell: [
          'cell chosen(x: 3) -> h: 3',
          'param s, b: [3]',
          'h = where(x, log(x + 0.5), tanh(W @ x + U @ h[t-1])) + where(s, 0.1, b) + where(0.5, x, 0)',
        ],
        size: 3,
      },
      { cell: ['cell parts(x: I) -> h: 5', 'param W: [5, I+1], p: 1', 'h = tanh(W @ [x; p]) * sum(x[0:2])'], size: 5 },
    ],
  },
];

const clip = (sum: string, by: number): string => `clamp(${sum}, -${by}, ${by})`;
const sum = (gate: string): string => `W_x${gate} @ x + W_h${gate} @ h[t-1] + b_${gate}`;

/** The cells of ONNX with other activations, and what the operator is said to have. */
export const variants: readonly (readonly [functions: string, cell: readonly string[]])[] = [
  [
    'HardSigmoid, Softsign, Affine',
    [
      'cell keras_like(x: I) -> h: H',
      ...[...'ifo'].map((gate) => `${gate} = clamp(0.2 * (${sum(gate)}) + 0.5, 0, 1)`),
      `g = softsign(${sum('g')})`,
      'c = f * c[t-1] + i * g',
      'h = o * c',
    ],
  ],
  [
    'Sigmoid, Tanh, Tanh',
    [
      'cell clipped(x: I) -> h: H',
      ...[...'ifo'].map((gate) => `${gate} = sigmoid(${clip(sum(gate), 0.25)})`),
      `g = tanh(${clip(sum('g'), 0.25)})`,
      'c = f * c[t-1] + i * g',
      'h = o * tanh(c)',
    ],
  ],
  [
    'HardSigmoid, LeakyRelu',
    [
      'cell gated(x: I) -> h: H',
      ...[...'rz'].map((gate) => `${gate} = hard_sigmoid(${sum(gate)})`),
      `n = leaky_relu(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn), 0.3)`,
      'h = (1 - z) * n + z * h[t-1]',
    ],
  ],
  ['ScaledTanh', ['cell scaled(x: I) -> h: H', `h = 1.7 * tanh(0.6 * (${sum('h')}))`]],
  ['Elu', ['cell exponential(x: I) -> h: H', `h = elu(${sum('h')})`]],
  ['Relu', ['cell rectified(x: I) -> h: H', `h = relu(${clip(sum('h'), 0.5)})`]],
];

const varied = variants.map(([functions, cell], i): Sample => {
  const direction = (['both', 'forward', 'backward'] as const)[i % 3]!;
  return {
    name: `${cell[0]!.split(/[ (]/)[1]} of ${functions}`,
    spec: { name: 'm', input: 3, layers: [{ cell, size: 4, direction }] },
  };
});

export const samples: readonly Sample[] = [
  ...shipped,
  ...together.map((spec) => ({ name: spec.name, spec })),
  ...varied,
];

/** Random models, the same for the same seed. */
export function randomSamples(seed: number, count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `random ${seed + i}`,
    spec: { ...randomCase(random(seed + i)).spec, name: `random${seed + i}` },
  }));
}

export interface Given {
  /** [batch, time, input], or [batch, time] of classes */
  readonly x: Tensor;
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** Single-precision numbers for a model. */
export function giveNumbers(r: Random, spec: ModelSpec, batch: number, time: number): Given {
  const model = resolveModel(spec);
  const draw = (shape: readonly number[], bound: number, about = 0): Tensor => ({
    data: r
      .array(
        shape.reduce((a, b) => a * b, 1),
        bound,
      )
      .map((x) => Math.fround(about + x)),
    shape,
  });
  const x =
    model.reads === 'class'
      ? { data: Float64Array.from({ length: batch * time }, () => r.int(0, model.input - 1)), shape: [batch, time] }
      : draw([batch, time, model.input], 1);
  const weights = [...parametersOf(model)].map(
    ([name, shape]) => [name, name.endsWith('.scale') ? draw(shape, 0.5, 1) : draw(shape, 0.8)] as const,
  );
  return { x, weights: Object.fromEntries(weights) };
}

/** The shapes of a model's states, by name. */
export function statesOf(model: Model): Map<string, readonly number[]> {
  const units = unitsOf(model).flat();
  return new Map(
    units.flatMap(({ path, step }) => step.states.map(({ name, whole }) => [`${path}.${name}`, whole] as const)),
  );
}

/** The sequences of a batch as the oracle takes them: vectors, one-hot where they are classes. */
export function sequencesOf({ data, shape }: Tensor, features: number): Float64Array[][] {
  const [batch = 0, time = 0, width] = shape;
  return Array.from({ length: batch }, (_, b) =>
    Array.from({ length: time }, (_, t) => {
      const row = b * time + t;
      if (width !== undefined) return Float64Array.from(data.subarray(row * width, (row + 1) * width));
      return Float64Array.from({ length: features }, (_, i) => Number(i === data[row]));
    }),
  );
}
