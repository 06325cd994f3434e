import { expect, test } from 'vitest';
import { loadSync } from '../model.ts';
import { readSafetensors } from '../safetensors.ts';
import { tensor } from '../tensor.ts';
import { elman } from '../testing/elman.ts';
import { sequences, sum, wave } from '../testing/numbers.ts';
import type { Epoch } from './options.ts';

/** What another model of the same kind answers: a task that can be learnt. */
function task(returns: 'sequence' | 'last', lengths?: number[]) {
  const x = sequences(10, 6);
  const { output } = loadSync(elman({ returns }), { seed: 99 }).run(x, lengths ? { lengths } : {});
  return { x, y: output, ...(lengths && { lengths }) };
}

for (const returns of ['sequence', 'last'] as const)
  for (const lengths of [undefined, [6, 1, 2, 3, 4, 5, 6, 1, 2, 3]])
    test(`fit lowers the loss: ${returns}, lengths ${lengths}`, async () => {
      const model = loadSync(elman({ returns }), { seed: 1 });
      const data = task(returns, lengths);
      const before = model.evaluate(data).loss;
      const { loss } = await model.fit(data, { epochs: 60, batchSize: 4, lr: 0.5 });
      expect(loss).toHaveLength(60);
      expect(loss[0]).toBeLessThan(before * 1.2);
      expect(model.evaluate(data).loss).toBeLessThan(before / 10);
    });

test('training repeats bit for bit with a seed', async () => {
  const data = task('sequence');
  const train = async (seed: number) => {
    const model = loadSync(elman({ precision: 'f32' }));
    model.run(sequences(2, 3)); // what was done before does not matter
    const { loss } = await model.fit(data, { epochs: 3, batchSize: 3, seed });
    return { loss, weights: model.save() };
  };
  expect(await train(1)).toEqual(await train(1));
  expect(await train(1)).not.toEqual(await train(2));
});

test('the optimiser starts afresh with every fit', async () => {
  const data = task('last');
  const model = loadSync(elman({ returns: 'last' }));
  const start = model.params();
  const figures = async () => {
    const { epochs, ...history } = await model.fit(data, { epochs: 3 });
    return { ...history, epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0 })) };
  };
  const first = await figures();
  model.setParams(start);
  expect(await figures()).toEqual(first);
});

test('updates are those of their equations', async () => {
  const model = loadSync(elman({}));
  const other = loadSync(elman({}));
  const { x, y } = task('sequence');
  const history = await model.fit({ x, y }, { epochs: 3, lr: 0.3, momentum: 0, shuffle: false });
  for (let t = 1; t <= 3; t++) {
    const { output } = other.run(x);
    const rows = 10 * 6;
    const error = output.data.map((value, i) => value - y.data[i]!);
    expect(history.loss[t - 1]).toBeCloseTo(sum(error, error) / 3 / rows, 12);
    const dy = error.map((value) => (2 * value) / 3 / rows);
    const gradient = other.backward({ output: tensor(dy, output.shape) }).params;
    const rate = 0.3 / Math.sqrt(t);
    const updated = Object.entries(other.params()).map(([name, { data, shape }]) => {
      const values = Float64Array.from(data, (value, i) => value - rate * gradient[name]!.data[i]!);
      return [name, tensor(values, shape)] as const;
    });
    other.setParams(Object.fromEntries(updated));
  }
  for (const [name, { data }] of Object.entries(model.params()))
    for (const [i, value] of data.entries()) expect(value).toBeCloseTo(other.params()[name]!.data[i]!, 12);
});

test('the loss of data is the mean over rows, however it is batched', async () => {
  const model = loadSync(elman({}));
  const lengths = Array.from({ length: 70 }, (_, i) => 1 + (i % 5));
  const x = sequences(70, 5);
  const y = tensor(wave(70 * 5 * 3), [70, 5, 3]);
  const batches: number[] = [];
  const { loss } = await model.fit(
    { x, y, lengths },
    { epochs: 1, batchSize: 16, lr: 0, shuffle: false, onBatch: ({ batch }) => batches.push(batch) },
  );
  expect(batches).toEqual([1, 2, 3, 4, 5]);
  expect(loss[0]).toBeCloseTo(model.evaluate({ x, y, lengths }).loss, 12);
});

