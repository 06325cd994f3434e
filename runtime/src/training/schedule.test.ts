import { expect, test } from 'vitest';
import { loadSync } from '../model.ts';
import { tensor } from '../tensor.ts';
import { elman } from '../testing/elman.ts';
import { sequences, wave } from '../testing/numbers.ts';
import type { LearningRate } from './options.ts';
import { isOver, type Plateau, rateFactor, type Stopping, watchLoss, watchPlateau } from './schedule.ts';

const constant: Plateau = { bad: 0, factor: 1 };
const rates = (schedule: LearningRate, lr: number, epochs: readonly number[]) =>
  epochs.map((epoch) => lr * rateFactor(schedule, epoch + 1, constant));

test('StepLR: the example of PyTorch’s documentation, lr 0.05, every 30 epochs', () => {
  const schedule = { step: { every: 30, factor: 0.1 } };
  const table = [[0, 0.05], [29, 0.05], [30, 0.005], [59, 0.005], [60, 0.0005], [89, 0.0005]] as const; // biome-ignore format: pairs
  const got = rates(schedule, 0.05, table.map(([epoch]) => epoch)); // biome-ignore format: short
  table.forEach(([, rate], i) => void expect(got[i]).toBeCloseTo(rate, 15));
});

test('ExponentialLR', () => {
  const got = rates({ exponential: { factor: 0.5 } }, 0.8, [0, 1, 2, 3, 4]);
  expect(got).toEqual([0.8, 0.4, 0.2, 0.1, 0.05]);
});

test.each([0, 0.1])('CosineAnnealingLR: the recursion of PyTorch’s documentation, minimum %f', (min) => {
  const [lr, lowest, most] = [0.2, 0.2 * min, 8];
  let rate = lr;
  for (let epoch = 0; epoch < most; epoch++) {
    expect(rates({ cosine: { epochs: most, min } }, lr, [epoch])[0]).toBeCloseTo(rate, 12);
    const cos = (at: number) => 1 + Math.cos((at * Math.PI) / most);
    rate = lowest + ((rate - lowest) * cos(epoch + 1)) / cos(epoch);
  }
  expect(rates({ cosine: { epochs: most, min } }, lr, [most])[0]).toBeCloseTo(lowest, 12);
  // PyTorch's goes up again where training goes on.
  expect(rates({ cosine: { epochs: most, min } }, lr, [2 * most])[0]).toBeCloseTo(lr, 12);
});

/** The factors that training runs with after each of the losses. */
function factors(rule: NonNullable<LearningRate['plateau']>, losses: readonly number[], lr = 1): number[] {
  const plateau: Plateau = { bad: 0, factor: 1 };
  return losses.map((loss) => {
    watchPlateau(plateau, { plateau: rule }, loss, lr);
    return plateau.factor;
  });
}

test('ReduceLROnPlateau: the third epoch without a better loss lowers the rate where patience is 2', () => {
  const losses = [5, 4, 4, 4, 4, 4, 4, 4, 1, 1];
  expect(factors({ patience: 2, factor: 0.5 }, losses)).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]);
});

test('ReduceLROnPlateau: a loss is better by a share of the best', () => {
  expect(factors({ patience: 0, threshold: 0.1, factor: 0.5 }, [10, 9.5, 8.9, 8.2])).toEqual([1, 0.5, 0.5, 0.25]);
  expect(factors({ patience: 0 }, [10, 10 - 1e-4, 9.998])).toEqual([1, 0.1, 0.1]);
});

test('ReduceLROnPlateau: a rate that would fall by 1e-8 or less stays, and waits again', () => {
  const rule = { patience: 1, factor: 0.5 };
  expect(factors(rule, [1, 1, 1, 1, 1], 3e-8)).toEqual([1, 1, 0.5, 0.5, 0.5]);
  expect(factors(rule, [1, 1, 1, 1, 1], 1)).toEqual([1, 1, 0.5, 0.5, 0.25]);
});

test('early stopping: epochs without a better loss, as Keras counts', () => {
  const stopping: Stopping = { epoch: 0, bad: 0 };
  const rule = { patience: 2, minDelta: 0.5 };
  const seen = [5, 4.6, 4.4, 4, 4].map((loss, i) => [watchLoss(stopping, rule, i + 1, loss), isOver(stopping, rule)]);
  expect(seen).toEqual([[true, false], [false, false], [true, false], [false, false], [false, true]]); // biome-ignore format: pairs
  expect(stopping).toMatchObject({ best: 4.4, epoch: 3 });
});

const data = { x: sequences(4, 3), y: tensor(wave(36), [4, 3, 3]) };

test('warm-up rises by update, and the factor of the epoch counts besides', async () => {
  const rates: (number | undefined)[] = [];
  const { epochs } = await loadSync(elman({})).fit(data, {
    epochs: 3,
    batchSize: 2,
    lr: 0.4,
    schedule: { step: { every: 1, factor: 0.5 }, warmup: 4 },
    onBatch: ({ lr }: { lr?: number }) => void rates.push(lr),
  });
  expect(rates).toEqual([0.1, 0.2, 0.15, 0.2, 0.1, 0.1].map((rate) => expect.closeTo(rate, 15)));
  expect(epochs.map(({ lr }) => lr)).toEqual([rates[1], rates[3], rates[5]]);
});

test('the learning rate is that of the updates', async () => {
  const [scheduled, constant] = [loadSync(elman({})), loadSync(elman({}))];
  const settings = { batchSize: 4, momentum: 0, shuffle: false };
  await scheduled.fit(data, { ...settings, epochs: 1, lr: 0.4, schedule: { warmup: 4 } });
  await constant.fit(data, { ...settings, epochs: 1, lr: 0.1 });
  expect(scheduled.params()).toEqual(constant.params());
});

const mistakes: [object, string][] = [
  [{ cosin: {} }, 'options of schedule do not fit: unknown cosin\nhint: did you mean cosine for cosin?'],
  [{ step: { every: 2 } }, 'factor is undefined, not a number from 0'],
  [{ step: { every: 0.5, factor: 1 } }, 'every is 0.5, not a whole number from 1'],
  [{ plateau: { patience: -1 } }, 'patience is -1, not a whole number from 0'],
  [{ cosine: { min: 'a' } }, 'min is a, not a number from 0 to 1'],
  [{ cosine: 5 }, 'options of cosine are a number, not an object'],
  [{ warmup: 0 }, 'warmup is 0, not a whole number from 1'],
  [{ cosine: {}, exponential: { factor: 1 } }, 'a schedule is either exponential or cosine, not both'],
];
test.each(mistakes)('a mistake in a schedule: %o', async (schedule, message) => {
  const fitting = loadSync(elman({})).fit(data, { epochs: 1, schedule });
  await expect(fitting).rejects.toThrow(expect.objectContaining({ message: `E_OPTION: ${message}` }));
});

test('a schedule needs a learning rate', async () => {
  const { manifest, kernels } = elman({});
  const scalars = manifest.optimizer!.scalars.map((scalar) =>
    scalar.name === 'lr' ? { ...scalar, name: 'rate' } : scalar,
  );
  const model = loadSync({ manifest: { ...manifest, optimizer: { ...manifest.optimizer!, scalars } }, kernels });
  await expect(model.fit(data, { epochs: 1, schedule: { warmup: 2 } })).rejects.toThrow(
    'E_OPTION: the optimizer has no hyperparameter lr that a schedule could change',
  );
});
