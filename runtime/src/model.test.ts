import { expect, test } from 'vitest';
import * as inference from './inference.ts';
import { load, loadSync } from './model.ts';
import { tensor } from './tensor.ts';
import { elman, type Variant } from './testing/elman.ts';
import { row, sequences, sum, wave } from './testing/numbers.ts';

test('step and run agree', () => {
  for (const inference of [false, true])
    for (const precision of ['f32', 'f64'] as const) {
      const model = loadSync(elman({ inference, precision }));
      const x = row(sequences(1, 5), 0);
      const { output, state } = model.run(x);
      expect(output.shape).toEqual([5, 3]);
      for (let t = 0; t < 5; t++)
        expect([...model.step(x.data.subarray(2 * t, 2 * t + 2))]).toEqual([...output.data.slice(3 * t, 3 * t + 3)]);
      expect(model.state()).toEqual(state);
    }
});

test('step returns the same view, and reads its input from model.input when given nothing', () => {
  const model = loadSync(elman({}));
  const y = model.step([1, 2]);
  const first = [...y];
  model.reset();
  model.input.set([1, 2]);
  expect(model.step()).toBe(y);
  expect([...y]).toEqual(first);
});

test('a stream goes on where it was when the arena grows', () => {
  const [model, other] = [loadSync(elman({})), loadSync(elman({}))];
  for (let t = 0; t < 3; t++) {
    expect([...model.step([t, 1])]).toEqual([...other.step([t, 1])]);
    model.run(sequences(t + 1, 10 * t + 1));
  }
});

test('run neither reads nor writes the streaming state', () => {
  const model = loadSync(elman({}));
  const x = sequences(2, 3);
  const before = model.run(x).output;
  model.step([1, 2]);
  const state = model.state();
  expect(model.run(x).output).toEqual(before);
  expect(model.state()).toEqual(state);
});

test('a state saved from a stream continues it, in a stream or in run', () => {
  const model = loadSync(elman({}));
  model.step([1, 2]);
  const state = model.state();
  const y = [...model.step([3, 4])];
  model.reset(state);
  expect([...model.step([3, 4])]).toEqual(y);
  expect([...model.run([[3, 4]], { state }).output.data]).toEqual(y);
  model.reset();
  expect(model.state()['elman.h']).toEqual({ data: new Float64Array(3), shape: [3] });
});

const variants: Variant[] = [];
for (const returns of ['sequence', 'last'] as const)
  for (const direction of ['forward', 'backward'] as const)
    for (const inference of [false, true]) variants.push({ returns, direction, inference });

test.each(variants)('each row of a ragged batch is that sequence alone: %o', (variant) => {
  const model = loadSync(elman(variant));
  const lengths = [2, 4, 1, 4, 3];
  const x = sequences(5, 6);
  model.run(sequences(5, 6, 9)); // leaves other numbers in the arena
  const initial = { 'elman.h': tensor(wave(15), [5, 3]) };
  const { output, state } = model.run(x, { lengths, state: initial });
  expect(output.shape).toEqual(variant.returns === 'last' ? [5, 3] : [5, 6, 3]);
  for (const [b, length] of lengths.entries()) {
    const h = { 'elman.h': tensor(initial['elman.h'].data.slice(3 * b, 3 * b + 3), [3]) };
    const alone = model.run(row(x, b, length), { state: h });
    const size = output.data.length / 5;
    const padded = new Float64Array(size);
    padded.set(alone.output.data);
    expect(output.data.slice(b * size, (b + 1) * size)).toEqual(padded);
    expect(state['elman.h']!.data.slice(3 * b, 3 * b + 3)).toEqual(alone.state['elman.h']!.data);
  }
});

test('the backward direction is the forward one on the reversed sequence', () => {
  const [forward, backward] = [loadSync(elman({})), loadSync(elman({ direction: 'backward' }))];
  const xs = [[0, 1], [2, 3], [4, 5]]; // biome-ignore format: one step each
  const reversed = [...xs].reverse();
  const y = forward.run(reversed).output.data;
  expect(backward.run(xs).output.data).toEqual(new Float64Array([...y.slice(6), ...y.slice(3, 6), ...y.slice(0, 3)]));
});

