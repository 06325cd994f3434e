/** A training that is stopped and resumed ends with the same bits as one that is not. */
import type { ModelSpec } from '@cellc/compiler';
import {
  type Data,
  type FitSettings,
  type History,
  type Model,
  readSafetensors,
  saveSafetensors,
  type Tensor,
  tensor,
  windows,
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

/** All but the figures of epochs, which have the seconds: the history is compared by itself. */
function tensorsOf(saved: Uint8Array) {
  const { epochs: _, ...tensors } = readSafetensors(saved).tensors;
  return tensors;
}

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
    expect(tensorsOf(three.saved)).toEqual(tensorsOf(expected.saved));
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

test('a cosine goes on as it was, and where more epochs would make another it says so', async () => {
  const spec = { ...base, optimizer: 'sgd' } as const;
  const train = async (schedule: object, epochs: number, resume?: Uint8Array) => {
    const { model } = await start(spec);
    let saved: Uint8Array | undefined;
    const checkpoint = { every: 9, save: (bytes: Uint8Array) => void (saved = bytes) };
    const { epochs: done } = await model.fit(data, { epochs, schedule, checkpoint, ...(resume && { resume }) });
    return { saved: saved!, rates: done.map(({ lr }) => lr) };
  };
  const whole = await train({ cosine: { epochs: 2 } }, 4);
  for (const first of [{ cosine: {} }, { cosine: { epochs: 2 } }]) {
    const { saved } = await train(first, 2);
    expect((await train({ cosine: { epochs: 2 } }, 4, saved)).rates).toEqual(whole.rates);
    await expect(train({ cosine: {} }, 4, saved)).rejects.toThrow(
      "E_CHECKPOINT: the schedule's cosine goes down over 4 epochs where that of the checkpoint does over 2\n" +
        'hint: set cosine.epochs to 2 to go on with it, however many epochs there are',
    );
  }
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
      truncate: 3,
      signal: controller.signal,
      ...(resume && { resume }),
      checkpoint: { every: 9, save: (bytes) => void (saved = bytes) },
      onBatch: () => ++done === stop && controller.abort(),
    });
    return saved!;
  };
  await run(whole.model, batches, 0);
  // Two updates a batch: in the middle of the second epoch's third.
  const saved = await run(one.model, batches, 8 + 5);
  await run(two.model, batches, 0, saved);
  expect(paramsOf(two.model)).toEqual(paramsOf(whole.model));
  await expect(run(two.model, batches(1), 0, saved)).rejects.toThrow(
    'E_CHECKPOINT: the checkpoint is after batch 2 of an epoch, and an iterator cannot skip batches safely',
  );
  await expect(run(two.model, (epoch) => batches(epoch).slice(0, 2), 0, saved)).rejects.toThrow(
    'E_CHECKPOINT: epoch 2 has 2 batches where the checkpoint goes on with batch 3',
  );
  const others = (epoch: number) => batches(epoch).map(({ x, y }) => ({ x: stepsFrom(x, 1), y: stepsFrom(y, 1) }));
  await expect(run(two.model, others, 0, saved)).rejects.toThrow(
    'E_INPUT: a batch has 2 sequences where the one that it goes on from has 3\nhint: resume with the batches of the checkpoint',
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
    [{ ...data, y: negated(data.y as Tensor) }, {}, 'the checksum of the data is '],
    [{ ...data, lengths: [...(data.lengths as number[])].reverse() }, {}, 'the checksum of the data is '],
    [{ ...data, weights: Array(12).fill(2) }, {}, 'the checksum of the data is '],
    [data, { schedule: { exponential: { factor: 0.5 } } }, 'schedule is {"exponential":{"factor":0.5}} where'],
  ];
  for (const [set, options, message] of refused)
    await expect(resume(mine, set, options)).rejects.toThrow(`E_CHECKPOINT: ${message}`);
  await expect(resume(mine, data, { resume: mine.save() })).rejects.toThrow('E_CHECKPOINT: resume is not a checkpoint');
  await expect(resume(mine, data, { resume: saved.slice(0, 100) })).rejects.toThrow(
    'E_CHECKPOINT: resume is not a valid safetensors file: it is truncated',
  );
  await expect(resume(mine, data, { resume: 'file' })).rejects.toThrow('E_OPTION: resume is a string');
  expect(paramsOf(other)).toEqual(before);
});

const negated = ({ data, shape }: Tensor) => tensor(data.map((value) => -value), shape); // biome-ignore format: short

test('checkpoints of other windows and other validation data are refused', async () => {
  const series = draw(r, 20, 2);
  const cut = (horizon: number, stride = 2) => windows(series, { window: 6, horizon, stride });
  const held = { x: draw(r, 3, 6, 2), y: draw(r, 3, 6, 2), lengths: [6, 5, 4], weights: [1, 2, 3] };
  const { model } = await start(base);
  let resume: Uint8Array | undefined;
  await model.fit(cut(1), { epochs: 1, validation: held, checkpoint: { save: (bytes) => void (resume = bytes) } });
  const again = (horizon: number, validation: Data, stride?: number) =>
    model.fit(cut(horizon, stride), { epochs: 1, validation, resume: resume! });
  const before = paramsOf(model);
  await again(1, held);
  // As many windows as before, which compare with other steps, or start at others.
  await expect(again(2, held)).rejects.toThrow('E_CHECKPOINT: the checksum of the data is');
  const others = [{ y: negated(held.y) }, { lengths: [6, 5, 5] }, { weights: [1, 2, 4] }];
  for (const other of others)
    await expect(again(1, { ...held, ...other })).rejects.toThrow(
      'E_CHECKPOINT: the checksum of the validation data is',
    );
  expect(paramsOf(model)).toEqual(before);
});