test('what stands past a sequence’s end does not matter', async () => {
  const train = async (padding: number) => {
    const { x, y } = task('sequence');
    const lengths = Array.from({ length: 10 }, (_, row) => 3 + (row % 3));
    for (const [row, length] of lengths.entries()) {
      x.data.fill(padding, (row * 6 + length) * 2, (row + 1) * 12);
      y.data.fill(padding, (row * 6 + length) * 3, (row + 1) * 18);
    }
    const model = loadSync(elman({}));
    await model.fit({ x, y, lengths }, { epochs: 2 });
    return model.params();
  };
  expect(await train(0)).toEqual(await train(Number.NaN));
});

test('onEpoch sees each epoch and may stop', async () => {
  const seen: Epoch[] = [];
  const { loss } = await loadSync(elman({})).fit(task('sequence'), {
    epochs: 5,
    onEpoch: (epoch: Epoch) => {
      seen.push(epoch);
      return epoch.epoch < 2;
    },
  });
  expect(seen.map(({ epoch, epochs, loss }) => ({ epoch, epochs, loss }))).toEqual([
    { epoch: 1, epochs: 5, loss: loss[0] },
    { epoch: 2, epochs: 5, loss: loss[1] },
  ]);
  expect(loss).toHaveLength(2);
});

test('backward does not go through a tape that training has overwritten', async () => {
  const model = loadSync(elman({}));
  await model.fit(task('sequence'), { epochs: 2, onEpoch: () => model.run(sequences(1, 2)) && model.backward({}) });
  expect(() => model.backward({})).not.toThrow();
  model.evaluate(task('sequence'));
  expect(() => model.backward({})).toThrow('E_ORDER');
  await model.fit(task('sequence'), { epochs: 2, onEpoch: ({ epoch }: Epoch) => epoch === 1 && model.run([[1, 2]]) });
  expect(() => model.backward({})).toThrow('E_ORDER');
});

test('a signal stops before the next batch; one that was given before does nothing at all', async () => {
  const controller = new AbortController();
  const model = loadSync(elman({}));
  let batches = 0;
  const history = await model.fit(task('sequence'), {
    epochs: 5,
    batchSize: 4,
    signal: controller.signal,
    onBatch: () => ++batches === 5 && controller.abort(),
  });
  expect(batches).toBe(5);
  expect(history).toMatchObject({ stopped: 'signal', loss: [expect.any(Number)] });
  const before = model.params();
  expect(await model.fit(task('sequence'), { epochs: 5, signal: controller.signal })).toEqual({
    loss: [],
    epochs: [],
    stopped: 'signal',
  });
  expect(model.params()).toEqual(before);
});

test('a signal stops truncated sequences between their parts', async () => {
  const controller = new AbortController();
  let updates = 0;
  const { stopped } = await loadSync(elman({})).fit(
    { x: sequences(1, 50), y: tensor(wave(150), [1, 50, 3]) },
    { epochs: 2, truncate: 5, signal: controller.signal, onBatch: () => ++updates === 2 && controller.abort() },
  );
  expect({ stopped, updates }).toEqual({ stopped: 'signal', updates: 2 });
});

test('checkpoints: every so many epochs, no more often than every so many seconds, and at the end', async () => {
  const saved = async (given: object) => {
    const epochs: number[] = [];
    const save = (bytes: Uint8Array) => void epochs.push(JSON.parse(readSafetensors(bytes).metadata.progress!).epoch);
    await loadSync(elman({})).fit(task('sequence'), { epochs: 5, checkpoint: { save, ...given } });
    return epochs;
  };
  expect(await saved({})).toEqual([1, 2, 3, 4, 5]);
  expect(await saved({ every: 2 })).toEqual([2, 4, 5]);
  expect(await saved({ seconds: 1e6 })).toEqual([1, 5]);
});

