/** How a batch goes through the model: whole, in micro-batches, in segments, in truncated parts. Against the oracle. */
import type { ModelSpec, Named } from '@cellc/compiler';
import { type CompiledModule, type FitOptions, load, type Model } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { instantiate } from '../support/instantiate.ts';
import { random } from '../support/random.ts';
import { descend, draw, expectSame, learn, type Part, paramsOf, redraw, start, stepsOf } from './reference.ts';

const lr = 0.3;
const base = {
  name: 'm',
  input: 2,
  layers: [{ cell: 'lstm', size: 3, repeat: 2 }, { dense: 2 }],
  loss: 'mse',
  optimizer: { sgd: { lr } },
} as const satisfies ModelSpec;
const noisy: ModelSpec = {
  ...base,
  layers: [
    { cell: 'lstm', size: 3, dropout: 0.2, recurrentDropout: 0.3, zoneout: { h: 0.1, c: 0.2 } },
    { cell: 'gru', size: 3, zoneout: 0.25 },
    { dense: 2 },
  ],
};

const r = random(11);
const [sequences, time] = [6, 7];
const lengths = [7, 3, 1, 5, 7, 2];
const x = draw(r, sequences, time, 2);
const y = draw(r, sequences, time, 2);
const weights = draw(r, sequences, time);
weights.data.forEach((_, i) => {
  weights.data[i] = i % 5 === 0 ? 0 : 0.2 + (i % 3);
});
const last = draw(r, sequences, 2);
const full = { epochs: 2, batchSize: sequences, shuffle: false } as const;

/** The parts of all sequences from one time step to another, those that end before left out. */
function partsOf(from: number, to: number, states?: (Named | undefined)[]): { parts: Part[]; rows: number[] } {
  const rows = lengths.flatMap((length, row) => (length > from ? [row] : []));
  const parts = rows.map((row): Part => {
    const end = Math.min(to, lengths[row]!);
    return {
      x: stepsOf(x, row, from, end),
      y: stepsOf(y, row, from, end),
      weights: Array.from({ length: end - from }, (_, t) => weights.data[row * time + from + t]!),
      ...(states?.[row] && { state: states[row] }),
    };
  });
  return { parts, rows };
}

test('lengths and weights: the loss is the weighted mean', async () => {
  const { model, compiled, params } = await start(base);
  const { loss } = await model.fit({ x, y, lengths, weights }, full);
  let at: Named = params;
  for (let epoch = 0; epoch < 2; epoch++) {
    const step = learn(compiled, at, partsOf(0, time).parts);
    expect(loss[epoch]).toBeCloseTo(step.loss, 12);
    at = descend(at, step.gradient, lr);
  }
  expectSame(model, at);
  expect(model.evaluate({ x, y, lengths, weights }).loss).toBeCloseTo(
    learn(compiled, at, partsOf(0, time).parts).loss,
    12,
  );
});

test('the last step alone, with weights of sequences', async () => {
  const { model, compiled, params } = await start({ ...base, output: 'last' });
  const w = [1, 0.5, 0, 2, 3, 0.25];
  // What a sequence of weight 0 is compared with may be anything.
  const target = { ...last, data: last.data.slice() };
  target.data[4] = Number.NaN;
  await model.fit({ x, y: target, lengths, weights: w }, { ...full, epochs: 1 });
  const parts = lengths.map(
    (length, row): Part => ({
      x: stepsOf(x, row, 0, length),
      y: [Float64Array.from(last.data.slice(row * 2, row * 2 + 2))],
      weights: [w[row]!],
    }),
  );
  expectSame(model, descend(params, learn(compiled, params, parts).gradient, lr));
});

test('truncated: an update for each part, states carried on and gradients not', async () => {
  const { model, compiled, params } = await start(base);
  const losses: number[] = [];
  await model.fit(
    { x, y, lengths, weights },
    { ...full, truncate: 3, onBatch: ({ loss, batch }) => void losses.push(loss, batch) },
  );
  let at: Named = params;
  const expected: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const states: (Named | undefined)[] = [];
    for (let from = 0; from < time; from += 3) {
      const { parts, rows } = partsOf(from, from + 3, states);
      const step = learn(compiled, at, parts);
      step.states.forEach((state, i) => {
        states[rows[i]!] = state;
      });
      expected.push(step.loss, 1);
      at = descend(at, step.gradient, lr);
    }
  }
  expectSame(model, at);
  expect(losses).toHaveLength(expected.length);
  losses.forEach((loss, i) => void expect(loss).toBeCloseTo(expected[i]!, 12));
});

test('truncated, of the last step alone: the part in which a sequence ends learns', async () => {
  const { model, compiled, params } = await start({ ...base, output: 'last' });
  const steps: number[] = [];
  await model.fit(
    { x, y: last },
    { ...full, epochs: 1, truncate: 3, onBatch: (update) => void steps.push(update.steps) },
  );
  const parts = lengths.map((_, row): Part => {
    const before = learn(compiled, params, [{ x: stepsOf(x, row, 0, 6), y: [new Float64Array(2)], weights: [1] }]);
    const target = Float64Array.from(last.data.slice(row * 2, row * 2 + 2));
    return { x: stepsOf(x, row, 6, 7), y: [target], weights: [1], state: before.states[0]! };
  });
  expectSame(model, descend(params, learn(compiled, params, parts).gradient, lr));
  expect(steps).toEqual([sequences]);
});

