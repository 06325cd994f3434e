/** Losses of a user's own: the gradient that training follows is that of the loss it reports. */
import { compileModel } from '@cellc/compiler';
import { load, type Model } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { centralDifferences, worstError } from './support/differences.ts';
import { instantiate } from './support/instantiate.ts';
import { random } from './support/random.ts';

const losses: Readonly<Record<string, string>> = {
  'mean squared error': 'loss = mean((a - b)^2)',
  'a loss of parts': 'loss = sum((a[0:1] - b[0:1])^2) + 0.5 * abs(sum(a[1:3]) - 1)',
  'cross-entropy of distributions': 'loss = -sum(softmax(b) * log(softmax(a)))',
  'scalars that are named like buffers':
    'd_y = sum(a * b)\ny = sum(a * a)\ntarget = y + d_y * d_y\nloss = log(1 + target)',
  'a loss that part of the output has no say in': 'loss = (a[0:1] @ b[0:1]) ^ 2',
};

/** Takes one step down the whole gradient, so that parameters tell what it was. */
const descent = 'cell descent(g: N) -> p: N\np = p[t-1] - g\n';

test.each(Object.entries(losses))('%s', async (_, equations) => {
  const spec = {
    name: 'm',
    input: 2,
    layers: [{ cell: 'rnn', size: 4 }, { dense: 3 }],
    loss: `cell own(a: N, b: N) -> loss\n${equations}\n`,
    optimizer: descent,
  };
  const model: Model = await load(await instantiate(compileModel(spec, { precision: 'f64' })), { seed: 5 });
  const r = random(9);
  const rows = (features: number): number[][][] =>
    Array.from({ length: 3 }, () =>
      Array.from({ length: 4 }, () => Array.from({ length: features }, () => r.int(-9, 9) / 7)),
    );
  const data = { x: rows(2), y: rows(3), lengths: [4, 2, 3] };
  const before = model.params();
  const numeric = Object.entries(before).map(([name, { data: values, shape }]) => {
    const at = Float64Array.from(values);
    const loss = (): number => {
      model.setParams({ ...before, [name]: { data: at, shape } });
      return model.evaluate(data).loss;
    };
    return [name, centralDifferences(loss, at)] as const;
  });
  model.setParams(before);
  await model.fit(data, { epochs: 1, batchSize: 3, shuffle: false });
  const after = model.params();
  for (const [name, expected] of numeric) {
    const gradient = Float64Array.from(before[name]!.data, (value, i) => value - after[name]!.data[i]!);
    // Central differences of 1e-5 are good to about 1e-9 in double precision.
    expect(worstError(gradient, expected), name).toBeLessThan(1e-7);
  }
});

test('a spec sets the scalars of its loss', async () => {
  const spec = { name: 'm', input: 1, layers: [{ dense: 1, init: { W: 1, b: 0 } }], loss: { huber: { delta: 2 } } };
  const model: Model = await load(await instantiate(compileModel(spec, { precision: 'f64' })));
  // Errors of 1 and 5: half a square within delta, a line of slope delta beyond it.
  const { loss } = model.evaluate({ x: [[[1], [5]]], y: [[[0], [0]]] });
  expect(loss).toBeCloseTo((0.5 + (0.5 * 2 ** 2 + 2 * (5 - 2))) / 2, 12);
});