test('a checkpoint has the metadata that it is given, and its header does not grow with the epochs', async () => {
  const model = loadSync(elman({}));
  const headers: number[] = [];
  const save = (bytes: Uint8Array) => {
    headers.push(new DataView(bytes.buffer).getUint32(0, true));
    expect(readSafetensors(bytes).metadata).toMatchObject({ run: '{ "data": 1 }', epoch: 'mine' });
  };
  await model.fit(task('sequence'), { epochs: 300, checkpoint: { save, metadata: { run: '{ "data": 1 }', epoch: 'mine' } } }); // biome-ignore format: short
  expect(headers).toHaveLength(300);
  expect(Math.abs(headers[299]! - headers[0]!)).toBeLessThan(100);
});

test('figures of updates and epochs', async () => {
  const updates: object[] = [];
  const lengths = [6, 1, 2, 3, 4, 5, 6, 1, 2, 3];
  const model = loadSync(elman({}));
  const { epochs } = await model.fit(
    { ...task('sequence'), lengths },
    {
      epochs: 1,
      batchSize: 8,
      shuffle: false,
      lr: 0.25,
      truncate: 4,
      validation: 0.1,
      onBatch: (u) => updates.push(u),
    },
  );
  const figures = { epoch: 1, batches: 2, lr: 0.25, loss: expect.any(Number) };
  expect(updates).toEqual([
    { ...figures, batch: 1, steps: 4 + 1 + 2 + 3 + 4 + 4 + 4 + 1 },
    { ...figures, batch: 1, steps: 2 + 1 + 2 },
    { ...figures, batch: 2, steps: 2 },
  ]);
  const { gradientNorm, validation, ...rest } = epochs[0]!;
  expect(rest).toEqual({
    epoch: 1,
    epochs: 1,
    metrics: {},
    lr: 0.25,
    loss: expect.any(Number),
    seconds: expect.any(Number),
  });
  expect(gradientNorm).toBeGreaterThan(0);
  expect(validation).toEqual({ loss: expect.any(Number), metrics: {} });
});

test('the gradient’s norm is that before clipping', async () => {
  const [free, clipped] = [loadSync(elman({})), loadSync(elman({}))];
  const { epochs } = await free.fit(task('sequence'), { epochs: 1, lr: 0 });
  const norm = Math.hypot(...Object.values(free.gradients()).flatMap(({ data }) => [...data]));
  expect(epochs[0]!.gradientNorm).toBeCloseTo(norm, 12);
  const cut = await clipped.fit(task('sequence'), { epochs: 1, lr: 0, clipNorm: norm / 2 });
  expect(cut.epochs[0]!.gradientNorm).toBe(epochs[0]!.gradientNorm);
});

test('mistakes in evaluate', () => {
  const model = loadSync(elman({ returns: 'last' }));
  expect(() => model.evaluate(task('last'), { metrics: ['acuracy' as 'accuracy'] })).toThrow(
    'E_OPTION: metrics do not fit: unknown acuracy\nhint: did you mean accuracy for acuracy?',
  );
  expect(() => model.evaluate(task('last'), { metric: ['mae'] } as object)).toThrow(
    'E_OPTION: options of evaluate do not fit: unknown metric\nhint: did you mean metrics for metric?',
  );
});

