/** A training that is stopped and resumed ends with the same bits as one that is not. */
import type { ModelSpec } from '@cellc/compiler';
import {
  type Data,
  type FitSettings,
  type History,
  type Model,
  readSafetensors,
  type Tensor,
  tensor,
} from '@cellc/runtime';
import { expect, test } from 'vitest';
import { random } from '../support/random.ts';
import { draw, paramsOf, start } from './reference.ts';

const base = {
  name: 'm',
  input: 2,
  layers: [{ cell: 'gru', size: 3, dropout: 0.2, recurrentDropout: 0.1, zoneout: 0.1, l2: 0.01 }, { dense: 2 }],
  standardize: 'both',
  loss: 'mse',
  optimizer: { adam: { lr: 0.05 } },
} as const satisfies ModelSpec;

const r = random(5);
const x = draw(r, 12, 6, 2);
const data: Data = { x, y: draw(r, 12, 6, 2), lengths: [6, 2, 3, 6, 1, 4, 5, 6, 2, 6, 3, 6] };
const even: Data = { x, y: draw(r, 12, 6, 2) };

type Options = Omit<FitSettings, 'epochs'>;
const cases: [name: string, spec: ModelSpec, data: Data, options: Options, precision?: 'f32'][] = [
  ['adam, dropout, shuffling', base, data, { batchSize: 5, metrics: ['rmse', 'mae'] }],
  [
    'momentum, a schedule, a validation share',
    { ...base, optimizer: { sgd: { lr: 0.1, momentum: 0.9, nesterov: 1 } } },
    data,
    { batchSize: 4, validation: 0.25, schedule: { cosine: {}, warmup: 5 }, clipNorm: 0.5 },
  ],
  [
    'early stopping on a plateau',
    { ...base, optimizer: { adam: { lr: 0.01 } } },
    data,
    { batchSize: 4, validation: 0.25, earlyStopping: { patience: 2 }, schedule: { plateau: { patience: 0 } } },
  ],
  ['truncated, in micro-batches', base, data, { batchSize: 5, truncate: 2, microBatch: 2 }],
  ['stateful, in segments', base, even, { batchSize: 3, stateful: true, recompute: 2, truncate: 4 }],
  [
    'single precision, one step',
    { ...base, output: 'last', optimizer: { amsgrad: {} } },
    { x, y: draw(r, 12, 2), weights: Array.from({ length: 12 }, (_, i) => i % 3) },
    { batchSize: 4, clipValue: 0.01 },
    'f32',
  ],
];

const epochs = 7;
const without = ({ epochs, ...history }: History) => ({
  ...history,
  epochs: epochs.map((e) => ({ ...e, seconds: 0 })),
});

/** Trains until the given update, and hands over a checkpoint; without a number to the end. */
async function trainUntil(model: Model, set: Data, options: Options, updates: number | undefined, resume?: Uint8Array) {
  const controller = new AbortController();
  let done = 0;
  let saved: Uint8Array | undefined;
  const history = await model.fit(set, {
    ...options,
    epochs,
    seed: 9,
    signal: controller.signal,
    ...(resume && { resume }),
    checkpoint: { every: 100, save: (bytes) => void (saved = bytes) },
    onBatch: () => {
      if (++done === updates) controller.abort();
    },
  });
  return { history, saved: saved! };
}

test.each(cases)('%s', async (_, spec, set, options, precision) => {
  const fresh = async (seed: number) => (await start(spec, seed, precision)).model;
  const whole = await fresh(3);
  const expected = await trainUntil(whole, set, options, undefined);
  for (const [first, second] of [
    [1, 1],
    [2, 3],
    [3, 9],
    [5, 2],
    [7, 4],
    [11, 1],
  ]) {
    // biome-ignore format: pairs
    const one = await trainUntil(await fresh(3), set, options, first);
    // Another process: another model, with other parameters at first.
    const two = await trainUntil(await fresh(8), set, options, second, one.saved);
    const last = await fresh(2);
    const three = await trainUntil(last, set, options, undefined, two.saved);
    expect(without(three.history)).toEqual(without(expected.history));
    expect(paramsOf(last)).toEqual(paramsOf(whole));
    expect(readSafetensors(three.saved).tensors).toEqual(readSafetensors(expected.saved).tensors);
  }
});

/** The sequences of `[sequences, time, size]` from one on. */
function stepsFrom({ data, shape: [n, ...shape] }: Tensor, first: number): Tensor {
  return tensor(data.slice((data.length / n!) * first), [n! - first, ...shape]);
}

test('early stopping ends with the best weights, and says which epoch had them', async () => {
  const [, spec, set, options] = cases[2]!;
  const { model } = await start(spec);
  const { history } = await trainUntil(model, set, options, undefined);
  const losses = history.epochs.map(({ validation }) => validation!.loss);
  expect(history.stopped).toBe('early');
  expect(history.best).toBe(losses.indexOf(Math.min(...losses)) + 1);
  expect(history.best).toBe(history.epochs.length - 2);
  const rest = { x: stepsFrom(x, 9), y: stepsFrom(data.y as Tensor, 9), lengths: [6, 3, 6] };
  expect(model.evaluate(rest).loss).toBe(Math.min(...losses));
});

