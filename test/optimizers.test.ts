/** The shipped optimisers against their update rules written out by hand, and the shipped losses against definitions. */
import { compileModel } from '@cellc/compiler';
import { load, type Model, tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { instantiate } from './support/instantiate.ts';
import { random } from './support/random.ts';

const spec = { name: 'm', input: 2, layers: [{ cell: 'rnn', size: 3 }, { dense: 2 }], loss: 'mse' } as const;

/** One parameter's update: p from p, its gradient g and the number of the update t; `s` keeps what it needs. */
type Rule = (p: number, g: number, t: number, s: Record<string, number>) => number;

const nesterov: Rule = (p, g, t, s) => {
  const d = g + 0.1 * p;
  s.v = t === 1 ? d : 0.9 * s.v! + d;
  return p - 0.05 * (d + 0.9 * s.v);
};
const dampened: Rule = (p, g, t, s) => {
  s.v = t === 1 ? g : 0.8 * s.v! + 0.7 * g;
  return p - 0.05 * s.v;
};
const adam =
  (decay: 'added' | 'decoupled', largest: boolean): Rule =>
  (p, g, t, s) => {
    const d = decay === 'added' ? g + 0.1 * p : g;
    s.m = 0.9 * (s.m ?? 0) + 0.1 * d;
    s.v = 0.99 * (s.v ?? 0) + 0.01 * d * d;
    s.u = largest ? Math.max(s.u ?? 0, s.v) : s.v;
    const kept = decay === 'decoupled' ? p * (1 - 0.02 * 0.1) : p;
    return kept - (0.02 * (s.m / (1 - 0.9 ** t))) / (Math.sqrt(s.u / (1 - 0.99 ** t)) + 1e-8);
  };
const rmsprop: Rule = (p, g, _, s) => {
  s.v = 0.95 * (s.v ?? 0) + 0.05 * g * g;
  s.a = 0.95 * (s.a ?? 0) + 0.05 * g;
  s.b = 0.5 * (s.b ?? 0) + g / (Math.sqrt(s.v - s.a * s.a) + 1e-6);
  return p - 0.01 * s.b;
};
const adagrad: Rule = (p, g, t, s) => {
  const d = g + 0.1 * p;
  s.s = (s.s ?? 0.2) + d * d;
  return p - ((0.05 / (1 + (t - 1) * 0.3)) * d) / (Math.sqrt(s.s) + 1e-10);
};

const adamScalars = { lr: 0.02, beta2: 0.99, weight_decay: 0.1 };
const cases: readonly [string, Record<string, Record<string, number>>, Rule][] = [
  ['plain descent', { sgd: { lr: 0.1 } }, (p, g) => p - 0.1 * g],
  ['Nesterov momentum', { sgd: { lr: 0.05, momentum: 0.9, nesterov: 1, weight_decay: 0.1 } }, nesterov],
  ['dampened momentum', { sgd: { lr: 0.05, momentum: 0.8, dampening: 0.3 } }, dampened],
  ['Adam with L2', { adam: adamScalars }, adam('added', false)],
  ['AdamW', { adamw: adamScalars }, adam('decoupled', false)],
  ['AMSGrad', { amsgrad: adamScalars }, adam('added', true)],
  ['AdamW with AMSGrad', { adamw_amsgrad: adamScalars }, adam('decoupled', true)],
  ['centred RMSprop', { rmsprop: { lr: 0.01, alpha: 0.95, eps: 1e-6, momentum: 0.5, centered: 1 } }, rmsprop],
  ['Adagrad', { adagrad: { lr: 0.05, lr_decay: 0.3, weight_decay: 0.1, initial_accumulator_value: 0.2 } }, adagrad],
];

const r = random(4);
const numbers = (n: number): Float64Array => Float64Array.from({ length: n }, () => r.int(-9, 9) / 7);
const x = tensor(numbers(4 * 3 * 2), [4, 3, 2]);
const y = tensor(numbers(4 * 3 * 2), [4, 3, 2]);

/** Gradients of the mean squared error, through `backward`. */
function gradients(model: Model): Record<string, ArrayLike<number>> {
  const { output } = model.run(x);
  const error = Float64Array.from(output.data, (value, i) => (2 * (value - y.data[i]!)) / output.data.length);
  const { params } = model.backward({ output: tensor(error, [4, 3, 2]) });
  return Object.fromEntries(Object.entries(params).map(([name, { data }]) => [name, data]));
}

async function start(optimizer: Record<string, Record<string, number>>): Promise<Model> {
  return load(await instantiate(compileModel({ ...spec, optimizer }, { precision: 'f64' })), { seed: 3 });
}

test.each(cases)('%s', async (_, optimizer, rule) => {
  const [trained, byHand] = [await start(optimizer), await start(optimizer)];
  const kept = new Map<string, Record<string, number>>();
  for (let t = 1; t <= 6; t++) {
    const flow = gradients(byHand);
    const next = Object.entries(byHand.params()).map(([name, { data, shape }]) => {
      const moved = Float64Array.from(data, (p, i) => {
        const key = `${name}.${i}`;
        if (!kept.has(key)) kept.set(key, {});
        return rule(p, flow[name]![i]!, t, kept.get(key)!);
      });
      return [name, tensor(moved, shape)] as const;
    });
    byHand.setParams(Object.fromEntries(next));
  }
  await trained.fit({ x, y }, { epochs: 6, batchSize: 4, shuffle: false });
  const expected = byHand.params();
  for (const [name, { data }] of Object.entries(trained.params()))
    for (const [i, value] of data.entries()) expect(value, `${name}[${i}]`).toBeCloseTo(expected[name]!.data[i]!, 11);
});

test.each([
  ['norm', { clipNorm: 0.05 }],
  ['value', { clipValue: 0.01 }],
] as const)('the gradient is clipped by %s', async (_, clipping) => {
  const descent = { sgd: { lr: 1 } };
  const [free, clipped] = [await start(descent), await start(descent)];
  const flow = gradients(free);
  const norm = Math.hypot(...Object.values(flow).flatMap((values) => Array.from(values)));
  expect(norm).toBeGreaterThan(0.05);
  const before = clipped.params();
  await clipped.fit({ x, y }, { epochs: 1, batchSize: 4, shuffle: false, ...clipping });
  for (const [name, { data }] of Object.entries(clipped.params()))
    for (const [i, value] of data.entries()) {
      const g = flow[name]![i]!;
      const cut = 'clipNorm' in clipping ? (g * 0.05) / (norm + 1e-6) : Math.max(-0.01, Math.min(g, 0.01));
      expect(before[name]!.data[i]! - value, `${name}[${i}]`).toBeCloseTo(cut, 12);
    }
});

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
const entropy = (p: number, t: number): number => -(t * Math.log(p) + (1 - t) * Math.log(1 - p));
const definitions: Readonly<Record<string, (y: readonly number[], target: readonly number[]) => number>> = {
  mse: (a, b) => mean(a.map((v, i) => (v - b[i]!) ** 2)),
  mae: (a, b) => mean(a.map((v, i) => Math.abs(v - b[i]!))),
  huber: (a, b) => mean(a.map((v, i) => Math.abs(v - b[i]!)).map((d) => (d < 1 ? 0.5 * d * d : d - 0.5))),
  bce: (a, b) => mean(a.map((v, i) => entropy(sigmoid(v), b[i]!))),
  bce_logits: (a, b) => mean(a.map((v, i) => entropy(sigmoid(v), b[i]!))),
  cross_entropy: (a, b) => {
    const total = a.reduce((sum, v) => sum + Math.exp(v), 0);
    return -a.reduce((sum, v, i) => sum + b[i]! * Math.log(Math.exp(v) / total), 0);
  },
};

test.each(Object.keys(definitions))('the loss %s is its definition', async (loss) => {
  const activation = loss === 'bce' ? { activation: 'sigmoid' } : {};
  const layers = [{ dense: 3, bias: false, init: { W: 0 }, ...activation }];
  const model = await load(
    await instantiate(compileModel({ name: 'm', input: 3, layers, loss }, { precision: 'f64' })),
  );
  // The identity: what the model is given is what the loss sees.
  model.setParams({ 'dense1.W': tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]) });
  const given = [1.5, -2, 0.25];
  const target = [0, 1, 0];
  expect(model.evaluate({ x: [[given]], y: [[target]] }).loss).toBeCloseTo(definitions[loss]!(given, target), 12);
});

test.each(['adam', 'adamw', 'amsgrad', 'adamw_amsgrad'])(
  'the first step of %s is as long as the learning rate, in single precision as well',
  async (name) => {
    const model = await load(
      await instantiate(
        compileModel(
          {
            name: 'first',
            input: 1,
            layers: [{ dense: 1, init: { '*': 0 } }],
            loss: 'mse',
            optimizer: { [name]: { lr: 1 } },
          },
          { target: 'wasm' },
        ),
      ),
    );
    await model.fit({ x: [[[1]]], y: [[[3]]] }, { epochs: 1 });
    const { data } = (model.params() as Readonly<Record<string, { data: Float32Array }>>)['dense1.W']!;
    // Of the second moment's correction, 1 - 0.999, a difference would leave five digits.
    expect(Math.abs(data[0]! - 1)).toBeLessThan(5e-7);
  },
);