test('a page can work while a model trains', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await loadSync(elman({})).fit(task('sequence'), {
    epochs: 20,
    onBatch: () => {
      for (const end = performance.now() + 10; performance.now() < end; );
    },
  });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

const { x, y } = task('sequence');
const failures: [name: string, data: object, options: object, message: string][] = [
  ['epochs', {}, { epochs: 0 }, 'E_OPTION: epochs is 0, not a whole number from 1'],
  ['batchSize', {}, { batchSize: 1.5 }, 'E_OPTION: batchSize is 1.5, not a whole number from 1'],
  ['seed', {}, { seed: '1' }, 'E_OPTION: seed is 1, not a whole number'],
  ['a scalar', {}, { lr: Number.NaN }, 'E_OPTION: lr is NaN, not a number'],
  [
    'a checkpoint’s seconds',
    {},
    { checkpoint: { save: () => {}, seconds: -1 } },
    'E_OPTION: seconds is -1, not a number from 0',
  ],
  [
    'a checkpoint’s metadata',
    {},
    { checkpoint: { save: () => {}, metadata: { epoch: 5 } } },
    'E_OPTION: metadata.epoch is a number, not a string',
  ],
  [
    'a name in a checkpoint’s metadata',
    {},
    { checkpoint: { save: () => {}, metadata: { progress: '5' } } },
    'E_OPTION: metadata.progress is what a checkpoint itself has by this name\nhint: choose another name',
  ],
  [
    'an unknown option',
    {},
    { momentun: 1 },
    'E_OPTION: options of fit do not fit: unknown momentun\nhint: did you mean momentum for momentun?',
  ],
  ['x', { x: [[1, 2]] }, {}, 'E_INPUT: x has shape [1, 2] where [sequences, time, 2] is expected'],
  ['no x', { x: tensor([], [0, 6, 2]) }, {}, 'E_INPUT: x has shape [0, 6, 2], which holds no time step'],
  ['y', { y: tensor([1], [1, 1]) }, {}, 'E_INPUT: y has shape [1, 1] where [10, 6, 3] is expected'],
  ['lengths', { lengths: [7] }, {}, 'E_LENGTHS: there are 1 lengths for 10 sequences'],
  [
    'NaN',
    { x: tensor(x.data.with(2 * 12 + 5, Number.NaN), [10, 6, 2]) },
    {},
    'E_DATA: x is NaN at row 2, step 2, feature 1',
  ],
  [
    'Infinity',
    {
      y: tensor(
        y.data.map((value, i) => (i === 19 ? Number.POSITIVE_INFINITY : value)),
        y.shape,
      ),
    },
    {},
    'E_DATA: y is Infinity at row 1, step 0, feature 1',
  ],
];
test.each(failures)('a mistake in %s', async (_, data, options, message) => {
  const model = loadSync(elman({}));
  const before = model.params();
  const fitting = model.fit({ x, y, ...data }, { epochs: 1, ...options });
  await expect(fitting).rejects.toThrow(expect.objectContaining({ message }));
  expect(model.params()).toEqual(before);
});

test('a loss that is not finite stops the training', async () => {
  const huge = { x, y: tensor(y.data.map((value) => value * 1e200), y.shape) }; // biome-ignore format: short
  await expect(loadSync(elman({})).fit(huge, { epochs: 1 })).rejects.toThrow(
    'E_DIVERGED: the loss is Infinity in epoch 1, batch 1\nhint: lower the learning rate',
  );
});

test('a model trains once at a time', async () => {
  const model = loadSync(elman({}));
  const first = model.fit({ x, y }, { epochs: 2 });
  for (const change of [() => model.setParams(model.params()), () => model.initialize()])
    expect(change).toThrow(
      /^E_ORDER: (setParams|initialize) while this model is being trained\nhint: await the fit before$/,
    );
  await expect(model.fit({ x, y }, { epochs: 1 })).rejects.toThrow('E_ORDER: fit while this model is being trained');
  await first;
  await model.fit({ x, y }, { epochs: 1 });
});

test('an inference module does not train', async () => {
  await expect(loadSync(elman({ inference: true })).fit({ x, y }, { epochs: 1 })).rejects.toThrow(
    'E_UNSUPPORTED: model elman was compiled without an optimizer\nhint: give its spec a loss and an optimizer',
  );
});

test('slips in options are refused before anything is trained', async () => {
  const model = loadSync(elman({ returns: 'last' }));
  const data = task('last');
  await expect(model.fit(data, { epochs: 1, lr: -1 })).rejects.toThrow('E_OPTION: lr is -1, not a number from 0');
  await expect(model.fit(data, { epochs: 1, schedule: { cosine: { min: 5 } } })).rejects.toThrow(
    'E_OPTION: min is 5, not a number from 0 to 1',
  );
  await expect(model.fit((() => data) as never, { epochs: 1 })).rejects.toThrow(
    'E_INPUT: the batches of epoch 1 are an object, which cannot be iterated',
  );
});
