import { expect, test } from 'vitest';
import { type Case, distance, part, reference, swap } from './reference.testing.ts';
import { bidirectional, deep, type Last, sequence } from './sequence.ts';
import { torchWeights } from './torch.ts';

/** PyTorch's [layers * directions, batch, hidden] by the names of the parts. */
function states(units: readonly string[], h: Case['params'][string], c: Case['params'][string]): Map<string, Last> {
  return new Map(units.map((unit, n) => [unit, { h: part(h, n), c: part(c, n) }]));
}

const examples = [
  { title: 'one layer', id: 'lstm_basic_i4h3', units: ['l0'], make: sequence },
  { title: 'both directions', id: 'lstm_bidir', units: ['l0.forward', 'l0.backward'], make: bidirectional },
  {
    title: 'three layers',
    id: 'lstm_3layer',
    units: ['l0', 'l1', 'l2'],
    make: (input: number, size: number, options: object) => deep(input, size, 3, options),
  },
] as const;

test.each(examples)('$title: all hidden states and the last h and c are PyTorch’s', async ({ id, units, make }) => {
  const { config, params, inputs, outputs } = reference(id);
  const run = await make(config.input_size!, config.hidden_size!, { weights: torchWeights(params), precision: 'f64' });
  const { hidden, last } = run(swap(inputs.x!), states(units, inputs.h0!, inputs.c0!));
  expect(distance(hidden, swap(outputs.y!))).toBeLessThan(1e-12);
  expect([...last.keys()]).toEqual(units);
  for (const [unit, { h, c }] of states(units, outputs.hn!, outputs.cn!)) {
    expect(distance(last.get(unit)!.h, h), unit).toBeLessThan(1e-12);
    expect(distance(last.get(unit)!.c, c), unit).toBeLessThan(1e-12);
  }
});

test('going on from the last state is the same as one long sequence', async () => {
  const { params, inputs } = reference('lstm_basic_i4h3');
  const run = await sequence(4, 3, { weights: torchWeights(params), precision: 'f64' });
  const rows = Array.from({ length: 5 }, (_, t) => inputs.x!.data.slice(t * 8, t * 8 + 4));
  const whole = run([rows]);
  const { last } = run([rows.slice(0, 2)]);
  const rest = run([rows.slice(2)], last);
  expect(rest.last.get('l0')).toEqual(whole.last.get('l0'));
  expect([...rest.hidden.data]).toEqual([...whole.hidden.data.slice(2 * 3)]);
});

test('without initial states it starts from zero', async () => {
  const { params, inputs } = reference('lstm_basic_i4h3');
  const run = await sequence(4, 3, { weights: torchWeights(params) });
  const zero = { data: new Float64Array(6), shape: [2, 3] };
  expect(run(swap(inputs.x!))).toEqual(run(swap(inputs.x!), new Map([['l0', { h: zero, c: zero }]])));
});
