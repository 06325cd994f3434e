import { oracleRun } from '@cellc/compiler';
import { loadSync } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { compile, instantiate } from './build.ts';
import { distance, part, reference, swap } from './reference.testing.ts';
import { torchLayers, torchWeights } from './torch.ts';
import { twoLayers } from './two-layers.ts';

test('a state_dict of a two-layer nn.LSTM fits as it is: outputs and gradients are PyTorch’s', async () => {
  const { params, inputs, outputs, grads } = reference('lstm_2layer');
  const spec = { name: 'two', input: 3, layers: torchLayers(4, 2) };
  const model = loadSync(await instantiate(compile(spec, { precision: 'f64', training: true })), {
    weights: torchWeights(params),
  });
  const states = (h: string, c: string, from: typeof inputs) =>
    Object.fromEntries(
      [0, 1].flatMap((n) => [
        [`l${n}.h`, part(from[h]!, n)],
        [`l${n}.c`, part(from[c]!, n)],
      ]),
    );

  const ran = model.run(swap(inputs.x!), { state: states('h0', 'c0', inputs) });
  expect(distance(ran.output, swap(outputs.y!))).toBeLessThan(1e-12);
  for (const [name, expected] of Object.entries(states('hn', 'cn', outputs)))
    expect(distance(ran.state[name]!, expected), name).toBeLessThan(1e-12);

  const got = model.backward({ output: swap(inputs.g_y!), state: states('g_hn', 'g_cn', inputs) });
  const expected = torchWeights(Object.fromEntries(Object.keys(params).map((name) => [name, grads[name]!])));
  for (const [name, gradient] of Object.entries(expected))
    expect(distance(got.params[name]!, gradient), name).toBeLessThan(1e-11);
  expect(distance(got.input, swap(grads.x!))).toBeLessThan(1e-11);
});

test('input 10, hidden 20: weights in PyTorch’s shapes, results as the equations say', async () => {
  const compiled = compile(twoLayers, { precision: 'f64' });
  const model = loadSync(await instantiate(compiled), { seed: 7 });
  const params = model.params();
  expect(params['l0.weight_ih']!.shape).toEqual([80, 10]);
  expect(params['l0.weight_hh']!.shape).toEqual([80, 20]);
  expect(params['l1.weight_ih']!.shape).toEqual([80, 20]);
  expect(params['l1.bias_hh']!.shape).toEqual([80]);

  const x = Array.from({ length: 6 }, (_, t) => Float64Array.from({ length: 10 }, (_, i) => Math.sin(3 * t + i)));
  const named = new Map(Object.entries(params).map(([name, { data }]) => [name, Float64Array.from(data)]));
  const oracle = oracleRun(compiled.model, { x, params: named });
  const { output } = model.run(x);
  expect(
    distance(output, { shape: [6, 20], data: Float64Array.from(oracle.y.flatMap((row) => [...row])) }),
  ).toBeLessThan(1e-14);
  // Streaming is the same network.
  for (const [t, row] of x.entries())
    expect(distance({ shape: [20], data: model.step(row) }, { shape: [20], data: oracle.y[t]! })).toBeLessThan(1e-14);
});