test.each(variants.filter(({ inference }) => !inference))('gradients are finite differences: %o', (variant) => {
  const model = loadSync(elman(variant), { seed: 3 });
  const lengths = [2, 5, 3];
  const x = sequences(3, 5);
  const initial = tensor(wave(9, 2), [3, 3]);
  const run = () => model.run(x, { lengths, state: { 'elman.h': initial } });
  model.run(tensor(wave(30).fill(Number.NaN), [3, 5, 2])); // what a ragged batch must not read
  const { output } = run();
  const dy = tensor(wave(output.data.length, 5), output.shape);
  const dh = tensor(wave(9, 7), [3, 3]);
  const gradients = model.backward({ output: dy, state: { 'elman.h': dh } });
  expect(model.gradients()).toEqual(gradients.params);
  expect(model.backward({ output: dy, state: { 'elman.h': dh } })).toEqual(gradients);

  const objective = () => {
    const { output, state } = run();
    return sum(output.data, dy.data) + sum(state['elman.h']!.data, dh.data);
  };
  const params = model.params();
  const check = (values: Float32Array | Float64Array, gradient: Float32Array | Float64Array) => {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const difference = [1e-6, -1e-6].map((by) => {
        values[i] = value + by;
        model.setParams(params);
        return objective();
      });
      values[i] = value;
      expect(gradient[i]).toBeCloseTo((difference[0]! - difference[1]!) / 2e-6, 8);
    }
  };
  for (const [name, { data }] of Object.entries(params)) check(data, gradients.params[name]!.data);
  check(x.data, gradients.input.data);
  check(initial.data, gradients.state['elman.h']!.data);
});

test('cotangents default to zero', () => {
  const model = loadSync(elman({}));
  model.run(sequences(1, 2));
  expect(new Set(model.backward({}).input.data)).toEqual(new Set([0]));
});

test('initial parameters depend on the seed alone', async () => {
  const params = async (seed?: number) => (await load(elman({}), seed === undefined ? {} : { seed })).params();
  expect(await params(1)).toEqual(await params(1));
  expect(await params(1)).not.toEqual(await params(2));
  expect(await params()).toEqual(await params(0));
});

test('weights survive packing, and padding stays zero', () => {
  const arenas: ArrayLike<number>[] = [];
  const module = elman({});
  const kernels = { ...module.kernels, step: (m: ArrayLike<number>) => void arenas.push(m) };
  const weights = {
    'elman.U': tensor(wave(9, 1), [3, 3]),
    'elman.W': tensor(wave(6, 2), [3, 2]),
    'elman.b': tensor(wave(3, 3), [3]),
  };
  const model = loadSync({ ...module, kernels }, { weights });
  expect(model.params()).toEqual(weights);
  model.step();
  const values = Array.from(arenas[0]!).slice(module.manifest.values.start, module.manifest.values.end);
  expect(values.filter((value) => value !== 0)).toHaveLength(9 + 6 + 3);
});

test('saved weights load into either precision', () => {
  const model = loadSync(elman({ precision: 'f32' }), { seed: 5 });
  const file = model.save();
  expect(loadSync(elman({ precision: 'f32' }), { weights: file }).save()).toEqual(file);
  const wide = loadSync(elman({}), { weights: file.buffer as ArrayBuffer });
  expect([...wide.params()['elman.U']!.data]).toEqual([...model.params()['elman.U']!.data]);
});

test('setParams sets all or nothing', () => {
  const model = loadSync(elman({}));
  const before = model.params();
  const changed = { ...model.params(), 'elman.U': tensor(wave(9), [3, 3]) };
  for (const bad of [tensor(wave(4), [4]), tensor([1, Number.NaN, 2], [3])])
    expect(() => model.setParams({ ...changed, 'elman.b': bad })).toThrow('E_WEIGHTS');
  expect(model.params()).toEqual(before);
});

test('the inference entry gives the same numbers', async () => {
  const model = loadSync(elman({}));
  const weights = model.save();
  const x = sequences(2, 3);
  const { output } = model.run(x);
  expect((await inference.load(elman({ inference: true }), { weights })).run(x).output).toEqual(output);
});