test('stateful: a batch goes on where the one before ended', async () => {
  const { model, compiled, params } = await start(base);
  const data = { x, y, lengths };
  await model.fit(data, { epochs: 2, batchSize: 3, stateful: true });
  let at: Named = params;
  for (let epoch = 0; epoch < 2; epoch++) {
    let states: readonly Named[] = [];
    for (const first of [0, 3]) {
      const parts = [0, 1, 2].map((slot): Part => {
        const row = first + slot;
        const length = lengths[row]!;
        return {
          x: stepsOf(x, row, 0, length),
          y: stepsOf(y, row, 0, length),
          weights: Array<number>(length).fill(1),
          ...(states[slot] && { state: states[slot] }),
        };
      });
      const step = learn(compiled, at, parts);
      states = step.states;
      at = descend(at, step.gradient, lr);
    }
  }
  expectSame(model, at);
});

test('dropout and zoneout: the gradient is that of the factors that were drawn', async () => {
  const { model, compiled, params } = await start(noisy);
  const seed = 77;
  const noise = compiled.manifest.training!.noise;
  expect(noise.map(({ region }) => region.rows)).toEqual(expect.arrayContaining(['steps', 'batch']));
  await model.fit({ x, y, lengths }, { ...full, seed });
  let at: Named = params;
  for (let epoch = 0; epoch < 2; epoch++) {
    const parts = lengths.map(
      (length, row): Part => ({
        x: stepsOf(x, row, 0, length),
        y: stepsOf(y, row, 0, length),
        weights: Array<number>(length).fill(1),
        noise: new Map(
          noise.map(({ name, region, probability, value }, n) => {
            const times = Array.from({ length }, (_, t) => (region.rows === 'steps' ? t + 1 : 0));
            const rows = times.map((time) =>
              redraw({ seed, noise: n, batch: epoch, slot: row, time }, region.size, probability, value),
            );
            return [name, rows] as const;
          }),
        ),
      }),
    );
    at = descend(at, learn(compiled, at, parts).gradient, lr);
  }
  expectSame(model, at);
});

/** The same training in two ways. */
async function sameAs(spec: ModelSpec, data: object, one: object, other: object): Promise<void> {
  const [a, b] = [await start(spec), await start(spec)];
  await a.model.fit(data as never, { ...full, ...one } as FitOptions);
  await b.model.fit(data as never, { ...full, ...other } as FitOptions);
  expect(paramsOf(a.model)).not.toEqual(a.params);
  expectSame(a.model, paramsOf(b.model));
}

const kinds: [string, ModelSpec, object][] = [
  ['sequences', base, { x, y, lengths, weights }],
  ['the last step', { ...base, output: 'last' }, { x, y: last, lengths }],
  ['noise', noisy, { x, y, lengths }],
  ['noise and the last step', { ...noisy, output: 'last' }, { x, y: last, lengths }],
];
for (const [name, spec, data] of kinds) {
  test(`micro-batches add up to the batch: ${name}`, () => sameAs(spec, data, {}, { microBatch: 4 }));
  test.each([1, 2, 3, 6])(`segments of %i steps that are run again: ${name}`, (recompute) =>
    sameAs(spec, data, {}, { recompute }),
  );
  test(`both, and truncated: ${name}`, () =>
    sameAs(spec, data, { truncate: 4 }, { truncate: 4, recompute: 3, microBatch: 1 }));
  test(`stateful, in segments: ${name}`, () =>
    sameAs(
      spec,
      data,
      { stateful: true, batchSize: 3 },
      { stateful: true, batchSize: 3, recompute: 2, microBatch: 2 },
    ));
}

test('segments take less memory', async () => {
  const { compiled } = await start(base);
  const module = await instantiate(compiled);
  const sizes: number[] = [];
  const spy: CompiledModule = {
    ...module,
    kernels: {
      ...module.kernels,
      backward: (m, T, B) => {
        sizes.push(m.length);
        module.kernels.backward!(m, T, B);
      },
    },
  };
  const long = { x: draw(r, 2, 64, 2), y: draw(r, 2, 64, 2) };
  for (const settings of [{}, { recompute: 8 }]) {
    const model: Model = await load(spy);
    await model.fit(long, { epochs: 1, ...settings });
  }
  const fixed = compiled.manifest.arena[0];
  expect(sizes.at(-1)! - fixed).toBeLessThan((sizes[0]! - fixed) / 6);
});

test.each(['truncate', 'recompute', 'stateful'])('%s of a layer that reads the sequence backward', async (option) => {
  const { model } = await start({ ...base, layers: [{ cell: 'gru', size: 2, direction: 'both' }, { dense: 2 }] });
  const settings = { ...full, [option]: option === 'stateful' ? true : 2 };
  await expect(model.fit({ x, y }, settings)).rejects.toThrow(
    `E_UNSUPPORTED: ${option} carries states forward in time, but gru1.backward.h starts from a sequence's end`,
  );
});

test('noise is its mean where nothing is trained', async () => {
  const { model, compiled, params } = await start(noisy);
  const mean = learn(compiled, params, partsOf(0, time).parts).loss;
  expect(model.evaluate({ x, y, lengths, weights }).loss).toBeCloseTo(mean, 12);
  const { epochs } = await model.fit({ x, y }, { epochs: 1, lr: 0, validation: { x, y, lengths, weights } });
  expect(epochs[0]!.validation!.loss).toBeCloseTo(mean, 12);
  expect(epochs[0]!.loss).not.toBeCloseTo(model.evaluate({ x, y }).loss, 3);
});