test('a checkpoint at the end of an epoch, and more epochs than before', async () => {
  const [, spec, set, options] = cases[0]!;
  const whole = (await start(spec)).model;
  const checkpoints: Uint8Array[] = [];
  await whole.fit(set, {
    ...options,
    epochs: 5,
    checkpoint: { every: 2, save: (bytes) => void checkpoints.push(bytes) },
  });
  expect(checkpoints).toHaveLength(3);
  const other = (await start(spec, 4)).model;
  const history = await other.fit(set, { ...options, epochs: 5, resume: checkpoints[0]! });
  expect(history.loss).toHaveLength(5);
  expect(paramsOf(other)).toEqual(paramsOf(whole));
  // Where nothing is left to do, the checkpoint's parameters are there all the same.
  const third = (await start(spec, 6)).model;
  expect((await third.fit(set, { ...options, epochs: 5, resume: checkpoints[2]! })).stopped).toBe('done');
  expect(paramsOf(third)).toEqual(paramsOf(whole));
});

test('batches from a function are skipped up to where training stopped', async () => {
  const batches = (epoch: number) =>
    [0, 1, 2, 3].map((i) => ({ x: draw(random(epoch * 10 + i), 3, 4, 2), y: draw(random(epoch + i), 3, 4, 2) }));
  const spec = { ...base, standardize: 'input' } as const;
  const [whole, one, two] = await Promise.all([start(spec), start(spec), start(spec, 8)]);
  for (const { model } of [whole, one]) model.standardize(batches(1)[0]!);
  const run = async (model: Model, given: ((epoch: number) => Data[]) | Data[], stop: number, resume?: Uint8Array) => {
    const controller = new AbortController();
    let saved: Uint8Array | undefined;
    let done = 0;
    await model.fit(given, {
      epochs: 3,
      signal: controller.signal,
      ...(resume && { resume }),
      checkpoint: { every: 9, save: (bytes) => void (saved = bytes) },
      onBatch: () => ++done === stop && controller.abort(),
    });
    return saved!;
  };
  await run(whole.model, batches, 0);
  const saved = await run(one.model, batches, 6);
  await run(two.model, batches, 0, saved);
  expect(paramsOf(two.model)).toEqual(paramsOf(whole.model));
  await expect(run(two.model, batches(1), 0, saved)).rejects.toThrow(
    'E_CHECKPOINT: the checkpoint is after batch 2 of an epoch, and an iterator cannot skip batches safely',
  );
});

test('checkpoints of other trainings are refused, and change nothing', async () => {
  const { model } = await start(base);
  const { saved } = await trainUntil(model, data, { batchSize: 5 }, 3);
  const other = (await start({ ...base, name: 'n' })).model;
  const before = paramsOf(other);
  const resume = (on: Model, set: Data, options: object) =>
    on.fit(set, { epochs, seed: 9, batchSize: 5, resume: saved, ...options });
  await expect(resume(other, data, {})).rejects.toThrow('E_CHECKPOINT: model is "n" where the checkpoint has "m"');
  const mine = (await start(base)).model;
  const refused: [Data, object, string][] = [
    [data, { batchSize: 4 }, 'batchSize is 4 where the checkpoint has 5'],
    [data, { lr: 0.06 }, 'lr is 0.06 where the checkpoint has 0.05'],
    [data, { truncate: 2 }, 'truncate is 2 where the checkpoint has none'],
    [{ ...data, y: draw(r, 12, 6, 2) }, {}, 'the checksum of the data is '],
    [data, { validation: 0.25 }, 'data is [9,6] where the checkpoint has [12,6]'],
    [{ x: draw(r, 4, 6, 2), y: draw(r, 4, 6, 2) }, {}, 'data is [4,6] where the checkpoint has [12,6]'],
    [data, { schedule: { exponential: { factor: 0.5 } } }, 'schedule is {"exponential":{"factor":0.5}} where'],
  ];
  for (const [set, options, message] of refused)
    await expect(resume(mine, set, options)).rejects.toThrow(`E_CHECKPOINT: ${message}`);
  await expect(resume(mine, data, { resume: mine.save() })).rejects.toThrow('E_CHECKPOINT: resume is not a checkpoint');
  await expect(resume(mine, data, { resume: saved.slice(0, 100) })).rejects.toThrow('E_WEIGHTS');
  await expect(resume(mine, data, { resume: 'file' })).rejects.toThrow('E_OPTION: resume is a string');
  expect(paramsOf(other)).toEqual(before);
});

test('a training that diverges keeps its last checkpoint and the parameters before', async () => {
  const { model } = await start({ ...base, standardize: 'input', optimizer: 'sgd' });
  const saved: Uint8Array[] = [];
  let good = paramsOf(model);
  let update = 0;
  const training = model.fit(even, {
    epochs: 4,
    batchSize: 12,
    lr: 0.1,
    // A learning rate that explodes in the third epoch.
    schedule: { exponential: { factor: 1e200 } },
    checkpoint: { save: (bytes) => void saved.push(bytes) },
    onBatch: () => {
      if (++update === 1) good = paramsOf(model);
    },
  });
  await expect(training).rejects.toThrow(
    /^E_DIVERGED: the .* is (NaN|Infinity|-Infinity) in epoch \d, batch 1; the largest element of the last gradient is [\d.e+-]+, of (gru1|dense1)\./,
  );
  expect(saved.length).toBeGreaterThan(0);
  expect([...paramsOf(model).values()].every((values) => values.every(Number.isFinite))).toBe(true);
  expect(paramsOf(model)).toEqual(good);
  expect(Number.isFinite(model.evaluate(even).loss)).toBe(true);
});