interface File {
  readonly tensors: Record<string, Tensor>;
  readonly metadata: Record<string, string>;
}
const progress = (change: object) => (file: File) => {
  file.metadata.progress = JSON.stringify({ ...JSON.parse(file.metadata.progress!), ...change });
};
const lacking = (name: string) => (file: File) => void delete file.tensors[name];
const set = (name: string, value: Tensor) => (file: File) => void (file.tensors[name] = value);
const spoil = (name: string, value: number) => (file: File) => void (file.tensors[name]!.data[1] = value);
const one = tensor([1], [1]);
const malformed: [name: string, change: (file: File) => void, message: string][] = [
  ['identity that is null', ({ metadata }) => void (metadata.identity = 'null'), 'its identity is not a JSON object'],
  ['progress of nothing', ({ metadata }) => void (metadata.progress = '{}'), 'progress.epoch is undefined, not a whole number'],
  ['progress that is a number', ({ metadata }) => void (metadata.progress = '5'), 'its progress is not a JSON object'],
  ['progress that is null', ({ metadata }) => void (metadata.progress = 'null'), 'its progress is not a JSON object'],
  ['progress that is missing', ({ metadata }) => void delete metadata.progress, 'its progress is not a JSON object'],
  ['half an epoch', progress({ epoch: 1.5 }), 'progress.epoch is 1.5, not a whole number'],
  ['updates below zero', progress({ updates: -1 }), 'progress.updates is -1, not a whole number'],
  ['no sums', progress({ tally: 3 }), 'progress.tally is a number, not an object'],
  ['a sum of text', progress({ seconds: 'one' }), 'progress.seconds is a string, not a number'],
  ['a best loss that is NaN', progress({ stopping: { epoch: 1, bad: 0, best: { number: 'NaN' } } }), 'progress.stopping.best is NaN, not a number'],
  ['a best epoch to come', progress({ stopping: { epoch: 7, bad: 0, best: 1 } }), 'its place is epoch 1, batch 1, which there is not'],
  ['a batch too many', progress({ batch: 4 }), 'its place is epoch 1, batch 4, which there is not'],
  ['a step between parts', progress({ step: 3 }), 'its place is time step 3, where no part of a batch begins'],
  ['a step past the end', progress({ step: 8 }), 'its place is time step 8, where no part of a batch begins'],
  ['other figures', set('epochs', tensor([1, 2], [1, 2])), 'epochs has shape [1, 2] where [1, 5] is expected'],
  ['no figures', lacking('epochs'), 'epochs has shape [] where [1, 5] is expected'],
  ['a parameter that is missing', lacking('param/dense1.W'), 'it has no param/dense1.W'],
  ['a parameter that is NaN', spoil('param/dense1.W', Number.NaN), 'param/dense1.W is NaN at element 1'],
  ['a moment of another shape', set('moment m/dense1.b', one), 'moment m/dense1.b has shape [1] where [2] is expected'],
  ['a moment that is infinite', spoil('moment v/dense1.b', Number.POSITIVE_INFINITY), 'moment v/dense1.b is Infinity at element 1'],
  ['a best parameter of another shape', set('best/dense1.b', one), 'best/dense1.b has shape [1] where [2] is expected'],
  ['a best parameter that is missing', lacking('best/dense1.W'), 'it has no best/dense1.W'],
  ['no best epoch', progress({ stopping: { epoch: 0, bad: 0 } }), 'it has best/'],
  ['a state that is missing', lacking('state/gru1.h'), 'it has no state/gru1.h'],
  ['a state of other rows', set('state/gru1.h', tensor([1, 2, 3], [1, 3])), 'state/gru1.h has shape [1, 3] where [3, 3] is expected'],
  ['a state where there is none', progress({ batch: 0, step: 0 }), 'it has state/gru1.h, which this training has not'],
]; // biome-ignore format: one a line
test.each(malformed)('a broken checkpoint is refused, and changes nothing: %s', async (_, change, message) => {
  const { saved, options } = await whole;
  const { tensors, metadata } = readSafetensors(saved);
  const file = { tensors: { ...tensors }, metadata: { ...metadata } };
  change(file);
  const { model, params } = await start(base);
  const fitting = model.fit(even, { ...options, resume: saveSafetensors(file.tensors, file.metadata) });
  await expect(fitting).rejects.toThrow(`E_CHECKPOINT: the checkpoint is broken: ${message}`);
  expect(paramsOf(model)).toEqual(params);
  await model.fit(even, { ...options, epochs: 1, resume: saved });
});

/** With all that a checkpoint may have: stopped after the first part of the second epoch's second batch. */
const whole = (async () => {
  const options = { epochs, batchSize: 3, stateful: true, truncate: 4, earlyStopping: { patience: 9 } } as const;
  const { model } = await start(base);
  const controller = new AbortController();
  let saved: Uint8Array | undefined;
  let updates = 0;
  await model.fit(even, {
    ...options,
    signal: controller.signal,
    checkpoint: { every: 9, save: (bytes) => void (saved = bytes) },
    onBatch: () => ++updates === 8 + 3 && controller.abort(),
  });
  return { saved: saved!, options };
})();

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
